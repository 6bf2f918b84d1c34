import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AssertionError, ProtocolError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import { anyScript, authors } from '../testing/painting-script.ts'
import { decodeOperation, encodeOperation } from './operation-codec.ts'
import type { Brush, Operation, Sample, Update } from './operation.ts'
import { composeTile } from './show-tile.ts'
import { tileValues } from './tile.ts'
import { type Base, Timeline, type TimelineOptions } from './timeline.ts'
import { xxh64 } from './xxh64.ts'

const size = { width: 200, height: 150 }
const tileIndices = Array.from({ length: 12 }, (_, i) => i)
/** Bounds under which the horizon moves several times in a short script. */
const horizonLimits = {
  pendingUpdatesMax: 14,
  pendingUpdatesKept: 8,
  pendingBytesMax: 400,
  pendingBytesKept: 250,
}

const brush: Brush = {
  tool: 'paint',
  size: 160,
  opacity: 255,
  hardness: 255,
  color: 0xff0000,
  pressureSize: false,
  pressureOpacity: false,
}
const dot = (x: number, y: number): Sample[] => [{ x: x * 16, y: y * 16, pressure: 1023 }]
const begin = (x: number, y: number, change: Partial<Brush> = {}): Operation => ({
  kind: 'stroke-begin',
  brush: { ...brush, ...change },
  samples: dot(x, y),
})
const points = (x: number, y: number): Operation => ({ kind: 'stroke-points', samples: dot(x, y) })
const end: Operation = { kind: 'stroke-end' }
const undo = (stroke: number): Operation => ({ kind: 'undo', stroke })
const redo = (stroke: number): Operation => ({ kind: 'redo', stroke })

/** Applies operations of authors; the clientSeq of each is its place among all, from 1 on. */
function play(
  timeline: Timeline,
  ...steps: readonly (readonly [author: number, operation: Operation])[]
): Timeline {
  for (const [author, operation] of steps) {
    const seq = timeline.seq + 1
    timeline.apply({ seq, author, clientSeq: seq, operation: encodeOperation(operation) })
  }
  return timeline
}

function replay(updates: readonly Update[], base?: Base, options?: TimelineOptions): Timeline {
  const timeline = new Timeline(size, base, { horizonLimits, ...options })
  for (const update of updates) timeline.apply(update)
  return timeline
}

function isUndoOrRedo(update: Update): boolean {
  const { kind } = decodeOperation(update.operation)
  return kind === 'undo' || kind === 'redo'
}

/** Everything about a timeline that can be seen from outside. */
function stateOf(timeline: Timeline): unknown {
  return {
    seq: timeline.seq,
    horizon: timeline.horizon,
    hash: timeline.hash(),
    bytes: timeline.pendingBytes,
    open: timeline.openStrokes().map(({ author, stroke, painter }) => ({
      author,
      stroke,
      masks: [...painter.tiles]
        .sort(([a], [b]) => a - b)
        .map(([index, mask]) => ({ index, hash: xxh64(new Uint8Array(mask.buffer)) })),
    })),
    strokes: authors.map((author) => timeline.strokesOf(author)),
    carried: timeline.base().carried,
    base: timeline.base().tiles.map((tile) => tile?.hash),
  }
}

function shownOf(timeline: Timeline): Map<number, string> {
  const out = new Uint16Array(tileValues)
  const overlays = timeline.openStrokes().map(({ painter }) => painter)
  return new Map(
    tileIndices.map((index) => {
      composeTile(index, timeline.tile(index), overlays, out)
      return [index, Buffer.from(out.buffer).toString('latin1')]
    }),
  )
}

const alphaAt = (timeline: Timeline, x: number, y: number): number =>
  timeline.tile((y >> 6) * 4 + (x >> 6))?.pixels[(((y & 63) << 6) + (x & 63)) * 4 + 3] ?? 0

