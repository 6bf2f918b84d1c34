import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  affineOf,
  dragPlacing,
  flipPlacing,
  gripAt,
  isSamePlacing,
  placingOf,
  pointOf,
  scaleGrips,
} from './placing.ts'

const box = { x: 100, y: 200, width: 40, height: 20 }
const free = { regular: false, fromCentre: false }
const from = { x: 0, y: 0 }

describe('placing of what floats', () => {
  it('[UI78] takes handles in their reach, then the inside, then the outside', () => {
    const placing = placingOf(box)
    expect(gripAt(box, placing, { x: 100, y: 200 }, 6)).toEqual({ kind: 'scale', u: -1, v: -1 })
    expect(gripAt(box, placing, { x: 146, y: 226 }, 6)).toEqual({ kind: 'scale', u: 1, v: 1 })
    expect(gripAt(box, placing, { x: 120, y: 217 }, 6)).toEqual({ kind: 'scale', u: 0, v: 1 })
    expect(gripAt(box, placing, { x: 120, y: 210 }, 6)).toBe('inside')
    expect(gripAt(box, placing, { x: 160, y: 210 }, 6)).toBe('outside')
    expect(gripAt(box, placing, { x: 121, y: 210 }, 60)).toBe('inside')
  })

  it('[UI78] keeps the opposite handle in its place while scaling, or the middle', () => {
    const grip = { kind: 'scale', u: 1, v: 1 } as const
    const wider = dragPlacing(box, placingOf(box), grip, from, { x: 40, y: 20 }, free)
    expect(wider).toEqual({ centre: { x: 140, y: 220 }, scaleX: 2, scaleY: 2, angle: 0 })
    const about = dragPlacing(
      box,
      placingOf(box),
      grip,
      from,
      { x: 20, y: 0 },
      { regular: false, fromCentre: true },
    )
    expect(about).toEqual({ centre: { x: 120, y: 210 }, scaleX: 2, scaleY: 1, angle: 0 })
    const even = dragPlacing(
      box,
      placingOf(box),
      grip,
      from,
      { x: 40, y: 1 },
      { regular: true, fromCentre: false },
    )
    expect([even.scaleX, even.scaleY]).toEqual([2, 2])
  })

  it('[UI78] flips when a side is pulled over the other, and never gets thinner than a px', () => {
    const grip = { kind: 'scale', u: 1, v: 0 } as const
    expect(dragPlacing(box, placingOf(box), grip, from, { x: -80, y: 0 }, free).scaleX).toBe(-1)
    expect(dragPlacing(box, placingOf(box), grip, from, { x: -40, y: 0 }, free).scaleX).toBe(1 / 40)
  })

  it('[UI78] turns about the middle, in steps with Shift', () => {
    const right = { x: 220, y: 210 }
    const below = { x: 121, y: 310 }
    const turned = dragPlacing(box, placingOf(box), 'outside', right, below, { ...free, regular: true })
    expect(turned.angle).toBeCloseTo(Math.PI / 2, 12)
    expect(pointOf(box, turned, 1, 0).y).toBeCloseTo(230, 9)
  })

  it('[UI79] moves by whole px, with Shift along an axis', () => {
    const moved = dragPlacing(box, placingOf(box), 'inside', from, { x: 3.4, y: -7.6 }, free)
    expect(moved.centre).toEqual({ x: 123, y: 202 })
    const along = dragPlacing(
      box,
      placingOf(box),
      'inside',
      from,
      { x: 3, y: -7 },
      { ...free, regular: true },
    )
    expect(along.centre).toEqual({ x: 120, y: 203 })
    const map = affineOf(box, moved)
    expect(map).toEqual({ a: 1, b: 0, c: -0, d: 1, e: 3, f: -8 })
  })

  it('[UI79] turns an odd box by a quarter onto whole px', () => {
    const odd = { x: 10, y: 10, width: 3, height: 4 }
    const { a, b, e, f } = affineOf(odd, { ...placingOf(odd), angle: Math.PI / 2 })
    expect([a, b]).toEqual([0, 1])
    expect([Number.isInteger(e), Number.isInteger(f)]).toEqual([true, true])
  })

  it('[UI78] flipped twice is as before', () => {
    const turned = { ...placingOf(box), angle: 0.3 }
    expect(isSamePlacing(flipPlacing(flipPlacing(turned, 'horizontal'), 'horizontal'), turned)).toBe(true)
    expect(flipPlacing(turned, 'vertical')).toMatchObject({ scaleX: 1, scaleY: -1, angle: -0.3 })
  })

  it('[UI78] whatever is pulled, the opposite handle stays', () => {
    const number = fc.double({ min: -500, max: 500, noNaN: true })
    const turns = fc.double({ min: -3, max: 3, noNaN: true })
    fc.assert(
      fc.property(
        fc.constantFrom(...scaleGrips),
        number,
        number,
        turns,
        fc.boolean(),
        (hold, x, y, angle, regular) => {
          const [u, v] = hold
          const start = { ...placingOf(box), angle }
          const after = dragPlacing(
            box,
            start,
            { kind: 'scale', u, v },
            from,
            { x, y },
            { regular, fromCentre: false },
          )
          const before = pointOf(box, start, -u, -v)
          const now = pointOf(box, after, -u, -v)
          expect(Math.hypot(now.x - before.x, now.y - before.y)).toBeLessThan(1e-6)
        },
      ),
    )
  })
})
