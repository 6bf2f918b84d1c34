// The client thread of a window: connection, replica and painting. It talks to the window only in the words of
// contract.ts, and paints on the window's canvas by itself, so that neither React nor the network can hold up a stroke.

import {
  parseInvite,
  Prng,
  socketUrl,
  startClient,
  tileSidePx,
  tilesAcross,
  tokenBytes,
  type CanvasSize,
  type Client,
} from '../../sync-core/index.ts'
import { visiblePart, type View, type Viewport } from '../view/view-transform.ts'
import { browserClock } from './browser-clock.ts'
import { ChunkPyramid } from './chunk-pyramid.ts'
import type { WindowMessage, WorkerMessage } from './contract.ts'
import { latestReporter } from './latest-reporter.ts'
import { ViewPainter } from './view-painter.ts'
import { webSocketDialer } from './web-socket-dialer.ts'

const stateEveryMs = 50
/** Hashing looks at every changed tile, so it waits for a moment without changes. */
const hashAfterMs = 250
const viewEveryMs = 500

let client: Client | undefined
let pyramid: ChunkPyramid | undefined
let view: { readonly view: View; readonly viewport: Viewport } | undefined
let hashTimer: ReturnType<typeof setTimeout> | undefined
let hashedSeq = -1

const painter = new ViewPainter(() => client?.takeDirty() ?? [])

function post(message: WorkerMessage): void {
  self.postMessage(message)
}

const reportState = latestReporter(stateEveryMs, () => {
  const state = client?.state()
  if (state === undefined) return
  post({ kind: 'state', state })
  if (client?.seq !== hashedSeq) scheduleHash()
})

const reportView = latestReporter(viewEveryMs, () => {
  const size = client?.state().picture?.size
  if (client === undefined || size === undefined || view === undefined) return
  const part = visiblePart(view.view, size, view.viewport)
  if (part.width > 0 && part.height > 0) client.setView(part)
})

function scheduleHash(): void {
  clearTimeout(hashTimer)
  hashTimer = setTimeout(() => {
    const seq = client?.seq
    const hash = client?.hash()
    if (seq === undefined || hash === undefined) return
    hashedSeq = seq
    post({ kind: 'hash', seq, hash })
  }, hashAfterMs)
}

function handleState(): void {
  const size = client?.state().picture?.size
  if (size !== undefined && !isSameSize(pyramid?.picture, size)) {
    pyramid = new ChunkPyramid(size, (index, out) => client?.renderTile(index, out))
    painter.setPyramid(pyramid)
  }
  reportState()
}

function isSameSize(a: CanvasSize | undefined, b: CanvasSize): boolean {
  return a !== undefined && a.width === b.width && a.height === b.height
}

function start(message: Extract<WindowMessage, { kind: 'start' }>): void {
  const invite = parseInvite(message.invite)
  const [seed] = crypto.getRandomValues(new Uint32Array(1))
  client = startClient({
    dialer: webSocketDialer(socketUrl(invite)),
    clock: browserClock,
    prng: new Prng(seed as number),
    token: tokenBytes(invite.token),
    participantKey: message.participantKey,
    name: message.name,
    color: message.color,
    listener: {
      onState: handleState,
      onPresence: (people) => post({ kind: 'presence', people }),
      onDirty: () => painter.wake(),
    },
  })
  handleState()
}

/** The colour shown at a pixel; nothing happens outside the picture. */
function pick(x: number, y: number): void {
  const size = client?.state().picture?.size
  if (client === undefined || size === undefined || x < 0 || y < 0 || x >= size.width || y >= size.height)
    return
  const pixels = new Uint8ClampedArray(tileSidePx * tileSidePx * 4)
  client.renderTile(Math.floor(y / tileSidePx) * tilesAcross(size) + Math.floor(x / tileSidePx), pixels)
  const at = ((y % tileSidePx) * tileSidePx + (x % tileSidePx)) * 4
  const [red = 0, green = 0, blue = 0] = pixels.subarray(at, at + 3)
  post({ kind: 'picked', color: (red << 16) | (green << 8) | blue })
}

function handleMessage(message: WindowMessage): void {
  switch (message.kind) {
    case 'start':
      return start(message)
    case 'canvas':
      return painter.setCanvas(message.canvas)
    case 'view':
      view = message
      painter.setView(message.view, message.viewport)
      return reportView()
    case 'stroke-begin':
      return client?.beginStroke(message.brush, message.samples)
    case 'stroke-points':
      return client?.addSamples(message.samples)
    case 'stroke-end':
      return client?.endStroke()
    case 'undo':
      return client?.undo()
    case 'redo':
      return client?.redo()
    case 'presence':
      return client?.setPresence(message.presence)
    case 'pick':
      return pick(message.x, message.y)
    case 'leave':
      return client?.leave()
  }
}

self.addEventListener('message', (event: MessageEvent<WindowMessage>) => handleMessage(event.data))
