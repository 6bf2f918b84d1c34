// The invites of one hosted picture: what the door knows of them, and the links that the window hands out.

import { encodeBase64url } from '../base/base64url.ts'
import type { Clock } from '../base/clock.ts'
import { StorageError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import { InviteDoor, type Door } from '../broadcast/door.ts'
import type { InvitedRole } from '../protocol/roles.ts'
import { isGood, tokenOf, type InviteBook, type InviteTerms, type KeptInvite } from './invite-book.ts'
import type { HostKey } from './tls/host-key.ts'

export type { InviteTerms } from './invite-book.ts'

/** An invite that is good, as it is shown. */
export interface OpenInvite {
  readonly id: string
  readonly role: InvitedRole
  readonly createdMs: number
  readonly expiresMs?: number
  /** How many more strangers may come by it. */
  readonly usesLeft?: number
  /** How many came by it. */
  readonly uses: number
  /** The likeliest to work first. */
  readonly links: readonly string[]
}

export interface SessionInvitesOptions {
  readonly book: InviteBook
  readonly key: HostKey
  readonly pictureId: string
  readonly ownerToken: Uint8Array
  readonly clock: Clock
  readonly onNote: (sentence: string) => void
}

export class SessionInvites {
  readonly door: Door
  /** What leads here with a token (base64url), the likeliest first; known when the port is. */
  linksOf: (token: string) => readonly string[] = () => []
  private readonly options: SessionInvitesOptions

  constructor(options: SessionInvitesOptions) {
    this.options = options
    const { book, key, pictureId, ownerToken, clock, onNote } = options
    const tokens = new Map<string, Uint8Array>()
    const tokenFor = (invite: KeptInvite): Uint8Array => {
      const token = tokens.get(invite.id) ?? tokenOf(key, pictureId, invite)
      tokens.set(invite.id, token)
      return token
    }
    this.door = new InviteDoor({
      ownerToken,
      clock,
      invites: () =>
        book.invitesOf(pictureId).map((invite) => ({
          id: invite.id,
          token: tokenFor(invite),
          role: invite.role,
          expiresMs: invite.expiresMs,
          usesLeft: usesLeftOf(invite),
          isWithdrawn: invite.isWithdrawn,
        })),
      onUsed: (id) => void book.count(pictureId, id).catch((error: unknown) => onNote(String(error))),
    })
  }

  /** The newest first; the usual one for painters before all others. */
  list(): readonly OpenInvite[] {
    const { book, key, pictureId, clock } = this.options
    const nowMs = clock.nowMs()
    const good = book.invitesOf(pictureId).filter((invite) => isGood(invite, nowMs))
    const usual = good.find(({ role, usesMax }) => role === 'painter' && usesMax === undefined)
    const sorted = usual === undefined ? good : [usual, ...good.filter((invite) => invite !== usual)]
    return sorted.map((invite) => {
      const { id, role, createdMs, expiresMs, uses } = invite
      const usesLeft = usesLeftOf(invite)
      return {
        id,
        role,
        createdMs,
        ...(expiresMs !== undefined && { expiresMs }),
        ...(usesLeft !== undefined && { usesLeft }),
        uses,
        links: this.linksOf(encodeBase64url(tokenOf(key, pictureId, invite))),
      }
    })
  }

  /** Rejects with StorageError when it can't be kept, or there are limits.invitesMax good ones already. */
  async make(terms: InviteTerms): Promise<void> {
    const { book, pictureId, clock } = this.options
    if (this.list().length >= limits.invitesMax) {
      throw new StorageError(
        'invalid',
        `A picture has at most ${limits.invitesMax} invites. Withdraw one that is not needed any more.`,
      )
    }
    await book.add(pictureId, terms, clock.nowMs())
  }

  /** Rejects with StorageError when it can't be kept; it is withdrawn at once all the same. */
  async withdraw(id: string): Promise<void> {
    const { book, pictureId } = this.options
    await book.withdraw(pictureId, id)
  }
}

function usesLeftOf({ usesMax, uses }: KeptInvite): number | undefined {
  return usesMax === undefined ? undefined : Math.max(0, usesMax - uses)
}
