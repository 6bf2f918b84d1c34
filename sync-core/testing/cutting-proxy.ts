import { connect, createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'

/** A way to a server on this computer that breaks at a word (before the server reads it, or before its answer is read), or is away. */
export class CuttingProxy {
  private readonly server: Server
  private readonly sockets = new Set<Socket>()
  private isAway = false
  private cut: { readonly word: string; readonly when: 'before' | 'after' } | undefined

  private constructor(port: number) {
    this.server = createServer((client) => this.join(client, connect(port, '127.0.0.1')))
  }

  static async start(port: number): Promise<CuttingProxy> {
    const proxy = new CuttingProxy(port)
    await new Promise<void>((resolve) => proxy.server.listen(0, '127.0.0.1', resolve))
    return proxy
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port
  }

  /** Once, at the next word. */
  cutAt(word: string, when: 'before' | 'after'): void {
    this.cut = { word, when }
  }

  /** From now on nothing gets through, or everything again. */
  setReach(reach: 'answers' | 'away'): void {
    this.isAway = reach === 'away'
    if (this.isAway) this.breakAll()
  }

  stop(): void {
    this.server.close()
    this.breakAll()
  }

  private breakAll(): void {
    for (const socket of this.sockets) socket.destroy()
  }

  private join(client: Socket, server: Socket): void {
    let isAnswerLost = false
    for (const socket of [client, server]) {
      this.sockets.add(socket)
      socket.on('error', () => {})
      socket.once('close', () => {
        this.sockets.delete(socket)
        client.destroy()
        server.destroy()
      })
    }
    if (this.isAway) return this.breakAll()
    client.on('data', (bytes) => {
      if (this.cut !== undefined && bytes.includes(this.cut.word)) {
        const { when } = this.cut
        this.cut = undefined
        if (when === 'before') return client.destroy()
        isAnswerLost = true
      }
      server.write(bytes)
    })
    server.on('data', (bytes) => {
      if (isAnswerLost) client.destroy()
      else client.write(bytes)
    })
  }
}
