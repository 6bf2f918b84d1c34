import { describe, expect, it } from 'vitest'
import { limits, type Limits } from '../base/limits.ts'
import { tileValues } from '../kernel/tile-layout.ts'
import type { EncodedTile } from '../pictures/picture-accessor.ts'
import { type TileKey, tileKeyOf } from '../pictures/tile-key.ts'
import { blankBase } from '../raster/base.ts'
import { decodeIndexSet } from '../raster/index-set-codec.ts'
import type { Update } from '../raster/operation.ts'
import { decodeStructure, firstLayer } from '../raster/structure.ts'
import { decodeTile, encodePixels } from '../raster/tile-codec.ts'
import type { Timeline } from '../raster/timeline.ts'
import { foldsAll } from '../testing/folds-all.ts'
import { newMemory, newTimeline } from '../testing/picture-memories.ts'
import {
  addSky,
  blank,
  dot,
  frame,
  size,
  sky,
  startPrimary,
  strokes,
  tileAt,
  tilesOf,
  update,
} from '../testing/primary-trial.ts'
import type { PrimarySnapshot } from './primary-port.ts'

/** The horizon moves soon, and leaves some updates. */
const foldsSoon: Partial<Limits> = {
  ...foldsAll,
  pendingUpdatesMax: 6,
  pendingUpdatesKept: 3,
  pendingUpdatesHardMax: 6,
}

function timelineOf(updates: readonly Update[], overrides: Partial<Limits> = {}): Timeline {
  const timeline = newTimeline(blankBase(size), { horizonLimits: { ...limits, ...overrides } })
  for (const one of updates) timeline.apply(one)
  return timeline
}

/** For tiles that are looked at. */
const memory = newMemory()

/** Pixels by place. */
const pixelsOf = (tiles: readonly EncodedTile[]): Map<TileKey, string> =>
  new Map(tiles.map((tile) => [tileKeyOf(tile), decodeTile(tile.bytes, memory).copyPixels().join()]))

function pixelsOfBase(timeline: Timeline): Map<TileKey, string> {
  const { layers } = timeline.base()
  return new Map(
    [...layers].flatMap(([layer, tiles]) =>
      Array.from(tiles, ([index, tile]) => [tileKeyOf({ layer, index }), tile.copyPixels().join()] as const),
    ),
  )
}

const presentOf = ({ present }: PrimarySnapshot): [number, number[]][] =>
  present.map(({ layer, present: indices }) => [layer, decodeIndexSet(indices)])

