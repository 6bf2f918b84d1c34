import { afterEach, expect, it, vi } from 'vitest'
import { sessionBeforeWelcome } from '../../sync-core/index.ts'
import { openSession } from './session-bridge.ts'

class FakeWorker {
  static newest: FakeWorker
  private readonly listeners = new Map<string, (event: unknown) => void>()

  constructor() {
    FakeWorker.newest = this
  }

  addEventListener(type: string, listener: (event: unknown) => void): void {
    this.listeners.set(type, listener)
  }

  say(type: 'message' | 'error', event: unknown): void {
    this.listeners.get(type)?.(event)
  }

  readonly posted: unknown[] = []

  postMessage(message: unknown): void {
    this.posted.push(message)
  }
}

const start = { invite: '', participantKey: new Uint8Array(16), name: 'A', color: 0 }

afterEach(() => vi.unstubAllGlobals())

it('[UI90] an error of the worker ends drawing with a sentence, which later states do not hide', () => {
  vi.stubGlobal('Worker', FakeWorker)
  const { store } = openSession()
  const worker = FakeWorker.newest
  const state = { ...sessionBeforeWelcome, connection: { kind: 'connected' } }
  worker.say('message', { data: { kind: 'state', state } })
  expect(store.getState().state.connection).toEqual({ kind: 'connected' })
  worker.say('error', { message: 'Uncaught Error: lost' })
  worker.say('message', { data: { kind: 'state', state } })
  worker.say('error', { message: 'Uncaught Error: another' })
  expect(store.getState().state.connection).toEqual({
    kind: 'ended',
    code: 'internal',
    sentence: 'Drawing stopped in this window: Uncaught Error: lost. Try again to go on where you were.',
  })
})

it('[UI346] before it begins, a session takes its canvas and view at once and keeps the rest, in order, for the beginning', () => {
  vi.stubGlobal('Worker', FakeWorker)
  const { send, begin, attachCanvas, close } = openSession()
  const { posted } = FakeWorker.newest
  send({ kind: 'stance', changes: { hand: true } })
  attachCanvas({ transferControlToOffscreen: () => 'pixels' } as unknown as HTMLCanvasElement)
  send({ kind: 'undo' })
  const shown = { kind: 'canvas', canvas: 'pixels' }
  expect(posted).toEqual([shown])
  begin(start)
  send({ kind: 'redo' })
  const begun = [
    shown,
    { kind: 'start', ...start },
    { kind: 'stance', changes: { hand: true } },
    { kind: 'undo' },
    { kind: 'redo' },
  ]
  expect(posted).toEqual(begun)
  close()
  send({ kind: 'undo' })
  expect(posted).toEqual([...begun, { kind: 'leave' }])
})

it('[UI346] a session that was closed before it began stays closed', () => {
  vi.stubGlobal('Worker', FakeWorker)
  const { begin, close } = openSession()
  close()
  begin(start)
  expect(FakeWorker.newest.posted).toEqual([])
})

it('[UI270] a state that is told again tells nobody, and a new one keeps what it has in common with the last', () => {
  vi.stubGlobal('Worker', FakeWorker)
  const { store } = openSession()
  const worker = FakeWorker.newest
  const state = { ...sessionBeforeWelcome, connection: { kind: 'connected' as const } }
  worker.say('message', { data: { kind: 'state', state: structuredClone(state) } })
  const before = store.getState().state
  const told = vi.fn()
  store.subscribe(told)
  worker.say('message', { data: { kind: 'state', state: structuredClone(state) } })
  expect(told).not.toHaveBeenCalled()
  worker.say('message', { data: { kind: 'state', state: { ...structuredClone(state), seq: 7 } } })
  expect(store.getState().state).toEqual({ ...state, seq: 7 })
  expect(store.getState().state.connection).toBe(before.connection)
})

it('[TG7][TG20] people, chat and own stance go their way between worker and stores; the session is not told of them', () => {
  vi.stubGlobal('Worker', FakeWorker)
  const { store, people, chat, begin } = openSession()
  begin(start)
  const worker = FakeWorker.newest
  const roster = [1, 2].map((author) => {
    return { author, name: 'P', color: 0, role: 'painter' as const, present: true }
  })
  const you = { author: 2, role: 'painter' as const }
  worker.say('message', { data: { kind: 'state', state: { ...sessionBeforeWelcome, roster, you } } })
  const told = vi.fn()
  store.subscribe(told)
  const stance = { author: 1, layer: 5, view: undefined, follows: 2, hand: true }
  worker.say('message', { data: { kind: 'stances', people: [stance] } })
  const line = { key: '1.1.1', author: 1, text: 'Hi', place: undefined, timeMs: 1 }
  worker.say('message', {
    data: { kind: 'chat', chat: { lines: [line], waiting: [], earlier: undefined, former: undefined } },
  })
  expect(people.getState().people[0]).toMatchObject({ author: 1, layer: 5, follows: 2, hand: true })
  expect(chat.getState()).toMatchObject({ lines: [line], unread: 1 })
  people.getState().raiseHand(true)
  chat.getState().say('Hello')
  expect(worker.posted.slice(1)).toEqual([
    { kind: 'stance', changes: { hand: true } },
    { kind: 'say', text: 'Hello', place: undefined },
  ])
  expect(told).not.toHaveBeenCalled()
})
