// A door in the router of a home: the internet's way to a host behind it, as long as the host is there. The router is asked in the two
// languages that routers of homes speak; what it answers is hostile until checked, since anybody in the network may answer for it.
//
// Rejected: @achingbrain/nat-port-mapper and nat-api. They read what a router says without a bound and go wherever it points, and the
// first knows no router before UPnP IGD 2.

import type { InvitePlace } from '../../protocol/invite.ts'
import { oneTurn, type Clock, type Timer } from '../../base/clock.ts'
import { limits } from '../../base/limits.ts'
import { isPublic, localNetworks, type LocalNetwork } from './local-network.ts'
import { mapByNatPmp } from './nat-pmp.ts'
import { mapByUpnp } from './upnp.ts'

export interface RouterDoor {
  /** Where the internet knocks. */
  readonly place: InvitePlace
  /** Whether it stays open for another lease. */
  renew(): Promise<boolean>
  close(): Promise<void>
}

export type RouterState =
  | { readonly kind: 'asking' }
  | { readonly kind: 'open'; readonly place: InvitePlace }
  /** The router opened a door, but stands behind another router, which the internet does not reach. */
  | { readonly kind: 'behind'; readonly address: string }
  | { readonly kind: 'no' }

export interface KeptDoorOptions {
  readonly port: number
  readonly clock: Clock
  readonly onState: (state: RouterState) => void
  /** Others in tests only. */
  readonly networks?: readonly LocalNetwork[]
  readonly mappers?: readonly Mapper[]
}

type Mapper = (port: number, network: LocalNetwork) => Promise<RouterDoor | undefined>

const usualMappers: readonly Mapper[] = [
  async (port, { routers }) => {
    const doors = await Promise.all(routers.map((router) => mapByNatPmp(port, { router })))
    return doors.find((door) => door !== undefined)
  },
  (port, { address }) => mapByUpnp(port, { address }),
]

/** Keeps a door open until it is closed. */
export class KeptDoor {
  private readonly options: KeptDoorOptions
  private door: RouterDoor | undefined
  private timer: Timer | undefined
  private isClosed = false
  private readonly opening: Promise<void>

  constructor(options: KeptDoorOptions) {
    this.options = options
    this.opening = this.open()
  }

  /** Resolves when the router was told, or does not answer. */
  async close(): Promise<void> {
    this.isClosed = true
    if (this.timer !== undefined) this.options.clock.cancel(this.timer)
    await this.opening
    await this.door?.close()
  }

  private async open(): Promise<void> {
    const { port, onState, networks = localNetworks(), mappers = usualMappers } = this.options
    // Whoever makes this hears of nothing before it has it.
    await oneTurn(this.options.clock)
    if (this.isClosed) return
    onState({ kind: 'asking' })
    let behind: string | undefined
    for (const map of mappers) {
      const doors = await Promise.all(networks.map((network) => map(port, network)))
      for (const door of doors) {
        const isOurs = door !== undefined && this.door === undefined && isPublic(door.place.address)
        if (isOurs) this.door = door
        else await door?.close()
        if (!isOurs) behind ??= door?.place.address
      }
      if (this.isClosed) return
      if (this.door !== undefined) {
        onState({ kind: 'open', place: this.door.place })
        return this.waitToRenew()
      }
    }
    onState(behind === undefined ? { kind: 'no' } : { kind: 'behind', address: behind })
  }

  private waitToRenew(): void {
    const { clock, onState } = this.options
    this.timer = clock.after((limits.routerLeaseSeconds / 2) * 1000, () => {
      void this.door?.renew().then((isOpen) => {
        if (this.isClosed) return
        if (isOpen) return this.waitToRenew()
        this.door = undefined
        onState({ kind: 'no' })
      })
    })
  }
}
