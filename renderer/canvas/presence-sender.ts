import type { PersonPresence } from '../../sync-core/index.ts'
import type { WindowMessage } from '../worker/contract.ts'

/** Others' cursors glide, so 25 reports a second look smooth. */
const reportEveryMs = 40

/** Tells the others where the pen is: the first move at once, then the newest one each `reportEveryMs`. */
export function presenceSender(send: (message: WindowMessage) => void): {
  report(presence: Omit<PersonPresence, 'author'>): void
  dispose(): void
} {
  let timer: ReturnType<typeof setTimeout> | undefined
  let newest: Omit<PersonPresence, 'author'> | undefined
  const flush = (): void => {
    timer = undefined
    if (newest === undefined) return
    send({ kind: 'presence', presence: newest })
    newest = undefined
    timer = setTimeout(flush, reportEveryMs)
  }
  return {
    report(presence) {
      newest = presence
      if (timer === undefined) flush()
    },
    dispose: () => clearTimeout(timer),
  }
}