describe('primary', () => {
  it('[PP1] answers a snapshot at the instant it is asked for, with the batches that still wait', async () => {
    const { primary } = await startPrimary()
    const first = primary.apply(strokes(1, 10))
    const second = primary.apply(strokes(21, 10))
    const snapshot = await primary.takeSnapshot({ kind: 'join' })
    const third = primary.apply(strokes(41, 10))
    expect(snapshot).toMatchObject({
      horizon: 0,
      baseSeq: 0,
      seq: 40,
      present: [],
      structure: blank.structure,
    })
    expect(snapshot.pending.map(({ seq }) => seq)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1))
    await Promise.all([first, second, third])
  })

  it('[PP2] keeps a snapshot as it was taken while painting goes on, layers and frame too', async () => {
    const { primary } = await startPrimary(blank, foldsSoon)
    const updates = [...strokes(1, 3), addSky(7), ...dot(8, 1, { layer: sky }), ...strokes(10, 4)]
    await primary.apply(updates)
    const snapshot = await primary.takeSnapshot({ kind: 'join' })
    await primary.apply([
      update(18, { kind: 'layer-remove', id: sky }),
      update(19, { kind: 'resize', x: 0, y: 0, width: 999, height: 99 }),
      ...strokes(20, 10),
    ])
    const expected = timelineOf(updates, foldsSoon)
    expect(snapshot.horizon).toBe(expected.horizon)
    expect(decodeStructure(snapshot.structure)).toEqual(expected.base().structure)
    expect(pixelsOf(await tilesOf(primary, snapshot.id))).toEqual(pixelsOfBase(expected))
    const later = await primary.takeSnapshot({ kind: 'join' })
    expect(decodeStructure(later.structure)).toMatchObject({ frame: { width: 999 }, layers: [{ id: 1 }] })
  })

  it('[PP2] encodes a tile once for all who ask', async () => {
    const { primary } = await startPrimary(blank, foldsAll)
    await primary.apply(strokes(1, 6))
    const [a, b] = [
      await primary.takeSnapshot({ kind: 'join' }),
      await primary.takeSnapshot({ kind: 'join' }),
    ]
    const [tilesOfA, tilesOfB] = [await primary.nextTiles(a.id, 1e9), await primary.nextTiles(b.id, 1e9)]
    expect(tilesOfA.length).toBeGreaterThan(0)
    tilesOfA.forEach(({ bytes }, i) => expect(tilesOfB[i]!.bytes).toBe(bytes))
  })

  it('[PP3] gives the columns nearest to the middle of the view first, each from the bottom layer up', async () => {
    const { primary } = await startPrimary(blank, foldsAll)
    await primary.apply([
      addSky(1),
      ...dot(2, 0, { layer: sky }),
      ...dot(4, 3, { layer: sky, row: 2 }),
      ...dot(6, 0),
      ...dot(8, 3, { row: 2 }),
      ...dot(10, 3, { row: 1 }),
    ])
    const view = { x: frame.x + 192, y: frame.y + 128, width: 64, height: 64 }
    const snapshot = await primary.takeSnapshot({ kind: 'join', view })
    const given = await tilesOf(primary, snapshot.id)
    expect(given.map(({ layer, index }) => [layer, index])).toEqual([
      [firstLayer, tileAt(3, 2)],
      [sky, tileAt(3, 2)],
      [firstLayer, tileAt(3, 1)],
      [firstLayer, tileAt(0, 0)],
      [sky, tileAt(0, 0)],
    ])
    expect(presentOf(snapshot)).toEqual([
      [firstLayer, [tileAt(0, 0), tileAt(3, 1), tileAt(3, 2)]],
      [sky, [tileAt(0, 0), tileAt(3, 2)]],
    ])
  })

  it('[PP3] gives no more tiles at once than fit a message, however small they are', async () => {
    const flat = encodePixels(new Uint16Array(tileValues).fill(9))
    const count = 2 * limits.tilesPerMessageMax + 10
    const tiles = Array.from({ length: count }, (_, index) => ({ layer: firstLayer, index, bytes: flat }))
    const { primary } = await startPrimary({ ...blank, tiles })
    const { id } = await primary.takeSnapshot({ kind: 'join' })
    const parts: number[] = []
    for (let length = -1; length !== 0; parts.push(length)) length = (await primary.nextTiles(id, 1e9)).length
    expect(parts).toEqual([limits.tilesPerMessageMax, limits.tilesPerMessageMax, 10, 0])
  })

  it('[PP4] gives a persist the tiles that differ from the last stored one, and those that became blank', async () => {
    const { primary } = await startPrimary(blank, foldsAll)
    const take = async () => {
      const snapshot = await primary.takeSnapshot({ kind: 'persist' })
      const given = await tilesOf(primary, snapshot.id)
      return { id: snapshot.id, given: [...pixelsOf(given).keys()].sort((a, b) => a - b), snapshot }
    }
    const key = (column: number, layer = firstLayer) => tileKeyOf({ layer, index: tileAt(column, 0) })
    await primary.apply([...dot(1, 0), ...dot(3, 1), addSky(5), ...dot(6, 1, { layer: sky })])
    const first = await take()
    expect(first.given).toEqual([key(0), key(1), key(1, sky)])
    await primary.releaseSnapshot(first.id, 'dropped')
    const again = await take()
    expect(again.given).toEqual(first.given)
    await primary.releaseSnapshot(again.id, 'stored')
    await primary.apply([...dot(8, 2), ...dot(10, 0, { blend: 'erase' })])
    const third = await take()
    expect(third.given).toEqual([key(2)])
    expect(third.snapshot.removed).toEqual([{ layer: firstLayer, index: tileAt(0, 0) }])
    await primary.releaseSnapshot(third.id, 'stored')
    await primary.apply([update(12, { kind: 'layer-remove', id: sky })])
    const last = await take()
    expect(last.given).toEqual([])
    expect(last.snapshot.removed).toEqual([{ layer: sky, index: tileAt(1, 0) }])
  })

  it('[PP4] gives a persist nothing of a picture that was opened and left alone', async () => {
    const { primary } = await startPrimary(blank, foldsAll)
    await primary.apply([...dot(1, 0), addSky(3), ...dot(4, 1, { layer: sky })])
    const stored = await primary.takeSnapshot({ kind: 'join' })
    const tiles = await tilesOf(primary, stored.id)
    const again = await startPrimary({ ...blank, ...stored, tiles }, foldsAll)
    const snapshot = await again.primary.takeSnapshot({ kind: 'persist' })
    expect([await tilesOf(again.primary, snapshot.id), snapshot.removed]).toEqual([[], []])
    expect(snapshot.structure).toEqual(stored.structure)
  })

  it('[PP4] has what became base while the picture was opened', async () => {
    const pending = [...dot(1, 0), ...dot(3, 2)]
    const { primary } = await startPrimary({ ...blank, pending }, foldsAll)
    const { id } = await primary.takeSnapshot({ kind: 'persist' })
    expect((await tilesOf(primary, id)).map(({ index }) => index)).toEqual([tileAt(0, 0), tileAt(2, 0)])
  })

  it('[PP5] stamps every multiple of the interval, and the last seq when updates stop', async () => {
    const { clock, primary, stamps } = await startPrimary()
    await primary.apply(strokes(1, 105))
    expect(stamps.map(([seq]) => seq)).toEqual([100, 200])
    await clock.run(limits.idleStampMs + 1)
    expect(stamps.at(-1)).toEqual([210, timelineOf(strokes(1, 105)).hash()])
    await clock.run(10 * limits.idleStampMs)
    expect(stamps).toHaveLength(3)
  })

  it('[PP1] opens with a stored base, what it carries and later updates as if it had never stopped', async () => {
    const all = [...strokes(1, 3), addSky(7), ...dot(8, 1, { layer: sky }), ...strokes(10, 8)]
    const { primary } = await startPrimary(blank, foldsSoon)
    await primary.apply(all.slice(0, 16))
    const snapshot = await primary.takeSnapshot({ kind: 'join' })
    expect(snapshot.carried).not.toEqual([])
    const tiles = await tilesOf(primary, snapshot.id)
    const again = await startPrimary({ ...snapshot, tiles }, foldsSoon)
    await again.primary.apply(all.slice(16))
    await again.clock.run(limits.idleStampMs + 1)
    expect(again.stamps.at(-1)).toEqual([25, timelineOf(all, foldsSoon).hash()])
  })

  it('[PP7] tells the hashes of its base, and gives those tiles of it that are wanted, as they were', async () => {
    const { primary } = await startPrimary(blank, foldsAll)
    const updates = [addSky(1), ...dot(2, 2, { layer: sky }), ...dot(4, 0), ...dot(6, 2)]
    await primary.apply(updates)
    const expected = timelineOf(updates, foldsAll).base()
    const snapshot = await primary.takeSnapshot({ kind: 'inspect' })
    expect(snapshot).toMatchObject({ horizon: 7, seq: 7, carried: [], pending: [], present: [], removed: [] })
    await primary.apply(dot(8, 0, { color: 0x0000ff }))
    const parts = [await primary.nextHashes(snapshot.id, 2), await primary.nextHashes(snapshot.id, 2)]
    expect(parts.map(({ length }) => length)).toEqual([2, 1])
    expect(await primary.nextHashes(snapshot.id, 2)).toEqual([])
    expect(parts.flat().map(({ layer, index }) => [layer, index])).toEqual([
      [firstLayer, tileAt(0, 0)],
      [firstLayer, tileAt(2, 0)],
      [sky, tileAt(2, 0)],
    ])
    for (const { layer, index, hash } of parts.flat()) {
      const view = new DataView(hash.buffer)
      const { hi, lo } = expected.layers.get(layer)!.get(index)!.hash
      expect([view.getUint32(0), view.getUint32(4)]).toEqual([hi, lo])
    }
    const wanted = [
      { layer: sky, index: tileAt(2, 0) },
      { layer: firstLayer, index: tileAt(0, 0) },
      { layer: sky, index: tileAt(0, 0) },
      { layer: 5, index: 5 },
      { layer: sky, index: tileAt(2, 0) },
    ]
    await primary.wantTiles(snapshot.id, wanted)
    const given = await tilesOf(primary, snapshot.id)
    expect(given.map(({ layer, index }) => [layer, index])).toEqual([
      [firstLayer, tileAt(0, 0)],
      [sky, tileAt(2, 0)],
    ])
    expect(decodeTile(given[0]!.bytes, memory).hash).toEqual(
      expected.layers.get(firstLayer)!.get(tileAt(0, 0))!.hash,
    )
    await primary.releaseSnapshot(snapshot.id, 'dropped')
    expect(await primary.nextHashes(snapshot.id, 2)).toEqual([])
    await primary.wantTiles(snapshot.id, wanted)
    expect(await primary.nextTiles(snapshot.id, 1e9)).toEqual([])
  })
})
