import { describe, expect, it } from 'vitest'
import { channelOne } from '../kernel/tile-layout.ts'
import { black, type Pixel, PlaneSketch } from '../testing/plane-sketch.ts'
import { pickColor } from './pick-color.ts'
import { SmudgePicker } from './smudge-picker.ts'

const red: Pixel = [channelOne, 0, 0, channelOne]
const thinBlue: Pixel = [0, 0, 8000, 8000]

describe('pickColor', () => {
  it('[AU20] is the mean of the square, over white as it is shown, or as it was painted', () => {
    const sketch = new PlaneSketch()
    sketch.set(64, 64, red)
    sketch.set(65, 64, thinBlue)
    const pick = (x: number, sidePx: 1 | 3 | 5, of: 'shown' | 'layer') =>
      pickColor(sketch.source, x, 64, { sidePx, of })?.toString(16).padStart(6, '0')
    expect(pick(64, 1, 'shown')).toBe('ff0000')
    expect(pick(65, 1, 'layer')).toBe('0000ff')
    expect(pick(65, 1, 'shown')).toBe('c1c1ff')
    expect(pick(63, 1, 'shown')).toBe('ffffff')
    expect(pick(63, 1, 'layer')).toBeUndefined()
    expect(pick(63, 3, 'layer')).toBe('ff0000')
    expect(pick(63, 3, 'shown')).toBe('ffe3e3')
    expect(pick(64, 5, 'layer')).toBe('cd0032')
    expect(pickColor(sketch.source, -7, 99_999, { sidePx: 5, of: 'shown' })).toBe(0xffffff)
  })
})

describe('SmudgePicker', () => {
  it('[AU21] picks up the mean under the dab, and keeps as much of it as its length says', () => {
    const sketch = new PlaneSketch()
    sketch.rectangle(40, 40, 40, 40, red)
    sketch.rectangle(80, 40, 40, 40, black)
    const half = new SmudgePicker(sketch.source, 128)
    expect(half.pick(60 * 16, 60 * 16, 8)).toBe(0xff0000ff)
    expect(half.pick(100 * 16, 60 * 16, 8)).toBe(0x800000ff)
    expect(half.pick(100 * 16, 60 * 16, 8)).toBe(0x400000ff)
    const fresh = new SmudgePicker(sketch.source, 0)
    expect(fresh.pick(60 * 16, 60 * 16, 8)).toBe(0xff0000ff)
    expect(fresh.pick(100 * 16, 60 * 16, 8)).toBe(0x000000ff)
    const stuck = new SmudgePicker(sketch.source, 255)
    stuck.pick(60 * 16, 60 * 16, 0)
    expect(stuck.pick(100 * 16, 60 * 16, 500)).toBe(0xff0000ff)
  })

  it('[AU21] gives straight colour, and nothing where nothing is', () => {
    const sketch = new PlaneSketch()
    sketch.rectangle(0, 0, 64, 64, thinBlue)
    expect(new SmudgePicker(sketch.source, 0).pick(30 * 16, 30 * 16, 5)).toBe(0x0000ff3e)
    expect(new SmudgePicker(sketch.source, 0).pick(900 * 16, 30 * 16, 5)).toBe(0)
    const edge = new SmudgePicker(sketch.source, 0).pick(-16, 30 * 16, 20)
    expect(edge & 0xff).toBeGreaterThan(20)
    expect(edge >>> 8).toBe(0x0000ff)
  })

  it('[AU21] reads the largest dab in bounded time, each tile once', () => {
    const sketch = new PlaneSketch()
    sketch.rectangle(8000, 8000, 10, 10, red)
    new SmudgePicker(sketch.source, 0).pick(8192 * 16, 8192 * 16, 512)
    expect(Math.max(...sketch.asked.values())).toBe(1)
    expect(sketch.asked.size).toBeLessThan(400)
  })
})
