import { expect, it, vi } from 'vitest'
import {
  firstLayer,
  tileIndexOf,
  type Client,
  type CoverageMask,
  type Frame,
  type Patch,
  type SessionState,
} from '../../sync-core/index.ts'
import { AuthoringDesk } from './authoring-desk.ts'
import type { AuthoringTask, FillRule } from './authoring-contract.ts'
import type { WorkerMessage } from './contract.ts'

const frame: Frame = { x: 6400, y: 6400, width: 128, height: 64 }
const layer = { id: firstLayer, name: 'Layer 1', locked: false, visible: true, alphaLocked: false }
const rule: FillRule = { tolerance: 0, growPx: 0, gapPx: 0, reach: 'connected', sees: 'all' }
const fill: AuthoringTask = {
  kind: 'fill',
  layer: firstLayer,
  color: 0xff0000,
  at: { x: 6401, y: 6401 },
  rule,
}

function setUp(answer: 'taken' | 'refused' = 'taken') {
  const patches: (Patch & { readonly parts: readonly { index: number; form: string }[] })[] = []
  const posted: WorkerMessage[] = []
  let selection: CoverageMask | undefined
  let isPenDown = false
  const painted: number[] = []
  const client = {
    state: () => ({ frame, layers: [layer] }) as unknown as SessionState,
    pixelSource: () => () => undefined,
    layerIndices: () => new Set(painted),
    selection: () => selection,
    setSelection: (mask: CoverageMask | undefined) => (selection = mask),
    patch(patch: Patch) {
      patches.push({ ...patch, parts: [...patch.parts] })
      return answer === 'taken' ? { kind: 'taken' } : { kind: 'refused', sentence: 'The layer is locked.' }
    },
  } as unknown as Client
  const desk = new AuthoringDesk({
    client: () => client,
    post: (message) => posted.push(message),
    wake: () => {},
    whenPenIsUp: () => (isPenDown ? new Promise(() => {}) : Promise.resolve()),
    whenPainted: () => Promise.resolve(),
  })
  const select = (x: number, width: number, change: 'replace' | 'add' | 'subtract' = 'replace') =>
    desk.handle({
      kind: 'select',
      change,
      area: { kind: 'rectangle', box: { x, y: 6400, width, height: 64 } },
    })
  return {
    desk,
    painted,
    patches,
    posted,
    select,
    selection: () => selection,
    putPenDown: () => (isPenDown = true),
  }
}

it('[UI73] lays a fill on its layer once it is computed', async () => {
  const { desk, patches } = setUp()
  desk.handle(fill)
  expect(patches).toEqual([])
  await vi.waitFor(() => expect(patches).toHaveLength(1))
  expect(patches[0]).toMatchObject({ layer: firstLayer, color: 0xff0000, alphaLock: false })
  expect(patches[0]!.parts.map(({ index, form }) => [index, form])).toEqual([
    [tileIndexOf(100, 100), 'cover'],
    [tileIndexOf(101, 100), 'cover'],
  ])
})

it('[UI73] leaves nothing behind of what is cancelled, and does what comes after', async () => {
  const { desk, patches, selection } = setUp()
  desk.handle(fill)
  desk.handle({ kind: 'cancel' })
  desk.handle({ kind: 'select-all' })
  await vi.waitFor(() => expect(selection()?.size).toBe(2))
  expect(patches).toEqual([])
})

it('[UI73] waits for the stroke in progress before it changes anything', async () => {
  const { desk, patches, putPenDown, select, selection } = setUp()
  putPenDown()
  desk.handle(fill)
  select(6400, 64)
  await new Promise((resolve) => setTimeout(resolve, 30))
  expect(patches).toEqual([])
  expect(selection()).toBeUndefined()
})

it('[UI74] says why nothing was done', async () => {
  const { desk, posted } = setUp('refused')
  desk.handle(fill)
  desk.handle({ kind: 'erase-selected', layer: firstLayer })
  desk.handle({ kind: 'lift', layer: firstLayer })
  await vi.waitFor(() => expect(posted.filter(({ kind }) => kind === 'refused')).toHaveLength(3))
  expect(posted).toEqual([
    { kind: 'refused', sentence: 'The layer is locked.' },
    { kind: 'refused', sentence: 'Nothing is selected that could be erased. Select something first.' },
    { kind: 'refused', sentence: 'There is nothing on the layer “Layer 1” yet that could be moved.' },
    { kind: 'authored', reply: { kind: 'not-lifted' } },
  ])
})

it('[FI68] erases what was selected when it was copied, also when nothing is by then', async () => {
  const { desk, patches, select } = setUp()
  select(6400, 64)
  await desk.whenDone()
  desk.keepCopied()
  desk.handle({ kind: 'select-none' })
  desk.handle({ kind: 'erase-copied', layer: firstLayer })
  await vi.waitFor(() => expect(patches).toHaveLength(1))
  expect(patches[0]!.parts.map(({ index, form }) => [index, form])).toEqual([
    [tileIndexOf(100, 100), 'erase'],
  ])
})

it('[UI240] clears all that is on a layer, wherever it is', async () => {
  const { desk, painted, patches, posted } = setUp()
  desk.handle({ kind: 'clear', layer: firstLayer })
  await vi.waitFor(() => expect(posted).toHaveLength(1))
  expect(posted).toEqual([
    { kind: 'refused', sentence: 'There is nothing on this layer yet that could be erased.' },
  ])
  painted.push(tileIndexOf(100, 100), tileIndexOf(2, 3))
  desk.handle({ kind: 'clear', layer: firstLayer })
  await vi.waitFor(() => expect(patches).toHaveLength(1))
  expect(patches[0]!.parts.map(({ index, form }) => [index, form])).toEqual([
    [tileIndexOf(100, 100), 'erase'],
    [tileIndexOf(2, 3), 'erase'],
  ])
})

it('[UI234] says that nothing is painted that could be selected', async () => {
  const { desk, posted, selection } = setUp()
  desk.handle({ kind: 'select', change: 'replace', area: { kind: 'opaque', layer: firstLayer } })
  await vi.waitFor(() => expect(posted).toHaveLength(1))
  expect(posted).toEqual([
    { kind: 'refused', sentence: 'There is nothing on the layer “Layer 1” yet that could be selected.' },
  ])
  expect(selection()).toBeUndefined()
})

it('[UI76] keeps one selection, and tells its outline', async () => {
  const { desk, posted, select, selection } = setUp()
  select(6400, 32)
  select(6464, 32, 'add')
  await vi.waitFor(() => expect(selection()?.size).toBe(2))
  select(6464, 64, 'subtract')
  await vi.waitFor(() => expect(selection()?.size).toBe(1))
  desk.handle({ kind: 'select-invert' })
  await vi.waitFor(() => expect(selection()?.size).toBe(2))
  desk.handle({ kind: 'select-none' })
  await vi.waitFor(() => expect(selection()).toBeUndefined())
  const outlines = posted.flatMap((message) =>
    message.kind === 'authored' && message.reply.kind === 'selection'
      ? [message.reply.outline?.lines.length]
      : [],
  )
  expect(outlines).toEqual([1, 2, 1, 1, undefined])
})

it('[UI76] takes away from everything when nothing in particular is selected', async () => {
  const { select, selection } = setUp()
  select(6400, 64, 'subtract')
  await vi.waitFor(() => expect([...(selection()?.keys() ?? [])]).toEqual([tileIndexOf(101, 100)]))
})
