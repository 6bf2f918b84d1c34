// Gesso's main process: what is set up, in which order. The window comes first, since a person waits for it; what answers it
// is read and put together while its page is. Each line's story is in the file of its name.

import { app, dialog } from 'electron'
import { homedir } from 'node:os'
import { readPageFiles, type PageFiles } from '../../sync-core/node/page-files.ts'
import { SystemClock } from '../../sync-core/node/system-clock.ts'
import { answerWindow } from './answer-window.ts'
import { declareAppScheme, serveAppScheme, whenScriptIsThere } from './app-scheme.ts'
import { appLanguageOf, appWords, speakAppWords } from './app-words.ts'
import { HostLog } from './host-log.ts'
import { lockDown } from './lock-down.ts'
import { openMainWindow } from './main-window.ts'
import { OpenedInvite } from './opened-invite.ts'
import { findPlaces, type Places } from './places.ts'

const clock = new SystemClock()
const openedInvite = new OpenedInvite()
const hostLog = new HostLog({ nowMs: () => clock.nowMs(), homeDir: homedir() })

declareAppScheme()
if (app.requestSingleInstanceLock()) void start()
else app.quit()

async function start(): Promise<void> {
  try {
    const places = findPlaces()
    // Chromium takes a while to be ready; the files are read by then.
    const pages = readPageFiles(places.pagesDir)
    pages.catch(() => undefined)
    await app.whenReady()
    speakAppWords(appLanguageOf(undefined, app.getPreferredSystemLanguages()))
    await open(places, pages)
  } catch (error) {
    dialog.showErrorBox(appWords.cannotStart, error instanceof Error ? error.message : String(error))
    app.exit(1)
  }
}

async function open(places: Places, pages: Promise<PageFiles>): Promise<void> {
  lockDown()
  serveAppScheme(pages)
  const main = openMainWindow({
    stateFile: places.windowStateFile,
    preloadFile: places.preloadFile,
    onSetAside: note,
  })
  const studio = Promise.race([whenScriptIsThere(), main.loaded]).then(async () => {
    const { openStudio } = await import('./open-studio.ts')
    return openStudio({ places, pages, main, clock, hostLog, openedInvite, note })
  })
  answerWindow(studio, (sentence) => hostLog.note('error', sentence))
  await Promise.all([pages, main.loaded, studio])
}

function note(sentence: string): void {
  hostLog.note('warning', sentence)
  console.warn(sentence)
}
