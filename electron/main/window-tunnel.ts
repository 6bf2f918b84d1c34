import { formatInvite, isThisComputer, limits, parseInvite, type Clock } from '../../sync-core/index.ts'
import type { Tunnel } from '../../sync-core/node/tls/tunnel.ts'

const loopback = '127.0.0.1'

/** The window's way to the host of the session that it joins: one at a time. */
export class WindowTunnel {
  private readonly clock: Clock
  private open: Promise<Tunnel> | undefined

  constructor(clock: Clock) {
    this.clock = clock
  }

  /** The invite by which the window gets there from inside of this computer. Throws StorageError when no port can be opened. */
  async lead(link: string): Promise<string> {
    await this.close()
    const invite = parseInvite(link)
    if (isThisComputer(invite.places[0]?.address ?? '')) return formatInvite(invite)
    const { openTunnel } = await import('../../sync-core/node/tls/tunnel.ts')
    const opening = openTunnel(invite, { clock: this.clock, limits })
    this.open = opening
    const { port } = await opening
    return formatInvite({ ...invite, places: [{ address: loopback, port }], pin: undefined })
  }

  async close(): Promise<void> {
    const { open } = this
    this.open = undefined
    await open?.then(
      (tunnel) => tunnel.close(),
      () => undefined,
    )
  }
}
