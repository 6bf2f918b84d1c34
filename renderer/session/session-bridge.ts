// One session as the window sees it: a worker, what it last said, and the few things that can be asked of it. Pixels
// never come here.

import { createStore, type StoreApi } from 'zustand/vanilla'
import { sessionBeforeWelcome, type PersonPresence, type SessionState } from '../../sync-core/index.ts'
import { createHistoryStore, type HistoryStore } from '../stores/history-store.ts'
import { createChatStore, type ChatStore } from '../stores/chat-store.ts'
import { createLayerThumbnailStore, type LayerThumbnailStore } from '../stores/layer-thumbnail-store.ts'
import { createPeopleStore, type PeopleStore } from '../stores/people-store.ts'
import { strings } from '../strings.ts'
import { keepSame } from './keep-same.ts'
import { takeWorker } from './spare-worker.ts'
import type { AuthoringReply } from '../worker/authoring-contract.ts'
import type { WindowMessage, WorkerMessage } from '../worker/contract.ts'
import type { LookedAt } from '../worker/look-around.ts'

export interface SessionSnapshot {
  readonly state: SessionState
  /** The newest known picture hash and its seq. */
  readonly hash?: { readonly seq: number; readonly hash: string }
  /** When this window heard of the newest durable update; undefined before there is one. */
  readonly durableSinceMs?: number
  /** The way to the host and back; undefined while it is not known. */
  readonly latencyMs?: number | undefined
}

export interface SessionStart {
  readonly invite: string
  readonly participantKey: Uint8Array
  readonly name: string
  readonly color: number
  /** Where the session has one. */
  readonly password?: string
}

export interface SessionBridge {
  readonly store: StoreApi<SessionSnapshot>
  /** What everybody did; it listens from the session's beginning. */
  readonly history: HistoryStore
  readonly layerThumbnails: LayerThumbnailStore
  /** Who is here and what they are at; pens come by `onPresence`. */
  readonly people: PeopleStore
  readonly chat: ChatStore
  /** Says who joins what: once. What was sent before waits for it, except what only shows. */
  readonly begin: (start: SessionStart) => void
  /** Messages of the running session; after `close` they are dropped. */
  readonly send: (message: WindowMessage, transfer?: Transferable[]) => void
  /** Gives the worker a canvas to paint on. */
  readonly attachCanvas: (canvas: HTMLCanvasElement) => void
  /** Gives the worker a small canvas to keep the whole picture on. Returns how to take it away. */
  readonly attachNavigator: (canvas: HTMLCanvasElement) => () => void
  /** Others' pens, as they come. Returns how to stop listening. */
  readonly onPresence: (listener: (people: readonly PersonPresence[]) => void) => () => void
  readonly onPicked: (listener: (color: number) => void) => () => void
  /** What the loupe asked for. Returns how to stop listening. */
  readonly onLooked: (listener: (look: LookedAt | undefined) => void) => () => void
  /** What the tools asked for, or how far it is. Returns how to stop listening. */
  readonly onAuthored: (listener: (reply: AuthoringReply) => void) => () => void
  /** Something that the person just did had no effect: the sentence says why. Returns how to stop listening. */
  readonly onRefused: (listener: (sentence: string) => void) => () => void
  /** Aborted when the worker answers nothing any more: the session was closed, or the worker broke. */
  readonly gone: AbortSignal
  /** Says goodbye to the host and ends the worker. */
  readonly close: () => void
}

/** Time for the goodbye and the last strokes to leave before the worker ends. */
const leaveMs = 400

