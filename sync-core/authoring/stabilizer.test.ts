import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limits } from '../base/limits.ts'
import type { Sample } from '../raster/sample.ts'
import { type PenPoint, Stabilizer } from './stabilizer.ts'

type Motion = (seconds: number) => { x: number; y: number }

/** A pen that follows a motion (in screen px) for a while, told so often a second. */
function draw(motion: Motion, seconds: number, rate: number, options = { strength: 50, zoom: 1 }): Sample[] {
  const stabilizer = new Stabilizer(options)
  const samples: Sample[] = []
  for (let i = 0; i <= Math.round(seconds * rate); i++) {
    const { x, y } = motion(i / rate)
    samples.push(...stabilizer.add({ x: x * 16, y: y * 16, pressure: 600, timeMs: (i / rate) * 1000 }))
  }
  return [...samples, ...stabilizer.end()]
}

const distanceToWay = (way: readonly Sample[], { x, y }: Sample): number => {
  let least = Infinity
  for (let i = 0; i + 1 < way.length; i++) {
    const [a, b] = [way[i]!, way[i + 1]!]
    const [dx, dy] = [b.x - a.x, b.y - a.y]
    const length = dx * dx + dy * dy
    const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - a.x) * dx + (y - a.y) * dy) / length))
    least = Math.min(least, Math.hypot(x - a.x - t * dx, y - a.y - t * dy))
  }
  return least / 16
}

const arc: Motion = (seconds) => ({
  x: 300 - 200 * Math.cos(2 * seconds),
  y: 300 + 200 * Math.sin(2 * seconds),
})

