import { BrowserWindow } from 'electron'

/** Sends an event to the window's page; false when there is no page that could hear it. */
export function tellWindow(channel: string, payload: unknown): boolean {
  const [window] = BrowserWindow.getAllWindows()
  if (window === undefined || window.isDestroyed()) return false
  const page = window.webContents
  if (page.isCrashed() || page.isLoadingMainFrame()) return false
  page.send(channel, payload)
  return true
}
