import { describe, expect, it } from 'vitest'
import { limits } from '../../sync-core/index.ts'
import { dropRepeats, toSample } from './pen-samples.ts'

const place = { left: 48, top: 49, ratio: 2 }
const view = { scale: 0.5, x: 100, y: 40 }

describe('pen samples', () => {
  it('[UI20] gives positions in sixteenths of a px of the picture', () => {
    const position = { clientX: 148.25, clientY: 99, pointerType: 'pen', pressure: 0.5 }
    expect(toSample(position, place, view)).toEqual({
      x: (200.5 - 100) * 2 * 16,
      y: 60 * 2 * 16,
      pressure: 512,
    })
  })

  it('[UI20] believes only a pen’s pressure', () => {
    const press = (pointerType: string, pressure: number) =>
      toSample({ clientX: 0, clientY: 0, pointerType, pressure }, place, view).pressure
    expect(press('pen', 0)).toBe(0)
    expect(press('pen', 1)).toBe(1023)
    expect(press('mouse', 0.5)).toBe(1023)
    expect(press('touch', 0)).toBe(1023)
  })

  it('[UI20] keeps positions inside what the wire carries', () => {
    const far = toSample({ clientX: 1e9, clientY: -1e9, pointerType: 'mouse', pressure: 0 }, place, view)
    expect(far).toEqual({ x: limits.samplePositionMax, y: limits.samplePositionMin, pressure: 1023 })
  })

  it('[UI21] drops samples that repeat the one before', () => {
    const a = { x: 1, y: 2, pressure: 3 }
    const b = { x: 1, y: 2, pressure: 4 }
    expect(dropRepeats([a, a, b, b, a])).toEqual([a, b, a])
    expect(dropRepeats([a, a, b], a)).toEqual([b])
    expect(dropRepeats([a], a)).toEqual([])
  })
})
