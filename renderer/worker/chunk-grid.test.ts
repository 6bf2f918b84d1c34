import { describe, expect, it } from 'vitest'
import { fitView } from '../view/view-transform.ts'
import { chunkKey, chunkOnScreen, chunksInView, isOverview, levelOf } from './chunk-grid.ts'

const viewport = { width: 1440, height: 900, ratio: 1 }

describe('chunk grid', () => {
  it('[UI10] takes the coarsest level that has a pixel for each pixel of the screen', () => {
    expect([32, 1, 0.75, 0.51].map(levelOf)).toEqual([0, 0, 0, 0])
    expect([0.5, 0.3, 0.26].map(levelOf)).toEqual([1, 1, 1])
    expect([0.25, 0.125, 0.0625, 0.03125].map(levelOf)).toEqual([2, 3, 4, 5])
    expect([0.015625, 0.001].map(levelOf)).toEqual([6, 6])
  })

  it('[UI10] shows the largest picture whole with a handful of chunks', () => {
    const picture = { width: 16384, height: 16384 }
    const places = chunksInView(fitView(picture, viewport), picture, viewport)
    expect(places).toHaveLength(4)
    expect(places[0]).toEqual({ level: 4, column: 0, row: 0 })
  })

  it('[UI10] never needs more chunks than 35 in a window of 1440 × 900', () => {
    const picture = { width: 16384, height: 16384 }
    for (let scale = 0.02; scale < 32; scale *= 1.07) {
      const view = { scale, x: 3 - 100 * scale, y: 5 - 100 * scale }
      expect(chunksInView(view, picture, viewport).length).toBeLessThanOrEqual(35)
    }
  })

  it('[UI10] needs none when the picture is out of sight', () => {
    expect(chunksInView({ scale: 1, x: 5000, y: 0 }, { width: 100, height: 100 }, viewport)).toEqual([])
  })

  it('[UI10] counts the levels with at most 16 chunks as the overview', () => {
    const overview = (side: number) =>
      [0, 1, 2, 3, 4, 5, 6].filter((level) =>
        isOverview({ level, column: 0, row: 0 }, { width: side, height: side / 2 }),
      )
    expect(overview(16384)).toEqual([3, 4, 5, 6])
    expect(overview(2048)).toEqual([0, 1, 2, 3, 4, 5, 6])
  })

  it('[UI11] lets neighbours share their edges and cuts the last one off at the picture’s edge', () => {
    const picture = { width: 1300, height: 700 }
    const view = { scale: 0.37, x: 11.3, y: -7.6 }
    const level = levelOf(view.scale)
    const [first, second] = [0, 1].map((column) => chunkOnScreen({ level, column, row: 0 }, view, picture))
    expect(level).toBe(1)
    expect(second?.x).toBe((first?.x ?? 0) + (first?.width ?? 0))
    expect(second).toMatchObject({ sourceWidth: (1300 - 1024) / 2, sourceHeight: 350 })
    expect((second?.x ?? 0) + (second?.width ?? 0)).toBe(Math.round(11.3 + 1300 * 0.37))
  })

  it('[UI10] gives every place a key of its own', () => {
    const keys = new Set<number>()
    for (let level = 0; level <= 6; level++) {
      for (let row = 0; row < 32 >> level; row++) {
        for (let column = 0; column < 32 >> level; column++) keys.add(chunkKey({ level, column, row }))
      }
    }
    expect(keys.size).toBe(1024 + 256 + 64 + 16 + 4 + 1 + 0)
  })
})
