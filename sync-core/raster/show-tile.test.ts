import { describe, expect, it } from 'vitest'
import { tileValues } from '../kernel/tile-layout.ts'
import { newMemory, onTile } from '../testing/picture-memories.ts'
import { widenChannel } from './brush-source.ts'
import { showTile } from './show-tile.ts'

const memory = newMemory()
const showPixels = (pixels: Uint16Array, out: Uint8ClampedArray): void =>
  onTile(memory, pixels, (pointer) => showTile(memory.kernel, pointer, out))

describe('showTile', () => {
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
    const out = new Uint8ClampedArray(tileValues)
    for (let value = 0; value < 256; value++) {
      const channel = widenChannel(value)
      showPixels(
        new Uint16Array(tileValues).map((_, i) => (i % 4 === 3 ? 32767 : channel)),
        out,
      )
      expect(out[0]).toBe(value)
    }
  })
})