describe('Timeline', { timeout: 30_000 }, () => {
  it('[RA10] shows an open stroke above the layer and merges it at its end', () => {
    const timeline = play(new Timeline(size), [1, begin(20, 20)], [1, points(40, 20)])
    const blank = new Timeline(size).hash()
    expect(timeline.hash()).toBe(blank)
    expect(timeline.openStrokeOf(1)).toMatchObject({ author: 1, stroke: 1 })
    const shown = shownOf(timeline)
    play(timeline, [1, end])
    expect(timeline.openStrokeOf(1)).toBeUndefined()
    expect(alphaAt(timeline, 20, 20)).toBe(32767)
    expect(timeline.hash()).not.toBe(blank)
    // The last part, from the midpoint to the last sample, is painted at the end.
    expect(shownOf(timeline)).not.toEqual(shown)
    expect(alphaAt(timeline, 40, 20)).toBe(32767)
  })

  it('[RA10] merges in the order of ends, and shows open strokes in the order of begins', () => {
    const timeline = play(new Timeline(size), [1, begin(20, 20)], [2, begin(20, 20, { color: 0x0000ff })])
    expect(timeline.openStrokes().map(({ author }) => author)).toEqual([1, 2])
    play(timeline, [2, end], [1, end])
    expect([...timeline.tile(0)!.pixels.subarray((20 * 64 + 20) * 4, (20 * 64 + 20) * 4 + 4)]).toEqual([
      32767, 0, 0, 32767,
    ])
  })

  it('[RA10] ends an open stroke at the next begin of its author', () => {
    const timeline = play(new Timeline(size), [1, begin(20, 20)], [1, begin(100, 20)])
    expect(alphaAt(timeline, 20, 20)).toBe(32767)
    expect(timeline.openStrokeOf(1)?.stroke).toBe(2)
    expect(timeline.strokesOf(1)).toEqual([{ stroke: 1, undone: false }])
  })

  it('[RA10] lets only the host close the stroke of somebody else', () => {
    const close: Operation = { kind: 'close-stroke', author: 1 }
    const timeline = play(new Timeline(size), [1, begin(20, 20)], [2, close])
    expect(timeline.openStrokes()).toHaveLength(1)
    play(timeline, [0, close])
    expect(timeline.openStrokes()).toHaveLength(0)
    expect(alphaAt(timeline, 20, 20)).toBe(32767)
  })

  it('[RA11] undoes the own ended stroke only', () => {
    const timeline = play(new Timeline(size), [1, begin(20, 20)], [1, end], [2, begin(100, 20)])
    const before = timeline.hash()
    play(timeline, [2, undo(1)], [2, undo(3)], [1, undo(99)], [1, redo(1)])
    expect(timeline.hash()).toBe(before)
    play(timeline, [1, undo(1)])
    expect(timeline.hash()).toBe(new Timeline(size).hash())
    expect(timeline.strokesOf(1)).toEqual([{ stroke: 1, undone: true }])
    play(timeline, [1, undo(1)], [1, redo(1)])
    expect(timeline.hash()).toBe(before)
  })

  it('[RA11] leaves a picture as if an undone stroke had never been painted', () => {
    fc.assert(
      fc.property(anyScript(40), (script) => {
        const timeline = new Timeline(size)
        for (const update of script) timeline.apply(update)
        const undone = new Set(
          authors.flatMap((author) =>
            timeline
              .strokesOf(author)
              .filter((one) => one.undone)
              .map((one) => `${author}/${one.stroke}`),
          ),
        )
        // The same script without the undone strokes, and without any undo and redo.
        const kept = new Timeline(size)
        const skipping = new Map<number, boolean>()
        for (const update of script) {
          const operation = decodeOperation(update.operation)
          if (isUndoOrRedo(update)) continue
          if (operation.kind === 'stroke-begin') {
            const isUndone = undone.has(`${update.author}/${update.clientSeq}`)
            skipping.set(update.author, isUndone)
            if (isUndone) {
              // A begin ends the stroke before, painted or not.
              kept.apply({ ...update, seq: kept.seq + 1, operation: encodeOperation(end) })
              continue
            }
          }
          if (operation.kind === 'stroke-points' && skipping.get(update.author)) continue
          kept.apply({ ...update, seq: kept.seq + 1 })
        }
        expect(timeline.hash()).toBe(kept.hash())
      }),
      { numRuns: 40 },
    )
  })

  it('[RA11] gives the picture without an author when that author undoes everything', () => {
    fc.assert(
      fc.property(anyScript(30), (script) => {
        const timeline = new Timeline(size)
        for (const update of script) timeline.apply(update)
        play(timeline, [1, end])
        for (const { stroke } of timeline.strokesOf(1)) play(timeline, [1, undo(stroke)])
        const without = new Timeline(size)
        for (const update of script) {
          if (update.author !== 1) without.apply({ ...update, seq: without.seq + 1 })
        }
        expect(timeline.hash()).toBe(without.hash())
      }),
      { numRuns: 40 },
    )
  })

  it('[RA12] counts updates that have no effect', () => {
    const timeline = play(new Timeline(size), [1, end], [1, points(3, 3)], [1, undo(1)], [1, redo(7)])
    expect(timeline.seq).toBe(4)
    expect(timeline.pending()).toHaveLength(4)
    expect(timeline.hash()).toBe(new Timeline(size).hash())
  })

  it('[RA12] leaves out points past the length that a stroke may have', () => {
    const timeline = play(new Timeline(size), [1, begin(20, 20)])
    const many = { kind: 'stroke-points' as const, samples: Array<Sample[]>(1000).fill(dot(20, 20)).flat() }
    while (timeline.seq < limits.samplesPerStrokeMax / 1000) play(timeline, [1, many])
    // One sample and 59 000 are there: 1000 more are too many, 999 of them would not be.
    play(timeline, [1, { kind: 'stroke-points', samples: [...many.samples.slice(1), ...dot(150, 100)] }])
    expect([...timeline.openStrokeOf(1)!.painter.tiles.keys()]).toEqual([0])
    play(timeline, [1, points(150, 100)])
    expect(timeline.openStrokeOf(1)!.painter.tiles.size).toBeGreaterThan(1)
  })

  it('[RA12] refuses bytes that are no operation and stays as it was', () => {
    const timeline = play(new Timeline(size), [1, begin(20, 20)])
    const before = stateOf(timeline)
    expect(() => timeline.apply({ seq: 2, author: 1, clientSeq: 2, operation: new Uint8Array([9]) })).toThrow(
      ProtocolError,
    )
    expect(() =>
      timeline.apply({ seq: 3, author: 1, clientSeq: 2, operation: encodeOperation(end) }),
    ).toThrow(AssertionError)
    expect(stateOf(timeline)).toEqual(before)
  })

  it('[RA3] drops a tile that was erased wholly, and never changes one that exists', () => {
    const timeline = play(new Timeline(size), [1, begin(20, 20)], [1, end])
    const tile = timeline.tile(0)!
    const pixels = tile.pixels.slice()
    play(timeline, [1, begin(20, 20, { tool: 'erase', size: 1600 })], [1, end])
    expect(timeline.tile(0)).toBeUndefined()
    expect(tile.pixels).toEqual(pixels)
    expect(timeline.hash()).toBe(new Timeline(size).hash())
  })

  it('[RA3] keeps the tile when a stroke changes nothing', () => {
    const timeline = play(new Timeline(size), [1, begin(20, 20)], [1, end])
    const tile = timeline.tile(0)
    play(timeline, [2, begin(50, 50, { tool: 'erase' })], [2, end])
    expect(timeline.tile(0)).toBe(tile)
  })

  it('[RA13] changes no pixel when the horizon moves', () => {
    fc.assert(
      fc.property(anyScript(60), (script) => {
        const remembering = new Timeline(size)
        const folding = new Timeline(size, undefined, { horizonLimits })
        for (const update of script) {
          // Undo means less to the one that forgets; everything else must be the same.
          if (isUndoOrRedo(update)) continue
          remembering.apply({ ...update, seq: remembering.seq + 1 })
          folding.apply({ ...update, seq: folding.seq + 1 })
        }
        expect(folding.hash()).toBe(remembering.hash())
      }),
      { numRuns: 40 },
    )
  })

  it('[RA13] keeps what can be undone within its bounds', () => {
    fc.assert(
      fc.property(anyScript(60), (script) => {
        const timeline = replay(script)
        const pending = timeline.pending()
        expect(pending.map(({ seq }) => seq)).toEqual(script.slice(timeline.horizon).map(({ seq }) => seq))
        expect(pending.length).toBeLessThanOrEqual(horizonLimits.pendingUpdatesMax)
        expect(timeline.pendingBytes).toBe(pending.reduce((sum, { operation }) => sum + operation.length, 0))
        expect(timeline.pendingBytes).toBeLessThanOrEqual(horizonLimits.pendingBytesMax)
      }),
      { numRuns: 40 },
    )
  })

  it('[RA11] has no effect on strokes behind the horizon', () => {
    const timeline = play(
      new Timeline(size, undefined, { horizonLimits }),
      [1, begin(20, 20)],
      [1, end],
      [1, undo(1)],
      [1, redo(1)],
    )
    while (timeline.horizon < 2) play(timeline, [2, end])
    expect(timeline.strokesOf(1)).toEqual([])
    const before = timeline.hash()
    play(timeline, [1, undo(1)])
    expect(timeline.hash()).toBe(before)
  })

  it('[RA14] is continued exactly by a timeline made of its base and pending', () => {
    fc.assert(
      fc.property(anyScript(70), fc.nat({ max: 70 }), (script, at) => {
        const original = replay(script.slice(0, at))
        const copy = replay(original.pending(), original.base())
        expect(stateOf(copy)).toEqual(stateOf(original))
        for (const update of script.slice(at)) {
          original.apply(update)
          copy.apply(update)
        }
        expect(stateOf(copy)).toEqual(stateOf(original))
      }),
      { numRuns: 30 },
    )
  })

  it('[RA14] gives bases that stay as they are', () => {
    fc.assert(
      fc.property(anyScript(60), (script) => {
        const timeline = replay(script.slice(0, 30))
        const base = timeline.base()
        const pending = timeline.pending()
        const hash = replay(pending, base).hash()
        for (const update of script.slice(30)) timeline.apply(update)
        expect(replay(pending, base).hash()).toBe(hash)
      }),
      { numRuns: 20 },
    )
  })

  it('[RA15] carries the updates of strokes that are open at the horizon, in order', () => {
    const timeline = new Timeline(size, undefined, { horizonLimits })
    play(timeline, [1, begin(20, 20)], [2, begin(9, 9)], [2, end], [2, begin(100, 20)])
    while (timeline.horizon < 6) play(timeline, [1, points(20 + timeline.seq, 20)], [2, points(100, 50)])
    const carried = timeline.base().carried.map(({ seq }) => seq)
    expect(carried).toEqual([1, 4, 5, 6, 7, 8, 9, 10, 11, 12].filter((seq) => seq <= timeline.horizon))
    play(timeline, [2, end], [1, end])
    expect(alphaAt(timeline, 20, 20)).toBe(32767)
    expect(alphaAt(timeline, 100, 20)).toBe(32767)
    // Author 2's ended first, and both of them after the horizon: they are carried still.
    expect(timeline.base().carried.map(({ seq }) => seq)).toEqual(carried)
  })

  it('[RA15] refuses carried updates that belong to no open stroke', () => {
    const update = (operation: Operation): Update => ({
      seq: 3,
      author: 1,
      clientSeq: 3,
      operation: encodeOperation(operation),
    })
    for (const carried of [
      [update(points(1, 1))],
      [update(end)],
      [update(begin(1, 1)), update(begin(1, 1))],
    ]) {
      const tiles = tileIndices.map(() => undefined)
      expect(() => new Timeline(size, { horizon: 5, tiles, carried })).toThrow(ProtocolError)
    }
  })

  it('[RA16] cannot tell in the end that base tiles came late', () => {
    const anyOrder = fc.shuffledSubarray(tileIndices, { minLength: 12 })
    const anyPauses = fc.array(fc.nat({ max: 6 }), { minLength: 12, maxLength: 12 })
    fc.assert(
      fc.property(anyScript(90), fc.nat({ max: 60 }), anyOrder, anyPauses, (script, at, order, pauses) => {
        const original = replay(script.slice(0, at))
        const base = original.base()
        const blank = { ...base, tiles: tileIndices.map(() => undefined) }
        const joiner = replay(original.pending(), blank, { missing: tileIndices })
        const rest = script.slice(at)
        order.forEach((index, i) => {
          for (const update of rest.splice(0, pauses[i])) {
            original.apply(update)
            joiner.apply(update)
          }
          expect(joiner.missingTiles).toBe(12 - i)
          joiner.setBaseTile(index, base.tiles[index])
        })
        for (const update of rest) {
          original.apply(update)
          joiner.apply(update)
        }
        expect(stateOf(joiner)).toEqual(stateOf(original))
      }),
      { numRuns: 40 },
    )
  })

  it('[RA16] keeps a missing tile blank and gives away no hash and no base until it came', () => {
    const timeline = play(new Timeline(size, undefined, { missing: [0] }), [1, begin(20, 20)], [1, end])
    expect(timeline.isMissing(0)).toBe(true)
    expect(timeline.tile(0)).toBeUndefined()
    expect(() => timeline.hash()).toThrow(AssertionError)
    expect(() => timeline.base()).toThrow(AssertionError)
    timeline.setBaseTile(0, undefined)
    expect(alphaAt(timeline, 20, 20)).toBe(32767)
    expect(() => timeline.setBaseTile(0, undefined)).toThrow(AssertionError)
  })

  it('[RA17] names every tile that looks different', () => {
    fc.assert(
      fc.property(anyScript(50), (script) => {
        const timeline = new Timeline(size, undefined, { horizonLimits })
        let before = shownOf(timeline)
        for (const update of script) {
          timeline.apply(update)
          const after = shownOf(timeline)
          const dirty = timeline.takeDirty()
          for (const index of tileIndices) {
            if (before.get(index) !== after.get(index)) expect(dirty).toContain(index)
          }
          before = after
        }
        expect(timeline.takeDirty().size).toBe(0)
      }),
      { numRuns: 15 },
    )
  })

  it('[RA18] hashes equal pictures of different pasts the same', () => {
    fc.assert(
      fc.property(anyScript(40), (script) => {
        const lazy = replay(script)
        const eager = new Timeline(size, undefined, { horizonLimits })
        for (const update of script) {
          eager.apply(update)
          eager.hash()
        }
        const tiles = tileIndices.map((index) => lazy.tile(index))
        const fresh = new Timeline(size, { horizon: 0, tiles, carried: [] })
        expect(eager.hash()).toBe(lazy.hash())
        expect(fresh.hash()).toBe(lazy.hash())
      }),
      { numRuns: 15 },
    )
  })

  it('[RA18] hashes different sizes and places differently', () => {
    const blank = new Timeline(size).hash()
    expect(new Timeline({ width: 150, height: 200 }).hash()).not.toBe(blank)
    const [left, right] = [32, 96].map((x) => play(new Timeline(size), [1, begin(x, 32)], [1, end]).hash())
    expect(left).not.toBe(right)
    expect(left).toMatch(/^[0-9a-f]{16}$/)
  })

  it('[RA19] gives the same without any memory for masks', () => {
    fc.assert(
      fc.property(anyScript(50), fc.constantFrom(0, 8192, 60_000), (script, maskBytesMax) => {
        expect(stateOf(replay(script, undefined, { maskBytesMax }))).toEqual(stateOf(replay(script)))
      }),
      { numRuns: 40 },
    )
  })
})
