// Pictures of one place and the sessions that are hosted from it, put together from the adapters of this folder. The
// desktop's main process and a headless host run exactly this; nothing here knows Electron. Which place it is, a folder or
// a bucket, is the caller's word: hosting from a folder must not load what speaks to S3.

import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Clock } from '../base/clock.ts'
import { StorageError } from '../base/errors.ts'
import { limits as standardLimits, type Limits } from '../base/limits.ts'
import type { ComputerId, OpenElsewhere } from '../pictures/open-marks.ts'
import type { PictureId, PictureSummary } from '../pictures/picture-accessor.ts'
import type { CanvasSize } from '../raster/canvas-size.ts'
import { openComputerId } from './computer-id.ts'
import { InviteBook } from './invite-book.ts'
import { JournalFolder } from './journal-folder.ts'
import { markWhileOpen } from './mark-while-open.ts'
import type { KeptPictures } from './picture-folder.ts'
import { openPlace, type OpenPlace } from './open-place.ts'
import type { PageFiles } from './page-files.ts'
import { RulesBook } from './rules-book.ts'
import { openSession, type OpenSession } from './open-session.ts'
import type { RelayLink } from './relay/relay-link.ts'
import { startSession, type Reach, type RunningSession } from './running-session.ts'
import { openHostKey, type HostKey } from './tls/host-key.ts'
import { hostKeyFile } from './tls/host-key-file.ts'
import { SessionInvites } from './session-invites.ts'
import type { SparePrimary } from './spare-primary.ts'
import { UnsavedPictures, type RecoveredPicture } from './unsaved-pictures.ts'
import { settlesWithin } from './within.ts'

export type { RecoveredPicture } from './unsaved-pictures.ts'
export type { RunningSession } from './running-session.ts'

export interface HostingOptions {
  /** Journals, invites and schedulers of this computer; never shared with another one. */
  readonly dataDir: string
  /** Opens the place where the pictures themselves are: openPictureFolder, or openS3Pictures. Rejects with StorageError. */
  readonly openPictures: () => Promise<KeptPictures>
  /** The built renderer, for guests in a browser. */
  readonly pages: () => Promise<PageFiles>
  /** primary-thread, built for this runtime. */
  readonly primaryThreadFile: string | URL
  /** Where a thread is begun before it is needed; its owner closes it. */
  readonly sparePrimary?: SparePrimary
  /** sysdb-thread, built for this runtime. */
  readonly sysdbThreadFile: string | URL
  readonly clock: Clock
  /** The relay by which guests of the internet come, if there is one. */
  readonly relay?: () => RelayLink | undefined
  /** Other numbers for the host than the usual ones: a crash test writes pictures more often. */
  readonly limits?: Limits
  /** Told sentences about what was repaired or could not be done on the side. */
  readonly onNote: (sentence: string) => void
  /** There is something for `takeRecovered`, or a picture on the shelf can't be saved. */
  readonly onUnsaved?: () => void
}

/** A picture on the shelf. */
export interface ListedPicture extends PictureSummary {
  /** A sentence while what was drawn can't be saved; it is kept on this computer. */
  readonly unsaved?: string
}

/** Every failure is a StorageError with a sentence for the person. */
export interface Hosting {
  /** The latest first, without the deleted ones. */
  listPictures(): Promise<readonly ListedPicture[]>
  createPicture(picture: { title: string; size: CanvasSize }): Promise<PictureSummary>
  renamePicture(id: PictureId, title: string): Promise<void>
  /** Can be taken back for limits.deletedKeepDays. */
  deletePicture(id: PictureId): Promise<void>
  restorePicture(id: PictureId): Promise<void>
  /** PNG bytes, or undefined when nothing was saved yet. */
  thumbnail(id: PictureId): Promise<Uint8Array | undefined>
  /**
   * Another computer that opened the picture and did not close it, as far as anybody can know; where a hold keeps two hosts
   * apart nothing is told.
   */
  openElsewhere(id: PictureId): Promise<OpenElsewhere | undefined>
  /** Opens the picture, its journal, its painting thread and its port; on failure all of them are given back. */
  host(id: PictureId, reach: Reach): Promise<RunningSession>
  /** Opens the picture for people without a port of its own; `onEmpty` as in HostOptions. On failure everything is given back. */
  open(id: PictureId, onEmpty: () => void): Promise<OpenSession>
  /** The picture to which a token leads, whatever became of its invite. */
  pictureOf(token: Uint8Array): Promise<PictureId | undefined>
  /** The invites of a picture, open or not; its links are for the caller to say. */
  invitesOf(id: PictureId): Promise<SessionInvites>
  /** Who this host is. */
  hostKey(): Promise<HostKey>
  /** Pictures of which an earlier start left unsaved work, which is saved by now: each is told once. */
  takeRecovered(): readonly RecoveredPicture[]
  /**
   * Ends everything that is under way where the pictures are, within a moment; later calls reject. Its sessions are to be ended
   * before. Never rejects.
   */
  close(): Promise<void>
}

