// Gesso's main process: what is set up, in which order. Each line's story is in the file of its name.

import { BrowserWindow, app, dialog, safeStorage } from 'electron'
import { homedir } from 'node:os'
import { openHosting } from '../../sync-core/node/hosting.ts'
import { readPageFiles } from '../../sync-core/node/page-files.ts'
import { SparePrimary } from '../../sync-core/node/spare-primary.ts'
import { SystemClock } from '../../sync-core/node/system-clock.ts'
import { eventChannels } from '../ipc/channels.ts'
import { answerWindow } from './answer-window.ts'
import { setAppMenu } from './app-menu.ts'
import { declareAppScheme, serveAppScheme } from './app-scheme.ts'
import { appLanguageOf, appWords, speakAppWords } from './app-words.ts'
import { askForFolder } from './ask-for-folder.ts'
import { bucketDoor } from './bucket-door.ts'
import { BucketSecret } from './bucket-secret.ts'
import { HostLog } from './host-log.ts'
import { HostedPicture } from './hosted-picture.ts'
import { openInstallSecret } from './install-secret.ts'
import { systemKeychain } from './keychain.ts'
import { lockDown } from './lock-down.ts'
import { openMainWindow } from './main-window.ts'
import { PicturesHome } from './pictures-home.ts'
import { findPlaces, type Places } from './places.ts'
import { QuitFlow } from './quit-flow.ts'
import { obeyQuitOrders } from './quit-orders.ts'
import { SettingsFile } from './settings-file.ts'
import { tellWindow } from './tell-window.ts'
import { windowVerbs } from './window-verbs.ts'

const clock = new SystemClock()
const hostLog = new HostLog({ nowMs: () => clock.nowMs(), homeDir: homedir() })

type StartFiles = Awaited<ReturnType<typeof readFiles>>

declareAppScheme()
if (app.requestSingleInstanceLock()) void start()
else app.quit()

async function start(): Promise<void> {
  try {
    const places = findPlaces()
    // Chromium takes a while to be ready; the files are read by then.
    const reading = readFiles(places)
    reading.catch(() => undefined)
    await app.whenReady()
    speakAppWords(appLanguageOf(undefined, app.getPreferredSystemLanguages()))
    await open(places, await reading)
  } catch (error) {
    dialog.showErrorBox(appWords.cannotStart, error instanceof Error ? error.message : String(error))
    app.exit(1)
  }
}

/** What a start needs of the disk, whatever Chromium does meanwhile. */
async function readFiles(places: Places) {
  const pages = readPageFiles(places.pagesDir)
  const [settings, secret] = await Promise.all([
    SettingsFile.open(places.settingsFile, note),
    openInstallSecret(places.secretFile, note),
  ])
  return { pages: await pages, settings, secret }
}

async function open(places: Places, { pages, settings, secret }: StartFiles): Promise<void> {
  lockDown()
  serveAppScheme(pages)

  speakAppWords(appLanguageOf(settings.language(), app.getPreferredSystemLanguages()))
  setAppMenu()
  const keychain = systemKeychain(safeStorage, process.platform)
  const sparePrimary = new SparePrimary(places.primaryThreadFile)
  const home = await PicturesHome.open({
    settings,
    keychain,
    secret: await BucketSecret.open(places.bucketSecretFile, keychain, note),
    bucketDoor,
    usualFolder: places.picturesDir,
    openHosting: (openPictures) =>
      openHosting({
        ...places,
        sparePrimary,
        openPictures,
        clock,
        onNote: note,
        onUnsaved: () => void tellWindow(eventChannels.unsaved, undefined),
      }),
    askForFolder,
  })
  const hosted = new HostedPicture({
    hosting: () => home.hosting(),
    clock,
    onFailure(failure) {
      hostLog.note('error', failure.message)
      tellWindow(eventChannels.hostingFailed, failure)
    },
    onSaving(sentence) {
      if (sentence !== '') hostLog.note('info', sentence)
      quitFlow.handleProgress()
      tellWindow(eventChannels.saving, sentence)
    },
  })

  const quitFlow = new QuitFlow({
    clock,
    guests: () => hosted.guests(),
    ask: (guests) => tellWindow(eventChannels.quitAsked, { guests }),
    showLeaving: () => tellWindow(eventChannels.quitWaits, undefined),
    stopHosting: () => hosted.stop('The host quit Gesso. What was drawn stays with the host.'),
    showFailure: showUnsaved,
    leave() {
      void Promise.all([home.close(), sparePrimary.close(), main.keepState()]).then(() => app.exit(0))
    },
  })
  answerWindow(windowVerbs({ settings, secret, home, hosted, quitFlow, hostLog, sparePrimary }), (sentence) =>
    hostLog.note('error', sentence),
  )
  // While the page loads, a processor has nothing to do.
  app.once('browser-window-created', () => setImmediate(() => sparePrimary.prepare()))
  const main = await openMainWindow({
    stateFile: places.windowStateFile,
    preloadFile: places.preloadFile,
    onSetAside: note,
  })
  obeyQuitOrders(main.window, quitFlow)
  app.on('second-instance', () => focus(main.window))
}

function note(sentence: string): void {
  hostLog.note('warning', sentence)
  console.warn(sentence)
}

async function showUnsaved(sentence: string): Promise<void> {
  await dialog.showMessageBox({
    type: 'warning',
    message: appWords.notSaved,
    detail: appWords.keptHere(sentence),
    buttons: [appWords.quit],
  })
}

function focus(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
