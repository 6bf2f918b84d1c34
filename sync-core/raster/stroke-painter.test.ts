import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limits } from '../base/limits.ts'
import { tileValues } from '../kernel/tile-layout.ts'
import { anySmallBrush, anyStrokeWithin } from '../testing/any-brush.ts'
import { layMarks, newMemory } from '../testing/picture-memories.ts'
import { type Brush, byPressure, roundBrush } from './brush.ts'
import { tileIndexOf } from './plane.ts'
import type { Sample } from './sample.ts'
import { StrokePainter } from './stroke-painter.ts'

const memory = newMemory()
const pen = roundBrush({ size: 64, opacity: 128 })

interface Options {
  readonly clip?: ReadonlySet<number>
  readonly selection?: ReadonlyMap<number, Uint8Array>
  readonly alphaLock?: boolean
}

function begin(brush: Brush, { clip, selection, alphaLock = false }: Options = {}): StrokePainter {
  return new StrokePainter(memory, { layer: 1, brush, alphaLock, selection, clip })
}

function paint(brush: Brush, parts: readonly (readonly Sample[])[], options?: Options): StrokePainter {
  const painter = begin(brush, options)
  for (const part of parts) painter.add(part)
  painter.end()
  return painter
}

/** What the marks make of tiles full of `below` (0: blank). */
function laidOn(painter: StrokePainter, below = 0): Map<number, Uint16Array> {
  const laid = new Map<number, Uint16Array>()
  for (const index of painter.indices()) {
    const pixels = new Uint16Array(tileValues).fill(below)
    layMarks(memory, painter, index, pixels)
    laid.set(index, pixels)
  }
  return laid
}

function bytesOf(tiles: ReadonlyMap<number, Uint16Array>): string {
  return [...tiles]
    .filter(([, pixels]) => pixels.some((value) => value > 0))
    .sort(([a], [b]) => a - b)
    .map(([index, pixels]) => `${index}:${Buffer.from(pixels.buffer).toString('base64')}`)
    .join()
}

const alphaAt = (tiles: ReadonlyMap<number, Uint16Array>, px: number, py: number): number =>
  tiles.get(tileIndexOf(px >> 6, py >> 6))?.[((py & 63) * 64 + (px & 63)) * 4 + 3] ?? 0

function split<T>(items: readonly T[], lengths: readonly number[]): T[][] {
  const parts: T[][] = []
  let at = 0
  for (let i = 0; at < items.length; i++) {
    const length = lengths[i % lengths.length]!
    parts.push(items.slice(at, at + length))
    at += length
  }
  return parts
}

const anyStroke = anyStrokeWithin(-16 * 20, 16 * 200, 10)
const anySplit = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 6 })

