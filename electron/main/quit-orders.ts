import { app, type BrowserWindow } from 'electron'
import type { QuitFlow } from './quit-flow.ts'

/** Brings every way to end the app to the quit flow, which alone decides when it leaves. */
export function obeyQuitOrders(window: BrowserWindow, quitFlow: QuitFlow): void {
  window.on('close', (event) => {
    event.preventDefault()
    quitFlow.handleWish()
  })
  app.on('before-quit', (event) => {
    event.preventDefault()
    quitFlow.handleWish()
  })
  // A window that the system took away without asking can't be asked either.
  app.on('window-all-closed', () => quitFlow.handleOrder())
  window.on('session-end', () => quitFlow.handleOrder())
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => quitFlow.handleOrder())
}
