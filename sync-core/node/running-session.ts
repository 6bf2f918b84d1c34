// One hosted session with a port of its own. Ending goes through the host first, so that guests hear the sentence and the picture is
// written before the port closes.

import { encodeBase64url } from '../base/base64url.ts'
import type { HostState } from '../host-contract.ts'
import type { PictureId, PictureSummary } from '../pictures/picture-accessor.ts'
import { formatInvite, pinBytes } from '../protocol/invite.ts'
import type { Reach as ServerReach } from './listen-on-port.ts'
import { inviteLinks } from './invite-links.ts'
import { networkAddresses } from './network-addresses.ts'
import { openSession, type OpenSession, type SessionSurroundings } from './open-session.ts'
import { OwnReach, type WhoCanJoin } from './reach/own-reach.ts'
import type { SessionInvites } from './session-invites.ts'
import { openSessionServer, type ServerIdentity, type SessionServer } from './session-server.ts'
import type { HostKey } from './tls/host-key.ts'

export type { WhoCanJoin } from './reach/own-reach.ts'

/** Who is let in, as the person said it: with the internet everything is tried that leads there. */
export type Reach = ServerReach | 'internet'

export interface RunningSession {
  readonly pictureId: PictureId
  readonly title: string
  readonly reach: Reach
  /** Those that are good now, and more of them. */
  readonly invites: Pick<SessionInvites, 'list' | 'make' | 'withdraw'>
  /** As far as it was found out; none for a session of this computer. */
  whoCanJoin(): WhoCanJoin | undefined
  /** Calls back when `whoCanJoin` and the invites' links are others. */
  onReach(listener: () => void): void
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

const loopback = '127.0.0.1'
const noNetwork = 'This computer is in no network now, so the invite works on this computer only.'

/** Rejects with StorageError; then everything that was taken was given back. */
export async function startSession(
  surroundings: SessionSurroundings,
  pictureId: PictureId,
  reach: Reach,
): Promise<RunningSession> {
  const { invites: book, pages, clock, onNote } = surroundings
  const reading = pages()
  // Nobody may wait for it any more when it fails.
  reading.catch(() => undefined)
  const session = await openSession(surroundings, pictureId)
  const { claim, host, key, invites, ownerToken } = session
  try {
    const isForOthers = reach !== 'computer'
    const relay = reach === 'internet' ? surroundings.relay?.() : undefined
    const addresses = isForOthers ? networkAddresses() : []
    const reachedAs = relay === undefined ? addresses : [...addresses, relay.place.address]
    const identity = isForOthers ? await identityOf(key, reachedAs, clock.nowMs()) : undefined
    const server = await openSessionServer({
      reach: isForOthers ? 'network' : 'computer',
      identity,
      names: relay === undefined ? [] : [relay.place.address],
      preferredPort: book.portOf(pictureId),
      pages: await reading,
      accept: (connection) => host.accept(connection),
    })
    await book.rememberPort(pictureId, server.port).catch((error: unknown) => onNote(String(error)))
    const inHere = (token: string): string =>
      formatInvite({
        places: [{ address: loopback, port: server.port }],
        pictureId,
        token,
        pin: undefined,
      })
    const pin = key.fingerprint.subarray(0, pinBytes)
    const listeners: (() => void)[] = []
    const own =
      identity &&
      new OwnReach({
        addresses: networkAddresses,
        port: server.port,
        pin,
        identity,
        clock,
        relay,
        asksRouter: reach === 'internet',
        onGuest: (stream) => server.takeRelayed(stream),
        onChange: () => {
          for (const listener of listeners) listener()
        },
      })
    invites.linksOf = (token) => {
      const places = own?.places ?? []
      return places.length === 0 ? [inHere(token)] : inviteLinks(places, { pictureId, token, pin })
    }
    return {
      pictureId,
      title: claim.title,
      reach,
      invites,
      ownInvite: inHere(encodeBase64url(ownerToken)),
      notices: reachedAs.length > 0 || !isForOthers ? host.notices : [...host.notices, noNetwork],
      whoCanJoin: () => own?.whoCanJoin,
      onReach: (listener) => void listeners.push(listener),
      state: () => host.state(),
      onFailure: (listener) => session.onFailure(listener),
      copyOffer: () => host.copyOffer(),
      keepCopy: () => session.keepCopy(),
      droppableCopy: () => host.droppableCopy(),
      dropCopy: (id) => host.dropCopy(id),
      close: closeOnce(session, server, own),
    }
  } catch (error) {
    await session.close('The session could not be opened.').catch(() => undefined)
    throw error
  }
}

function closeOnce(
  session: OpenSession,
  server: SessionServer,
  own: OwnReach | undefined,
): (sentence: string) => Promise<void> {
  let closing: Promise<void> | undefined
  const close = async (sentence: string): Promise<void> => {
    try {
      await session.close(sentence)
    } finally {
      await Promise.all([own?.close(), server.close()])
    }
  }
  return (sentence) => (closing ??= close(sentence))
}

/** What the session's server shows to others: a certificate of the host's key for the addresses of now. */
export async function identityOf(
  key: HostKey,
  addresses: readonly string[],
  nowMs: number,
): Promise<ServerIdentity> {
  const { makeCertificate } = await import('./tls/make-certificate.ts')
  const names = addresses.map((address) => address.replaceAll(/[[\]]/g, ''))
  const certificatePem = await makeCertificate(key, [...names, loopback], nowMs)
  return { privateKeyPem: key.privateKeyPem, certificatePem }
}