describe('StrokePainter', () => {
  it('[RA5] gives the same marks however the samples are split into updates, and whoever looks meanwhile', () => {
    fc.assert(
      fc.property(anySmallBrush, anyStroke, anySplit, fc.boolean(), (brush, samples, lengths, isWatched) => {
        const painter = begin(brush)
        for (const part of split(samples, lengths)) {
          painter.add(part)
          if (isWatched)
            for (const index of painter.takeDirty())
              layMarks(memory, painter, index, new Uint16Array(tileValues))
        }
        painter.end()
        expect(bytesOf(laidOn(painter))).toBe(bytesOf(laidOn(paint(brush, [samples]))))
      }),
      { numRuns: 120 },
    )
  })

  it('[BR12] looks at any time as if it ended now', () => {
    fc.assert(
      fc.property(anySmallBrush, anyStroke, (brush, samples) => {
        const painter = begin(brush)
        for (const sample of samples) painter.add([sample])
        expect(bytesOf(laidOn(painter))).toBe(bytesOf(laidOn(paint(brush, [samples]))))
      }),
      { numRuns: 100 },
    )
  })

  it('[RA9] gives the same marks on the tiles of a clip, and nothing elsewhere', () => {
    const anyClip = fc.uniqueArray(fc.constantFrom<number[]>(0, 1, 2, 3, 256, 257, 258, 512, 513))
    fc.assert(
      fc.property(anySmallBrush, anyStroke, anyClip, (brush, samples, indices) => {
        const whole = laidOn(paint(brush, [samples]))
        const part = laidOn(paint(brush, [samples], { clip: new Set(indices) }))
        const inside = new Map([...whole].filter(([index]) => indices.includes(index)))
        expect(bytesOf(part)).toBe(bytesOf(inside))
      }),
      { numRuns: 100 },
    )
  })

  it('[BR13] keeps colour within alpha, and alpha where it is locked', () => {
    fc.assert(
      fc.property(anySmallBrush, anyStroke, fc.boolean(), (brush, samples, alphaLock) => {
        const painter = paint(brush, [samples], { alphaLock })
        for (const below of [0, 12_345, 32_767]) {
          for (const pixels of laidOn(painter, below).values()) {
            for (let at = 0; at < tileValues; at += 4) {
              const [red, green, blue, alpha] = pixels.subarray(at, at + 4) as unknown as number[]
              if (alpha! > 32_767 || Math.max(red!, green!, blue!) > alpha!) expect.fail(`${at}: ${alpha}`)
              if (alphaLock && alpha !== below) expect.fail(`${at}: alpha ${below} became ${alpha}`)
            }
          }
        }
      }),
      { numRuns: 60 },
    )
  })

  it('[BR13] paints where and as much as the selection says', () => {
    const half = new Uint8Array(4096).fill(51)
    half.fill(255, 0, 32 * 64)
    const samples = [16, 1600].map((x): Sample => ({ x, y: 512, pressure: 1023 }))
    const brush = roundBrush({ size: 640 })
    const painter = paint(brush, [samples], { selection: new Map([[0, half]]) })
    expect([...painter.indices()]).toEqual([0])
    expect(painter.has(1)).toBe(false)
    expect(layMarks(memory, painter, 1, new Uint16Array(tileValues))).toBe(false)
    const laid = laidOn(painter)
    expect([30, 31, 32, 40].map((py) => alphaAt(laid, 30, py))).toEqual([32767, 32767, 6554, 6554])
  })

  it('[BR13] does nothing when it erases where alpha is locked', () => {
    const eraser = roundBrush({ blend: 'erase', size: 640 })
    const samples = [{ x: 512, y: 512, pressure: 1023 }]
    const pixels = new Uint16Array(tileValues).fill(9000)
    expect(layMarks(memory, paint(eraser, [samples], { alphaLock: true }), 0, pixels)).toBe(false)
    expect(layMarks(memory, paint(eraser, [samples]), 0, pixels)).toBe(true)
    expect([...pixels.subarray(0, 4)]).toEqual([9000, 9000, 9000, 9000])
    const middle = (32 * 64 + 32) * 4
    expect([...pixels.subarray(middle, middle + 4)]).toEqual([0, 0, 0, 0])
  })

  it('[RA8] never covers more than the opacity, however often a place is passed', () => {
    const there = { x: 400, y: 400, pressure: 1023 }
    const back = { x: 1600, y: 440, pressure: 1023 }
    const laid = laidOn(paint(pen, [[there, back, there, back, there, back]]))
    const greatest = Math.max(...[...laid.values()].flatMap((pixels) => [...pixels]))
    expect(greatest).toBe(Math.round((Math.floor((128 * 32768 + 127) / 255) * 32767) / 32768))
  })

  it('[RA6] covers the whole way between two samples evenly', () => {
    const laid = laidOn(
      paint({ ...pen, opacity: 255 }, [
        [
          { x: 16 * 10 + 8, y: 16 * 20 + 8, pressure: 0 },
          { x: 16 * 180 + 8, y: 16 * 20 + 8, pressure: 1023 },
        ],
      ]),
    )
    for (let px = 10; px <= 180; px++) expect(alphaAt(laid, px, 20)).toBe(32767)
  })

  it('[RA4] paints fainter instead of smaller below a radius of half a px', () => {
    const brush = roundBrush({ size: 32, sizeBy: byPressure })
    const middle = (pressure: number): number =>
      alphaAt(laidOn(paint(brush, [[{ x: 168, y: 168, pressure }]])), 10, 10)
    expect([1023, 512, 256, 0].map(middle)).toEqual([32767, 32767, 16383, 4096])
  })

  it('[RA6] paints when a resting pen presses harder', () => {
    const at = (pressure: number): Sample => ({ x: 1600, y: 1200, pressure })
    const brush = { ...pen, size: 320, sizeBy: byPressure }
    const covered = (painter: StrokePainter): number =>
      [...laidOn(painter).values()].reduce((sum, pixels) => sum + pixels.filter((c) => c > 0).length, 0)
    expect(covered(paint(brush, [[at(10)]]))).toBeLessThan(20)
    // Midpoints round the peak off; the disc is still most of the full one's 314 px.
    expect(covered(paint(brush, [[at(10), at(1023), at(10)]]))).toBeGreaterThan(70)
  })

  it('[RA17] names the tiles that may have changed since the last call', () => {
    const painter = begin(pen)
    const dirty = (): number[] => [...painter.takeDirty()].sort((a, b) => a - b)
    painter.add([{ x: 160, y: 160, pressure: 1023 }])
    expect(dirty()).toEqual([0])
    expect(dirty()).toEqual([])
    painter.add([{ x: 1600, y: 160, pressure: 1023 }])
    expect(dirty()).toEqual([0, 1])
    painter.add([{ x: 1600, y: 1100, pressure: 1023 }])
    expect(dirty()).toEqual([0, 1, 257])
    painter.end()
    expect(dirty()).toEqual([1, 257])
  })

  it('[BR19] paints a bounded number of tiles, the same ones whatever is clipped', () => {
    // There and back over the plane, a row of tiles further down each time.
    const rows = Array.from({ length: 20 * 32 }, (_, i): Sample => {
      const [row, column] = [Math.floor(i / 32), i % 32]
      const x = ((row % 2 === 0 ? column : 31 - column) * 528 + 8) * 16
      return { x, y: (row * 64 + 32) * 16, pressure: 1023, color: 0xff0000ff }
    })
    const brush = roundBrush({ size: 32, smudge: 255 })
    const whole = new Set(paint(brush, [rows]).indices())
    expect(whole.size).toBe(limits.coloredStrokeTilesMax)
    const last = Math.max(...whole)
    const clip = new Set([3, last])
    expect([...paint(brush, [rows], { clip }).indices()].sort((a, b) => a - b)).toEqual([3, last])
  })

  it('[BR7] paints nothing for samples outside of the plane', () => {
    const { samplePositionMin: low, samplePositionMax: high } = limits
    const outside = [low, -2000].map((x): Sample => ({ x, y: 100, pressure: 1023 }))
    expect([...paint(pen, [outside]).indices()]).toEqual([])
    const beyond = [high, 16384 * 16 + 2000].map((y): Sample => ({ x: 100, y, pressure: 1023 }))
    expect([...paint(pen, [beyond]).indices()]).toEqual([])
  })

  it('[BR12] keeps the newest sample, from which offsets count', () => {
    const painter = begin(pen)
    painter.add([
      { x: 1, y: 2, pressure: 3 },
      { x: 4, y: 5, pressure: 6 },
    ])
    expect(painter.last).toEqual({ x: 4, y: 5, pressure: 6 })
  })
})
