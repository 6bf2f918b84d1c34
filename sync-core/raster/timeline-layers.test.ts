import { describe, expect, it } from 'vitest'
import {
  add,
  alphaAt,
  at,
  begin,
  blank,
  end,
  frame,
  part,
  play,
  select,
  set,
  tileIndices,
  undo,
  redo,
} from '../testing/timeline-script.ts'
import type { Operation } from './operation.ts'
import { firstLayer } from './structure.ts'
import type { Timeline } from './timeline.ts'
import { newTimeline } from '../testing/picture-memories.ts'

const blankTimeline = (): Timeline => newTimeline(blank)
const layersOf = (timeline: Timeline): number[] => timeline.structure.layers.map(({ id }) => id)
const stroke = (author: number, x: number, y: number, layer = firstLayer): [number, Operation][] => [
  [author, begin(x, y, {}, layer)],
  [author, end],
]

describe('layers of a Timeline', () => {
  it('[RA27] adds, moves, changes and removes layers, and undoes each', () => {
    const timeline = play(
      blankTimeline(),
      [1, add(11)],
      [1, add(12, 11)],
      [2, { kind: 'layer-move', id: 12, above: 0 }],
    )
    expect(layersOf(timeline)).toEqual([12, 1, 11])
    play(timeline, [2, set(11, { kind: 'opacity', value: 40 })], [2, set(11, { kind: 'name', value: 'Ink' })])
    expect(timeline.structure.layers[2]).toMatchObject({ opacity: 40, name: 'Ink' })
    play(timeline, [2, undo(4)])
    expect(timeline.structure.layers[2]).toMatchObject({ opacity: 255, name: 'Ink' })
    play(timeline, [2, { kind: 'layer-remove', id: 12 }], [2, undo(3)])
    expect(layersOf(timeline)).toEqual([1, 11])
    play(timeline, [2, undo(7)])
    expect(layersOf(timeline)).toEqual([1, 11, 12])
  })

  it('[TG30][TG31] has the palette that was set last and is not undone, whoever set it', () => {
    const timeline = blankTimeline()
    const before = timeline.hash()
    play(timeline, [1, { kind: 'palette', colors: [1, 2] }], [2, { kind: 'palette', colors: [1, 2, 3] }])
    const both = timeline.hash()
    expect([timeline.structure.palette, both === before]).toEqual([[1, 2, 3], false])
    play(timeline, [1, undo(1)])
    expect([timeline.structure.palette, timeline.hash()]).toEqual([[1, 2, 3], both])
    play(timeline, [2, undo(2)])
    expect([timeline.structure.palette, timeline.hash()]).toEqual([[], before])
    play(timeline, [1, redo(1)])
    expect(timeline.structure.palette).toEqual([1, 2])
    timeline.takeDirty()
    play(timeline, [1, { kind: 'palette', colors: [] }])
    expect([timeline.structure.palette, timeline.hash()]).toEqual([[], before])
    expect(timeline.takeDirty()).toEqual(new Set())
  })

  it('[RA27] keeps one layer, no more than the limit, and ids apart', () => {
    const timeline = play(blankTimeline(), [1, { kind: 'layer-remove', id: 1 }], [1, add(1)], [1, add(0)])
    expect(layersOf(timeline)).toEqual([1])
    for (let id = 2; id < 300; id++) play(timeline, [1, add(id, id - 1)])
    expect(layersOf(timeline)).toHaveLength(200)
  })

  it('[RA28] keeps the pixels of a layer that is away, also what was painted meanwhile', () => {
    const timeline = play(blankTimeline(), [1, add(11)], ...stroke(2, 20, 20, 11))
    const before = timeline.hash()
    play(timeline, [1, undo(1)], ...stroke(2, 100, 20, 11))
    expect(layersOf(timeline)).toEqual([1])
    play(timeline, [2, undo(5)])
    const without = timeline.hash()
    play(timeline, [1, redo(1)])
    expect(timeline.hash()).toBe(before)
    expect(without).not.toBe(before)
    play(timeline, [2, redo(5)])
    expect(alphaAt(timeline, 100, 20, 11)).toBe(32767)
  })

  it('[RA29] copies a layer as it was, and as if what is undone had never been on it', () => {
    const timeline = play(blankTimeline(), ...stroke(1, 20, 20), ...stroke(2, 100, 20))
    play(timeline, [1, { kind: 'layer-copy', from: 1, id: 11, name: 'Copy' }], ...stroke(1, 20, 100))
    expect([
      alphaAt(timeline, 20, 20, 11),
      alphaAt(timeline, 100, 20, 11),
      alphaAt(timeline, 20, 100, 11),
    ]).toEqual([32767, 32767, 0])
    play(timeline, [2, undo(3)])
    expect(alphaAt(timeline, 100, 20, 11)).toBe(0)
    play(timeline, [1, undo(5)])
    expect(layersOf(timeline)).toEqual([1])
    expect(alphaAt(timeline, 20, 20, 11)).toBe(0)
  })

  it('[RA29] merges a layer down, and takes that back', () => {
    const timeline = play(blankTimeline(), [1, add(11)], ...stroke(1, 20, 20, 11), ...stroke(2, 100, 20))
    const before = timeline.hash()
    const merge: Operation = {
      kind: 'layer-merge',
      top: 11,
      below: 1,
      opacity: 128,
      blend: 'normal',
      clipped: false,
    }
    play(timeline, [2, merge])
    expect(layersOf(timeline)).toEqual([1])
    expect(alphaAt(timeline, 20, 20)).toBe(16447)
    play(timeline, [1, undo(2)])
    expect(alphaAt(timeline, 20, 20)).toBe(0)
    play(timeline, [1, redo(2)], [2, undo(6)])
    expect(timeline.hash()).toBe(before)
  })

  it('[RA29] lets an operation begin to make sense when an earlier one is undone', () => {
    const copy: Operation = { kind: 'layer-copy', from: 11, id: 12, name: 'Copy' }
    const timeline = play(blankTimeline(), [1, add(11)], ...stroke(1, 20, 20, 11))
    play(timeline, [1, { kind: 'layer-remove', id: 11 }], [2, copy])
    expect(layersOf(timeline)).toEqual([1])
    play(timeline, [1, undo(4)])
    expect(layersOf(timeline)).toEqual([1, 11, 12])
    expect(alphaAt(timeline, 20, 20, 12)).toBe(32767)
  })

  it('[RA26] changes the frame and no pixel when the picture is resized, and back', () => {
    const timeline = play(blankTimeline(), ...stroke(1, 20, 20))
    const before = timeline.hash()
    play(timeline, [1, { kind: 'resize', x: frame.x + 30, y: frame.y, width: 60, height: 60 }])
    expect(timeline.structure.frame).toEqual({ x: frame.x + 30, y: frame.y, width: 60, height: 60 })
    expect(alphaAt(timeline, 20, 20)).toBe(32767)
    play(timeline, [1, { kind: 'resize', x: 16_380, y: 0, width: 60, height: 60 }])
    expect(timeline.structure.frame.width).toBe(60)
    expect(timeline.hash()).not.toBe(before)
    play(timeline, [1, undo(3)])
    expect(timeline.hash()).toBe(before)
  })

  it('[RA30] lays the parts of a patch in their order, and takes all of it back at once', () => {
    const timeline = play(
      blankTimeline(),
      [1, { kind: 'patch-begin', layer: 1, color: 0x00ff00, alphaLock: false }],
      [1, { kind: 'patch-parts', parts: [part(0), part(5, 128)] }],
      [1, { kind: 'patch-parts', parts: [part(0, 255, 'erase')] }],
    )
    expect([...timeline.openActionOf(1)!.marks.indices()]).toEqual([tileIndices[0], tileIndices[5]])
    play(timeline, [1, end])
    expect(alphaAt(timeline, 10, 10)).toBe(0)
    expect(alphaAt(timeline, 70, 70)).toBe(16448)
    play(timeline, [1, undo(1)])
    expect(timeline.hash()).toBe(blankTimeline().hash())
  })

  it('[RA30] makes nothing of parts that are no tiles', () => {
    const broken = { index: tileIndices[0]!, bytes: new Uint8Array([7, 7, 7]) }
    const timeline = play(
      blankTimeline(),
      [1, { kind: 'patch-begin', layer: 1, color: 0, alphaLock: false }],
      [
        1,
        {
          kind: 'patch-parts',
          parts: [
            { ...broken, form: 'cover' },
            { ...broken, form: 'over' },
          ],
        },
      ],
      [1, end],
    )
    expect(timeline.hash()).toBe(blankTimeline().hash())
  })

  it('[RA31] paints inside of the selection only, as it was when the stroke began', () => {
    const selected = (x: number): Operation =>
      ({ ...begin(x, 20, { size: 640 }), selected: true }) as Operation
    const timeline = play(blankTimeline(), [1, select(0)], [2, selected(32)], [2, end], [2, undo(2)])
    expect(timeline.hash()).toBe(blankTimeline().hash())
    play(timeline, [1, selected(32)], [1, select()], [1, end])
    expect([alphaAt(timeline, 28, 20), alphaAt(timeline, 36, 20)]).toEqual([32767, 0])
    expect(timeline.selectionOf(1)).toBeUndefined()
    play(timeline, [1, selected(32)], [1, end])
    expect(alphaAt(timeline, 36, 20)).toBe(32767)
  })

  it('[RA31] takes a selection in several parts, and none that is too large', () => {
    const { parts } = select(0, 1) as Extract<Operation, { kind: 'select' }>
    const timeline = play(
      blankTimeline(),
      [1, { kind: 'select', stage: 'first', parts: parts.slice(0, 1) }],
      [1, { kind: 'select', stage: 'middle', parts: [] }],
    )
    expect(timeline.selectionOf(1)).toBeUndefined()
    play(timeline, [1, { kind: 'select', stage: 'last', parts: parts.slice(1) }])
    expect([...timeline.selectionOf(1)!.keys()]).toEqual(tileIndices.slice(0, 2))
    expect(timeline.selectionUpdateOf(1)).toBe(3)
    play(timeline, [0, { kind: 'close', author: 1 }])
    expect(timeline.selectionUpdateOf(1)).toBeUndefined()
  })

  it('[RA32] lays a gradient on the selected part of its area', () => {
    const black = { red: 0, green: 0, blue: 0, alpha: 255 }
    const gradient: Operation = {
      kind: 'gradient',
      layer: 1,
      alphaLock: false,
      selected: true,
      shape: 'linear',
      area: frame,
      from: at(0, 0),
      to: at(64, 0),
      start: { ...black, alpha: 0 },
      stop: black,
    }
    const timeline = play(blankTimeline(), [1, select(0)], [1, gradient])
    expect(alphaAt(timeline, 16, 5)).toBeGreaterThan(7000)
    expect(alphaAt(timeline, 16, 5)).toBeLessThan(9500)
    expect([alphaAt(timeline, 40, 5), alphaAt(timeline, 80, 5)]).toEqual([0, 0])
    play(timeline, [1, select()], [1, gradient])
    expect(alphaAt(timeline, 199, 149)).toBe(32767)
    // Nothing outside of the picture, also where its tiles reach further.
    expect(timeline.tile(1, tileIndices[11]!)!.copyPixels()[(10 * 64 + 63) * 4 + 3]).toBe(0)
  })

  it('[RA29] brings back what a copy hid when the copy is undone', () => {
    const copy = { kind: 'layer-copy', from: firstLayer, id: 12, name: 'Copy' } as const
    // Painted on a layer that comes later, where the copied one has nothing.
    const timeline = play(blankTimeline(), ...stroke(2, 100, 100, 12), ...stroke(2, 20, 20), [1, copy])
    expect([alphaAt(timeline, 100, 100, 12), alphaAt(timeline, 20, 20, 12)]).toEqual([0, 32767])
    play(timeline, [1, undo(timeline.seq)], [2, add(12)])
    expect([alphaAt(timeline, 100, 100, 12), alphaAt(timeline, 20, 20, 12)]).toEqual([32767, 0])
  })
})
