// Who may come in. A token is all that a stranger can show; whose it is decides the role, and whether it is still good. Nothing here
// tells by its time how near a guess was.

import type { Clock } from '../base/clock.ts'
import { ProtocolError } from '../base/errors.ts'
import { encodeHex } from '../base/hex.ts'
import type { InvitedRole, Role } from '../protocol/roles.ts'

/** Somebody at the door. */
export interface Visitor {
  readonly token: Uint8Array
  readonly participantKey: Uint8Array
  /** Whether this participant took part in the picture before. */
  readonly isKnown: boolean
}

/** Lets people in. */
export interface Door {
  /** The role of whoever shows this token. Throws ProtocolError('bad-token' | 'expired-token') with a sentence for them. */
  judge(visitor: Visitor): Role
  /** Judges again, and counts whoever comes in. */
  admit(visitor: Visitor): Role
}

/** An invite as the door knows it. */
export interface DoorInvite {
  readonly id: string
  readonly token: Uint8Array
  readonly role: InvitedRole
  /** Wall clock; without it there is no end. */
  readonly expiresMs: number | undefined
  /** How many strangers may still come by it; without it any number. */
  readonly usesLeft: number | undefined
  readonly isWithdrawn: boolean
}

export interface InviteDoorOptions {
  /** 16 bytes: the owner's own way in. */
  readonly ownerToken: Uint8Array
  readonly clock: Clock
  /** The invites of now. */
  readonly invites: () => readonly DoorInvite[]
  /** A stranger came in by it. */
  readonly onUsed: (id: string) => void
}

export class InviteDoor implements Door {
  private readonly options: InviteDoorOptions
  /** Who came in by which invite since the picture was opened: they come back by it, whatever became of it. */
  private readonly cameBy = new Set<string>()

  constructor(options: InviteDoorOptions) {
    this.options = options
  }

  judge(visitor: Visitor): Role {
    return this.look(visitor).role
  }

  admit(visitor: Visitor): Role {
    const { role, counts } = this.look(visitor)
    if (counts === undefined) return role
    if (!visitor.isKnown) this.options.onUsed(counts.id)
    this.cameBy.add(visitOf(counts, visitor))
    return role
  }

  /** Who this is, and by which invite they would come for the first time. Throws as `judge` does. */
  private look(visitor: Visitor): { readonly role: Role; readonly counts?: DoorInvite } {
    const { ownerToken, clock, invites } = this.options
    // Every token is compared, whichever is the right one.
    const isOwner = equalsInConstantTime(visitor.token, ownerToken)
    let shown: DoorInvite | undefined
    for (const invite of invites()) if (equalsInConstantTime(visitor.token, invite.token)) shown = invite
    if (isOwner) return { role: 'host' }
    if (shown === undefined) {
      throw new ProtocolError(
        'bad-token',
        'This invite is not valid for this session: ask the host for a new one.',
      )
    }
    if (this.cameBy.has(visitOf(shown, visitor))) return { role: shown.role }
    if (shown.isWithdrawn)
      throw new ProtocolError('bad-token', 'The host withdrew this invite: ask for a new one.')
    if (!visitor.isKnown) checkStillGood(shown, clock.nowMs())
    return { role: shown.role, counts: shown }
  }
}

function visitOf({ id }: DoorInvite, { participantKey }: Visitor): string {
  return `${id} ${encodeHex(participantKey)}`
}

function checkStillGood({ expiresMs, usesLeft }: DoorInvite, nowMs: number): void {
  if (expiresMs !== undefined && nowMs > expiresMs) {
    const day = new Date(expiresMs).toISOString().slice(0, 10)
    throw new ProtocolError('expired-token', `This invite expired on ${day}: ask the host for a new one.`)
  }
  if (usesLeft === 0) {
    throw new ProtocolError(
      'expired-token',
      'As many people as this invite is for have come by it: ask the host for a new one.',
    )
  }
}

/** The time depends on the lengths alone, so a guess learns nothing from how long the answer took. */
function equalsInConstantTime(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  let difference = 0
  for (let i = 0; i < a.length; i++) difference |= a[i]! ^ b[i]!
  return difference === 0
}
