// A network of our own between a client and a server on this computer: slow, far away, held up, or gone for a while. TCP hides
// lost packets, so what a program sees of loss is a stall, then everything at once; and that is what is made here.
//
// Each direction is a queue whose pieces are due by time and rate. When more waits than a network holds under way, its source
// is not read, so that a slow reader is felt by who writes. Rejected: tc and network namespaces (root only).

import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

export interface Shape {
  /** Added each way. */
  readonly latencyMs?: number
  /** Each way; as fast as it goes if left out. */
  readonly bytesPerSecond?: number
}

/** Pieces no longer than this, so that a slow line moves steadily. */
const pieceBytes = 1024
/** Held under way in each direction: a home router's queue. */
const underWayBytesMax = 64 * 1024

export class ShapingProxy {
  private readonly server: Server
  private readonly lines = new Set<Line>()
  private shape: Shape
  private reach: 'there' | 'stalled' | 'away' = 'there'

  private constructor(port: number, shape: Shape) {
    this.shape = shape
    this.server = createServer({ allowHalfOpen: false }, (client) => this.join(client, port))
  }

  static async start(port: number, shape: Shape = {}): Promise<ShapingProxy> {
    const proxy = new ShapingProxy(port, shape)
    await new Promise<void>((resolve) => proxy.server.listen(0, '127.0.0.1', resolve))
    return proxy
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port
  }

  /** The same address by way of this proxy. */
  through(url: string): string {
    const by = new URL(url)
    by.port = String(this.port)
    return by.href
  }

  /** Of what comes from now on. */
  setShape(shape: Shape): void {
    this.shape = shape
  }

  /** `stalled`: nothing gets through, nobody is told, and it comes later. `away`: connections break, and no new one begins. */
  setReach(reach: 'there' | 'stalled' | 'away'): void {
    this.reach = reach
    if (reach === 'away') this.reset()
    if (reach === 'there') for (const line of this.lines) line.pump()
  }

  /** Breaks every connection, as a router does that forgot them. */
  reset(): void {
    for (const line of this.lines) line.break()
  }

  stop(): void {
    this.server.close()
    this.reset()
  }

  private join(client: Socket, port: number): void {
    client.on('error', () => undefined)
    if (this.reach === 'away') {
      client.resetAndDestroy()
      return
    }
    const server = connect(port, '127.0.0.1')
    const read = (): Shape => this.shape
    const isStalled = (): boolean => this.reach === 'stalled'
    const lines = [new Line(client, server, read, isStalled), new Line(server, client, read, isStalled)]
    for (const line of lines) {
      this.lines.add(line)
      line.onEnd = () => {
        for (const each of lines) {
          this.lines.delete(each)
          each.break()
        }
      }
    }
  }
}

interface Piece {
  readonly bytes: Buffer
  readonly dueMs: number
}

/** One direction of a connection. */
class Line {
  onEnd: () => void = () => undefined
  private readonly from: Socket
  private readonly to: Socket
  private readonly readShape: () => Shape
  private readonly isStalled: () => boolean
  private readonly pieces: Piece[] = []
  private waitingBytes = 0
  /** When the line has sent what it was given. */
  private freeMs = 0
  private timer: NodeJS.Timeout | undefined

  constructor(from: Socket, to: Socket, readShape: () => Shape, isStalled: () => boolean) {
    this.from = from
    this.to = to
    this.readShape = readShape
    this.isStalled = isStalled
    from.setNoDelay(true)
    from.on('error', () => undefined)
    from.on('data', (bytes: Buffer) => this.take(bytes))
    from.once('close', () => this.onEnd())
  }

  break(): void {
    clearTimeout(this.timer)
    this.pieces.length = 0
    this.from.resetAndDestroy()
  }

  /** Sends what is due. */
  pump(): void {
    clearTimeout(this.timer)
    this.timer = undefined
    if (this.isStalled() || this.from.destroyed) return
    const nowMs = performance.now()
    while (this.pieces.length > 0 && this.pieces[0]!.dueMs <= nowMs) {
      const { bytes } = this.pieces.shift()!
      this.waitingBytes -= bytes.length
      this.to.write(bytes)
    }
    if (this.waitingBytes <= underWayBytesMax) this.from.resume()
    const [next] = this.pieces
    if (next !== undefined) this.timer = setTimeout(() => this.pump(), next.dueMs - nowMs)
  }

  private take(bytes: Buffer): void {
    const { latencyMs = 0, bytesPerSecond = Infinity } = this.readShape()
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      const piece = bytes.subarray(at, at + pieceBytes)
      this.freeMs = Math.max(this.freeMs, performance.now()) + (1000 * piece.length) / bytesPerSecond
      this.pieces.push({ bytes: piece, dueMs: this.freeMs + latencyMs })
    }
    this.waitingBytes += bytes.length
    if (this.waitingBytes > underWayBytesMax) this.from.pause()
    if (this.timer === undefined) this.pump()
  }
}
