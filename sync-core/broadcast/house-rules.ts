// The order of one picture's sessions: who may paint, who may come. It is kept between hostings by a port; people are kept as hashes
// of their keys, since a key is somebody's way back in.

import { sha256 } from '@noble/hashes/sha2.js'
import { ProtocolError } from '../base/errors.ts'
import { encodeHex } from '../base/hex.ts'
import type { Limits } from '../base/limits.ts'
import { mayModerate, mayPaint, type InvitedRole, type Role } from '../protocol/roles.ts'

export interface StoredRules {
  /** Only who keeps order paints. */
  readonly isCanvasLocked: boolean
  /** Strangers ask before they come in. */
  readonly asksFirst: boolean
  /** Hashes of the keys of those who may not come any more, the newest last. */
  readonly banned: readonly string[]
  /** Hash of a key to the role that its person was given, the newest last. */
  readonly roles: readonly (readonly [person: string, role: InvitedRole])[]
}

export const noRules: StoredRules = { isCanvasLocked: false, asksFirst: false, banned: [], roles: [] }

/** Where they are between hostings. */
export interface RulesKeeper {
  readonly stored: StoredRules
  /** Called with all of them after each change. */
  keep(rules: StoredRules): void
}

export class HouseRules {
  private readonly keeper: RulesKeeper
  private readonly limits: Limits
  private locked: boolean
  private asks: boolean
  private readonly banned: Set<string>
  private readonly bannedNow = new Set<string>()
  private readonly roles: Map<string, InvitedRole>

  constructor(keeper: RulesKeeper, limits: Limits) {
    this.keeper = keeper
    this.limits = limits
    this.locked = keeper.stored.isCanvasLocked
    this.asks = keeper.stored.asksFirst
    this.banned = new Set(keeper.stored.banned)
    this.roles = new Map(keeper.stored.roles)
  }

  get isCanvasLocked(): boolean {
    return this.locked
  }

  /** Whether strangers ask before they come in. */
  get asksFirst(): boolean {
    return this.asks
  }

  haveAsk(asks: boolean): void {
    this.asks = asks
    this.keep()
  }

  /** The role of whoever comes with this key as `invited`. The host is always the host. */
  roleOf(key: Uint8Array, invited: Role): Role {
    return invited === 'host' ? 'host' : (this.roles.get(nameOf(key)) ?? invited)
  }

  /** Why whoever comes with this key may not, or undefined. The host always may. */
  refusalOf(key: Uint8Array, invited: Role): ProtocolError | undefined {
    const person = nameOf(key)
    if (invited === 'host' || !(this.banned.has(person) || this.bannedNow.has(person))) return undefined
    return new ProtocolError('banned', 'Whoever hosts does not let you into this session any more.')
  }

  mayPaint(role: Role): boolean {
    return mayPaint(role) && (!this.locked || mayModerate(role))
  }

  lockCanvas(isLocked: boolean): void {
    this.locked = isLocked
    this.keep()
  }

  giveRole(key: Uint8Array, role: InvitedRole): void {
    const person = nameOf(key)
    this.roles.delete(person)
    this.roles.set(person, role)
    this.keep()
  }

  /** For ever, or while this host has the picture open. */
  ban(key: Uint8Array, howLong: 'session' | 'ever'): void {
    const person = nameOf(key)
    if (howLong === 'session') return void this.bannedNow.add(person)
    this.banned.add(person)
    this.keep()
  }

  private keep(): void {
    const { rulesKeptMax } = this.limits
    // The oldest are forgotten, of those that nobody can count.
    for (const kept of [this.banned, this.roles])
      for (const [oldest] of kept.entries()) {
        if (kept.size <= rulesKeptMax) break
        kept.delete(oldest)
      }
    this.keeper.keep({
      isCanvasLocked: this.locked,
      asksFirst: this.asks,
      banned: [...this.banned],
      roles: [...this.roles],
    })
  }
}

function nameOf(key: Uint8Array): string {
  return encodeHex(sha256(key))
}
