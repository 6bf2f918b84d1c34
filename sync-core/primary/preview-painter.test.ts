import { describe, expect, it } from 'vitest'
import type { Update } from '../raster/operation.ts'
import { createStructure, encodeStructure } from '../raster/structure.ts'
import { decodePng } from '../testing/decode-png.ts'
import {
  addSky,
  blank,
  dot,
  frame,
  size,
  sky,
  startPrimary,
  strokes,
  update,
} from '../testing/primary-trial.ts'
import type { PrimaryPictureService } from './primary-picture-service.ts'

describe('preview', () => {
  const white = [255, 255, 255, 255]

  async function previewOf(updates: readonly Update[], sidePx: number) {
    const { primary } = await startPrimary()
    await primary.apply(updates)
    return decodePreview(primary, sidePx)
  }

  async function decodePreview(primary: PrimaryPictureService, sidePx: number) {
    const { png, size: whole } = await primary.preview(sidePx)
    const { width, height, rgba } = decodePng(png)
    const pixel = (x: number, y: number): number[] => [
      ...rgba.subarray((y * width + x) * 4, (y * width + x) * 4 + 4),
    ]
    return { whole, width, height, pixel }
  }

  it('[PP6] shows the whole picture, shrunk by a whole factor, over white paper', async () => {
    const { whole, width, height, pixel } = await previewOf(dot(1, 1, { row: 2, color: 0x0000ff }), 64)
    expect([whole, width, height]).toEqual([size, 64, 48])
    expect(pixel(16 + 8, 32 + 8)).toEqual([0, 0, 255, 255])
    expect(pixel(16 + 8, 16 + 8)).toEqual(white)
  })

  it('[PP6] shows the layers as they are seen: in their order, with opacity, mode and visibility', async () => {
    const layered = [
      addSky(1),
      ...dot(2, 0, { layer: sky, color: 0x00ff00 }),
      ...dot(4, 0, { color: 0xff0000 }),
      ...dot(6, 1, { layer: sky, color: 0x00ff00 }),
    ]
    const { primary } = await startPrimary()
    await primary.apply(layered)
    const first = await decodePreview(primary, 256)
    expect(first.pixel(32, 32)).toEqual([0, 255, 0, 255])
    await primary.apply([
      update(8, { kind: 'layer-set', id: sky, field: { kind: 'blend', value: 'multiply' } }),
    ])
    const multiplied = await decodePreview(primary, 256)
    expect(multiplied.pixel(32, 32)).toEqual([0, 0, 0, 255])
    expect(multiplied.pixel(96, 32)).toEqual([0, 255, 0, 255])
    await primary.apply([update(9, { kind: 'layer-set', id: sky, field: { kind: 'clipped', value: true } })])
    expect((await decodePreview(primary, 256)).pixel(96, 32)).toEqual(white)
    await primary.apply([
      update(10, { kind: 'layer-set', id: sky, field: { kind: 'visible', value: false } }),
    ])
    expect((await decodePreview(primary, 256)).pixel(32, 32)).toEqual([255, 0, 0, 255])
  })

  it('[PP6] follows the frame, wherever it begins, and what lies outside is not on it', async () => {
    const { primary } = await startPrimary()
    await primary.apply([...dot(1, 0, { color: 0xff0000 }), ...dot(3, 1, { color: 0x0000ff })])
    expect((await decodePreview(primary, 256)).pixel(32, 32)).toEqual([255, 0, 0, 255])
    const cropped = { x: frame.x + 64 + 30, y: frame.y + 20, width: 40, height: 21 }
    await primary.apply([update(5, { kind: 'resize', ...cropped })])
    const { whole, width, height, pixel } = await decodePreview(primary, 20)
    expect([whole, width, height]).toEqual([{ width: 40, height: 21 }, 20, 10])
    // The dot's middle is 32 px into its tile; its radius is 10 px.
    expect(pixel(1, 6)).toEqual([0, 0, 255, 255])
    expect(pixel(8, 6)).toEqual(white)
    await primary.apply([update(6, { kind: 'undo', action: 5 })])
    const again = await decodePreview(primary, 256)
    expect([again.whole, again.pixel(32, 32)]).toEqual([size, [255, 0, 0, 255]])
  })

  it('[PP6] shrinks only what changed since the last one, with the same result', async () => {
    const { primary } = await startPrimary()
    await primary.apply(strokes(1, 8))
    await primary.preview(64)
    await primary.apply([...dot(17, 3, { row: 2 }), update(19, { kind: 'undo', action: 1 })])
    const { png } = await primary.preview(64)
    const fresh = await startPrimary()
    await fresh.primary.apply([
      ...strokes(1, 8),
      ...dot(17, 3, { row: 2 }),
      update(19, { kind: 'undo', action: 1 }),
    ])
    expect(png).toEqual((await fresh.primary.preview(64)).png)
  })

  it('[PP11] the size is told without it, with what still waits', async () => {
    const { primary } = await startPrimary()
    expect(await primary.frameSize()).toEqual(size)
    const cropped = { x: 8192, y: 8192, width: 96, height: 64 }
    const folded = primary.apply([update(1, { kind: 'resize', ...cropped })])
    expect(await primary.frameSize()).toEqual({ width: 96, height: 64 })
    await folded
  })

  it('[PP6] of a very narrow picture has at least one pixel a side', async () => {
    const structure = encodeStructure(createStructure({ width: 16, height: 16_384 }))
    const { primary } = await startPrimary({ ...blank, structure })
    const { width, height, pixel } = await decodePreview(primary, 512)
    expect([width, height, pixel(0, 511)]).toEqual([1, 512, white])
  })
})
