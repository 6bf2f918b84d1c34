// Everything a window may ask, as one table: verb, check, deed.

import { clipboard } from 'electron'
import { smallestPolicy } from '../../sync-core/node/s3/smallest-policy.ts'
import type { Hosting } from '../../sync-core/node/hosting.ts'
import type { SparePrimary } from '../../sync-core/node/spare-primary.ts'
import type { PictureCard } from '../ipc/contract.ts'
import type { VerbHandlers } from './answer-window.ts'
import { appFacts } from './app-facts.ts'
import { setAppMenu } from './app-menu.ts'
import { speakAppWords } from './app-words.ts'
import { copyImage } from './copy-image.ts'
import type { HostLog } from './host-log.ts'
import type { HostedPicture } from './hosted-picture.ts'
import type { OpenedInvite } from './opened-invite.ts'
import { participantKey } from './install-secret.ts'
import { openElsewhere } from './open-elsewhere.ts'
import * as check from './payload-checks.ts'
import {
  checkBucketName,
  checkBucketSettings,
  checkPicturesSettings,
  checkPrefix,
  checkSecretWish,
} from './pictures-checks.ts'
import type { PicturesHome } from './pictures-home.ts'
import type { QuitFlow } from './quit-flow.ts'
import type { SettingsFile } from './settings-file.ts'
import type { WindowTunnel } from './window-tunnel.ts'

export interface VerbSurroundings {
  readonly settings: SettingsFile
  readonly secret: Uint8Array
  readonly home: PicturesHome
  readonly hosted: HostedPicture
  readonly quitFlow: QuitFlow
  readonly hostLog: HostLog
  readonly sparePrimary: SparePrimary
  readonly tunnel: WindowTunnel
  readonly openedInvite: OpenedInvite
}

export function windowVerbs(surroundings: VerbSurroundings): VerbHandlers {
  const { settings, secret, home, hosted, quitFlow, hostLog, sparePrimary, tunnel, openedInvite } =
    surroundings
  const pictureId = (words: readonly unknown[]): [string] => [check.checkPictureId(words[0])]
  return {
    settings: { check: check.checkNothing, run: () => settings.get() },
    saveSettings: {
      check: (words) => [check.checkSettings(words[0])],
      run: (wanted) => settings.save(wanted),
    },
    relay: { check: check.checkNothing, run: () => settings.relay() },
    saveRelay: {
      check: (words) => [check.checkRelay(words[0])],
      run: (link) => settings.saveRelay(link),
    },
    listPictures: {
      check: check.checkNothing,
      async run() {
        const pictures = await home.hosting().listPictures()
        // Who looks at them opens one next.
        if (!hosted.isHosting) sparePrimary.prepare()
        return pictures.map(cardOf)
      },
    },
    takeRecovered: {
      check: check.checkNothing,
      run: () =>
        home
          .hosting()
          .takeRecovered()
          .map(({ title }) => title),
    },
    thumbnail: { check: pictureId, run: (id) => home.hosting().thumbnail(id) },
    createPicture: {
      check: (words) => [check.checkNewPicture(words[0])],
      run: async ({ title, width, height }) =>
        cardOf(await home.hosting().createPicture({ title, size: { width, height } })),
    },
    renamePicture: {
      check: (words) => [check.checkPictureId(words[0]), check.checkTitle(words[1])],
      run: (id, title) => home.hosting().renamePicture(id, title),
    },
    deletePicture: { check: pictureId, run: (id) => home.hosting().deletePicture(id) },
    restorePicture: { check: pictureId, run: (id) => home.hosting().restorePicture(id) },
    hostPicture: {
      check: (words) => [
        check.checkPictureId(words[0]),
        check.checkReach(words[1]),
        check.checkIfElsewhere(words[2]),
      ],
      run: (id, reach, ifElsewhere) =>
        hosted.host(id, reach, async () =>
          ifElsewhere === 'tell' ? openElsewhere(home.hosting(), id, Date.now()) : undefined,
        ),
    },
    stopHosting: {
      check: check.checkNothing,
      run: () => hosted.stop('The host ended the session. What was drawn stays with the host.'),
    },
    invites: { check: check.checkNothing, run: () => hosted.invites() },
    makeInvite: {
      check: (words) => [check.checkInviteTerms(words[0])],
      run: (terms) => hosted.makeInvite(terms),
    },
    withdrawInvite: {
      check: (words) => [check.checkInviteId(words[0])],
      run: (id) => hosted.withdrawInvite(id),
    },
    keepCopy: {
      check: check.checkNothing,
      run: async () => {
        const { copy, ...next } = await hosted.keepCopy()
        return { copy: cardOf(copy), ...next }
      },
    },
    dropCopy: {
      check: (words) => [check.checkDroppable(words[0])],
      run: (name) => hosted.dropCopy(name),
    },
    pictures: { check: check.checkNothing, run: () => home.view() },
    savePictures: {
      check: (words) => [checkPicturesSettings(words[0]), checkSecretWish(words[1])],
      run: (wanted, wish) => home.save(hosted, wanted, wish),
    },
    testBucket: {
      check: (words) => [checkBucketSettings(words[0]), checkSecretWish(words[1])],
      run: (bucket, wish) => home.test(bucket, wish),
    },
    smallestPolicy: {
      check: (words) => [checkBucketName(words[0]), checkPrefix(words[1])],
      run: (bucket, prefix) => JSON.stringify(smallestPolicy(bucket, prefix), undefined, 2),
    },
    chooseFolder: { check: check.checkNothing, run: () => home.chooseFolder() },
    participantKey: { check: pictureId, run: (id) => participantKey(secret, id) },
    openTunnel: {
      check: (words) => [check.checkInvite(words[0])],
      run: (invite) => tunnel.lead(invite),
    },
    closeTunnel: { check: check.checkNothing, run: () => tunnel.close() },
    takeInvite: { check: check.checkNothing, run: () => openedInvite.take() },
    setLanguage: {
      check: (words) => [check.checkLanguage(words[0])],
      async run(language) {
        speakAppWords(language)
        setAppMenu()
        if (language !== settings.language()) await settings.saveLanguage(language)
      },
    },
    copyText: {
      check: (words) => [check.checkCopiedText(words[0])],
      run: (text) => clipboard.writeText(text),
    },
    copyImage: {
      check: (words) => [check.checkCopiedImage(words[0])],
      run: copyImage,
    },
    hostLog: { check: check.checkNothing, run: () => hostLog.entries() },
    appFacts: { check: check.checkNothing, run: appFacts },
    answerQuit: {
      check: (words) => [check.checkQuitAnswer(words[0])],
      run: (answer) => quitFlow.handleAnswer(answer),
    },
  }
}

type PictureSummary = Awaited<ReturnType<Hosting['listPictures']>>[number]

function cardOf(picture: PictureSummary): PictureCard {
  const { id, title, size, updatedMs, pictureBytes, historyBytes, problem, unsaved } = picture
  return {
    id,
    title,
    width: size.width,
    height: size.height,
    updatedMs,
    ...(pictureBytes !== undefined && { pictureBytes }),
    ...(historyBytes !== undefined && { historyBytes }),
    ...(problem === undefined ? {} : { problem }),
    ...(unsaved === undefined ? {} : { unsaved }),
  }
}
