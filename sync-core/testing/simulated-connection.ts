import type { Connection, ConnectionHandler } from '../protocol/connection.ts'
import type { Prng } from '../base/prng.ts'
import type { SimulatedClock } from './simulated-clock.ts'
import { SimulatedPipe, type LineCondition } from './simulated-pipe.ts'
import type { SimulatedProcess } from './simulated-process.ts'

/** Which way a message went. */
export type Direction = 'to-host' | 'to-client'

/** Sees each message at the instant when it reaches a receiver who still listens, before the receiver does. `connection` is its id. */
export type NetworkTap = (direction: Direction, connection: string, message: Uint8Array) => void

/** How long one side of a dead line waits before its system gives up. */
const giveUpMs = 20_000

interface End {
  readonly process: SimulatedProcess
  handler: ConnectionHandler | undefined
  closed: boolean
  /** Its owner closed it, and listens no more. */
  closing: boolean
}

/** A connection between a client and the host: two ends, two pipes. */
export class SimulatedConnection {
  readonly line: LineCondition
  readonly name: string
  private readonly id: string
  private readonly clock: SimulatedClock
  private readonly prng: Prng
  private readonly tap: NetworkTap
  private readonly client: End
  private readonly host: End
  private readonly toHost: SimulatedPipe
  private readonly toClient: SimulatedPipe

  constructor(options: {
    /** Of the line, shared by a client's connections. */
    name: string
    /** Its own. */
    id: string
    clock: SimulatedClock
    prng: Prng
    line: LineCondition
    tap: NetworkTap
    client: SimulatedProcess
    host: SimulatedProcess
  }) {
    const { clock, prng, line } = options
    this.name = options.name
    this.id = options.id
    this.clock = clock
    this.prng = prng
    this.line = line
    this.tap = options.tap
    this.client = { process: options.client, handler: undefined, closed: false, closing: false }
    this.host = { process: options.host, handler: undefined, closed: false, closing: false }
    this.toHost = this.pipe('to-host', this.client, this.host)
    this.toClient = this.pipe('to-client', this.host, this.client)
    options.client.whenDead(() => this.die(this.client, this.toHost))
    options.host.whenDead(() => this.die(this.host, this.toClient))
  }

  get isOver(): boolean {
    return this.client.closed && this.host.closed
  }

  /** Sets who is told what arrives; before that, nothing is lost because nothing is sent. */
  attach(side: 'client' | 'host', handler: ConnectionHandler): Connection {
    const end = side === 'client' ? this.client : this.host
    const pipe = side === 'client' ? this.toHost : this.toClient
    end.handler = handler
    return this.outward(end, pipe)
  }

  /** The connection as the given side's code uses it. */
  end(side: 'client' | 'host'): Connection {
    return side === 'client' ? this.outward(this.client, this.toHost) : this.outward(this.host, this.toClient)
  }

  /** The line breaks: what is on its way is lost, and each side hears of it in its own time. */
  cut(): void {
    this.toHost.cut()
    this.toClient.cut()
    this.closeLater(this.client, this.prng.unit() * 50)
    this.closeLater(this.host, this.prng.chance(0.2) ? giveUpMs * this.prng.unit() : this.prng.unit() * 50)
  }

  /** A partition ended: what waited goes on. */
  resume(): void {
    this.toHost.resume()
    this.toClient.resume()
  }

  private outward(end: End, pipe: SimulatedPipe): Connection {
    return {
      send: (message) => {
        if (!end.closed && end.process.isAlive) pipe.send(message)
      },
      bufferedBytes: () => pipe.bufferedBytes,
      close: () => {
        if (end.closed || !end.process.isAlive) return
        end.closing = true
        pipe.close()
        this.closeLater(end, giveUpMs)
      },
    }
  }

  private pipe(direction: Direction, from: End, to: End): SimulatedPipe {
    return new SimulatedPipe({
      clock: this.clock,
      prng: this.prng,
      line: this.line,
      onTaken: () => {
        if (!from.closed) from.process.tell(() => from.handler?.onDrain())
      },
      onArrival: (message) => {
        if (message === undefined) this.endArrived(from, to)
        else if (!to.closed && to.process.isAlive) {
          if (!to.closing) this.tap(direction, this.id, message)
          to.handler?.onMessage(message)
        }
      },
    })
  }

  /** The closing handshake: the other side ends at once, the one that closed hears of it one way later. */
  private endArrived(from: End, to: End): void {
    this.close(to)
    this.closeLater(from, this.line.delayMs)
  }

  private die(end: End, outgoing: SimulatedPipe): void {
    if (end.closed) return
    end.closed = true
    outgoing.loseUnsent()
  }

  private closeLater(end: End, delayMs: number): void {
    this.clock.after(delayMs, () => this.close(end))
  }

  private close(end: End): void {
    if (end.closed) return
    end.closed = true
    end.process.tell(() => end.handler?.onClose())
    const other = end === this.client ? this.host : this.client
    // A side that gave up sends nothing more; the other one finds out when its own system does.
    if (!other.closed) this.closeLater(other, giveUpMs)
  }
}
