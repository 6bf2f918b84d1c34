import { describe, expect, it } from 'vitest'
import { roundBrush } from './brush.ts'
import { mergeMask } from './merge-mask.ts'
import { composeTile, showPixels } from './show-tile.ts'
import { StrokePainter } from './stroke-painter.ts'
import { Tile, tileValues } from './tile.ts'

describe('showPixels', () => {
  it('[RA24] puts pixels over white paper and rounds to 8 bits', () => {
    const pixels = new Uint16Array(tileValues)
    pixels.set([0, 0, 0, 0, 32767, 0, 0, 32767, 0, 0, 0, 16384, 8224, 128, 129, 32767])
    const out = new Uint8ClampedArray(tileValues)
    showPixels(pixels, out)
    expect([...out.subarray(0, 16)]).toEqual([
      255, 255, 255, 255, 255, 0, 0, 255, 127, 127, 127, 255, 64, 1, 1, 255,
    ])
    expect([...out.subarray(-4)]).toEqual([255, 255, 255, 255])
  })

  it('[RA24] shows every 8-bit colour as it was chosen', () => {
    const pixels = new Uint16Array(tileValues)
    const mask = new Uint16Array(4096).fill(32768)
    const out = new Uint8ClampedArray(tileValues)
    for (let value = 0; value < 256; value++) {
      const channel = ((value * 32767 + 127) / 255) | 0
      mergeMask(pixels, mask, { red: channel, green: channel, blue: channel, alpha: 32767 })
      showPixels(pixels, out)
      expect(out[0]).toBe(value)
    }
  })
})

describe('composeTile', () => {
  const size = { width: 64, height: 64 }
  const brush = roundBrush({
    size: 320,
    opacity: 100,
    hardness: 10,
    color: 0xa04020,
  })

  it('[RA24] merges the strokes above a tile in their order and leaves the tile alone', () => {
    const below = new Uint16Array(tileValues).fill(30_000)
    const tile = new Tile(below.slice())
    const strokes = [brush, { ...brush, blend: 'erase' as const }].map((one, i) => {
      const painter = new StrokePainter(size, one)
      painter.add([{ x: 300 + i * 100, y: 500, pressure: 1023 }])
      return painter
    })
    const out = new Uint16Array(tileValues)
    composeTile(0, tile, strokes, out)
    const expected = below.slice()
    for (const stroke of strokes) mergeMask(expected, stroke.tiles.get(0)!, stroke.source)
    expect(out).toEqual(expected)
    expect(tile.pixels).toEqual(below)
    composeTile(0, undefined, [], out)
    expect(out).toEqual(new Uint16Array(tileValues))
  })
})
