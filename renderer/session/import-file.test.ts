import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createHintStore } from '../stores/hint-store.ts'
import { createImportStore } from '../stores/import-store.ts'
import { strings } from '../strings.ts'
import { importFile, tellImported } from './import-file.ts'
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
  importFile(parts, new File([], 'a.psd'))
  importFile(parts, new File([], 'b.psd'))
  expect(FakeWorker.all.map(({ isRunning }) => isRunning)).toEqual([false, true])
  expect(importStore.getState().reading?.name).toBe('b.psd')
  importStore.getState().reading?.stop()
  expect(FakeWorker.all.some(({ isRunning }) => isRunning)).toBe(false)
  expect(importStore.getState().reading).toBeUndefined()
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
