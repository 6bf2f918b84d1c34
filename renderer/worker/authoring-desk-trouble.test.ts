import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  firstLayer,
  roundBrush,
  tileIndexOf,
  tileValues,
  type Client,
  type CoverageMask,
  type Frame,
  type Outcome,
  type SessionState,
} from '../../sync-core/index.ts'
import type { AuthoringReply, AuthoringTask, FillRule, SelectionArea } from './authoring-contract.ts'
import { AuthoringDesk } from './authoring-desk.ts'
import type { WorkerMessage } from './contract.ts'

const frame: Frame = { x: 6400, y: 6400, width: 128, height: 64 }
const layer = { id: firstLayer, name: 'Layer 1', locked: false, visible: true, alphaLocked: false }
const rule: FillRule = { tolerance: 0, growPx: 0, gapPx: 0, reach: 'connected', sees: 'all' }
const fill: AuthoringTask = { kind: 'fill', layer: 1, color: 1, at: { x: 6401, y: 6401 }, rule }
const rgba = { red: 1, green: 1, blue: 1, alpha: 255 }
const point = { x: 0, y: 0 }
const gradient: AuthoringTask = {
  kind: 'gradient',
  gradient: { layer: firstLayer, shape: 'linear', from: point, to: point, start: rgba, stop: rgba },
}
const move = { a: 1, b: 0, c: 0, d: 1, e: 5, f: 0 }
const mistake = {
  kind: 'refused',
  sentence: 'Gesso made a mistake here, so this was not done. What was painted before is safe; try it again.',
}

function setUp(selected?: CoverageMask) {
  const posted: WorkerMessage[] = []
  const patches: unknown[] = []
  const strokes: (readonly unknown[])[] = []
  const pixels = new Uint16Array(tileValues).fill(1000)
  const taken: Outcome = { kind: 'taken' }
  let selection = selected
  let releasePen: (() => void) | undefined
  const client = {
    state: () => ({ frame, layers: [layer] }) as unknown as SessionState,
    pixelSource: () => () => pixels,
    selection: () => selection,
    setSelection: (mask: CoverageMask | undefined) => (selection = mask),
    patch: (patch: unknown) => patches.push(patch) && taken,
    gradient: (): Outcome => {
      throw new Error('-300000 is no place')
    },
    beginStroke: (_layer: unknown, _brush: unknown, samples: readonly unknown[]) =>
      strokes.push(samples) && taken,
    addSamples: () => {},
    endStroke: () => {},
    renderTile: () => {},
  } as unknown as Client
  let here: Client | undefined = client
  let pen: Promise<void> = Promise.resolve()
  const desk = new AuthoringDesk({
    client: () => here,
    post: (message) => posted.push(message),
    wake: () => {},
    whenPenIsUp: () => pen,
    whenPainted: () => Promise.resolve(),
  })
  const replies = (): AuthoringReply['kind'][] =>
    posted.flatMap((message) => (message.kind === 'authored' ? [message.reply.kind] : []))
  return {
    desk,
    posted,
    patches,
    strokes,
    replies,
    selection: () => selection,
    isHidden: () => desk.renderTile(tileIndexOf(100, 100), new Uint8Array(4)),
    refusals: () => posted.filter(({ kind }) => kind === 'refused'),
    leave: () => (here = undefined),
    putPenDown: () => {
      pen = new Promise((resolve) => (releasePen = resolve))
    },
    liftPen: () => releasePen?.(),
    /** Resolves when all that was asked for is over. */
    idle: async () => {
      const before = replies().filter((kind) => kind === 'settled').length
      desk.handle({ kind: 'put-back' })
      await vi.waitFor(() =>
        expect(replies().filter((kind) => kind === 'settled').length).toBeGreaterThan(before),
      )
      await new Promise((resolve) => setTimeout(resolve))
    },
    lift: async () => {
      desk.handle({ kind: 'lift', layer: firstLayer })
      await vi.waitFor(() => expect(replies()).toContain('lifted'))
    },
  }
}

let context: object | null

beforeEach(() => {
  context = { putImageData: () => {} }
  vi.stubGlobal(
    'OffscreenCanvas',
    class {
      getContext = () => context
      transferToImageBitmap = () => ({})
    },
  )
  vi.stubGlobal(
    'ImageData',
    class {
      data = new Uint8ClampedArray(tileValues)
    },
  )
  vi.spyOn(console, 'error').mockImplementation(() => {})
})

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

describe('an error in one piece of work', () => {
  it('[UI87] is told in one sentence, settles its preview, and the next piece is done', async () => {
    const { desk, posted, selection, idle } = setUp()
    desk.handle(gradient)
    desk.handle({ kind: 'select-all' })
    await vi.waitFor(() => expect(selection()?.size).toBe(2))
    await idle()
    expect(posted[0]).toEqual(mistake)
    expect(posted[1]).toEqual({ kind: 'authored', reply: { kind: 'settled' } })
    expect(console.error).toHaveBeenCalledOnce()
  })

  it('[UI87] puts back what a lift or a drop had hidden', async () => {
    const { desk, isHidden, replies, refusals, lift, idle } = setUp()
    await lift()
    expect(isHidden()).toBe(true)
    desk.handle({ kind: 'drop', map: { ...move, a: Number.NaN } })
    await idle()
    expect(isHidden()).toBe(false)
    context = {
      putImageData: () => {
        throw new RangeError('no room')
      },
    }
    desk.handle({ kind: 'lift', layer: firstLayer })
    await vi.waitFor(() => expect(replies()).toContain('not-lifted'))
    expect(isHidden()).toBe(false)
    expect(refusals().at(-1)).toEqual(mistake)
  })
})

