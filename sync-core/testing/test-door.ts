import type { Clock } from '../base/clock.ts'
import { InviteDoor, type Door } from '../broadcast/door.ts'

export const ownerToken = new Uint8Array(16).fill(7)
/** Makes a painter of whoever shows it. */
export const inviteToken = new Uint8Array(16).fill(8)
/** Lets its bearer watch. */
export const viewerToken = new Uint8Array(16).fill(9)

/** A door that knows these three. */
export function testDoor(clock: Clock, expiresMs: number): Door {
  const usual = { expiresMs, usesLeft: undefined, isWithdrawn: false }
  const invites = [
    { ...usual, id: 'painters', token: inviteToken, role: 'painter' },
    { ...usual, id: 'viewers', token: viewerToken, role: 'viewer' },
  ] as const
  return new InviteDoor({ ownerToken, clock, invites: () => invites, onUsed: () => undefined })
}
