import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createCopiedStore } from '../stores/copied-store.ts'
import { createHintStore } from '../stores/hint-store.ts'
import { strings } from '../strings.ts'
import type { WindowMessage } from '../worker/contract.ts'
import type { SessionParts } from './session-parts.ts'

class FakeWorker {
  static all: FakeWorker[] = []
  isRunning = true
  private readonly listeners = new Map<string, (event: unknown) => void>()

  constructor() {
    FakeWorker.all.push(this)
  }
  addEventListener(type: string, listener: (event: unknown) => void): void {
    this.listeners.set(type, listener)
  }
  postMessage(): void {}
  terminate(): void {
    this.isRunning = false
  }
  say(data: unknown): void {
    this.listeners.get('message')?.({ data })
  }
}

let copyImage: typeof import('./copy-image.ts').copyImage
let copyRefusal: typeof import('./copy-image.ts').copyRefusal

beforeEach(async () => {
  FakeWorker.all = []
  vi.resetModules()
  vi.stubGlobal('Worker', FakeWorker)
  vi.stubGlobal('window', { gesso: { copyImage: () => Promise.resolve(undefined) } })
  ;({ copyImage, copyRefusal } = await import('./copy-image.ts'))
})
afterEach(() => vi.unstubAllGlobals())

function setUp() {
  const sent: WindowMessage[] = []
  const gone = new AbortController()
  const hintStore = createHintStore()
  const layer = { id: 7, name: 'Sky', locked: false, visible: true, alphaLocked: true }
  let active = 7
  const parts = {
    bridge: { send: (message: WindowMessage) => sent.push(message), gone: gone.signal },
    hintStore,
    copiedStore: createCopiedStore(),
    layerStore: { getState: () => ({ active, layers: [layer] }) },
    canvasTools: { activity: { getState: () => ({ isFloating: false }) } },
  } as unknown as SessionParts
  const tasks = () => sent.flatMap((message) => (message.kind === 'author' ? [message.task] : []))
  return {
    parts,
    gone,
    tasks,
    hint: () => hintStore.getState().sentence,
    choose: (id: number) => (active = id),
  }
}

const done = { kind: 'done', blob: new Blob(['png']), place: { x: 1, y: 2, width: 3, height: 4 } }

it('[FI68] a cut erases the layer that was copied, also when another is in hand by then', async () => {
  const { parts, tasks, choose, hint } = setUp()
  const cut = copyImage(parts, 'cut')
  choose(8)
  expect(tasks()).toEqual([])
  FakeWorker.all[0]?.say(done)
  await cut
  expect(tasks()).toEqual([{ kind: 'erase-copied', layer: 7 }])
  expect(hint()).toBe(strings.copying.copied(3, 4))
})

it('[FI68] nothing is cut out of a layer that keeps its transparency', () => {
  const { parts } = setUp()
  expect(copyRefusal(parts, 'cut')).toBe(strings.layers.keepsAlpha('Sky'))
  expect(copyRefusal(parts, 'copy')).toBeUndefined()
})

it('[FI69] a key that is held makes one copy at a time', async () => {
  const { parts } = setUp()
  const copies = [copyImage(parts, 'copy'), copyImage(parts, 'copy'), copyImage(parts, 'copy')]
  expect(FakeWorker.all).toHaveLength(1)
  FakeWorker.all[0]?.say(done)
  await Promise.all(copies)
  void copyImage(parts, 'copy')
  expect(FakeWorker.all).toHaveLength(2)
})

it('[FI65] a copy ends, and its worker with it, when the session does', async () => {
  const { parts, gone, tasks, hint } = setUp()
  const cut = copyImage(parts, 'cut')
  gone.abort()
  await cut
  expect(FakeWorker.all[0]?.isRunning).toBe(false)
  expect(tasks()).toEqual([])
  expect(hint()).toBe(strings.copying.fault)
  await copyImage(parts, 'copy')
  expect(FakeWorker.all[1]?.isRunning).toBe(false)
})
