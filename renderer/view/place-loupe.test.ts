import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placeLoupe } from './place-loupe.ts'

const area = { x: 100, y: 50, width: 800, height: 500 }
const size = { radius: 60, distance: 80, side: 1 as const }

describe('where the loupe stands', () => {
  it('[CO33] is above the pointer, and beside it where there is no room above', () => {
    expect(placeLoupe({ x: 400, y: 300 }, area, size)).toEqual({ x: 400, y: 220, side: 1 })
    expect(placeLoupe({ x: 400, y: 110 }, area, size)).toEqual({ x: 480, y: 110, side: 1 })
    expect(placeLoupe({ x: 400, y: 110 }, area, { ...size, side: -1 })).toEqual({ x: 320, y: 110, side: -1 })
    expect(placeLoupe({ x: 890, y: 110 }, area, size)).toMatchObject({ y: 110, side: -1 })
  })

  it('[CO33] is always inside the canvas, and never nearer to the pointer', () => {
    const anyPointer = fc.record({
      x: fc.integer({ min: 100, max: 900 }),
      y: fc.integer({ min: 50, max: 550 }),
    })
    fc.assert(
      fc.property(anyPointer, fc.constantFrom(1 as const, -1 as const), (pointer, side) => {
        const { x, y } = placeLoupe(pointer, area, { ...size, side })
        const away = Math.hypot(x - pointer.x, y - pointer.y)
        expect(away > 79.999 && away < 85).toBe(true)
        expect(x >= 160 && x <= 840 && y >= 110 && y <= 490).toBe(true)
      }),
    )
  })

  it('[CO33] moves with the pointer without a jump while its side has room', () => {
    let place = placeLoupe({ x: 300, y: 400 }, area, size)
    for (let y = 400; y >= 50; y -= 1) {
      const next = placeLoupe({ x: 300, y }, area, { ...size, side: place.side })
      // Around the corner it is faster than the pointer; from above to beside in some px.
      expect(Math.hypot(next.x - place.x, next.y - place.y)).toBeLessThan(14)
      place = next
    }
    for (let x = 300; x < 760; x += 1) {
      const next = placeLoupe({ x, y: 50 }, area, { ...size, side: place.side })
      expect(Math.hypot(next.x - place.x, next.y - place.y)).toBeLessThan(2)
      place = next
    }
    expect(place.side).toBe(1)
  })
})
