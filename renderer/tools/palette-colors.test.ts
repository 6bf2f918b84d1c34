import { describe, expect, it } from 'vitest'
import { addColor, addColors, gapAt, moveColor, removeColor, stepInGrid } from './palette-colors.ts'

const colors = [1, 2, 3, 4, 5].map((color) => ({ color, name: `n${color}` }))
const numbers = (list: readonly { readonly color: number }[]): number[] => list.map(({ color }) => color)

describe('the colours of a palette', () => {
  it('[CO25] takes a new colour at the end, and none twice or beyond its room', () => {
    const answer = addColor(colors, 9, 6)
    expect(answer.kind === 'colors' && answer.colors.at(-1)).toEqual({ color: 9, name: '' })
    expect(addColor(colors, 3, 6)).toEqual({ kind: 'refused', why: 'there' })
    expect(addColor(colors, 3, 5)).toEqual({ kind: 'refused', why: 'there' })
    expect(addColor(colors, 9, 5)).toEqual({ kind: 'refused', why: 'full' })
  })

  it('[CO27] takes of another palette what it does not have, once, or nothing where that is too much', () => {
    const added = [3, 8, 8, 9].map((color) => ({ color, name: '' }))
    const answer = addColors(colors, added, 7)
    expect(answer.kind === 'colors' && numbers(answer.colors)).toEqual([1, 2, 3, 4, 5, 8, 9])
    expect(addColors(colors, added, 6)).toEqual({ kind: 'refused', why: 'full' })
    expect(addColors(colors, colors.slice(2), 5)).toEqual({ kind: 'refused', why: 'there' })
  })

  it('[CO26] leaves the others in their order when one goes or moves', () => {
    expect(numbers(removeColor(colors, 1))).toEqual([1, 3, 4, 5])
    expect(numbers(moveColor(colors, 0, 3))).toEqual([2, 3, 1, 4, 5])
    expect(numbers(moveColor(colors, 4, 0))).toEqual([5, 1, 2, 3, 4])
    expect(numbers(moveColor(colors, 4, 5))).toEqual([1, 2, 3, 4, 5])
    expect(numbers(moveColor(colors, 2, 2))).toEqual([1, 2, 3, 4, 5])
    expect(numbers(moveColor(colors, 2, 3))).toEqual([1, 2, 3, 4, 5])
    expect(moveColor(colors, 7, 0)).toBe(colors)
  })

  it('[CO26] finds the gap nearest to where a colour is dropped', () => {
    const cell = { width: 20, height: 10 }
    const gap = (x: number, y: number) => gapAt({ x, y }, cell, 3, 5)
    expect(gap(-50, -50)).toEqual({ row: 0, column: 0 })
    expect(gap(9, 5)).toEqual({ row: 0, column: 0 })
    expect(gap(11, 5)).toEqual({ row: 0, column: 1 })
    expect(gap(500, 5)).toEqual({ row: 0, column: 3 })
    expect(gap(500, 15)).toEqual({ row: 1, column: 2 })
    expect(gap(21, 500)).toEqual({ row: 1, column: 1 })
    expect(gapAt({ x: 5, y: 5 }, cell, 3, 0)).toEqual({ row: 0, column: 0 })
  })

  it('[CO26] goes by one place or one row, and stays where there is none', () => {
    const step = (at: number, key: string) => stepInGrid(at, key, 3, 5)
    expect(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'].map((key) => step(1, key))).toEqual([
      0, 2, 1, 4,
    ])
    expect([step(0, 'ArrowLeft'), step(4, 'ArrowRight'), step(3, 'ArrowDown')]).toEqual([0, 4, 3])
    expect([step(3, 'Home'), step(0, 'End'), step(0, 'a')]).toEqual([0, 4, undefined])
  })
})