describe('a cancel', () => {
  it('[UI88] puts back what was lifted when laying it down is cancelled', async () => {
    const { desk, patches, isHidden, replies, lift, idle } = setUp()
    await lift()
    desk.handle(fill)
    desk.handle({ kind: 'drop', map: move })
    desk.handle({ kind: 'cancel' })
    await idle()
    expect(patches).toEqual([])
    expect(isHidden()).toBe(false)
    expect([...desk.takeDirty()]).toContain(tileIndexOf(100, 100))
    expect(replies().filter((kind) => kind === 'settled').length).toBe(2)
  })

  it('[UI88] does not keep from putting back', async () => {
    const { desk, isHidden, replies, lift } = setUp()
    await lift()
    desk.handle(fill)
    desk.handle({ kind: 'put-back' })
    desk.handle({ kind: 'cancel' })
    await vi.waitFor(() => expect(replies()).toContain('settled'))
    expect(isHidden()).toBe(false)
  })

  it('[UI88] also ends what waits for the pen to be lifted', async () => {
    const { desk, patches, putPenDown, liftPen, idle } = setUp()
    putPenDown()
    desk.handle(fill)
    await new Promise((resolve) => setTimeout(resolve, 30))
    desk.handle({ kind: 'cancel' })
    liftPen()
    await idle()
    expect(patches).toEqual([])
  })
})

describe('a lift', () => {
  it('[UI89] is answered before the picture is there', async () => {
    const { desk, posted, leave, replies } = setUp()
    leave()
    desk.handle({ kind: 'lift', layer: firstLayer })
    await vi.waitFor(() => expect(replies()).toEqual(['not-lifted']))
    expect(posted[0]).toEqual({ kind: 'refused', sentence: 'The picture is not here yet.' })
  })

  it('[UI89] of more than can be shown is refused with its size', async () => {
    const { desk, refusals, isHidden, replies } = setUp()
    context = null
    desk.handle({ kind: 'lift', layer: firstLayer })
    await vi.waitFor(() => expect(replies()).toEqual(['not-lifted']))
    expect(refusals()).toEqual([
      {
        kind: 'refused',
        sentence:
          'What is to be moved has 128 × 64 px, more than this computer can show at once. Select a smaller part of it.',
      },
    ])
    expect(isHidden()).toBe(false)
  })
})

describe('drags far out', () => {
  const far = 1e6
  const corners = { from: { x: 6400, y: 6400 }, to: { x: -far, y: far } }
  const box = { x: -far, y: -far, width: 2 * far, height: 2 * far }

  it('[UI86] select what of the picture is in them', async () => {
    const areas: SelectionArea[] = [
      { kind: 'rectangle', box },
      { kind: 'ellipse', box },
      {
        kind: 'lasso',
        points: [
          { x: -far, y: -far },
          { x: far, y: -far },
          { x: 0, y: far },
        ],
      },
    ]
    for (const area of areas) {
      const { desk, selection, refusals, idle } = setUp()
      desk.handle({ kind: 'select', change: 'replace', area })
      await idle()
      expect(refusals()).toEqual([])
      expect([area.kind, selection()?.size]).toEqual([area.kind, 2])
    }
  })

  it('[UI86] draw shapes, and lines in their direction', async () => {
    const { desk, patches, strokes, refusals, idle } = setUp()
    const look = { kind: 'outlined', brush: roundBrush({ size: 64 }) } as const
    const free = { regular: false, fromCentre: false }
    for (const shape of ['line', 'rectangle', 'ellipse'] as const) {
      desk.handle({ kind: 'shape', layer: firstLayer, shape, look, rule: free, ...corners })
    }
    for (const shape of ['rectangle', 'ellipse'] as const) {
      desk.handle({
        kind: 'shape',
        layer: firstLayer,
        shape,
        look: { kind: 'filled', color: 1 },
        rule: { regular: true, fromCentre: true },
        ...corners,
      })
    }
    desk.handle({ kind: 'fill', layer: 1, color: 1, at: { x: -far, y: far }, rule })
    await idle()
    expect(refusals()).toEqual([])
    expect(patches.length).toBe(3)
    expect(strokes.length).toBe(3)
    const down = Math.round((6400 + ((far - 6400) * (6400 + 16384)) / (6400 + far)) * 16)
    expect(strokes[0]).toEqual([
      { x: 6400 * 16, y: 6400 * 16, pressure: 1023 },
      { x: -16384 * 16, y: down, pressure: 1023 },
    ])
  })
})
