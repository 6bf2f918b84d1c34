// One port for two manners of speaking: a TLS connection begins with byte 22 (a handshake record, RFC 8446 section 5.1), a plain
// request with a letter.

import type { Socket } from 'node:net'

const tlsHandshake = 22

/** Hands the socket on, paused, as soon as it has said how it speaks. One that says nothing within `withinMs` is cut. */
export function sortByFirstByte(
  socket: Socket,
  withinMs: number,
  to: { readonly tls: (socket: Socket) => void; readonly plain: (socket: Socket) => void },
): void {
  const cut = (): void => void socket.destroy()
  const timer = setTimeout(cut, withinMs)
  socket.once('error', cut)
  socket.once('close', () => clearTimeout(timer))
  socket.once('data', (chunk: Buffer) => {
    clearTimeout(timer)
    socket.off('error', cut)
    socket.pause()
    socket.unshift(chunk)
    if (chunk[0] === tlsHandshake) to.tls(socket)
    else to.plain(socket)
    // Whoever took it listens by now.
    process.nextTick(() => socket.resume())
  })
}
