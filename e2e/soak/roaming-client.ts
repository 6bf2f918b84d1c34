import { firstLayer, limits, startClient, tokenBytes } from '../../sync-core/index.ts'
import type { Client, Prng } from '../../sync-core/index.ts'
import { SystemClock } from '../../sync-core/node/system-clock.ts'
import { WsDialer } from '../../sync-core/node/ws-dialer.ts'
import { byPressure, roundBrush } from '../../sync-core/raster/brush.ts'
import { ShapingProxy } from '../../sync-core/testing/shaping-proxy.ts'
import type { SessionPlace } from '../bench/host-process.ts'

/** All together do so much: each has a replica of everybody's work in this one process. */
const deedsPerSecond = 50
/** Fewer than usual, or a run of minutes would end before as much is kept as ever will be. */
export const soakLimits = { ...limits, undoActionsKept: 10, pendingUpdatesMax: 600, pendingUpdatesKept: 580 }
/** How far a pen goes with one update. */
const strokePx = 32
/** Away for at most so many deeds. */
const awayDeedsMax = 12

/** Somebody who joins, draws, takes back, leaves, loses their network and comes back, as the seed has it. */
export class RoamingClient {
  private readonly prng: Prng
  private readonly number: number
  private readonly place: SessionPlace
  private readonly proxy: ShapingProxy
  private client: Client | undefined
  private awayDeeds = 0
  private isStroking = false
  private ticking: NodeJS.Timeout | undefined
  /** How often each deed was done. */
  readonly deeds = { joined: 0, left: 0, cut: 0, stalled: 0, drawn: 0, undone: 0 }
  failure: string | undefined

  private constructor(place: SessionPlace, number: number, prng: Prng, proxy: ShapingProxy) {
    this.place = place
    this.number = number
    this.prng = prng
    this.proxy = proxy
  }

  static async start(
    place: SessionPlace,
    number: number,
    { prng, people }: { readonly prng: Prng; readonly people: number },
  ): Promise<RoamingClient> {
    const proxy = await ShapingProxy.start(Number(new URL(place.url).port))
    const roaming = new RoamingClient(place, number, prng, proxy)
    roaming.ticking = setInterval(() => roaming.doSomething(), (1000 * people) / deedsPerSecond)
    return roaming
  }

  /** From now on they are here, and do nothing. */
  rest(): void {
    clearInterval(this.ticking)
    this.proxy.setReach('there')
    if (this.client === undefined) this.join()
    this.finishStroke()
  }

  /** Undefined unless everything is there and acknowledged. */
  restingHash(): { readonly seq: number; readonly hash: string } | undefined {
    if (this.client === undefined) return undefined
    const { connection, unacknowledged, seq } = this.client.state()
    const hash = this.client.hash()
    if (connection.kind !== 'connected' || unacknowledged > 0 || hash === undefined) return undefined
    return { seq, hash }
  }

  end(): void {
    clearInterval(this.ticking)
    this.client?.leave()
    this.proxy.stop()
  }

  private doSomething(): void {
    if (this.awayDeeds > 0) {
      this.awayDeeds -= 1
      if (this.awayDeeds === 0) this.proxy.setReach('there')
      if (this.awayDeeds === 0 && this.client === undefined) this.join()
      return
    }
    const { client } = this
    if (client === undefined) return this.join()
    const die = this.prng.below(1000)
    if (die < 10) {
      this.deeds.left += 1
      client.leave()
      this.client = undefined
      this.isStroking = false
      this.stayAway()
    } else if (die < 20) {
      this.deeds.cut += 1
      this.proxy.setReach('away')
      this.stayAway()
    } else if (die < 30) {
      this.deeds.stalled += 1
      this.proxy.setReach('stalled')
      this.stayAway()
    } else if (die < 80 && !this.isStroking) {
      this.deeds.undone += 1
      if (die < 60) client.undo()
      else client.redo()
    } else if (die < 700) this.draw(client)
  }

  private stayAway(): void {
    this.awayDeeds = 1 + this.prng.below(awayDeedsMax)
  }

  private join(): void {
    this.deeds.joined += 1
    this.client = startClient({
      dialer: new WsDialer(this.proxy.through(this.place.url)),
      clock: new SystemClock(),
      prng: this.prng,
      token: tokenBytes(this.place.token),
      participantKey: new Uint8Array(16).fill(this.number),
      name: `Roamer ${this.number}`,
      color: 0x804020,
      limits: soakLimits,
      listener: {
        onState: ({ connection }) => {
          if (connection.kind === 'ended' && connection.code !== 'left')
            this.failure = `${connection.code}: ${connection.sentence}`
        },
        onPresence: () => undefined,
        onDirty: () => void this.client?.takeDirty(),
      },
    })
  }

  private draw(client: Client): void {
    const { frame } = client.state()
    if (frame === undefined) return
    const [x, y] = [this.prng.below(frame.width), this.prng.below(frame.height)]
    const samples = Array.from({ length: 3 }, () => ({
      x: 16 * (frame.x + x + this.prng.below(strokePx)),
      y: 16 * (frame.y + y + this.prng.below(strokePx)),
      pressure: this.prng.below(limits.pressureMax + 1),
    }))
    if (this.isStroking) {
      client.addSamples(samples)
      if (this.prng.below(3) === 0) this.finishStroke()
      return
    }
    const color = this.prng.below(0x1000000)
    const brush = roundBrush({ size: 16 * (2 + this.prng.below(30)), color, sizeBy: byPressure })
    this.isStroking = client.beginStroke(firstLayer, brush, samples).kind === 'taken'
    this.deeds.drawn += 1
  }

  private finishStroke(): void {
    if (this.isStroking) this.client?.endStroke()
    this.isStroking = false
  }
}