describe('Stabilizer', () => {
  it('[AU22] changes nothing but speed when it is off', () => {
    const samples = draw(arc, 0.5, 120, { strength: 0, zoom: 1 })
    expect(samples.length).toBe(61)
    samples.forEach(({ x, y, pressure }, i) => {
      const at = arc(i / 120)
      expect([x, y, pressure]).toEqual([Math.round(at.x * 16), Math.round(at.y * 16), 600])
    })
  })

  it('[AU23] ends exactly where the pen was lifted, with whole numbers in range all the way', () => {
    const anyPoint = fc.record({
      x: fc.double({ min: limits.samplePositionMin, max: limits.samplePositionMax, noNaN: true }),
      y: fc.double({ min: limits.samplePositionMin, max: limits.samplePositionMax, noNaN: true }),
      pressure: fc.integer({ min: 0, max: 1023 }),
      tiltX: fc.integer({ min: -90, max: 90 }),
      ms: fc.constantFrom(0, 1, 4, 33, 5000),
    })
    fc.assert(
      fc.property(
        fc.array(anyPoint, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 0, max: 100 }),
        (points, strength) => {
          const stabilizer = new Stabilizer({ strength, zoom: 0.3 })
          let timeMs = 1e12
          const samples = points.flatMap(({ ms, ...point }) =>
            stabilizer.add({ ...point, timeMs: (timeMs += ms) }),
          )
          const tail = stabilizer.end()
          expect(tail.length).toBeLessThanOrEqual(16)
          const all = [...samples, ...tail]
          const last = points.at(-1)!
          expect(all.at(-1)).toMatchObject({
            x: Math.round(last.x) + 0,
            y: Math.round(last.y) + 0,
            pressure: last.pressure,
          })
          for (const { x, y, pressure, speed } of all) {
            expect(Number.isInteger(x) && Number.isInteger(y) && Number.isInteger(pressure)).toBe(true)
            expect(x >= limits.samplePositionMin && x <= limits.samplePositionMax).toBe(true)
            expect(y >= limits.samplePositionMin && y <= limits.samplePositionMax).toBe(true)
            expect(pressure >= 0 && pressure <= limits.pressureMax).toBe(true)
            expect(speed! >= 0 && speed! <= limits.speedMax && Number.isInteger(speed)).toBe(true)
          }
          expect(stabilizer.end()).toEqual([])
        },
      ),
    )
  })

  it('[AU24] draws the same line from 30 events a second as from 240', () => {
    for (const strength of [20, 50, 100]) {
      const often = draw(arc, 2.5, 240, { strength, zoom: 1 })
      const seldom = draw(arc, 2.5, 30, { strength, zoom: 1 })
      // The pen's own corners at 30 Hz are 0.11 px off the arc; what is told seldom can't be better.
      for (const sample of seldom.slice(0, -16)) expect(distanceToWay(often, sample)).toBeLessThan(0.5)
      expect(Math.abs(seldom.at(-20)!.speed! - often.at(-20)!.speed!)).toBeLessThanOrEqual(3)
    }
  })

  it('[AU25] takes most of a tremble off a slow line, and stays close behind a fast one', () => {
    const tremble: Motion = (s) => ({ x: 60 * s, y: 300 + 2 * Math.sin(2 * Math.PI * 9 * s) })
    const waves = (samples: readonly Sample[]): number => {
      const ys = samples.slice(100, -20).map(({ y }) => y / 16)
      return Math.max(...ys) - Math.min(...ys)
    }
    expect(waves(draw(tremble, 3, 240, { strength: 40, zoom: 1 }))).toBeLessThan(2)
    expect(waves(draw(tremble, 3, 240, { strength: 60, zoom: 1 }))).toBeLessThan(1)
    const flick: Motion = (s) => ({ x: 3000 * s, y: 0 })
    for (const strength of [40, 100]) {
      const stabilizer = new Stabilizer({ strength, zoom: 1 })
      for (let i = 0; i < 200; i++) {
        const { x } = flick(i / 240)
        const [sample] = stabilizer.add({ x: x * 16, y: 0, pressure: 500, timeMs: (i * 1000) / 240 })
        // Once its speed is known: it is smoothed over 40 ms.
        if (i > 40 && sample !== undefined)
          expect(x - sample.x / 16).toBeLessThanOrEqual(80 * (strength / 100) ** 2 + 1)
      }
    }
  })

  it('[AU25] feels the same at every zoom', () => {
    const zoomed = draw((s) => ({ x: arc(s).x / 4, y: arc(s).y / 4 }), 1, 120, { strength: 60, zoom: 4 })
    const plain = draw(arc, 1, 120, { strength: 60, zoom: 1 })
    expect(zoomed.length).toBeGreaterThan(100)
    for (let i = 0; i < 100; i++) {
      expect(Math.abs(zoomed[i]!.x * 4 - plain[i]!.x)).toBeLessThanOrEqual(3)
      expect(zoomed[i]!.speed).toBe(plain[i]!.speed)
    }
  })

  it('[AU25] tells speed as a root, smoothed, and catches up with a pen at rest', () => {
    const steady = draw((s) => ({ x: 1250 * s, y: 0 }), 1, 120, { strength: 0, zoom: 1 })
    expect(steady[0]!.speed).toBe(0)
    expect(steady.at(-1)!.speed).toBe(127)
    expect(steady[2]!.speed).toBeLessThan(90)
    const stabilizer = new Stabilizer({ strength: 100, zoom: 1 })
    const at = (x: number, timeMs: number): PenPoint => ({ x, y: 0, pressure: 9, timeMs })
    stabilizer.add(at(0, 0))
    stabilizer.add(at(160, 20))
    expect(stabilizer.rest(10)).toEqual([])
    let last: Sample | undefined
    for (let ms = 40; ms < 4000; ms += 16) last = stabilizer.rest(ms).at(-1) ?? last
    expect(last).toMatchObject({ x: 160, y: 0 })
    expect(stabilizer.end()).toEqual([])
  })
})

it('[UI134] foresees the steadied line that the foreseen pen would give, and goes on as if nothing had been asked', () => {
  const at = (i: number): PenPoint => ({ x: i * 90, y: i * i * 3, pressure: 100 + i * 9, timeMs: i * 8 })
  const all = Array.from({ length: 40 }, (_, i) => at(i))
  for (const strength of [0, 35, 100]) {
    const [asked, plain] = [new Stabilizer({ strength, zoom: 1 }), new Stabilizer({ strength, zoom: 1 })]
    expect(asked.foresee(all)).toEqual([])
    let last: Sample | undefined
    for (const [i, point] of all.slice(0, 30).entries()) {
      const samples = plain.add(point)
      expect(asked.add(point)).toEqual(samples)
      last = samples.at(-1) ?? last
      expect(asked.foresee([])).toEqual([last])
      const ahead = new Stabilizer({ strength, zoom: 1 })
      const known = all.slice(0, i + 1).flatMap((each) => ahead.add(each))
      const foreseen = all.slice(i + 1, i + 4)
      expect(asked.foresee(foreseen)).toEqual([known.at(-1), ...foreseen.flatMap((each) => ahead.add(each))])
    }
    expect(asked.end()).toEqual(plain.end())
  }
})
