import { describe, expect, it } from 'vitest'
import { tileValues } from '../kernel/tile-layout.ts'
import { drawGradient } from './draw-gradient.ts'
import { tileIndexOf } from './plane.ts'
import { newMemory, onTile } from '../testing/picture-memories.ts'

const memory = newMemory()
const gradient = {
  shape: 'linear',
  from: { x: 8, y: 0 },
  to: { x: 16 * 255 + 8, y: 0 },
  start: { red: 0, green: 255, blue: 0, alpha: 255 },
  stop: { red: 255, green: 0, blue: 0, alpha: 255 },
} as const

function draw(index: number, area: { x: number; y: number; width: number; height: number }): Uint16Array {
  const pixels = new Uint16Array(tileValues).fill(7)
  onTile(memory, pixels, (out) => drawGradient(memory.kernel, { ...gradient, area }, index, out))
  return pixels
}

const pixelAt = (tile: Uint16Array, x: number, y: number): number[] => [
  ...tile.subarray((y * 64 + x) * 4, (y * 64 + x) * 4 + 4),
]

describe('drawGradient', () => {
  it('[BL12] paints the tile of an index, with its colours in their channels', () => {
    const everywhere = { x: 0, y: 0, width: 1000, height: 1000 }
    expect(pixelAt(draw(0, everywhere), 0, 5)).toEqual([0, 32767, 0, 32767])
    expect(pixelAt(draw(tileIndexOf(3, 2), everywhere), 63, 0)).toEqual([32767, 0, 0, 32767])
    expect(pixelAt(draw(tileIndexOf(1, 0), everywhere), 0, 9)).toEqual([8224, 24543, 0, 32767])
  })

  it('[BL17] paints its area and nothing outside of it', () => {
    const index = tileIndexOf(2, 1)
    const areas = [
      { x: 130, y: 70, width: 20, height: 9 },
      { x: 0, y: 0, width: 129, height: 65 },
      { x: 191, y: 127, width: 500, height: 500 },
      { x: 100, y: 80, width: 200, height: 1 },
      { x: 128, y: 64, width: 64, height: 64 },
      { x: 128, y: 64, width: 0, height: 64 },
      { x: 300, y: 300, width: 50, height: 50 },
    ]
    const whole = draw(index, { x: 0, y: 0, width: 9999, height: 9999 })
    for (const area of areas) {
      const expected = whole.map((value, i) => {
        const x = 128 + ((i >> 2) % 64)
        const y = 64 + Math.floor((i >> 2) / 64)
        const isInside = x >= area.x && x < area.x + area.width && y >= area.y && y < area.y + area.height
        return isInside ? value : 0
      })
      expect(draw(index, area).findIndex((value, i) => value !== expected[i])).toBe(-1)
    }
  })
})
