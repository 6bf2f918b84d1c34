// One hosted session with a port of its own. Ending goes through the host first, so that guests hear the sentence and the picture is
// written before the port closes.

import { encodeBase64url } from '../base/base64url.ts'
import { limits } from '../base/limits.ts'
import type { HostState } from '../host-contract.ts'
import type { PictureId, PictureSummary } from '../pictures/picture-accessor.ts'
import { formatInvite, pinBytes, type InvitePlace } from '../protocol/invite.ts'
import type { Reach } from './listen-on-port.ts'
import { networkAddresses } from './network-addresses.ts'
import { openSession, type OpenSession, type SessionSurroundings } from './open-session.ts'
import type { SessionInvites } from './session-invites.ts'
import { openSessionServer, type ServerIdentity, type SessionServer } from './session-server.ts'
import type { HostKey } from './tls/host-key.ts'

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
    const addresses = reach === 'network' ? networkAddresses() : []
    const identity = reach === 'network' ? await identityOf(key, addresses, clock.nowMs()) : undefined
    const server = await openSessionServer({
      reach,
      identity,
      preferredPort: book.portOf(pictureId),
      pages: await reading,
      accept: (connection) => host.accept(connection),
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
      onFailure: (listener) => session.onFailure(listener),
      copyOffer: () => host.copyOffer(),
      keepCopy: () => session.keepCopy(),
      droppableCopy: () => host.droppableCopy(),
      dropCopy: (id) => host.dropCopy(id),
      close: closeOnce(session, server),
    }
  } catch (error) {
    await session.close('The session could not be opened.').catch(() => undefined)
    throw error
  }
}

function closeOnce(session: OpenSession, server: SessionServer): (sentence: string) => Promise<void> {
  let closing: Promise<void> | undefined
  const close = async (sentence: string): Promise<void> => {
    try {
      await session.close(sentence)
    } finally {
      await server.close()
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
