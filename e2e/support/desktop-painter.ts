import type { ElectronApplication, Page } from '@playwright/test'
import type { AppPlaces, LaunchedApp } from './launch-app.ts'
import { Painter } from './painter.ts'

/** A person at the desktop app. */
export class DesktopPainter extends Painter {
  readonly places: AppPlaces
  private readonly app: LaunchedApp

  constructor(name: string, page: Page, places: AppPlaces, app: LaunchedApp) {
    super(name, page)
    this.places = places
    this.app = app
  }

  get electron(): ElectronApplication {
    return this.app.electron
  }

  /** Resolves when the app is gone. */
  get exited(): Promise<number | NodeJS.Signals> {
    return this.app.exited
  }

  /** Presses “Copy invite” and returns what the clipboard has then. */
  async copyInvite(): Promise<string> {
    await this.page.getByRole('button', { name: 'Copy invite' }).click()
    await this.page.getByRole('button', { name: 'Copied' }).waitFor()
    return this.electron.evaluate(({ clipboard }) => clipboard.readText())
  }

  /** Closes the window, as by its ×. The app may ask before it goes. */
  async closeWindow(): Promise<void> {
    await this.electron.evaluate(({ BrowserWindow }) => {
      setTimeout(() => BrowserWindow.getAllWindows()[0]?.close(), 0)
    })
  }

  /** Closes the window and waits until the app is gone. */
  async quit(): Promise<number | NodeJS.Signals> {
    await this.closeWindow()
    return this.exited
  }

  /** Ends the app in the middle of whatever it does. */
  kill(): Promise<void> {
    return this.app.kill()
  }
}
