// Somebody between two programs who hears every byte, and may change some.

import { connect, createServer, type AddressInfo, type Server } from 'node:net'

export class TappedLine {
  /** From who dialed, and to them. */
  readonly heard: { readonly there: Buffer[]; readonly back: Buffer[] } = { there: [], back: [] }
  /** What becomes of a piece on its way to whom was dialed. */
  alter: (bytes: Buffer) => Buffer = (bytes) => bytes
  private readonly server: Server

  private constructor(to: number) {
    this.server = createServer((client) => {
      const server = connect(to, '127.0.0.1')
      client.on('error', () => server.destroy()).on('close', () => server.destroy())
      server.on('error', () => client.destroy()).on('close', () => client.destroy())
      client.on('data', (bytes) => {
        this.heard.there.push(bytes)
        server.write(this.alter(bytes))
      })
      server.on('data', (bytes) => {
        this.heard.back.push(bytes)
        client.write(bytes)
      })
    })
  }

  static async start(to: number): Promise<TappedLine> {
    const line = new TappedLine(to)
    await new Promise<void>((resolve) => line.server.listen(0, '127.0.0.1', resolve))
    return line
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port
  }

  close(): void {
    this.server.close()
  }
}
