import { expect, it } from 'vitest'
import { LatencyMeter } from './latency-meter.ts'

it('[UI184] the way is the middle of the last five answers', () => {
  const meter = new LatencyMeter()
  const shown = [10, 90, 12, 14, 13, 0.2, 0.2, 0.2].map((tookMs, at) => {
    const number = meter.begin(at * 1000)
    return meter.handlePong(number, at * 1000 + tookMs)
  })
  expect(shown).toEqual([10, 10, 12, 12, 13, 13, 12, 1])
})

it('[UI184] an answer that comes twice, late or for nothing says nothing', () => {
  const meter = new LatencyMeter()
  expect(meter.handlePong(1, 5)).toBeUndefined()
  const first = meter.begin(0)
  const second = meter.begin(2000)
  expect(meter.handlePong(first, 2010)).toBeUndefined()
  expect(meter.handlePong(second, 2030)).toBe(30)
  expect(meter.handlePong(second, 2500)).toBeUndefined()
})

it('[UI184] after a loss nothing of the former way is left', () => {
  const meter = new LatencyMeter()
  meter.handlePong(meter.begin(0), 500)
  const lost = meter.begin(1000)
  meter.reset()
  expect(meter.handlePong(lost, 1010)).toBeUndefined()
  expect(meter.handlePong(meter.begin(2000), 2004)).toBe(4)
})
