// The one window: opened where it was, dark from its first frame, and brought back once when its page dies. A hosted
// session lives in the main process and goes on meanwhile; the page joins it again.

import { BrowserWindow, app, dialog, screen } from 'electron'
import { parseJson, readKeptFileAtOnce, writeKeptFile } from '../../sync-core/node/kept-file.ts'
import { appUrl } from './app-scheme.ts'
import { appWords } from './app-words.ts'
import { fitWindowState, parseWindowState, windowSizeMin, type WindowState } from './window-state.ts'

/** The page's own background, so that nothing flashes before its first paint. */
const backgroundColor = '#191919'

/** A page that dies twice within this is not brought back without asking. */
const secondDeathWithinMs = 60_000

export interface MainWindow {
  readonly window: BrowserWindow
  /** Rejects when there is no page. */
  readonly loaded: Promise<void>
  /** Keeps where the window is now. Never rejects: a lost position is not worth a word. */
  keepState(): Promise<void>
}

export function openMainWindow(options: {
  readonly stateFile: string
  readonly preloadFile: string
  readonly onSetAside: (sentence: string) => void
}): MainWindow {
  const kept = readKeptFileAtOnce(
    options.stateFile,
    (bytes) => parseWindowState(parseJson(bytes)),
    options.onSetAside,
  )
  const areas = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map((display) => display.workArea)
  const state = fitWindowState(kept, areas)
  const window = new BrowserWindow({
    ...state.bounds,
    minWidth: windowSizeMin.width,
    minHeight: windowSizeMin.height,
    title: app.getName(),
    backgroundColor,
    show: false,
    webPreferences: {
      preload: options.preloadFile,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      // Others' strokes go on arriving while another window is in front.
      backgroundThrottling: false,
    },
  })
  window.setMenuBarVisibility(false)
  window.once('ready-to-show', () => {
    if (state.shown === 'maximized') window.maximize()
    window.show()
  })
  reviveDeadPage(window)
  return {
    window,
    loaded: window.loadURL(appUrl),
    keepState: () => writeKeptFile(options.stateFile, JSON.stringify(stateOf(window))).catch(() => undefined),
  }
}

function stateOf(window: BrowserWindow): WindowState {
  return { bounds: window.getNormalBounds(), shown: window.isMaximized() ? 'maximized' : 'normal' }
}

function reviveDeadPage(window: BrowserWindow): void {
  let diedMs = Number.NEGATIVE_INFINITY
  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit' || window.isDestroyed()) return
    const again = Date.now() - diedMs < secondDeathWithinMs
    diedMs = Date.now()
    if (!again || askToOpenAgain(window, details.reason)) window.webContents.reload()
    else app.quit()
  })
}

function askToOpenAgain(window: BrowserWindow, reason: string): boolean {
  const buttons = [appWords.openAgain, appWords.quit]
  const detail = appWords.windowStoppedTwice(reason)
  return (
    dialog.showMessageBoxSync(window, {
      type: 'error',
      message: appWords.windowStopped,
      detail,
      buttons,
    }) === 0
  )
}
