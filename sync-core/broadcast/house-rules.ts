// The order of one picture's sessions: who may paint, who may come. It is kept between hostings by a port; people are kept as hashes
// of their keys, since a key is somebody's way back in.

import { sha256 } from '@noble/hashes/sha2.js'
import { ProtocolError } from '../base/errors.ts'
import { encodeHex } from '../base/hex.ts'
import type { Limits } from '../base/limits.ts'
import { encodeUtf8 } from '../base/utf8.ts'
import { mayModerate, mayPaint, type InvitedRole, type Role } from '../protocol/roles.ts'

export interface StoredRules {
  /** Only who keeps order paints. */
  readonly isCanvasLocked: boolean
  /** Strangers ask before they come in. */
  readonly asksFirst: boolean
  /** What strangers have to say, if anything. */
  readonly password?: StoredPassword
  /** Hashes of the keys of those who may not come any more, the newest last. */
  readonly banned: readonly string[]
  /** Hash of a key to the role that its person was given, the newest last. */
  readonly roles: readonly (readonly [person: string, role: InvitedRole])[]
}

/** A password that nobody can read. */
export interface StoredPassword {
  /** 16 bytes as hex. */
  readonly salt: string
  /** 32 bytes as hex. */
  readonly hash: string
}

export const noRules: StoredRules = { isCanvasLocked: false, asksFirst: false, banned: [], roles: [] }

/** Where they are between hostings. */
export interface RulesKeeper {
  readonly stored: StoredRules
  /** Called with all of them after each change. */
  keep(rules: StoredRules): void
  /** As slow as guessing is to be, and elsewhere than where others wait. */
  seal(password: string): Promise<StoredPassword>
  /** In a time that says nothing of the password. */
  opens(guess: string, password: StoredPassword): Promise<boolean>
}

/** For hostings of which nothing is kept. */
export const forgetful: RulesKeeper = {
  stored: noRules,
  keep: () => undefined,
  seal: async (password) => ({ salt: '', hash: encodeHex(sha256(encodeUtf8(password))) }),
  opens: async (guess, { hash }) => encodeHex(sha256(encodeUtf8(guess))) === hash,
}

export class HouseRules {
  private readonly keeper: RulesKeeper
  private readonly limits: Limits
  private locked: boolean
  private asks: boolean
  private password: StoredPassword | undefined
  private passwordChanges = 0
  private readonly banned: Set<string>
  private readonly bannedNow = new Set<string>()
  private readonly roles: Map<string, InvitedRole>

  constructor(keeper: RulesKeeper, limits: Limits) {
    this.keeper = keeper
    this.limits = limits
    this.locked = keeper.stored.isCanvasLocked
    this.asks = keeper.stored.asksFirst
    this.password = keeper.stored.password
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

  /** Whether strangers need one. */
  get hasPassword(): boolean {
    return this.password !== undefined
  }

  /** Resolves with whether it counts now: not when another one was set meanwhile. */
  async setPassword(password: string | undefined): Promise<boolean> {
    const change = ++this.passwordChanges
    const sealed = password === undefined ? undefined : await this.keeper.seal(password)
    if (change !== this.passwordChanges) return false
    this.password = sealed
    this.keep()
    return true
  }

  /** Whether it is the password of now; where there is none, any is. */
  async isPassword(guess: string): Promise<boolean> {
    return this.password === undefined || this.keeper.opens(guess, this.password)
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
      ...(this.password && { password: this.password }),
      banned: [...this.banned],
      roles: [...this.roles],
    })
  }
}

function nameOf(key: Uint8Array): string {
  return encodeHex(sha256(key))
}