export function openSession(): SessionBridge {
  const store = createStore<SessionSnapshot>(() => ({ state: sessionBeforeWelcome }))
  const history = createHistoryStore()
  const layerThumbnails = createLayerThumbnailStore()
  const people = createPeopleStore((changes) => send({ kind: 'stance', changes }))
  const chat = createChatStore((text, place) => send({ kind: 'say', text, place }))
  const presenceListeners = new Set<(people: readonly PersonPresence[]) => void>()
  const pickListeners = new Set<(color: number) => void>()
  const lookListeners = new Set<(look: LookedAt | undefined) => void>()
  const authorListeners = new Set<(reply: AuthoringReply) => void>()
  const refusalListeners = new Set<(sentence: string) => void>()
  let isClosed = false
  let isBroken = false
  const worker = takeWorker()
  const gone = new AbortController()

  worker.addEventListener('message', (event: MessageEvent<WorkerMessage>) => {
    const message = event.data
    switch (message.kind) {
      case 'state': {
        // What a worker says after an error can't be relied on.
        if (isBroken) return undefined
        const before = store.getState().state
        const state = keepSame(before, message.state)
        people.getState().setRoster(state.roster, state.you?.author)
        if (state === before) return undefined
        return store.setState({
          state,
          ...(state.durableSeq !== before.durableSeq && { durableSinceMs: Date.now() }),
        })
      }
      case 'hash':
        return store.setState({ hash: { seq: message.seq, hash: message.hash } })
      case 'history':
        return history.getState().handleNews(message.news)
      case 'thumbnail':
        return history.getState().handleThumbnail(message.entry, message.thumbnail)
      case 'layer-thumbnail':
        return layerThumbnails.getState().handleThumbnail(message.layer, message.thumbnail)
      case 'presence':
        return presenceListeners.forEach((listener) => listener(message.people))
      case 'stances':
        return people.getState().setStances(message.people)
      case 'chat':
        return chat.getState().setChat(message.chat, store.getState().state.you?.author)
      case 'latency':
        return store.setState({ latencyMs: message.ms })
      case 'picked':
        return pickListeners.forEach((listener) => listener(message.color))
      case 'looked':
        return lookListeners.forEach((listener) => listener(message.look))
      case 'authored':
        return authorListeners.forEach((listener) => listener(message.reply))
      case 'refused':
        return refusalListeners.forEach((listener) => listener(message.sentence))
    }
  })
  worker.addEventListener('error', (event) => {
    if (isBroken) return
    isBroken = true
    gone.abort()
    const sentence = strings.ended.stopped(event.message || strings.ended.unknownReason)
    const state: SessionState = {
      ...store.getState().state,
      connection: { kind: 'ended', code: 'internal', sentence },
    }
    store.setState({ state })
  })

  /** What waits for the beginning; undefined after it. */
  let waiting: [WindowMessage, Transferable[]][] | undefined = []
  const send = (message: WindowMessage, transfer: Transferable[] = []): void => {
    if (isClosed) return
    if (waiting === undefined || isOfView(message)) worker.postMessage(message, transfer)
    else waiting.push([message, transfer])
  }

  return {
    store,
    history,
    layerThumbnails,
    people,
    chat,
    send,
    gone: gone.signal,
    begin(start) {
      if (isClosed) return
      worker.postMessage({ kind: 'start', ...start } satisfies WindowMessage)
      const sent = waiting ?? []
      waiting = undefined
      for (const [message, transfer] of sent) send(message, transfer)
    },
    attachCanvas(canvas) {
      const offscreen = canvas.transferControlToOffscreen()
      send({ kind: 'canvas', canvas: offscreen }, [offscreen])
    },
    attachNavigator(canvas) {
      const offscreen = canvas.transferControlToOffscreen()
      send({ kind: 'navigator', canvas: offscreen }, [offscreen])
      return () => send({ kind: 'navigator', canvas: undefined })
    },
    onPresence(listener) {
      presenceListeners.add(listener)
      return () => presenceListeners.delete(listener)
    },
    onPicked(listener) {
      pickListeners.add(listener)
      return () => pickListeners.delete(listener)
    },
    onLooked(listener) {
      lookListeners.add(listener)
      return () => lookListeners.delete(listener)
    },
    onAuthored(listener) {
      authorListeners.add(listener)
      return () => authorListeners.delete(listener)
    },
    onRefused(listener) {
      refusalListeners.add(listener)
      return () => refusalListeners.delete(listener)
    },
    close() {
      send({ kind: 'leave' })
      isClosed = true
      gone.abort()
      setTimeout(() => worker.terminate(), leaveMs)
    },
  }
}

/** The window can be made ready for a picture before there is one. */
function isOfView({ kind }: WindowMessage): boolean {
  return kind === 'canvas' || kind === 'view' || kind === 'navigator'
}
