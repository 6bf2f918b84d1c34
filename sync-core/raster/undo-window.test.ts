import { describe, expect, it } from 'vitest'
import type { EndedAction } from './action.ts'
import type { Marks } from './marks.ts'
import { UndoWindow } from './undo-window.ts'

/** Marks of so many tiles, and whether they were given back. */
class CountedMarks implements Marks {
  readonly layer = 1
  readonly bytes: number
  state: 'kept' | 'freed' = 'kept'

  constructor(tiles: number) {
    this.bytes = tiles * 8192
  }

  has(): boolean {
    return false
  }

  indices(): Iterable<number> {
    return []
  }

  layOn(): boolean {
    return false
  }

  free(): void {
    if (this.state === 'freed') throw new Error('these marks were freed before')
    this.state = 'freed'
  }
}

function actionOf(endSeq: number, tiles: number, first = 0): EndedAction {
  const touched = new Set(Array.from({ length: tiles }, (_, n) => first + n))
  const marks = new CountedMarks(tiles)
  const effect = { kind: 'marks' as const, layer: 1, touched, selection: undefined, marks }
  return { author: 1, action: endSeq, endSeq, updates: [], effect, undone: false }
}

describe('UndoWindow', () => {
  const withMarks = (window: UndoWindow): number[] =>
    window.actions
      .filter(({ effect }) => effect.kind === 'marks' && effect.marks !== undefined)
      .map(({ endSeq }) => endSeq)

  it('[RA19] keeps the marks of the newest actions, within its memory', () => {
    const window = new UndoWindow(8192 * 4)
    for (let endSeq = 1; endSeq <= 6; endSeq++) window.push(actionOf(endSeq, 2))
    expect(withMarks(window)).toEqual([5, 6])
    expect(window.until(3).map(({ endSeq }) => endSeq)).toEqual([1, 2, 3])
    window.drop(3)
    expect(window.actions.map(({ endSeq }) => endSeq)).toEqual([4, 5, 6])
    window.push(actionOf(7, 1))
    expect(withMarks(window)).toEqual([6, 7])
    const dropped = window.actions.slice(0, 3).map(({ effect }) => effect.kind === 'marks' && effect.marks)
    window.drop(3)
    expect(dropped.map((marks) => marks && (marks as CountedMarks).state)).toEqual([
      undefined,
      undefined,
      'freed',
    ])
    window.push(actionOf(8, 3))
    expect(withMarks(window)).toEqual([7, 8])
    window.push(actionOf(9, 5))
    expect(withMarks(window)).toEqual([])
  })

  it('[RA11] finds the newest action of a name', () => {
    const window = new UndoWindow(8192)
    const [older, newer] = [actionOf(3, 1), { ...actionOf(3, 1), endSeq: 4 }]
    window.push(older)
    window.push(newer)
    expect(window.find(1, 3)).toBe(newer)
    expect(window.find(2, 3)).toBeUndefined()
  })

  it('[RA39] names the actions that touch some columns, in order, and no others', () => {
    const window = new UndoWindow(0)
    const seqsAt = (...indices: number[]): number[] => window.touching(indices).map(({ endSeq }) => endSeq)
    for (const [seq, first] of [0, 2, 1, 8, 1].entries()) window.push(actionOf(seq, 2, first))
    expect([seqsAt(1), seqsAt(3, 0), seqsAt(9), seqsAt(7), seqsAt()]).toEqual([
      [0, 2, 4],
      [0, 1],
      [3],
      [],
      [],
    ])
    const operation = { kind: 'layer-copy', from: 1, id: 2, name: '' } as const
    const effect = { kind: 'layers' as const, operation, isEffective: true }
    window.push({ author: 1, action: 5, endSeq: 5, updates: [], effect, undone: false })
    window.push(actionOf(5, 1))
    expect([seqsAt(0), seqsAt(7)]).toEqual([[0, 5, 5], [5]])
    window.drop(3)
    expect([seqsAt(1, 2), seqsAt(3)]).toEqual([[4, 5], [5]])
    window.drop(3)
    expect([seqsAt(0), seqsAt(1)]).toEqual([[5], []])
  })
})
