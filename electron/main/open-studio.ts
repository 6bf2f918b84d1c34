// What stands behind the window: pictures, hosting and quitting, put together.

import { BrowserWindow, app, dialog, safeStorage } from 'electron'
import type { Clock } from '../../sync-core/index.ts'
import { openHosting } from '../../sync-core/node/hosting.ts'
import type { PageFiles } from '../../sync-core/node/page-files.ts'
import { parseRelayLink, type RelayLink } from '../../sync-core/node/relay/relay-link.ts'
import { SparePrimary } from '../../sync-core/node/spare-primary.ts'
import { eventChannels } from '../ipc/channels.ts'
import type { VerbHandlers } from './answer-window.ts'
import { setAppMenu } from './app-menu.ts'
import { appLanguageOf, appWords, speakAppWords } from './app-words.ts'
import { askForFolder } from './ask-for-folder.ts'
import { bucketDoor } from './bucket-door.ts'
import { BucketSecret } from './bucket-secret.ts'
import type { HostLog } from './host-log.ts'
import { HostedPicture } from './hosted-picture.ts'
import { openInstallSecret } from './install-secret.ts'
import { systemKeychain } from './keychain.ts'
import type { MainWindow } from './main-window.ts'
import type { OpenedInvite } from './opened-invite.ts'
import { PicturesHome } from './pictures-home.ts'
import type { Places } from './places.ts'
import { QuitFlow } from './quit-flow.ts'
import { obeyQuitOrders } from './quit-orders.ts'
import { SettingsFile } from './settings-file.ts'
import { tellWindow } from './tell-window.ts'
import { WindowTunnel } from './window-tunnel.ts'
import { windowVerbs } from './window-verbs.ts'

export interface StudioSurroundings {
  readonly places: Places
  readonly pages: Promise<PageFiles>
  readonly main: MainWindow
  readonly clock: Clock
  readonly hostLog: HostLog
  readonly openedInvite: OpenedInvite
  readonly note: (sentence: string) => void
}

/** Returns what the window's verbs do. Throws StorageError when a file of this computer can't be read. */
export async function openStudio(surroundings: StudioSurroundings): Promise<VerbHandlers> {
  const { places, pages, main, clock, hostLog, openedInvite, note } = surroundings
  const sparePrimary = new SparePrimary(places.primaryThreadFile)
  // While the page begins, a processor has nothing to do.
  sparePrimary.prepare()
  const keychain = systemKeychain(safeStorage, process.platform)
  const [settings, secret, bucketSecret] = await Promise.all([
    SettingsFile.open(places.settingsFile, note),
    openInstallSecret(places.secretFile, note),
    BucketSecret.open(places.bucketSecretFile, keychain, note),
  ])
  speakAppWords(appLanguageOf(settings.language(), app.getPreferredSystemLanguages()))
  setAppMenu()
  const home = await PicturesHome.open({
    settings,
    keychain,
    secret: bucketSecret,
    bucketDoor,
    usualFolder: places.picturesDir,
    openHosting: (openPictures) =>
      openHosting({
        ...places,
        pages: () => pages,
        sparePrimary,
        openPictures,
        clock,
        relay: () => relayOf(settings),
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
    onReach: () => void tellWindow(eventChannels.reach, undefined),
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
  obeyQuitOrders(main.window, quitFlow)
  app.on('second-instance', (_event, words) => {
    openedInvite.offer(words)
    focus(main.window)
  })
  openedInvite.onOffer(() => void tellWindow(eventChannels.inviteOpened, undefined))
  const tunnel = new WindowTunnel(clock)
  return windowVerbs({
    settings,
    secret,
    home,
    hosted,
    quitFlow,
    hostLog,
    sparePrimary,
    tunnel,
    openedInvite,
  })
}

function relayOf(settings: SettingsFile): RelayLink | undefined {
  const link = settings.relay()
  return link === '' ? undefined : parseRelayLink(link)
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
