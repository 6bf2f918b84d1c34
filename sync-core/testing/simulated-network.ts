// The network between the clients and one host at a time: lines with their own delay, jitter and bandwidth, first in first
// out in each direction, and every way in which a line can fail. A message is a copy; a dead process hears nothing.

import type { Connection, ConnectionHandler, Dialer } from '../protocol/connection.ts'
import type { Prng } from '../base/prng.ts'
import type { SimulatedClock } from './simulated-clock.ts'
import { SimulatedConnection, type NetworkTap } from './simulated-connection.ts'
import type { LineCondition } from './simulated-pipe.ts'
import type { SimulatedProcess } from './simulated-process.ts'

/** A host that takes connections, until its process dies or it stops listening. */
export interface Listener {
  readonly process: SimulatedProcess
  accept(connection: Connection, line: string): ConnectionHandler
}

const dialTimeoutMs = 10_000

export class SimulatedNetwork {
  private readonly clock: SimulatedClock
  private readonly prng: Prng
  private readonly tap: NetworkTap
  private listener: Listener | undefined
  private readonly lines = new Map<string, LineCondition>()
  private readonly connections: SimulatedConnection[] = []
  private opened = 0

  constructor(clock: SimulatedClock, prng: Prng, tap: NetworkTap) {
    this.clock = clock
    this.prng = prng
    this.tap = tap
  }

  /** From now on connections reach this host; none is reached without one. */
  listen(listener: Listener | undefined): void {
    this.listener = listener
  }

  /** The dialer of one client; all its connections share one line, whose name is the process's. */
  dialer(process: SimulatedProcess, line: LineCondition): Dialer {
    this.lines.set(process.name, line)
    return {
      dial: (handler) => {
        let end: Connection | undefined
        let closed = false
        const refuse = (): void => {
          if (closed) return
          closed = true
          process.tell(() => handler.onClose())
        }
        const connect = (): void => {
          if (closed) return
          if (line.partitioned) return void this.clock.after(dialTimeoutMs, refuse)
          const { listener } = this
          if (listener === undefined || !listener.process.isAlive) return refuse()
          end = this.open(process, line, handler, listener)
          process.tell(() => handler.onOpen())
        }
        this.clock.after(1 + 2 * line.delayMs + this.prng.unit() * line.jitterMs, connect)
        return {
          send: (message) => end?.send(message),
          bufferedBytes: () => end?.bufferedBytes() ?? 0,
          close: () => {
            if (end !== undefined) end.close()
            else this.clock.after(0, refuse)
          },
        }
      },
    }
  }

  /** Cuts a client's connections, if it has any. */
  cut(line: string): void {
    for (const connection of this.living(line)) connection.cut()
  }

  partition(line: string): void {
    const condition = this.lines.get(line)
    if (condition !== undefined) condition.partitioned = true
  }

  heal(line: string): void {
    const condition = this.lines.get(line)
    if (condition === undefined || !condition.partitioned) return
    condition.partitioned = false
    for (const connection of this.living(line)) connection.resume()
  }

  private living(line: string): readonly SimulatedConnection[] {
    return this.connections.filter((connection) => connection.name === line && !connection.isOver)
  }

  private open(
    client: SimulatedProcess,
    line: LineCondition,
    handler: ConnectionHandler,
    listener: Listener,
  ): Connection {
    const { clock, prng, tap } = this
    const connection = new SimulatedConnection({
      name: client.name,
      id: `${client.name} ${++this.opened}`,
      clock,
      prng,
      line,
      tap,
      client,
      host: listener.process,
    })
    for (let i = this.connections.length - 1; i >= 0; i--) {
      if (this.connections[i]!.isOver) this.connections.splice(i, 1)
    }
    this.connections.push(connection)
    connection.attach('host', listener.accept(connection.end('host'), client.name))
    return connection.attach('client', handler)
  }
}
