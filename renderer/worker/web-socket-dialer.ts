import type { Dialer } from '../../sync-core/index.ts'
import { MessageSlices } from './message-slices.ts'

/** How often a full send buffer is looked at; browsers have no event for it. */
const drainLookMs = 30

/** Dials a session with the browser's own WebSocket. `url` is what socketUrl gives. */
export function webSocketDialer(url: string): Dialer {
  return {
    dial(handler) {
      const socket = openSocket(url)
      if (socket === undefined) {
        queueMicrotask(() => handler.onClose())
        return { send: () => {}, bufferedBytes: () => 0, close: () => {} }
      }
      socket.binaryType = 'arraybuffer'
      let drainTimer: ReturnType<typeof setTimeout> | undefined
      let isClosed = false
      const slices = new MessageSlices()

      const watchDrain = (before: number): void => {
        drainTimer ??= setTimeout(() => {
          drainTimer = undefined
          const now = socket.bufferedAmount
          if (now < before) handler.onDrain()
          if (now > 0 && !isClosed) watchDrain(now)
        }, drainLookMs)
      }

      socket.addEventListener('open', () => handler.onOpen())
      socket.addEventListener('message', (event: MessageEvent<unknown>) => {
        const { data } = event
        if (data instanceof ArrayBuffer) slices.add(() => handler.onMessage(new Uint8Array(data)))
      })
      // An error is always followed by close, which says all there is to say.
      socket.addEventListener('close', () => {
        isClosed = true
        clearTimeout(drainTimer)
        // After everything that came before it.
        slices.add(() => handler.onClose())
      })

      return {
        send(message) {
          if (socket.readyState !== WebSocket.OPEN) return
          socket.send(message as Uint8Array<ArrayBuffer>)
          if (socket.bufferedAmount > 0) watchDrain(socket.bufferedAmount)
        },
        bufferedBytes: () => socket.bufferedAmount,
        close() {
          slices.clear()
          socket.close()
        },
      }
    },
  }
}

/** A browser that forbids the address throws instead of closing; to the client both are a host out of reach. */
function openSocket(url: string): WebSocket | undefined {
  try {
    return new WebSocket(url)
  } catch {
    return undefined
  }
}
