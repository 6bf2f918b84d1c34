// What the log hears of: a session's state, what was refused, what went wrong in the window.

import type { AppStore } from '../stores/app-store.ts'
import type { LogStore } from '../stores/log-store.ts'
import type { SessionBridge } from './session-bridge.ts'
import { sessionNews } from './session-news.ts'

/** Returns how to stop. */
export function followSession(bridge: SessionBridge, logStore: LogStore): () => void {
  const { note } = logStore.getState()
  const endings = [
    bridge.store.subscribe((after, before) => {
      if (after.state !== before.state) sessionNews(before.state, after.state).forEach(note)
    }),
    bridge.onRefused((sentence) => note({ kind: 'refused', sentence })),
  ]
  return () => endings.forEach((end) => end())
}

/** For as long as the window is open. */
export function followWindow(appStore: AppStore, logStore: LogStore): void {
  const { note } = logStore.getState()
  appStore.subscribe((after, before) => {
    const [was, is] = [before.screen.kind === 'session', after.screen.kind === 'session']
    if (is && !was) note({ kind: 'session-begun' })
    if (was && !is) note({ kind: 'session-left' })
    const { hostingFailure, problem } = after
    if (hostingFailure !== undefined && hostingFailure !== before.hostingFailure)
      note({ kind: 'hosting-failed', sentence: hostingFailure.message })
    if (problem !== undefined && problem !== before.problem)
      note({ kind: 'refused', sentence: problem.sentence })
  })
  window.addEventListener('error', ({ message }) => note({ kind: 'error', sentence: message }))
  window.addEventListener('unhandledrejection', ({ reason }) =>
    note({ kind: 'error', sentence: reason instanceof Error ? reason.message : String(reason) }),
  )
}
