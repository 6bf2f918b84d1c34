import { describe, expect, it } from 'vitest'
import { limits } from '../../sync-core/index.ts'
import { upright } from '../view/view-transform.ts'
import { dropRepeats, toPenPoint } from './pen-samples.ts'

const place = { left: 48, top: 49, ratio: 2 }
const view = { scale: 0.5, x: 100, y: 40, ...upright }
const still = { pointerType: 'mouse', pressure: 0, tiltX: 0, tiltY: 0, timeStamp: 0 }

describe('pen points', () => {
  it('[UI20] gives positions in sixteenths of a px of the plane', () => {
    const position = { ...still, clientX: 148.25, clientY: 99, pointerType: 'pen', pressure: 0.5 }
    expect(toPenPoint(position, place, view)).toEqual({
      x: (200.5 - 100) * 2 * 16,
      y: 60 * 2 * 16,
      pressure: 512,
      tiltX: 0,
      tiltY: 0,
      timeMs: 0,
    })
  })

  it('[UI20] believes only a pen’s pressure and tilt', () => {
    const press = (pointerType: string, pressure: number) =>
      toPenPoint(
        { ...still, clientX: 0, clientY: 0, pointerType, pressure, tiltX: 20, tiltY: -15, timeStamp: 7 },
        place,
        view,
      )
    expect(press('pen', 0)).toMatchObject({ pressure: 0, tiltX: 20, tiltY: -15, timeMs: 7 })
    expect(press('pen', 1).pressure).toBe(1023)
    expect(press('mouse', 0.5)).toMatchObject({ pressure: 1023, tiltX: 0, tiltY: 0 })
    expect(press('touch', 0).pressure).toBe(1023)
  })

  it('[UI20] keeps positions inside what the wire carries', () => {
    const far = toPenPoint({ ...still, clientX: 1e9, clientY: -1e9 }, place, view)
    expect(far).toMatchObject({
      x: limits.samplePositionMax,
      y: limits.samplePositionMin,
      pressure: 1023,
    })
  })

  it('[UI21] drops points that repeat the one before', () => {
    const a = { x: 1, y: 2, pressure: 3, timeMs: 0 }
    const b = { x: 1, y: 2, pressure: 4, timeMs: 0 }
    expect(dropRepeats([a, { ...a, timeMs: 5 }, b, b, a])).toEqual([a, b, a])
    expect(dropRepeats([a, a, b], a)).toEqual([b])
    expect(dropRepeats([a], a)).toEqual([])
  })
})
