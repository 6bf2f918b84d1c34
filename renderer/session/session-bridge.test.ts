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

  postMessage(): void {}
}

afterEach(() => vi.unstubAllGlobals())

it('[UI90] an error of the worker ends drawing with a sentence, which later states do not hide', () => {
  vi.stubGlobal('Worker', FakeWorker)
  const { store } = openSession({ invite: '', participantKey: new Uint8Array(16), name: 'A', color: 0 })
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
