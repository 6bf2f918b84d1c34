import { describe, expect, it } from 'vitest'
import { mergeMask } from './merge-mask.ts'
import { showPixels } from './show-tile.ts'
import { tileValues } from './tile.ts'

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
