import { firstLayer } from '../../sync-core/index.ts'
import { layFile } from './import-file.ts'
import type { SessionParts } from './session-parts.ts'

/** Lays down the file that the session was begun for, once the new picture is there. Returns how to stop waiting for that. */
export function openFile(parts: SessionParts): () => void {
  const { bridge, session, hintStore } = parts
  let unsubscribe = (): void => undefined
  const lay = (): void => {
    if (bridge.store.getState().state.frame === undefined) return
    unsubscribe()
    const file = session.takeFile()
    // The empty layer that every picture begins with gives way to those of the file.
    const refusal = file === undefined ? undefined : layFile(parts, file, firstLayer)
    if (refusal !== undefined) hintStore.getState().say(refusal)
  }
  unsubscribe = bridge.store.subscribe(lay)
  lay()
  return () => unsubscribe()
}
