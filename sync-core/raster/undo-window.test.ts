import { describe, expect, it } from 'vitest'
import type { EndedStroke } from './stroke.ts'
import { UndoWindow } from './undo-window.ts'

function strokeOf(endSeq: number, tiles: number): EndedStroke {
  const masks = new Map(Array.from({ length: tiles }, (_, index) => [index, new Uint16Array(4096)]))
  return {
    author: 1,
    stroke: endSeq,
    endSeq,
    updates: [],
    source: { red: 0, green: 0, blue: 0, alpha: 0 },
    touched: new Set(masks.keys()),
    masks,
    undone: false,
  }
}

describe('UndoWindow', () => {
  const withMasks = (window: UndoWindow): number[] =>
    window.strokes.filter(({ masks }) => masks !== undefined).map(({ endSeq }) => endSeq)

  it('[RA19] keeps the masks of the newest strokes, within its memory', () => {
    const window = new UndoWindow(8192 * 4)
    for (let endSeq = 1; endSeq <= 6; endSeq++) window.push(strokeOf(endSeq, 2))
    expect(withMasks(window)).toEqual([5, 6])
    expect(window.takeUntil(3).map(({ endSeq }) => endSeq)).toEqual([1, 2, 3])
    window.push(strokeOf(7, 1))
    expect(withMasks(window)).toEqual([6, 7])
    window.takeUntil(6)
    window.push(strokeOf(8, 3))
    expect(withMasks(window)).toEqual([7, 8])
    window.push(strokeOf(9, 5))
    expect(withMasks(window)).toEqual([])
  })

  it('[RA11] finds the newest stroke of a name', () => {
    const window = new UndoWindow(8192)
    const [older, newer] = [strokeOf(3, 1), { ...strokeOf(3, 1), endSeq: 4 }]
    window.push(older)
    window.push(newer)
    expect(window.find(1, 3)).toBe(newer)
    expect(window.find(2, 3)).toBeUndefined()
  })
})
