import { describe, expect, it } from 'vitest'
import { byPressure, roundBrush } from '../../sync-core/index.ts'
import { nextSize, sizeToStep, stepToSize, toBrush } from './brush-settings.ts'

const settings = { sizePx: 12, opacity: 100, hardness: 50, pressureSize: true, pressureOpacity: false }

describe('brush settings', () => {
  it('[UI30] become whole numbers in the engine’s units', () => {
    expect(toBrush(settings, 'paint', 0x123456)).toEqual(
      roundBrush({ size: 192, opacity: 255, hardness: 128, color: 0x123456, sizeBy: byPressure }),
    )
    expect(toBrush({ ...settings, opacity: 0.1, sizePx: 5000 }, 'erase', 0x123456)).toMatchObject({
      blend: 'erase',
      size: 16384,
      opacity: 1,
      color: 0,
    })
  })

  it('[UI31] move along a slider that grows evenly for the eye', () => {
    expect([0, 50, 100].map(stepToSize)).toEqual([1, 32, 1024])
    expect([1, 32, 1024].map(sizeToStep)).toEqual([0, 50, 100])
  })

  it('[UI31] always change by a visible step and stay in range', () => {
    let size = 1
    const seen = [size]
    while (size < 1024) {
      const next = nextSize(size, 1)
      expect(next).toBeGreaterThan(size)
      size = next
      seen.push(size)
    }
    expect(seen.length).toBeLessThan(60)
    expect(nextSize(1024, 1)).toBe(1024)
    expect(nextSize(1, -1)).toBe(1)
    expect(nextSize(10, -1)).toBe(8.5)
  })
})
