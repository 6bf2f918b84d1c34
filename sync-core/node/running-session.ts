// One hosted session: claim and journal → painting thread → host → port, taken in this order and given back in the
// opposite one, also when a step fails. Ending goes through the host first, so that guests hear the sentence and the
// picture is written before the port closes.

import { randomBytes } from 'node:crypto'
import { encodeBase64url } from '../base/base64url.ts'
import { StorageError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import type { Door } from '../broadcast/door.ts'
import type { Host, HostState } from '../host-contract.ts'
import type {
  PictureAccessor,
  PictureClaim,
  PictureId,
  PictureSummary,
} from '../pictures/picture-accessor.ts'
import { copyTitle } from '../pictures/copy-title.ts'
import { formatInvite, pinBytes, type InvitePlace } from '../protocol/invite.ts'
import type { HostingOptions } from './hosting.ts'
import type { InviteBook } from './invite-book.ts'
import type { JournalFolder } from './journal-folder.ts'
import type { Reach } from './listen-on-port.ts'
import { networkAddresses } from './network-addresses.ts'
import { openClaimed } from './open-claimed.ts'
import type { PictureWork } from './picture-work.ts'
import type { HostedHere, PicturesHere } from './pictures-here.ts'
import { PrimaryWorker } from './primary-worker.ts'
import type { Scheduling } from './scheduling.ts'
import type { HostKey } from './tls/host-key.ts'
import type { RulesBook } from './rules-book.ts'
import { SessionInvites } from './session-invites.ts'
import { openSessionServer, type ServerIdentity, type SessionServer } from './session-server.ts'

export interface RunningSession {
  readonly pictureId: PictureId
  readonly title: string
  readonly reach: Reach
  /** Those that are good now, and more of them. */
  readonly invites: Pick<SessionInvites, 'list' | 'make' | 'withdraw'>
  /** The owner's own link: loopback, with a token that lives as long as this session. */
  readonly ownInvite: string
  readonly notices: readonly string[]
  state(): HostState
  /** Calls back once when the session can't go on, also when that has happened already. It is still to be closed. */
  onFailure(listener: (sentence: string) => void): void
  /** A sentence while there is work of this computer that is not in the picture which goes on, and can be kept as a copy. */
  copyOffer?(): string | undefined
  /** Writes that work as a picture of its own. Rejects with StorageError when nothing is offered, or writing failed. */
  keepCopy?(): Promise<PictureSummary>
  /** Names what `copyOffer` offers, when it can be thrown away: work of an earlier session. */
  droppableCopy?(): string | undefined
  /**
   * Throws that work away for ever, after somebody said so. Rejects with StorageError: ('not-found') when it is not offered any
   * more, ('in-use') while it is being kept as a copy, or what the disk says.
   */
  dropCopy?(id: string): Promise<void>
  /** Tells everyone, saves, gives everything back. Rejects with StorageError when the last write failed. Idempotent. */
  close(sentence: string): Promise<void>
}

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

const loopback = '127.0.0.1'
const noNetwork = 'This computer is in no network now, so the invite works on this computer only.'

/** Rejects with StorageError; then everything that was taken was given back. */
export async function startSession(
  surroundings: SessionSurroundings,
  pictureId: PictureId,
  reach: Reach,
): Promise<RunningSession> {
  const { invites: book, hostKey, pages, clock, here, work, scheduling, onNote } = surroundings
  const reading = pages()
  // Nobody may wait for it any more when it fails.
  reading.catch(() => undefined)
  const ownerToken = randomBytes(16)
  const [key] = await Promise.all([hostKey(), book.provide(pictureId, clock.nowMs())])
  const invites = new SessionInvites({ book, key, pictureId, ownerToken, clock, onNote })
  const failure = new FirstFailure()
  const { claim, host } = await here.open(pictureId, () =>
    openForPeople(surroundings, pictureId, { door: invites.door, failure }),
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
  try {
    const accept = (connection: Parameters<Host['accept']>[0]): ReturnType<Host['accept']> =>
      host.accept(connection)
    const addresses = reach === 'network' ? networkAddresses() : []
    const identity = reach === 'network' ? await identityOf(key, addresses, clock.nowMs()) : undefined
    const server = await openSessionServer({
      reach,
      identity,
      preferredPort: book.portOf(pictureId),
      pages: await reading,
      accept,
    })
    await book.rememberPort(pictureId, server.port).catch((error: unknown) => onNote(String(error)))
    const placeAt = (address: string): InvitePlace => ({ address, port: server.port })
    const inHere = (token: string): string =>
      formatInvite({ places: [placeAt(loopback)], pictureId, token, pin: undefined })
    const pin = key.fingerprint.subarray(0, pinBytes)
    /** One for each address, each with all: a browser goes to the first, Gesso finds out. */
    invites.linksOf = (token) =>
      addresses.length === 0
        ? [inHere(token)]
        : addresses.slice(0, limits.invitePlacesMax).map((address, at, all) => {
            const others = all.filter((_, other) => other !== at)
            return formatInvite({ places: [address, ...others].map(placeAt), pictureId, token, pin })
          })
    return {
      pictureId,
      title: claim.title,
      reach,
      invites,
      ownInvite: inHere(encodeBase64url(ownerToken)),
      notices: addresses.length > 0 || reach === 'computer' ? host.notices : [...host.notices, noNetwork],
      state: () => host.state(),
      onFailure: (listener) => failure.tell(listener),
      copyOffer: () => host.copyOffer(),
      keepCopy: () => keepCopy(surroundings, claim, host),
      droppableCopy: () => host.droppableCopy(),
      dropCopy: (id) => host.dropCopy(id),
      close: closeOnce(surroundings, claim, host, server),
    }
  } catch (error) {
    await host.close('The session could not be opened.').catch(() => undefined)
    here.closed(pictureId, host)
    throw error
  }
}

/** What the session's server shows to others: a certificate of the host's key for the addresses of now. */
async function identityOf(
  key: HostKey,
  addresses: readonly string[],
  nowMs: number,
): Promise<ServerIdentity> {
  const { makeCertificate } = await import('./tls/make-certificate.ts')
  const names = addresses.map((address) => address.replaceAll(/[[\]]/g, ''))
  const certificatePem = await makeCertificate(key, [...names, loopback], nowMs)
  return { privateKeyPem: key.privateKeyPem, certificatePem }
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
  { door, failure }: { door: Door; failure: FirstFailure },
): Promise<HostedHere> {
  const opened: HostedHere = await openClaimed(surroundings, id, (claim) => ({
    door,
    rules: surroundings.rules.keeperOf(id),
    scheduling: surroundings.scheduling.of(claim, () => surroundings.work.saveNow(id, opened.host)),
    onState: (state) => {
      if (state.failure !== undefined) failure.happen(state.failure)
    },
  }))
  return opened
}

function closeOnce(
  { here, work, onNote }: SessionSurroundings,
  { id }: PictureClaim,
  host: Host,
  server: SessionServer,
): (sentence: string) => Promise<void> {
  let closing: Promise<void> | undefined
  const close = async (sentence: string): Promise<void> => {
    try {
      await work.refreshPreview(id, host).catch((error: unknown) => onNote(String(error)))
      await host.close(sentence)
    } finally {
      here.closed(id, host)
      await server.close()
    }
  }
  return (sentence) => (closing ??= close(sentence))
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
