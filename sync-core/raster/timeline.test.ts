import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AssertionError, ProtocolError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import { anyScript, authors } from '../testing/painting-script.ts'
import {
  alphaAt,
  at,
  begin,
  blank,
  dot,
  end,
  play,
  points,
  redo,
  shownOf,
  stateOf,
  tileIndices,
  undo,
} from '../testing/timeline-script.ts'
import { opensAction, type Operation, type Update } from './operation.ts'
import { decodeOperation, encodeOperation } from './operation-codec.ts'
import type { SampleOffset } from './sample.ts'
import { firstLayer } from './structure.ts'
import type { Timeline } from './timeline.ts'
import { newTimeline } from '../testing/picture-memories.ts'

const blankTimeline = (): Timeline => newTimeline(blank)
const blankHash = blankTimeline().hash()

describe('Timeline', () => {
  it('[RA10] shows an open stroke above the layer and merges it at its end', () => {
    const timeline = play(blankTimeline(), [1, begin(20, 20)], [1, points(20, 0)])
    expect(timeline.hash()).toBe(blankHash)
    expect(timeline.openActionOf(1)).toMatchObject({ author: 1, action: 1 })
    const shown = shownOf(timeline)
    play(timeline, [1, end])
    expect(timeline.openActionOf(1)).toBeUndefined()
    expect(alphaAt(timeline, 20, 20)).toBe(32767)
    expect(timeline.hash()).not.toBe(blankHash)
    expect(shownOf(timeline)).toEqual(shown)
    expect(alphaAt(timeline, 40, 20)).toBe(32767)
  })

  it('[RA10] merges in the order of ends, and shows open strokes in the order of begins', () => {
    const timeline = play(blankTimeline(), [1, begin(20, 20)], [2, begin(20, 20, { color: 0x0000ff })])
    expect(timeline.openActions().map(({ author }) => author)).toEqual([1, 2])
    play(timeline, [2, end], [1, end])
    const pixels = timeline.tile(firstLayer, tileIndices[0]!)!.copyPixels()
    expect([...pixels.subarray((20 * 64 + 20) * 4, (20 * 64 + 20) * 4 + 4)]).toEqual([32767, 0, 0, 32767])
  })

  it('[RA10] ends an open action at whatever its author does that does not continue it', () => {
    for (const next of [
      begin(100, 20),
      undo(99),
      { kind: 'layer-add', id: 5, above: 1, name: '' } as const,
    ]) {
      const timeline = play(blankTimeline(), [1, begin(20, 20)], [1, next])
      expect(alphaAt(timeline, 20, 20)).toBe(32767)
      expect(timeline.actionsOf(1)[0]).toEqual({ action: 1, undone: false })
    }
  })

  it('[RA10] lets only the host close the stroke of somebody else', () => {
    const close: Operation = { kind: 'close', author: 1 }
    const timeline = play(blankTimeline(), [1, begin(20, 20)], [2, close])
    expect(timeline.openActions()).toHaveLength(1)
    play(timeline, [0, close])
    expect(timeline.openActions()).toHaveLength(0)
    expect(alphaAt(timeline, 20, 20)).toBe(32767)
  })

  it('[RA11] undoes the own ended action only', () => {
    const timeline = play(blankTimeline(), [1, begin(20, 20)], [1, end], [2, begin(100, 20)])
    const before = timeline.hash()
    play(timeline, [2, undo(1)])
    play(timeline, [1, undo(99)], [1, redo(1)])
    play(timeline, [2, undo(3)], [2, redo(3)])
    expect(alphaAt(timeline, 100, 20)).toBe(32767)
    play(timeline, [2, undo(3)])
    expect(timeline.hash()).toBe(before)
    play(timeline, [1, undo(1)])
    expect(timeline.hash()).toBe(blankHash)
    expect(timeline.actionsOf(1)).toEqual([{ action: 1, undone: true }])
    play(timeline, [1, undo(1)], [1, redo(1)])
    expect(timeline.hash()).toBe(before)
  })

  it('[RA11] leaves a picture as if an undone action had never been', () => {
    fc.assert(
      fc.property(anyScript(60), (script) => {
        const timeline = blankTimeline()
        for (const update of script) timeline.apply(update)
        const undone = new Set(
          authors.flatMap((author) =>
            timeline
              .actionsOf(author)
              .filter((one) => one.undone)
              .map((one) => `${author}/${one.action}`),
          ),
        )
        const kept = blankTimeline()
        for (const update of withoutActions(script, (name) => undone.has(name))) kept.apply(update)
        expect(kept.structure).toEqual(timeline.structure)
        expect(kept.hash()).toBe(timeline.hash())
      }),
      { numRuns: 60 },
    )
  })

  it('[RA11] gives the picture without an author when that author undoes everything', () => {
    fc.assert(
      fc.property(anyScript(50), (script) => {
        const timeline = blankTimeline()
        for (const update of script) timeline.apply(update)
        play(timeline, [1, end])
        for (const { action } of timeline.actionsOf(1)) play(timeline, [1, undo(action)])
        const without = blankTimeline()
        for (const update of script) {
          if (update.author !== 1) without.apply({ ...update, seq: without.seq + 1 })
        }
        expect(timeline.structure).toEqual(without.structure)
        expect(timeline.hash()).toBe(without.hash())
      }),
      { numRuns: 60 },
    )
  })

  it('[RA12] counts updates that have no effect', () => {
    const timeline = play(blankTimeline(), [1, end], [1, points(3, 3)], [1, undo(1)], [1, redo(7)])
    expect(timeline.seq).toBe(4)
    expect(timeline.pending()).toHaveLength(4)
    expect(timeline.hash()).toBe(blankHash)
  })

  it('[RA12] leaves out points past the length that a stroke may have', () => {
    const timeline = play(blankTimeline(), [1, begin(20, 20)])
    const still: SampleOffset = { x: 0, y: 0, pressure: 0 }
    const away: SampleOffset = { x: 130 * 16, y: 80 * 16, pressure: 0 }
    const many = (count: number): SampleOffset[] => Array.from({ length: count }, () => still)
    while (timeline.seq < limits.samplesPerStrokeMax / 1000) {
      play(timeline, [1, { kind: 'stroke-points', samples: many(1000) }])
    }
    // One sample and 59 000 are there: 1000 more are too many, 999 of them would not be.
    play(timeline, [1, { kind: 'stroke-points', samples: [...many(999), away] }])
    expect([...timeline.openActionOf(1)!.marks.indices()]).toEqual([tileIndices[0]])
    play(timeline, [1, { kind: 'stroke-points', samples: [away] }])
    expect([...timeline.openActionOf(1)!.marks.indices()].length).toBeGreaterThan(1)
  })

  it('[RA12] refuses bytes that are no operation and stays as it was', () => {
    const timeline = play(blankTimeline(), [1, begin(20, 20)])
    const before = stateOf(timeline)
    expect(() =>
      timeline.apply({ seq: 2, author: 1, clientSeq: 2, operation: new Uint8Array([99]) }),
    ).toThrow(ProtocolError)
    expect(() =>
      timeline.apply({ seq: 3, author: 1, clientSeq: 2, operation: encodeOperation(end) }),
    ).toThrow(AssertionError)
    expect(stateOf(timeline)).toEqual(before)
  })

  it('[RA3] drops a tile that was erased wholly, and never changes one that exists', () => {
    const timeline = play(blankTimeline(), [1, begin(20, 20)], [1, end])
    const tile = timeline.tile(firstLayer, tileIndices[0]!)!
    const pixels = tile.copyPixels()
    play(timeline, [1, begin(20, 20, { blend: 'erase', size: 1600 })], [1, end])
    expect(timeline.tile(firstLayer, tileIndices[0]!)).toBeUndefined()
    expect(tile.copyPixels()).toEqual(pixels)
    expect(timeline.hash()).toBe(blankHash)
  })

  it('[RA3] keeps the tile when a stroke changes nothing', () => {
    const timeline = play(blankTimeline(), [1, begin(20, 20)], [1, end])
    const tile = timeline.tile(firstLayer, tileIndices[0]!)
    play(timeline, [2, begin(50, 50, { blend: 'erase' })], [2, end])
    expect(timeline.tile(firstLayer, tileIndices[0]!)).toBe(tile)
  })

  it('[RA26] keeps what is painted outside of the picture, but not outside of the plane', () => {
    const timeline = play(blankTimeline(), [1, begin(-100, -100)], [1, end])
    expect(timeline.layerTiles(firstLayer).size).toBe(1)
    const outside = { ...begin(0, 0), samples: [{ x: -999, y: 16 * 16_400, pressure: 1023 }] } as Operation
    play(timeline, [1, outside], [1, end], [1, { ...begin(0, 0), samples: dot(0, 0) } as Operation])
    expect(timeline.layerTiles(firstLayer).size).toBe(1)
    expect(at(0, 0)).toEqual({ x: 126 * 64 * 16, y: 126 * 64 * 16 })
  })
})

/** The script without some actions (named `author/clientSeq`), and without undo and redo. */
function withoutActions(script: readonly Update[], isLeftOut: (name: string) => boolean): Update[] {
  const isSkipping = new Map<number, boolean>()
  return script.map((update) => {
    const operation = decodeOperation(update.operation)
    const isUndone = isLeftOut(`${update.author}/${update.clientSeq}`)
    const isPart = operation.kind === 'stroke-points' || operation.kind === 'patch-parts'
    if (opensAction(operation)) isSkipping.set(update.author, isUndone)
    const isGone =
      isUndone ||
      operation.kind === 'undo' ||
      operation.kind === 'redo' ||
      (isPart && isSkipping.get(update.author))
    // Whatever it was, it ended the action before.
    const instead: Operation = isPart ? points(0, 0) : end
    return isGone === true ? { ...update, operation: encodeOperation(instead) } : update
  })
}
