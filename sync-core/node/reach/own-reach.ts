// Who can join, found out before an invite is shown: the host calls itself at its own addresses as a guest would, asks the router for a
// door, and dials its relay. What is told is what was seen.

import type { Duplex } from 'node:stream'
import type { Clock, Timer } from '../../base/clock.ts'
import { limits } from '../../base/limits.ts'
import type { InvitePlace } from '../../protocol/invite.ts'
import { RelayedHost, type RelayState } from '../relay/relayed-host.ts'
import type { RelayLink } from '../relay/relay-link.ts'
import type { ServerIdentity } from '../session-server.ts'
import { dialHost } from '../tls/dial-host.ts'
import { isPrivate, isPublic } from './local-network.ts'
import { KeptDoor, type RouterState } from './router-door.ts'

/** Facts; the window has the words. */
export interface WhoCanJoin {
  /** Whether the host answers at an address of its network. */
  readonly network: 'looking' | 'yes' | 'no'
  readonly internet:
    | { readonly kind: 'looking' }
    /** By the relay of this name. */
    | { readonly kind: 'relay'; readonly name: string }
    /** By a door that the router opened, at its address. */
    | { readonly kind: 'router'; readonly address: string }
    /** This computer has an address of the internet. */
    | { readonly kind: 'own'; readonly address: string }
    | {
        readonly kind: 'no'
        /** The router's own address, where it opened a door that leads to another router only. */
        readonly behind?: string
        /** What is wrong with the relay. */
        readonly relay?: string
      }
}

export interface OwnReachOptions {
  /** Those of now, as an invite writes them: a computer changes its network. */
  readonly addresses: () => readonly string[]
  readonly port: number
  readonly pin: Uint8Array
  readonly identity: ServerIdentity
  readonly clock: Clock
  readonly relay: RelayLink | undefined
  /** Whether the router may be asked. */
  readonly asksRouter: boolean
  readonly onGuest: (stream: Duplex) => void
  readonly onChange: () => void
}

export class OwnReach {
  private readonly options: OwnReachOptions
  private readonly closing = new AbortController()
  /** Whether the host answers at an address; none when it was not tried yet. */
  private readonly answers = new Map<string, boolean>()
  private relayState: RelayState | undefined
  private routerState: RouterState | undefined
  private readonly relayed: RelayedHost | undefined
  private door: KeptDoor | undefined
  private addresses: readonly string[] = []
  private timer: Timer | undefined

  constructor(options: OwnReachOptions) {
    this.options = options
    const { relay, identity, clock, onGuest } = options
    this.look()
    this.relayed =
      relay &&
      new RelayedHost({
        link: relay,
        identity,
        clock,
        onGuest,
        onState: (state) => this.change(() => (this.relayState = state)),
      })
  }

  get whoCanJoin(): WhoCanJoin {
    const tried = [...this.answers.values()]
    const isTold = tried.length === this.addresses.length
    return {
      network: tried.includes(true) ? 'yes' : isTold ? 'no' : 'looking',
      internet: this.internet(isTold),
    }
  }

  /** Those that answer, and those that nobody can try from here; a browser goes to the first. */
  get places(): readonly InvitePlace[] {
    const own = this.addresses.filter((address) => this.answers.get(address) !== false)
    const at = (address: string): InvitePlace => ({ address, port: this.options.port })
    return [
      ...(this.relayState?.kind === 'open' ? [this.relayState.place] : []),
      ...own.map(at),
      ...(this.routerState?.kind === 'open' ? [this.routerState.place] : []),
    ]
  }

  async close(): Promise<void> {
    this.closing.abort()
    if (this.timer !== undefined) this.options.clock.cancel(this.timer)
    this.relayed?.close()
    await this.door?.close()
  }

  private internet(isTold: boolean): WhoCanJoin['internet'] {
    const { relayState, routerState } = this
    if (relayState?.kind === 'open') return { kind: 'relay', name: relayState.place.address }
    const own = this.addresses.find((one) => isOfInternet(one) && this.answers.get(one) === true)
    if (own !== undefined) return { kind: 'own', address: own }
    if (routerState?.kind === 'open') return { kind: 'router', address: routerState.place.address }
    if (!isTold || relayState?.kind === 'dialing' || routerState?.kind === 'asking')
      return { kind: 'looking' }
    return {
      kind: 'no',
      ...(routerState?.kind === 'behind' && { behind: routerState.address }),
      ...(relayState?.kind === 'away' && { relay: relayState.sentence }),
    }
  }

  /** Now and again: what changed is found out anew. */
  private look(): void {
    const { addresses, clock } = this.options
    const now = addresses()
    if (now.join() !== this.addresses.join() || this.timer === undefined) {
      this.change(() => {
        this.addresses = now
        for (const address of this.answers.keys()) if (!now.includes(address)) this.answers.delete(address)
      })
      for (const address of now) if (!this.answers.has(address)) void this.callOneself(address)
      this.askRouter()
    }
    this.timer = clock.after(limits.ownAddressesLookMs, () => this.look())
  }

  private askRouter(): void {
    const { asksRouter, port, clock } = this.options
    if (!asksRouter) return
    void this.door?.close()
    const door = new KeptDoor({
      port,
      clock,
      onState: (state) => {
        if (this.door === undefined || this.door === door) this.change(() => (this.routerState = state))
      },
    })
    this.door = door
  }

  private async callOneself(address: string): Promise<void> {
    const { port, pin, clock } = this.options
    const answers = await dialHost(
      { places: [{ address, port }], pin },
      { clock, limits: { ...limits, silenceMs: limits.ownAnswerWithinMs }, signal: this.closing.signal },
    ).then(
      ({ socket }) => {
        socket.on('error', () => undefined)
        socket.end()
        return true
      },
      () => false,
    )
    this.change(() => {
      if (this.addresses.includes(address)) this.answers.set(address, answers)
    })
  }

  private change(alter: () => void): void {
    if (this.closing.signal.aborted) return
    const before = JSON.stringify([this.whoCanJoin, this.places])
    alter()
    if (JSON.stringify([this.whoCanJoin, this.places]) !== before) this.options.onChange()
  }
}

/** An IPv6 address behind a router has a name in the internet, but the router keeps strangers out. */
function isOfInternet(address: string): boolean {
  return !address.startsWith('[') && !isPrivate(address) && isPublic(address)
}
