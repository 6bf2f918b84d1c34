import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AssertionError, ProtocolError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import { anyScript, authors } from '../testing/painting-script.ts'
import {
  alphaAt,
  begin,
  dot,
  end,
  isUndoOrRedo,
  play,
  points,
  redo,
  shownOf,
  size,
  stateOf,
  undo,
} from '../testing/timeline-script.ts'
import { decodeOperation, encodeOperation } from './operation-codec.ts'
import type { Sample } from './sample.ts'
import type { Operation } from './operation.ts'
import { Timeline } from './timeline.ts'

describe('Timeline', () => {
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
    const close: Operation = { kind: 'close', author: 1 }
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
    play(timeline, [1, begin(20, 20, { blend: 'erase', size: 1600 })], [1, end])
    expect(timeline.tile(0)).toBeUndefined()
    expect(tile.pixels).toEqual(pixels)
    expect(timeline.hash()).toBe(new Timeline(size).hash())
  })

  it('[RA3] keeps the tile when a stroke changes nothing', () => {
    const timeline = play(new Timeline(size), [1, begin(20, 20)], [1, end])
    const tile = timeline.tile(0)
    play(timeline, [2, begin(50, 50, { blend: 'erase' })], [2, end])
    expect(timeline.tile(0)).toBe(tile)
  })
})
