import { describe, expect, it } from 'vitest'
import { limits } from '../base/limits.ts'
import { tileValues } from '../kernel/tile-layout.ts'
import { layMarks, newMemory } from '../testing/picture-memories.ts'
import { type Brush, byPressure, roundBrush } from './brush.ts'
import { DabMaker } from './dab-maker.ts'
import { HeldDabs } from './held-dabs.ts'
import type { Sample } from './sample.ts'
import { StrokePainter } from './stroke-painter.ts'
import { StrokePath } from './stroke-path.ts'

const memory = newMemory()
const longest = { spacing: 1, taperStart: limits.brushTaperPxMax, taperEnd: limits.brushTaperPxMax }
const restless = roundBrush({ size: 1024, sizeBy: byPressure, ...longest, taperStart: 20 })
const middle = 8192 * 16

/** How many dabs are held after each of the samples, and how many have left. */
function heldBy(brush: Brush, samples: readonly Sample[]): { most: number; left: number } {
  const held = HeldDabs.of(brush)!
  const maker = new DabMaker(brush)
  const making = maker.begin()
  let [most, left] = [0, 0]
  const path = new StrokePath((point, way, share) => {
    held.push({ dab: { ...maker.make(making, point, share) }, way }, () => left++)
    most = Math.max(most, held.count)
    return making.step
  }, maker.reach)
  for (const sample of samples) {
    maker.takeSample(making)
    path.add(sample)
  }
  return { most, left }
}

/** A pen that stays where it is, and presses more and less. */
function rest(x: number, count: number): Sample[] {
  return Array.from({ length: count }, (_, i) => ({ x, y: middle, pressure: (i >> 1) % 2 === 0 ? 1023 : 0 }))
}

const line = (fromPx: number, toPx: number): Sample[] =>
  Array.from({ length: (toPx - fromPx) / 4 + 1 }, (_, i) => ({
    x: middle + (fromPx + 4 * i) * 16,
    y: middle + (i % 2) * 4,
    pressure: 1023,
  }))

function bytesOf(painter: StrokePainter): string {
  return [...painter.indices()]
    .sort((a, b) => a - b)
    .map((index) => {
      const pixels = new Uint16Array(tileValues)
      layMarks(memory, painter, index, pixels)
      return pixels.every((value) => value === 0)
        ? ''
        : `${index}:${Buffer.from(pixels.buffer).toString('base64')}`
    })
    .join()
}

function begun(
  samples: readonly Sample[],
  length: number,
  look: (painter: StrokePainter) => void,
): StrokePainter {
  const painter = new StrokePainter(memory, { layer: 1, brush: restless, alphaLock: false })
  for (let from = 0; from < samples.length; from += length) {
    painter.add(samples.slice(from, from + length))
    look(painter)
  }
  return painter
}

describe('dabs that tapers hold back', () => {
  it('[BR23] are bounded however long a pen rests', () => {
    const most = limits.heldDabsPxMax / limits.heldDabPxMin
    expect(heldBy(restless, rest(middle, 3000)).most).toBe(most)
    const broad = heldBy({ ...restless, size: 16_384 }, rest(middle, 3000))
    expect(broad.most).toBeLessThan(most / 4)
    expect(broad.left).toBeGreaterThan(0)
  })

  it('[BR23] are all those of the longest tapers, at the closest spacing and every size', () => {
    for (const size of [8, 16, 64, 256, 1024, 4096, 16_384]) {
      for (const roundness of [255, 128, 16, 1]) {
        const { left } = heldBy(roundBrush({ size, roundness, ...longest }), line(0, 2048))
        expect([size, roundness, left]).toEqual([size, roundness, 0])
      }
    }
  })

  it('[BR23] leave at places that follow from the samples alone, whoever looks meanwhile', () => {
    const samples = [...line(0, 40), ...rest(middle + 640, 1400), ...line(40, 300)]
    expect(heldBy(restless, samples).left).toBeGreaterThan(1000)
    const whole = begun(samples, samples.length, () => undefined)
    const asIfEnded = bytesOf(whole)
    whole.end()
    const ended = bytesOf(whole)
    expect(asIfEnded === ended).toBe(true)
    for (const length of [1, 250]) {
      const painter = begun(samples, length, (each) => {
        if (length > 1)
          for (const index of each.takeDirty()) layMarks(memory, each, index, new Uint16Array(tileValues))
      })
      painter.end()
      expect(bytesOf(painter) === ended).toBe(true)
      painter.free()
    }
    whole.free()
  })
})
