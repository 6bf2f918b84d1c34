import { describe, expect, it } from 'vitest'
import { fitView, frameOnScreen, screenToPicture, turnTo, upright } from '../view/view-transform.ts'
import { chunkKey, chunkOnScreen, chunksInView, isOverview, levelOf, tilesOfChunk } from './chunk-grid.ts'

const viewport = { width: 1440, height: 900, ratio: 1 }

describe('chunk grid', () => {
  it('[UI10] takes the coarsest level that has a pixel for each pixel of the screen', () => {
    expect([32, 1, 0.75, 0.51].map(levelOf)).toEqual([0, 0, 0, 0])
    expect([0.5, 0.3, 0.26].map(levelOf)).toEqual([1, 1, 1])
    expect([0.25, 0.125, 0.0625, 0.03125].map(levelOf)).toEqual([2, 3, 4, 5])
    expect([0.015625, 0.001].map(levelOf)).toEqual([6, 6])
  })

  it('[UI10] shows the largest picture whole with a handful of chunks', () => {
    const plane = { x: 0, y: 0, width: 16384, height: 16384 }
    const places = chunksInView(fitView(plane, viewport), plane, viewport)
    expect(places).toHaveLength(4)
    expect(places[0]).toEqual({ level: 4, column: 0, row: 0 })
  })

  it('[UI10] never needs more chunks than 35 in a window of 1440 × 900', () => {
    const plane = { x: 0, y: 0, width: 16384, height: 16384 }
    for (let scale = 0.02; scale < 32; scale *= 1.07) {
      const view = { scale, x: 3 - 100 * scale, y: 5 - 100 * scale, ...upright }
      expect(chunksInView(view, plane, viewport).length).toBeLessThanOrEqual(35)
    }
  })

  it('[UI10] needs none when the picture is out of sight', () => {
    const frame = { x: 8000, y: 8000, width: 100, height: 100 }
    expect(chunksInView({ scale: 1, x: 5000 - 8000, y: -8000, ...upright }, frame, viewport)).toEqual([])
  })

  it('[UI10] takes only chunks that have some of the frame, wherever it lies in the plane', () => {
    const frame = { x: 8100, y: 8160, width: 120, height: 40 }
    const places = chunksInView(fitView(frame, viewport), frame, viewport)
    expect(places).toEqual([15, 16].flatMap((row) => [15, 16].map((column) => ({ level: 0, column, row }))))
  })

  it('[UI10] counts the levels with at most 5 × 5 chunks as the overview', () => {
    const overview = (side: number) =>
      [0, 1, 2, 3, 4, 5, 6].filter((level) =>
        isOverview({ level, column: 0, row: 0 }, { x: 0, y: 0, width: side, height: side / 2 }),
      )
    expect(overview(16384)).toEqual([3, 4, 5, 6])
    expect(overview(2048)).toEqual([0, 1, 2, 3, 4, 5, 6])
  })

  it('[UI10] a chunk has no tiles beyond the plane', () => {
    expect(tilesOfChunk({ level: 1, column: 3, row: 15 })).toEqual({
      left: 48,
      top: 240,
      across: 16,
      down: 16,
    })
    expect(tilesOfChunk({ level: 6, column: 0, row: 0 })).toEqual({ left: 0, top: 0, across: 256, down: 256 })
  })

  it('[UI11] lets neighbours share their edges, and the frame end where its px end', () => {
    const frame = { x: 512, y: 1024, width: 1300, height: 700 }
    const view = { scale: 0.37, x: 11.3, y: -7.6, ...upright }
    const level = levelOf(view.scale)
    const [first, second] = [0, 1].map((column) => chunkOnScreen({ level, column, row: 0 }, view))
    expect(level).toBe(1)
    expect(second?.x).toBe((first?.x ?? 0) + (first?.width ?? 0))
    const { x, width } = frameOnScreen(view, frame)
    expect(x).toBe(Math.round(11.3 + 512 * 0.37))
    expect(x + width).toBe(Math.round(11.3 + 1812 * 0.37))
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

  it('[UI123] has every chunk of which a turned view shows something, and none that it does not', () => {
    const plane = { x: 0, y: 0, width: 16384, height: 16384 }
    for (const turn of [0.03, 0.125, -0.2, 0.4]) {
      const view = turnTo(
        { scale: 0.8, x: -6000, y: -6000, ...upright },
        turn,
        { x: 720, y: 450 },
        plane,
        viewport,
      )
      const shown = new Set(chunksInView(view, plane, viewport).map(chunkKey))
      for (let y = 0; y < 900; y += 30) {
        for (let x = 0; x < 1440; x += 30) {
          const at = screenToPicture(view, { x, y })
          const place = { level: 0, column: Math.floor(at.x / 512), row: Math.floor(at.y / 512) }
          expect(shown).toContain(chunkKey(place))
        }
      }
      expect(shown.size).toBeLessThanOrEqual(35)
    }
  })
})
