// A hint is done with when what it says was done, however that came about.

import type { FirstHintName } from '../stores/first-hints.ts'
import type { SessionParts } from './session-parts.ts'

/** Returns how to stop. */
export function followFirstHints(parts: SessionParts): () => void {
  const { bridge, viewStore, sheetStore, firstHints } = parts
  const { finish } = firstHints.getState()
  const endings = [
    bridge.store.subscribe(({ state }, { state: before }) => {
      if (state.canUndo && !before.canUndo) finish('paint')
      if (state.canRedo && !before.canRedo) finish('undo')
      if (state.roster.filter(({ present }) => present).length > 1) finish('invite')
    }),
    viewStore.subscribe(({ view, isFitted }, before) => {
      if (view !== before.view && !isFitted) finish('pan')
    }),
    sheetStore.subscribe(({ sheet }) => {
      if (sheet === 'palette') finish('palette')
    }),
  ]
  return () => endings.forEach((end) => end())
}

/** The hints that make sense in this session. */
export function offeredHints({ session }: SessionParts): readonly FirstHintName[] {
  return ['paint', 'pan', 'undo', ...(session.own === undefined ? [] : (['invite'] as const)), 'palette']
}