/**
 * Rejects with StorageError when the data folder can't be used. The pictures' place is opened by the first call that
 * needs it, and again by the next one when that failed: who only joins others needs no such place.
 */
export async function openHosting(options: HostingOptions): Promise<Hosting> {
  const { clock, dataDir } = options
  const [invites, rules] = await Promise.all([
    InviteBook.open(join(dataDir, 'invites.json'), options.onNote),
    RulesBook.open(join(dataDir, 'rules.json'), options.onNote),
  ])
  const journals = new JournalFolder(join(dataDir, 'journal'), { onNote: options.onNote })
  const unsaved = new UnsavedPictures(() => options.onUnsaved?.(), clock)
  let opening: Promise<OpenPlace> | undefined
  let computerId: Promise<ComputerId> | undefined
  let key: Promise<HostKey> | undefined
  let isClosed = false

  async function open(): Promise<OpenPlace> {
    if (isClosed) throw placeClosed()
    opening ??= options
      .openPictures()
      .then((kept) => openPlace({ ...options, kept, journals, computer, unsaved }))
    try {
      return await opening
    } catch (error) {
      opening = undefined
      throw error
    }
  }

  async function computer(): Promise<ComputerId> {
    computerId ??= openComputerId(join(dataDir, 'computer-id'), options.onNote)
    try {
      return await computerId
    } catch (error) {
      computerId = undefined
      throw error
    }
  }

  async function hostKey(): Promise<HostKey> {
    key ??= openHostKey(hostKeyFile(join(dataDir, 'host-key.pem'), options.onNote))
    try {
      return await key
    } catch (error) {
      key = undefined
      throw error
    }
  }

  return {
    async listPictures() {
      const all = await (await open()).pictures.list()
      return all.filter((one) => one.deletedMs === undefined).map((one) => withProblem(one, unsaved))
    },
    async createPicture({ title, size }) {
      const { pictures, newPictureId } = await open()
      const id = newPictureId()
      const nowMs = clock.nowMs()
      await pictures.create({ id, title, size, nowMs })
      return { id, title, size, updatedMs: nowMs }
    },
    renamePicture: async (id, title) => (await open()).pictures.rename(id, title),
    async deletePicture(id) {
      const { pictures, scheduling, here } = await open()
      await here.whileUntouched(id, () => pictures.delete(id, clock.nowMs()))
      await scheduling.deleted(id)
    },
    async restorePicture(id) {
      const { pictures, scheduling } = await open()
      await pictures.restore(id)
      await scheduling.restored(id)
    },
    thumbnail: async (id) => (await open()).pictures.preview(id),
    async openElsewhere(id) {
      const { openMarks } = await open()
      return openMarks?.openElsewhere(id, await computer())
    },
    async host(id, reach) {
      const place = await open()
      const session = await startSession(
        { ...options, ...place, invites, rules, journals, hostKey },
        id,
        reach,
      )
      const { openMarks: marks } = place
      return marks === undefined ? session : markWhileOpen(session, { ...options, marks, computer })
    },
    async open(id, onEmpty) {
      const place = await open()
      return openSession({ ...options, ...place, invites, rules, journals, hostKey }, id, onEmpty)
    },
    pictureOf: async (token) => invites.pictureOf(await hostKey(), token),
    async invitesOf(id) {
      const key = await hostKey()
      const { clock: now, onNote } = options
      return new SessionInvites({
        book: invites,
        key,
        pictureId: id,
        ownerToken: randomBytes(16),
        clock: now,
        onNote,
      })
    },
    hostKey,
    takeRecovered: () => unsaved.takeRecovered(),
    async close() {
      isClosed = true
      if (opening === undefined) return
      // What could not be opened needs no closing, and what is opened too late is closed then.
      const closed = opening.then(
        (place) => place.closePlace(),
        () => undefined,
      )
      const { schedulerCloseMs } = options.limits ?? standardLimits
      if (await settlesWithin(clock, schedulerCloseMs, opening)) await closed
    },
  }
}

function withProblem(picture: PictureSummary, unsaved: UnsavedPictures): ListedPicture {
  const problem = unsaved.problemOf(picture.id)
  return problem === undefined ? picture : { ...picture, unsaved: problem }
}

function placeClosed(): StorageError {
  return new StorageError('unavailable', 'Gesso does not work with this place for pictures any more.')
}
