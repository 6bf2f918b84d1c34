import { describe, expect, it, vi } from 'vitest'
import { tileIndexOf, tileSidePx, type Frame } from '../../sync-core/index.ts'
import { LayerSketch, type TileMark } from './layer-sketch.ts'

const one = 32767

/** A tile of one colour, in 15 bits, straight. */
function tile(red: number, green: number, blue: number, alpha = one): Uint16Array {
  const pixels = new Uint16Array(tileSidePx * tileSidePx * 4)
  const values = [red, green, blue].map((value) => Math.round((value * alpha) / one))
  for (let at = 0; at < pixels.length; at += 4) pixels.set([...values, alpha], at)
  return pixels
}

/** 4 × 2 tiles in the plane, from a tile's corner on. */
const frame: Frame = { x: 64 * 100, y: 64 * 50, width: 256, height: 128 }
const at = (x: number, y: number): number => tileIndexOf(100 + x, 50 + y)

function draw(sketch: LayerSketch, tiles: ReadonlyMap<number, Uint16Array>): string[] {
  const done: string[] = []
  while (sketch.isWaiting)
    done.push(
      sketch.takeOver(
        (index): TileMark => tiles.get(index) ?? 'blank',
        (index) => tiles.get(index),
      ),
    )
  return done
}

describe('a layer’s sketch', () => {
  it('[UI232] makes a thumbnail of the frame’s proportions, with the means of what is painted', () => {
    const sketch = new LayerSketch(frame, 8)
    sketch.suspect([at(0, 0), at(3, 1)])
    draw(
      sketch,
      new Map([
        [at(0, 0), tile(one, 0, 0)],
        [at(3, 1), tile(0, one, 0, Math.round(one / 2))],
      ]),
    )
    const { width, height, pixels } = sketch.thumbnail(8)
    expect([width, height]).toEqual([8, 4])
    const px = (x: number, y: number): number[] => [
      ...pixels.subarray((y * width + x) * 4, (y * width + x) * 4 + 4),
    ]
    expect([px(0, 0), px(1, 1), px(2, 0), px(7, 3)]).toEqual([
      [255, 0, 0, 255],
      [255, 0, 0, 255],
      [0, 0, 0, 0],
      [0, 255, 0, 128],
    ])
  })

  it('[UI232] shows no more than the frame, wherever that lies among the tiles', () => {
    const inner = { x: frame.x + 32, y: frame.y, width: 64, height: 64 }
    const sketch = new LayerSketch(inner, 4)
    const tiles = new Map([
      [at(0, 0), tile(one, 0, 0)],
      [at(1, 0), tile(0, 0, one)],
      [at(2, 0), tile(0, one, 0)],
    ])
    sketch.suspect(tiles.keys())
    draw(sketch, tiles)
    const { pixels } = sketch.thumbnail(4)
    expect([...pixels.subarray(0, 16)]).toEqual([
      255, 0, 0, 255, 255, 0, 0, 255, 0, 0, 255, 255, 0, 0, 255, 255,
    ])
  })

  it('[UI232] is never larger than the picture, and has a px at least, however narrow that is', () => {
    expect(new LayerSketch({ ...frame, width: 5, height: 3 }, 32).thumbnail(32)).toMatchObject({
      width: 5,
      height: 3,
    })
    expect(new LayerSketch({ ...frame, x: 0, width: 64 * 256, height: 10 }, 32).thumbnail(32)).toMatchObject({
      width: 32,
      height: 1,
    })
  })

  it('[UI232] shows a thin line more clearly than its mean, and an even wash as it is', () => {
    const line = tile(0, 0, 0, 0)
    for (let y = 0; y < tileSidePx; y++) line[(y * tileSidePx + 5) * 4 + 3] = one
    const tiles = new Map([
      [at(0, 0), line],
      [at(2, 0), tile(0, 0, 0, Math.round(one / 4))],
    ])
    const sketch = new LayerSketch(frame, 4)
    sketch.suspect(tiles.keys())
    draw(sketch, tiles)
    const { pixels } = sketch.thumbnail(4)
    expect([pixels[3], pixels[11]]).toEqual([Math.round(255 / 8), 64])
  })

  it('[UI231] reads a tile again only when it is another', () => {
    const sketch = new LayerSketch(frame, 8)
    const tiles = new Map([[at(0, 0), tile(one, 0, 0)]])
    sketch.suspect([at(0, 0), at(1, 0)])
    expect(draw(sketch, tiles)).toEqual(['changed', 'same'])
    sketch.suspect([at(0, 0), at(9, 9)])
    expect(draw(sketch, tiles)).toEqual(['same'])
    tiles.set(at(0, 0), tile(0, 0, one))
    sketch.suspect([at(0, 0)])
    expect(draw(sketch, tiles)).toEqual(['changed'])
    tiles.delete(at(0, 0))
    sketch.suspect([at(0, 0)])
    expect(draw(sketch, tiles)).toEqual(['changed'])
    expect(sketch.thumbnail(8).pixels.every((value) => value === 0)).toBe(true)
  })

  it('[UI231] reads a tile that is on its way to being another each time', () => {
    const sketch = new LayerSketch(frame, 8)
    const pixels = vi.fn<() => undefined>()
    for (let i = 0; i < 2; i++) {
      sketch.suspect([at(0, 0)])
      expect(sketch.takeOver(() => undefined, pixels)).toBe('changed')
    }
    expect(pixels).toHaveBeenCalledTimes(2)
  })
})
