// One `ws` socket as a Connection. Binary messages only; each is copied out of the socket's read buffer, because the
// host keeps operations for as long as they can be undone, and a view would keep the whole 64 KiB chunk around it.

import type { RawData, WebSocket } from 'ws'
import { limits } from '../base/limits.ts'
import type { Connection, ConnectionHandler } from '../protocol/connection.ts'

/** Close codes of RFC 6455. */
const closeCodes = { normal: 1000, binaryOnly: 1003 } as const

export class SocketConnection implements Connection {
  private readonly socket: WebSocket
  private handler: ConnectionHandler | undefined
  private state: 'open' | 'closing' | 'closed' = 'open'

  private readonly onLetIn: () => void

  constructor(socket: WebSocket, onLetIn: () => void = () => undefined) {
    this.socket = socket
    this.onLetIn = onLetIn
    socket.on('message', (data, isBinary) => this.handleMessage(data, isBinary))
    socket.on('close', () => this.handleClose())
    // An error (oversized message, reset by peer) is followed by `close`, which is all the owner needs to know.
    socket.on('error', () => undefined)
  }

  /** From now on the handler is told. Before this, messages would be lost: call it in the turn that made the connection. */
  tell(handler: ConnectionHandler): void {
    this.handler = handler
  }

  send(message: Uint8Array): void {
    if (this.state !== 'open' || this.socket.readyState !== this.socket.OPEN) return
    this.socket.send(message, { binary: true }, () => this.handleTaken())
  }

  letIn(): void {
    this.onLetIn()
  }

  bufferedBytes(): number {
    return this.socket.bufferedAmount
  }

  close(): void {
    this.end(closeCodes.normal, '')
  }

  /** Ends at once, dropping what was handed over. */
  cut(): void {
    this.socket.terminate()
  }

  private end(code: number, reason: string): void {
    if (this.state !== 'open') return
    this.state = 'closing'
    this.socket.close(code, reason)
    const timeout = setTimeout(() => this.socket.terminate(), limits.socketCloseWithinMs)
    timeout.unref()
    this.socket.once('close', () => clearTimeout(timeout))
  }

  private handleMessage(data: RawData, isBinary: boolean): void {
    if (this.state !== 'open') return
    if (!isBinary) {
      this.end(closeCodes.binaryOnly, 'A Gesso session speaks binary messages only.')
      return
    }
    this.handler?.onMessage(Uint8Array.from(data as Buffer))
  }

  private handleTaken(): void {
    if (this.state === 'open') this.handler?.onDrain()
  }

  private handleClose(): void {
    if (this.state === 'closed') return
    this.state = 'closed'
    this.handler?.onClose()
  }
}
