// The way to a host: TCP, TLS 1.3, and the look at whose key it is. Nothing is written before that look, so whoever took the host's
// place learns that somebody called, and no more.

import { timingSafeEqual } from 'node:crypto'
import { isIP } from 'node:net'
import { connect, type TLSSocket } from 'node:tls'
import type { Clock } from '../../base/clock.ts'
import type { Limits } from '../../base/limits.ts'
import { pinBytes, type InvitePlace } from '../../protocol/invite.ts'
import type { ServerIdentity } from '../session-server.ts'
import { fingerprintOf } from './host-key.ts'
import { raceInTurn } from './race-in-turn.ts'

/** Who answers is not whom the invite names. */
export class WrongHostError extends Error {
  override readonly name = 'WrongHostError'
}

export interface HostAddress {
  /** The likeliest first. */
  readonly places: readonly InvitePlace[]
  /** The beginning of the fingerprint of the host's key; without it the certificate has to be one that the public vouches for. */
  readonly pin: Uint8Array | undefined
}

/** What is spoken inside, and who dials. */
export interface DialManner {
  readonly protocol: string
  readonly identity?: ServerIdentity
}

const asGuest: DialManner = { protocol: 'http/1.1' }

export interface DialedHost {
  readonly socket: TLSSocket
  readonly place: InvitePlace
}

/**
 * A connection to the host itself, whichever place it answers at first. Rejects with WrongHostError when somebody else answers
 * and the host nowhere, and with another Error when nobody does within `limits.silenceMs` or `signal` is aborted.
 */
export async function dialHost(
  { places, pin }: HostAddress,
  {
    clock,
    limits,
    signal,
    as = asGuest,
  }: { clock: Clock; limits: Limits; signal: AbortSignal; as?: DialManner },
): Promise<DialedHost> {
  const attempts = places.map((place) => (lost: AbortSignal) => dialPlace(place, pin, as, lost))
  const late = new AbortController()
  const timer = clock.after(limits.silenceMs, () => late.abort())
  const giveUp = (): void => late.abort()
  signal.addEventListener('abort', giveUp)
  if (signal.aborted) giveUp()
  try {
    return await raceInTurn(attempts, {
      clock,
      nextAfterMs: limits.dialNextAfterMs,
      signal: late.signal,
      drop: ({ socket }) => void socket.destroy(),
    })
  } catch (error) {
    const errors: readonly unknown[] = error instanceof AggregateError ? error.errors : [error]
    throw errors.find((one) => one instanceof WrongHostError) ?? errors[0] ?? new Error('nobody answers')
  } finally {
    clock.cancel(timer)
    signal.removeEventListener('abort', giveUp)
  }
}

function dialPlace(
  place: InvitePlace,
  pin: Uint8Array | undefined,
  { protocol, identity }: DialManner,
  signal: AbortSignal,
): Promise<DialedHost> {
  const host = place.address.replaceAll(/[[\]]/g, '')
  return new Promise((resolve, reject) => {
    const socket = connect({
      host,
      port: place.port,
      // With a pin, the key says more than any authority could.
      rejectUnauthorized: pin === undefined,
      minVersion: 'TLSv1.3',
      ALPNProtocols: [protocol],
      ...(identity && { key: identity.privateKeyPem, cert: identity.certificatePem }),
      ...(isIP(host) === 0 ? { servername: host } : {}),
    })
    const fail = (error: Error): void => {
      signal.removeEventListener('abort', abort)
      socket.destroy()
      reject(error)
    }
    const abort = (): void => fail(new Error('given up'))
    signal.addEventListener('abort', abort)
    socket.once('error', fail)
    socket.once('close', () => fail(new Error('closed before it was ready')))
    socket.once('secureConnect', () => {
      if (pin !== undefined && !hasKey(socket, pin)) {
        fail(new WrongHostError(`who answers at ${place.address}:${place.port} has another key`))
        return
      }
      signal.removeEventListener('abort', abort)
      socket.off('error', fail)
      socket.setNoDelay(true)
      resolve({ socket, place })
    })
    if (signal.aborted) abort()
  })
}

function hasKey(socket: TLSSocket, pin: Uint8Array): boolean {
  const certificate = socket.getPeerX509Certificate()
  if (certificate === undefined || pin.length !== pinBytes) return false
  return timingSafeEqual(fingerprintOf(certificate.publicKey).subarray(0, pinBytes), pin)
}
