// Who may come in: the checks of a hello, before anything is kept of the one who sent it.

import type { Clock } from '../base/clock.ts'
import { ProtocolError } from '../base/errors.ts'
import { helloMagic, protocolVersion, type ClientMessageOf } from '../protocol/messages.ts'
import type { Participant, Participants } from './participants.ts'

export interface Tokens {
  readonly ownerToken: Uint8Array
  readonly inviteToken: Uint8Array
  readonly inviteExpiresMs: number
}

/**
 * A hello of another major version may have any layout after its first six bytes, so this looks at those alone.
 * Throws ProtocolError('version') with a sentence that says who must update.
 */
export function checkVersion(message: Uint8Array): void {
  const isHello = message[0] === 0 && helloMagic.every((byte, i) => message[i + 1] === byte)
  const major = message[5]
  if (!isHello || major === undefined || major === protocolVersion.major) return
  const ours = protocolVersion.major
  throw new ProtocolError(
    'version',
    major < ours
      ? `Your Gesso speaks version ${major} and this session version ${ours}: update your Gesso to join.`
      : `Your Gesso speaks version ${major} and this session version ${ours}: ask the host to update Gesso.`,
  )
}

/** The role of whoever shows this hello. Throws ProtocolError('bad-token' | 'expired-token'). */
export function admit(
  hello: ClientMessageOf<'hello'>,
  tokens: Tokens,
  participants: Participants,
  clock: Clock,
): Participant['role'] {
  if (equalsInConstantTime(hello.token, tokens.ownerToken)) return 'host'
  if (!equalsInConstantTime(hello.token, tokens.inviteToken)) {
    throw new ProtocolError(
      'bad-token',
      'This invite is not valid for this session: ask the host for a new one.',
    )
  }
  const isKnown = participants.find(hello.participantKey) !== undefined
  if (clock.nowMs() > tokens.inviteExpiresMs && !isKnown) {
    const day = new Date(tokens.inviteExpiresMs).toISOString().slice(0, 10)
    throw new ProtocolError('expired-token', `This invite expired on ${day}: ask the host for a new one.`)
  }
  return 'painter'
}

/** The time depends on the lengths alone, so a guess learns nothing from how long the answer took. */
function equalsInConstantTime(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  let difference = 0
  for (let i = 0; i < a.length; i++) difference |= a[i]! ^ b[i]!
  return difference === 0
}
