import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limits as standardLimits } from '../base/limits.ts'
import { PictureMemory } from '../kernel/picture-memory.ts'
import { ownerPointer, pixelTileBytes } from '../kernel/tile-layout.ts'
import { createWasmKernel } from '../kernel/wasm-kernel.ts'
import { leaveOut, standInOf } from '../raster/stand-in.ts'
import type { Base } from '../raster/base.ts'
import type { Operation, Update } from '../raster/operation.ts'
import { firstLayer } from '../raster/structure.ts'
import { anyScript } from '../testing/painting-script.ts'
import { newTimeline } from '../testing/picture-memories.ts'
import { dot, frame, strokes, tileAt, update } from '../testing/primary-trial.ts'
import { blank, horizonLimits } from '../testing/timeline-script.ts'
import { type FittingReplay, replayWhatFits } from './fitting-replay.ts'

const limits = { ...standardLimits, ...horizonLimits }
const pause = (): Promise<void> => Promise.resolve()

/** Memory for so many tiles. */
const tight = (tiles: number): PictureMemory =>
  new PictureMemory(createWasmKernel(), { bytesMax: ownerPointer + tiles * pixelTileBytes })

const replay = (
  pending: readonly Update[],
  memory: PictureMemory,
  base: Base = blank,
): Promise<FittingReplay> => replayWhatFits(base, pending, { memory, limits, pause })

const color = { red: 9, green: 9, blue: 9, alpha: 255 }
/** Over 3 × 2 tiles. */
const gradient = (layer: number): Operation => ({
  kind: 'gradient',
  layer,
  alphaLock: false,
  selected: false,
  shape: 'linear',
  area: { x: frame.x, y: frame.y, width: 192, height: 128 },
  from: { x: 0, y: 0 },
  to: { x: 16, y: 0 },
  start: color,
  stop: color,
})

describe('a picture that does not fit into memory', () => {
  it('[PP9] opens without the updates that do not fit, and with all others at their places', async () => {
    const pending = [...dot(1, 0), update(3, gradient(firstLayer)), update(4, gradient(99)), ...dot(5, 3)]
    const { timeline, leftOut } = await replay(pending, tight(16))
    expect(leftOut).toEqual([4])
    expect(timeline.seq).toBe(6)
    expect(timeline.pending()[3]).toEqual({ ...pending[3], operation: standInOf(1) })
    expect([...timeline.layerTiles(firstLayer).keys()]).toContain(tileAt(3, 0))
    const whole = await replay(pending, tight(60))
    expect(whole.leftOut).toEqual([])
  })

  it('[PP9] opens without a stroke that can’t be ended, whoever ends it', async () => {
    const ends: Update[] = [
      update(12, { kind: 'end' }),
      { ...update(12, { kind: 'close', author: 1 }), author: 0 },
    ]
    for (const end of ends) {
      const begun = strokes(11, 1)[0]!
      const pending = [
        ...Array.from({ length: 5 }, (_, i) => dot(2 * i + 1, i % 4, { row: i >> 2 })).flat(),
        begun,
        end,
      ]
      const outcomes = new Set<string>()
      for (let tiles = 6; tiles < 40; tiles++) {
        const { timeline, leftOut } = await replay(pending, tight(tiles))
        expect(timeline.seq).toBe(12)
        expect(timeline.openActionOf(1)).toBeUndefined()
        outcomes.add(leftOut.filter((seq) => seq > 10).join(' '))
      }
      expect(outcomes).toContain('11')
      expect(outcomes).toContain('')
    }
  })

  it('[PP9] is what its order without them makes, whatever was drawn and wherever the horizon moved', async () => {
    await fc.assert(
      fc.asyncProperty(anyScript(60), fc.integer({ min: 8, max: 40 }), async (script, tiles) => {
        const { timeline, leftOut } = await replay(script, tight(tiles))
        const twin = newTimeline(blank, { horizonLimits })
        for (const each of leaveOut(script, new Set(leftOut))) twin.apply(each)
        expect(timeline.seq).toBe(script.length)
        expect(timeline.hash()).toBe(twin.hash())
        expect(timeline.pending()).toEqual(twin.pending())
        expect(timeline.horizon).toBe(twin.horizon)
      }),
      { numRuns: 60 },
    )
  })

  it('[PP9] opens without what was open at the horizon, when there is no room for that', async () => {
    const carried = strokes(1, 1).slice(0, 1)
    const base = { ...blank, horizon: 1, seq: 1, carried }
    const { timeline, leftOut } = await replay([update(2, { kind: 'end' })], tight(2), base)
    expect(leftOut).toEqual([1])
    expect([timeline.seq, timeline.openActionOf(1)]).toEqual([2, undefined])
  })
})
