import { describe, expect, it } from 'vitest'
import { tileValues } from '../kernel/tile-layout.ts'
import { layMarks, newMemory } from '../testing/picture-memories.ts'
import { roundBrush } from './brush.ts'
import type { Sample } from './sample.ts'
import { StrokePainter } from './stroke-painter.ts'

const memory = newMemory()
const tapered = roundBrush({ size: 320, taperStart: 30, taperEnd: 60 })

/** How many px the stroke covers of each column from 0 to 255, along y = 32. */
function widths(painter: StrokePainter): number[] {
  const columns = Array<number>(256).fill(0)
  for (let tile = 0; tile < 4; tile++) {
    const pixels = new Uint16Array(tileValues)
    layMarks(memory, painter, tile, pixels)
    for (let i = 0; i < 4096; i++) columns[tile * 64 + (i & 63)]! += pixels[4 * i + 3]! / 32767
  }
  return columns
}

function line(fromPx: number, toPx: number, samples: number): Sample[] {
  return Array.from({ length: samples }, (_, i) => ({
    x: Math.round(16 * (fromPx + ((toPx - fromPx) * i) / (samples - 1))),
    y: 32 * 16,
    pressure: 1023,
  }))
}

function painted(samples: readonly Sample[]): StrokePainter {
  const painter = new StrokePainter(memory, { layer: 1, brush: tapered, alphaLock: false })
  painter.add(samples)
  painter.end()
  return painter
}

describe('tapers', () => {
  it('[BR15] grow over the first px of the way and shrink over the last', () => {
    const columns = widths(painted(line(20, 220, 20)))
    const at = (px: number): number => Math.round(columns[px]! * 2) / 2
    expect([20, 30, 40, 50, 60, 120, 160, 180, 200, 210, 219].map(at)).toEqual([
      1, 12.5, 18, 20, 20, 20, 20, 18, 11, 6, 0.5,
    ])
  })

  it('[BR15] look the same at any rate of samples', () => {
    const slow = widths(painted(line(20, 220, 7)))
    const quick = widths(painted(line(20, 220, 201)))
    slow.forEach((width, px) => expect(Math.abs(width - quick[px]!)).toBeLessThan(0.35))
  })

  it('[BR15] leave a dot as it is, and a short stroke a part of its size', () => {
    const dot = widths(painted([line(100, 101, 2)[0]!]))
    expect(Math.round(Math.max(...dot))).toBe(20)
    const short = widths(painted(line(100, 130, 10)))
    expect(Math.max(...short)).toBeGreaterThan(12)
    expect(Math.max(...short)).toBeLessThan(19)
  })

  it('[BR15] leave no gaps between small dabs at the ends', () => {
    const columns = widths(painted(line(20, 220, 40)))
    for (let px = 21; px < 219; px++) {
      const least = Math.min(columns[px - 1]!, columns[px + 1]!)
      expect(columns[px]!).toBeGreaterThan(least * 0.9)
    }
  })
})
