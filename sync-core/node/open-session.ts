// A picture that is open for people, without the way to it: claim and journal → painting thread → host, taken in this order and given
// back in the opposite one, also when a step fails. A desktop gives each a port of its own, a headless host one to all of them.

import { randomBytes } from 'node:crypto'
import { StorageError } from '../base/errors.ts'
import type { Door } from '../broadcast/door.ts'
import type { Host, HostEnd } from '../host-contract.ts'
import type {
  PictureAccessor,
  PictureClaim,
  PictureId,
  PictureSummary,
} from '../pictures/picture-accessor.ts'
import { copyTitle } from '../pictures/copy-title.ts'
import type { HostingOptions } from './hosting.ts'
import type { InviteBook } from './invite-book.ts'
import type { JournalFolder } from './journal-folder.ts'
import { openClaimed } from './open-claimed.ts'
import type { PictureWork } from './picture-work.ts'
import type { HostedHere, PicturesHere } from './pictures-here.ts'
import { PrimaryWorker } from './primary-worker.ts'
import type { RulesBook } from './rules-book.ts'
import type { Scheduling } from './scheduling.ts'
import { SessionInvites } from './session-invites.ts'
import type { HostKey } from './tls/host-key.ts'

export interface SessionSurroundings extends HostingOptions {
  readonly newPictureId: () => PictureId
  readonly pictures: PictureAccessor
  readonly invites: InviteBook
  readonly rules: RulesBook
  /** Who this host is, to others than the programs of this computer. */
  readonly hostKey: () => Promise<HostKey>
  readonly journals: JournalFolder
  readonly here: PicturesHere
  readonly work: PictureWork
  readonly scheduling: Scheduling
}

/** A picture that people can come to. */
export interface OpenSession {
  readonly claim: PictureClaim
  readonly host: Host
  readonly key: HostKey
  /** 16 bytes: whoever shows them is the host. */
  readonly ownerToken: Uint8Array
  readonly invites: SessionInvites
  /** Calls back once when the session can't go on, also when that has happened already. It is still to be closed. */
  onFailure(listener: (sentence: string) => void): void
  /** Writes the work that is offered as a picture of its own. Rejects with StorageError. */
  keepCopy(): Promise<PictureSummary>
  /** Tells everyone, saves, gives everything back. Rejects with StorageError when the last write failed. Idempotent. */
  close(sentence: string, forHowLong?: HostEnd): Promise<void>
}

/** `onEmpty`: see HostOptions. Rejects with StorageError; then everything that was taken was given back. */
export async function openSession(
  surroundings: SessionSurroundings,
  pictureId: PictureId,
  onEmpty?: () => void,
): Promise<OpenSession> {
  const { invites: book, hostKey, clock, here, work, scheduling, onNote } = surroundings
  const ownerToken = randomBytes(16)
  const [key] = await Promise.all([hostKey(), book.provide(pictureId, clock.nowMs())])
  const invites = new SessionInvites({ book, key, pictureId, ownerToken, clock, onNote })
  const failure = new FirstFailure()
  const { claim, host } = await here.open(pictureId, () =>
    openForPeople(surroundings, pictureId, { door: invites.door, failure, onEmpty }),
  )
  work.opened(pictureId, host)
  const { seq, saved } = host.state()
  // Nobody waits for it: what fails is told again before the first write.
  void scheduling.adopt(pictureId, {
    epoch: claim.epoch,
    seq,
    savedSeq: saved.kind === 'unknown' ? 0 : saved.seq,
    isNewest: () => claim.isNewest(),
  })
  return {
    claim,
    host,
    key,
    ownerToken,
    invites,
    onFailure: (listener) => failure.tell(listener),
    keepCopy: () => keepCopy(surroundings, claim, host),
    close: closeOnce(surroundings, pictureId, host),
  }
}

/** A new picture with all that the host has. One that could not be written goes again. */
async function keepCopy(
  { pictures, newPictureId, primaryThreadFile, clock, onNote }: SessionSurroundings,
  { id: sourceId, title: sourceTitle, size, firstStructure }: PictureClaim,
  host: Host,
): Promise<PictureSummary> {
  if (host.copyOffer() === undefined) {
    throw new StorageError('not-found', 'There is no unsaved work that could be kept as a copy.')
  }
  const history = await pictures.history(sourceId).catch((error: unknown) => {
    onNote(`The copy begins later than its picture: ${String(error)}`)
    return undefined
  })
  const id = newPictureId()
  const nowMs = clock.nowMs()
  const title = copyTitle(sourceTitle)
  let target: PictureClaim | undefined
  try {
    await pictures.create({ id, title, size, nowMs, firstStructure })
    target = await pictures.claim(id)
    await host.keepCopy(target, { history, newPrimary: () => new PrimaryWorker(primaryThreadFile) })
  } catch (error) {
    await target?.release().catch(() => undefined)
    await pictures.delete(id, nowMs).catch((fault: unknown) => onNote(String(fault)))
    throw error
  }
  // It is stored; a hold that can't be given back ends with this process.
  await target.release().catch((error: unknown) => onNote(String(error)))
  return { id, title, size, updatedMs: nowMs }
}

/** Its updates are scheduled from the first one on. */
async function openForPeople(
  surroundings: SessionSurroundings,
  id: PictureId,
  { door, failure, onEmpty }: { door: Door; failure: FirstFailure; onEmpty: (() => void) | undefined },
): Promise<HostedHere> {
  const opened: HostedHere = await openClaimed(surroundings, id, (claim) => ({
    door,
    ...(onEmpty && { onEmpty }),
    rules: surroundings.rules.keeperOf(id),
    scheduling: surroundings.scheduling.of(claim, () => surroundings.work.saveNow(id, opened.host)),
    onState: (state) => {
      if (state.failure !== undefined) failure.happen(state.failure)
    },
  }))
  return opened
}

function closeOnce(
  { here, work, rules, onNote }: SessionSurroundings,
  id: PictureId,
  host: Host,
): OpenSession['close'] {
  let closing: Promise<void> | undefined
  const close = async (sentence: string, forHowLong: HostEnd | undefined): Promise<void> => {
    try {
      await work.refreshPreview(id, host).catch((error: unknown) => onNote(String(error)))
      await host.close(sentence, forHowLong)
    } finally {
      here.closed(id, host)
      await rules.settled()
    }
  }
  return (sentence, forHowLong) => (closing ??= close(sentence, forHowLong))
}

/** A session fails once; whoever asks later hears of it too. */
class FirstFailure {
  private sentence: string | undefined
  private readonly listeners: ((sentence: string) => void)[] = []

  happen(sentence: string): void {
    if (this.sentence !== undefined) return
    this.sentence = sentence
    for (const listener of this.listeners) listener(sentence)
  }

  tell(listener: (sentence: string) => void): void {
    if (this.sentence === undefined) this.listeners.push(listener)
    else listener(this.sentence)
  }
}
