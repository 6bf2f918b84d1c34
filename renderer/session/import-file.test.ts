import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { limits } from '../../sync-core/index.ts'
import { createHintStore } from '../stores/hint-store.ts'
import { createImportStore } from '../stores/import-store.ts'
import { createLayerStore } from '../stores/layer-store.ts'
import { strings } from '../strings.ts'
import { importFiles, tellImported } from './import-file.ts'
import { readFile, type FileAnswer } from './read-file.ts'
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

beforeEach(() => {
  FakeWorker.all = []
  vi.stubGlobal('Worker', FakeWorker)
  vi.useFakeTimers()
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

function setUp() {
  const importStore = createImportStore()
  const hintStore = createHintStore()
  const parts = { importStore, hintStore } as unknown as SessionParts
  return { parts, importStore, hint: () => hintStore.getState().sentence, hintStore }
}

it('[FI66] the reason why an import was refused stays to be read; what became of the file is told beside it', () => {
  const { parts, importStore, hintStore, hint } = setUp()
  importStore.setState({ laying: [{ name: 'Sea', layers: [7], losses: [] }] })
  hintStore.getState().say('The session is full.')
  tellImported(parts, { kind: 'not-imported', why: 'refused' })
  expect(hint()).toBe('The session is full.')
  expect(importStore.getState()).toMatchObject({ laying: [], told: [strings.importing.ended('Sea')] })
})

it('[FI66] an import that was cancelled says so in a hint', () => {
  const { parts, importStore, hint } = setUp()
  importStore.setState({ laying: [{ name: 'Sea', layers: [7], losses: [] }] })
  tellImported(parts, { kind: 'not-imported', why: 'cancelled' })
  expect(hint()).toBe(strings.importing.ended('Sea'))
  expect(importStore.getState().told).toEqual([])
})

it('[FI65] a second file takes the place of the one that is being read, whose worker ends', () => {
  const { parts, importStore } = setUp()
  importFiles(parts, [new File([], 'a.psd')])
  importFiles(parts, [new File([], 'b.psd')])
  expect(FakeWorker.all.map(({ isRunning }) => isRunning)).toEqual([false, true])
  expect(importStore.getState().reading?.name).toBe('b.psd')
  importStore.getState().reading?.stop()
  expect(FakeWorker.all.some(({ isRunning }) => isRunning)).toBe(false)
  expect(importStore.getState().reading).toBeUndefined()
})

const filesOf = (...names: readonly string[]): readonly File[] => names.map((name) => new File([], name))

it('[FI86] several files are read one after the other, each when the one before is laid; what can’t be read is told', () => {
  const { parts, importStore, hint } = setUp()
  const refuse = (): void => FakeWorker.all.at(-1)?.say({ kind: 'unreadable' })
  const reading = () => importStore.getState().reading?.name
  importFiles(parts, filesOf('a.png', 'b.png', 'c.png'))
  refuse()
  expect(reading()).toBe('b.png')
  importStore.setState({ laying: [{ name: 'b', layers: [7], losses: [] }] })
  refuse()
  expect(reading()).toBeUndefined()
  tellImported(parts, { kind: 'not-imported', why: 'refused' })
  expect(reading()).toBe('c.png')
  refuse()
  const { unreadable, ended } = strings.importing
  expect(importStore.getState()).toMatchObject({
    reading: undefined,
    waiting: [],
    told: [unreadable('a.png'), unreadable('b.png'), ended('b')],
  })
  expect(hint()).toBe(unreadable('c.png'))
})

it('[FI86] one of several files that has too many layers is told, whatever is said of those behind it', () => {
  const { parts, importStore, hint } = setUp()
  const state = { frame: { x: 0, y: 0, width: 9, height: 9 }, layers: [] }
  const here = {
    ...parts,
    bridge: { store: { getState: () => ({ state }) } },
    layerStore: createLayerStore(),
  }
  importFiles(here as unknown as SessionParts, filesOf('a.psd', 'b.png'))
  const layers = Array.from({ length: limits.layersMax + 1 }, () => ({}))
  FakeWorker.all.at(-1)?.say({ kind: 'read', image: { width: 1, height: 1, layers }, losses: [] })
  FakeWorker.all.at(-1)?.say({ kind: 'unreadable' })
  const { tooManyLayers, unreadable } = strings.importing
  expect(importStore.getState().told).toEqual([tooManyLayers('a', layers.length, limits.layersMax)])
  expect(hint()).toBe(unreadable('b.png'))
})

it('[FI86] whoever ends one of several files ends those behind it; others that are asked for take their place', () => {
  const { parts, importStore } = setUp()
  importFiles(parts, filesOf('a.png', 'b.png'))
  importStore.getState().reading?.stop()
  expect([FakeWorker.all.length, importStore.getState().reading]).toEqual([1, undefined])
  importFiles(parts, filesOf('a.png', 'b.png'))
  importFiles(parts, filesOf('c.png'))
  FakeWorker.all.at(-1)?.say({ kind: 'unreadable' })
  expect([FakeWorker.all.length, importStore.getState().reading]).toEqual([3, undefined])
  importStore.setState({ laying: [{ name: 'd', layers: [7], losses: [] }], waiting: filesOf('e.png') })
  tellImported(parts, { kind: 'not-imported', why: 'cancelled' })
  expect([FakeWorker.all.length, importStore.getState().waiting]).toEqual([3, []])
})

it('[FI67] the title of a file is one line and never empty', () => {
  const titles = ['Sea.final.psd', '.png', 'a\nb\u0007.ora', `${'x'.repeat(300)}.png`].map((name) => {
    let answer: FileAnswer | undefined
    readFile(new File([], name), (news) => (answer = news))
    FakeWorker.all.at(-1)?.say({ kind: 'read', image: { width: 1, height: 1, layers: [] }, losses: [] })
    return answer?.kind === 'read' ? answer.title : undefined
  })
  expect(titles.slice(0, 2)).toEqual(['Sea.final', '.png'])
  expect(titles[2]).toMatch(/^a ?b ?$/)
  expect(titles[3]?.length).toBeLessThan(300)
})
