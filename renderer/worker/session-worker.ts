// The client thread of a window: connection, replica and painting. It talks to the window only in the words of
// contract.ts, and paints on the window's canvas by itself, so that neither React nor the network can hold up a stroke.

import {
  createWasmKernel,
  parseInvite,
  PictureMemory,
  Prng,
  socketUrl,
  startClient,
  tokenBytes,
  type Client,
  type Outcome,
  type SessionState,
} from '../../sync-core/index.ts'
import { freeOf, visiblePart, type View, type Viewport } from '../view/view-transform.ts'
import { AuthoringDesk } from './authoring-desk.ts'
import { browserClock } from './browser-clock.ts'
import type { WindowMessage, WorkerMessage } from './contract.ts'
import { HistoryDesk } from './history-desk.ts'
import { LayerDesk } from './layer-desk.ts'
import { watchLatency } from './watch-latency.ts'
import { latestReporter } from './latest-reporter.ts'
import { reportRejections } from './report-rejections.ts'
import { sendReadOut } from './send-read-out.ts'
import { StrokeDesk } from './stroke-desk.ts'
import { ViewPainter } from './view-painter.ts'
import { webSocketDialer } from './web-socket-dialer.ts'

const stateEveryMs = 50
/** Hashing looks at every changed tile, so it waits for a moment without changes. */
const hashAfterMs = 250
/** As often as others are told, so that whoever follows glides along. */
const viewEveryMs = 250

/** Made at once: a worker may be begun before there is a session. */
const memory = new PictureMemory(createWasmKernel())

let client: Client | undefined
let view: { readonly view: View; readonly viewport: Viewport } | undefined
let hashTimer: ReturnType<typeof setTimeout> | undefined
let hashedSeq = -1

const strokes = new StrokeDesk(() => client)
const desk = new AuthoringDesk({
  client: () => client,
  post,
  wake: () => painter.wake(),
  whenPenIsUp: () => strokes.whenUp(),
  whenPainted: () => painter.whenPainted(),
})
const history = new HistoryDesk({ client: () => client, post, whenPenIsUp: () => strokes.whenUp() })
const layerDesk = new LayerDesk({
  client: () => client,
  post,
  whenPenIsUp: () => strokes.whenUp(),
  isViewBusy: () => painter.isBusy,
})
const painter = new ViewPainter(
  () => {
    const changed = client?.takeDirty() ?? []
    layerDesk.suspect(changed)
    return [...changed, ...desk.takeDirty()]
  },
  (index, out) => {
    if (!desk.renderTile(index, out)) client?.renderTile(index, out)
  },
)

function post(message: WorkerMessage, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer })
}

const reportState = latestReporter(stateEveryMs, () => {
  const state = client?.state()
  if (state === undefined) return
  post({ kind: 'state', state })
  if (client?.seq !== hashedSeq) scheduleHash()
})

const reportView = latestReporter(viewEveryMs, () => {
  const frame = client?.state().frame
  if (client === undefined || frame === undefined || view === undefined) return
  const part = visiblePart(view.view, frame, freeOf(view.viewport))
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

let reportedConnection: SessionState['connection']['kind'] | undefined

function handleState(): void {
  const frame = client?.state().frame
  if (frame !== undefined) painter.setFrame(frame)
  layerDesk.wake()
  const connection = client?.state().connection.kind
  // A person waits for that.
  reportState(connection === reportedConnection ? 'usual' : 'urgent')
  reportedConnection = connection
}

/** Asks for as long as there is a worker. */
const latency = watchLatency({
  isConnected: () => client?.state().connection.kind === 'connected',
  ping: (number) => client?.ping(number),
  onLatency: (ms) => post({ kind: 'latency', ms }),
})

function start(message: Extract<WindowMessage, { kind: 'start' }>): void {
  const invite = parseInvite(message.invite)
  const [seed] = crypto.getRandomValues(new Uint32Array(1))
  client = startClient({
    memory,
    dialer: webSocketDialer(socketUrl(invite)),
    clock: browserClock,
    prng: new Prng(seed as number),
    token: tokenBytes(invite.token),
    participantKey: message.participantKey,
    name: message.name,
    color: message.color,
    ...(message.password !== undefined && { password: message.password }),
    listener: {
      onState: handleState,
      onPresence: (people) => post({ kind: 'presence', people }),
      onStances: (people) => post({ kind: 'stances', people }),
      onChat: (chat) => post({ kind: 'chat', chat }),
      onDirty: () => painter.wake(),
      onHistory: history.wake,
      onPong: (number) => latency.handlePong(number),
    },
  })
  handleState()
}

/** By their numbers, as long as they run. */
const readOuts = new Map<number, AbortController>()

async function readOut({ number, ask, port }: Extract<WindowMessage, { kind: 'read-out' }>): Promise<void> {
  const controller = new AbortController()
  readOuts.set(number, controller)
  // With what the person did just before.
  await desk.whenDone()
  if (ask.area.kind === 'copy') desk.keepCopied()
  await sendReadOut(client, ask, port, controller.signal)
  readOuts.delete(number)
}

function tell(outcome: Outcome | undefined): void {
  if (outcome?.kind === 'refused') post({ kind: 'refused', sentence: outcome.sentence })
}

function handleMessage(message: WindowMessage): void {
  switch (message.kind) {
    case 'start':
      return start(message)
    case 'canvas':
      return painter.setCanvas(message.canvas)
    case 'view':
      view = message
      painter.setView(message.view, message.viewport, message.look)
      return reportView()
    case 'navigator':
      return painter.setNavigator(message.canvas)
    case 'stroke-begin':
      return tell(strokes.begin(message))
    case 'stroke-points':
      return strokes.add(message.points)
    case 'stroke-end':
      return strokes.end()
    case 'author':
      return desk.handle(message.task)
    case 'read-out':
      return void readOut(message)
    case 'read-out-end':
      return readOuts.get(message.number)?.abort()
    case 'change-layers':
      return tell(client?.changeLayers(message.operation, message.step))
    case 'undo':
      return strokes.undo()
    case 'redo':
      return client?.redo()
    case 'undo-down-to':
      return client?.undoDownTo(message.action)
    case 'show-work':
      return client?.showWork(message.filter)
    case 'thumbnails':
      return history.wish(message.entries)
    case 'layer-thumbnails':
      return layerDesk.wish(message.layers, message.sidePx)
    case 'presence':
      return client?.setPresence(message.presence)
    case 'stance':
      return client?.setStance(message.changes)
    case 'say':
      return tell(client?.say(message.text, message.place))
    case 'moderate':
      return client?.moderate(message.deed)
    case 'password':
      return client?.setPassword(message.password)
    case 'leave':
      return client?.leave()
  }
}

reportRejections(self)
self.addEventListener('message', (event: MessageEvent<WindowMessage>) => handleMessage(event.data))
