import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limits } from '../base/limits.ts'
import { anySmallBrush, anyStrokeWithin } from '../testing/any-brush.ts'
import { type Brush, roundBrush } from './brush.ts'
import type { Dab } from './dab.ts'
import { DabMaker } from './dab-maker.ts'
import type { Sample } from './sample.ts'
import { StrokePath } from './stroke-path.ts'

function dabsOf(brush: Brush, samples: readonly Sample[]): Dab[] {
  const maker = new DabMaker(brush)
  const state = maker.begin()
  const dabs: Dab[] = []
  const path = new StrokePath((point, _, share) => {
    dabs.push({ ...maker.make(state, point, share) })
    return state.step
  }, maker.reach)
  for (const sample of samples) {
    maker.takeSample(state)
    path.add(sample)
  }
  path.end()
  return dabs
}

const line = [160, 3200].map((x): Sample => ({ x, y: 1600, pressure: 1023 }))

describe('DabMaker', () => {
  it('[BR16] keeps every number of a dab in its range', () => {
    fc.assert(
      fc.property(anySmallBrush, anyStrokeWithin(-16 * 50, 16 * 300, 6), (brush, samples) => {
        const wrong = dabsOf(brush, samples).find((dab) => {
          const { radius, flat, limit, flow, cos, sin, red, green, blue, alpha } = dab
          const isShaped = radius >= 128 && flat >= 0 && radius + flat <= 131_072
          const isShare = (one: number, value: number): boolean => value >= 0 && value <= one
          const isTurned = Math.abs(Math.hypot(cos, sin) - 16384) < 40
          const isColor = [red, green, blue, alpha].every((value) => isShare(32767, value))
          const isRight = isShaped && isTurned && isColor && isShare(32768, limit) && isShare(32768, flow)
          return !isRight || !Object.values(dab).every(Number.isInteger)
        })
        expect(wrong).toBeUndefined()
      }),
      { numRuns: 100 },
    )
  })

  it('[BR17] scatters dabs by the seed of the stroke, the same every time', () => {
    const brush = roundBrush({ jitter: { position: 128, size: 128, flow: 128, angle: 128 }, seed: 7 })
    const dabs = dabsOf(brush, line)
    expect(dabsOf(brush, line)).toEqual(dabs)
    expect(dabsOf({ ...brush, seed: 8 }, line)).not.toEqual(dabs)
    const plain = dabsOf(roundBrush(), line)
    expect(dabs.length).toBe(plain.length)
    dabs.forEach((dab, i) => {
      // Half a diameter of 10 px to either side.
      expect(Math.abs(dab.x - plain[i]!.x)).toBeLessThanOrEqual(5 * 256 + 6)
      expect(Math.abs(dab.y - plain[i]!.y)).toBeLessThanOrEqual(5 * 256 + 6)
      expect(dab.radius).toBeLessThanOrEqual(1280)
      expect(dab.radius).toBeGreaterThan(630)
    })
    expect(new Set(dabs.map(({ radius }) => radius)).size).toBeGreaterThan(dabs.length / 2)
  })

  it('[BR18] turns the nib with the plane, the way of the pen, or its lean', () => {
    const down = [160, 3200].map((y): Sample => ({ x: 1600, y, pressure: 1023, tiltX: -60, tiltY: 0 }))
    const turned = (angleFrom: Brush['angleFrom'], angle: number): Pick<Dab, 'cos' | 'sin'> => {
      const { cos, sin } = dabsOf(roundBrush({ angleFrom, angle, roundness: 100 }), down).at(-1)!
      return { cos, sin }
    }
    expect(turned('fixed', 64)).toEqual({ cos: 11585, sin: 11585 })
    expect(turned('direction', 0)).toEqual({ cos: 0, sin: 16384 })
    expect(turned('direction', 128)).toEqual({ cos: -16384, sin: 0 })
    expect(turned('tilt', 0)).toEqual({ cos: -16384, sin: 0 })
  })

  it('[BR19] a hostile stroke costs a bounded number of pixels, and a plain one is not thinned out', () => {
    const { samplePositionMin: low, samplePositionMax: high, strokeCreditPx, sampleCreditPx } = limits
    const count = 100
    const zigzag = Array.from({ length: count }, (_, i): Sample => ({
      x: i % 2 === 0 ? low : high,
      y: i % 2 === 0 ? high : low,
      pressure: 1023,
    }))
    for (const change of [{ size: 16384 }, { size: 8 }, { size: 16384, roundness: 1 }]) {
      const dabs = dabsOf(roundBrush({ ...change, spacing: 1 }), zigzag)
      const px = dabs.reduce(
        (sum, dab) => sum + 1024 + (4 * dab.radius + 32_768) * ((dab.radius + dab.flat) / 65536),
        0,
      )
      expect(px).toBeLessThan(1.2 * (strokeCreditPx + count * sampleCreditPx))
    }
    const broad = roundBrush({ size: 16 * 200 })
    const hand = Array.from({ length: 30 }, (_, i): Sample => ({ x: i * 1600, y: 8000, pressure: 1023 }))
    const gaps = dabsOf(broad, hand).map(({ x }, i, all) => x - (all[i - 1]?.x ?? x))
    expect(Math.max(...gaps)).toBeLessThanOrEqual(Math.ceil((100 * 256) / 8))
  })

  it('[BR20] mixes what was picked up with the colour of the brush', () => {
    const picked = line.map((sample): Sample => ({ ...sample, color: 0xff000080 }))
    const first = (smudge: number): number[] => {
      const { red, green, blue, alpha } = dabsOf(roundBrush({ smudge, color: 0x0000ff }), picked)[0]!
      return [red, green, blue, alpha]
    }
    expect(first(255)).toEqual([16448, 0, 0, 16448])
    expect(first(51)).toEqual([3289, 0, 26_213, 29_503])
  })
})
