import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limits } from '../base/limits.ts'
import { tileIndexOf } from '../raster/plane.ts'
import { floatPlaced, layPlaced } from './floating-pixels.ts'
import { fitImage, type ImagePixels, placeImage } from './image-patch.ts'
import { finish } from './paced.ts'
import { isRefusal } from './refusal.ts'

function place(image: ImagePixels, x: number, y: number) {
  const placed = placeImage(image, x, y)
  if (isRefusal(placed)) throw new Error(placed.sentence)
  return placed
}

describe('placeImage', () => {
  it('[AU17] puts each px in its place, premultiplied, in 15 bits', () => {
    const rgba = Uint8ClampedArray.of(255, 0, 128, 255, 255, 255, 0, 128, 9, 9, 9, 0, 1, 2, 3, 1)
    const placed = place({ width: 2, height: 2, rgba }, 63, 64)
    expect(placed.indices).toEqual([tileIndexOf(0, 1), tileIndexOf(1, 1)])
    const left = placed.pixelsAt(tileIndexOf(0, 1))!
    const right = placed.pixelsAt(tileIndexOf(1, 1))!
    expect([...left.subarray(63 * 4, 64 * 4)]).toEqual([32_767, 0, 16_448, 32_767])
    expect([...left.subarray(127 * 4, 128 * 4)]).toEqual([0, 0, 0, 0])
    expect([...right.subarray(0, 4)]).toEqual([16_448, 16_448, 0, 16_448])
    expect([...right.subarray(256, 260)]).toEqual([1, 1, 2, 128])
    expect([...layPlaced(placed).parts].map((part) => part?.form)).toEqual(['over', 'over'])
    expect([...finish(floatPlaced(placed)).tiles.keys()]).toEqual(placed.indices)
  })

  it('[AU17] leaves out what is transparent or outside of the plane', () => {
    const image = { width: 200, height: 10, rgba: new Uint8ClampedArray(200 * 10 * 4) }
    image.rgba[4 * 150 + 3] = 9
    const placed = place(image, 0, 0)
    expect(
      [...layPlaced(placed).parts].filter((part) => part !== undefined).map(({ index }) => index),
    ).toEqual([2])
    expect(place(image, -300, 0).indices).toEqual([])
    expect(place(image, 16_380, 16_380).indices).toEqual([65_535])
  })

  it('[AU18] refuses what is too large, and says which size would be right', () => {
    const image = { width: 4096, height: 3000, rgba: new Uint8ClampedArray(4096 * 3000 * 4) }
    const refused = placeImage(image, 0, 0)
    expect(isRefusal(refused) && refused.sentence).toBe(
      'This image has 4096 × 3000 px, which is too large to be sent: make it 2393 × 1752 px or smaller.',
    )
    for (const broken of [
      { ...image, width: 0 },
      { ...image, width: 1.5 },
      { ...image, height: 2999 },
      { ...image, width: -1, height: -1 },
    ]) {
      expect(placeImage(broken, 0, 0)).toMatchObject({ kind: 'refused', reason: 'impossible' })
    }
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), fc.integer({ min: 1, max: 1e9 }), (width, height) => {
        const fit = fitImage(width, height)
        expect(fit.width * fit.height).toBeLessThanOrEqual(limits.imagePixelsMax)
        expect(Math.min(fit.width, fit.height)).toBeGreaterThanOrEqual(1)
        expect(fit.width <= width && fit.height <= height).toBe(true)
        if (width * height <= limits.imagePixelsMax) expect(fit).toEqual({ width, height })
      }),
    )
  })
})
