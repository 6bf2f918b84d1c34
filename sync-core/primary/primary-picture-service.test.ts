import { describe, expect, it } from 'vitest'
import { OutOfMemoryError } from '../base/errors.ts'
import { limits, type Limits } from '../base/limits.ts'
import { PictureMemory } from '../kernel/picture-memory.ts'
import { ownerPointer, tileValues } from '../kernel/tile-layout.ts'
import { createWasmKernel } from '../kernel/wasm-kernel.ts'
import type { StoredTile } from '../pictures/picture-accessor.ts'
import { type TileKey, tileKeyOf } from '../pictures/tile-key.ts'
import { blankBase } from '../raster/base.ts'
import { type Brush, roundBrush } from '../raster/brush.ts'
import { decodeIndexSet } from '../raster/index-set-codec.ts'
import { encodeOperation } from '../raster/operation-codec.ts'
import type { Operation, Update } from '../raster/operation.ts'
import { tileIndexOf } from '../raster/plane.ts'
import { createStructure, decodeStructure, encodeStructure, firstLayer } from '../raster/structure.ts'
import { decodeTile, encodePixels } from '../raster/tile-codec.ts'
import type { Timeline } from '../raster/timeline.ts'
import { decodePng } from '../testing/decode-png.ts'
import { SimulatedClock } from '../testing/simulated-clock.ts'
import { strokeBegin } from '../testing/stroke-begin.ts'
import { PrimaryPictureService } from './primary-picture-service.ts'
import type { PrimarySnapshot, PrimaryStart } from './primary-port.ts'
import { newMemory, newTimeline } from '../testing/picture-memories.ts'

const size = { width: 256, height: 192 }
const { frame } = createStructure(size)
/** The tile in this column and row of the picture. */
const tileAt = (column: number, row: number): number => tileIndexOf(frame.x / 64 + column, frame.y / 64 + row)
const brush = roundBrush({ size: 30 * 16, opacity: 255, hardness: 128, color: 0xcc3311 })
const sky = 77

function update(seq: number, operation: Operation): Update {
  return { seq, author: 1, clientSeq: seq, operation: encodeOperation(operation) }
}

/** A sample at this px of the picture. */
const at = (x: number, y: number) => ({ x: (frame.x + x) * 16, y: (frame.y + y) * 16, pressure: 1023 })

/** Two updates a stroke, along the picture. */
function strokes(fromSeq: number, count: number): Update[] {
  return Array.from({ length: count }, (_, i) => {
    const x = ((fromSeq + 2 * i) * 37) % size.width
    return [
      update(fromSeq + 2 * i, strokeBegin(brush, [at(x, 19), at(x + 31, 156)])),
      update(fromSeq + 2 * i + 1, { kind: 'end' }),
    ]
  }).flat()
}

interface DotForm {
  readonly row?: number
  readonly layer?: number
  readonly color?: number
  readonly blend?: Brush['blend']
}

/** A hard dot in the middle of this tile of the picture. */
function dot(
  seq: number,
  column: number,
  { row = 0, layer = firstLayer, color = 0xcc3311, blend = 'normal' }: DotForm = {},
): Update[] {
  const width = (blend === 'erase' ? 60 : 20) * 16
  const dab = roundBrush({ size: width, hardness: 255, color, blend })
  return [
    update(seq, strokeBegin(dab, [at(column * 64 + 32, row * 64 + 32)], { layer })),
    update(seq + 1, { kind: 'end' }),
  ]
}

const addSky = (seq: number): Update =>
  update(seq, { kind: 'layer-add', id: sky, above: firstLayer, name: 'Sky' })

const blank: PrimaryStart = {
  horizon: 0,
  baseSeq: 0,
  structure: encodeStructure(createStructure(size)),
  tiles: [],
  carried: [],
  pending: [],
}
/** Nothing can be undone: everything is base at once. */
const foldsAll: Partial<Limits> = {
  pendingUpdatesMax: 0,
  pendingUpdatesKept: 0,
  pendingUpdatesHardMax: 0,
  undoActionsKept: 0,
  horizonEverySeqs: 1,
}
/** The horizon moves soon, and leaves some updates. */
const foldsSoon: Partial<Limits> = {
  ...foldsAll,
  pendingUpdatesMax: 6,
  pendingUpdatesKept: 3,
  pendingUpdatesHardMax: 6,
}

interface Running {
  readonly clock: SimulatedClock
  readonly primary: PrimaryPictureService
  readonly stamps: [number, string][]
}

async function start(from = blank, overrides: Partial<Limits> = {}): Promise<Running> {
  const clock = new SimulatedClock()
  const stamps: [number, string][] = []
  const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  const primary = new PrimaryPictureService({ clock, pause, limits: { ...limits, ...overrides } })
  await primary.start(from, {
    onStamp: (seq, hash) => stamps.push([seq, hash]),
    onApplied: () => undefined,
    onFailure: (reason) => {
      throw new Error(reason)
    },
  })
  return { clock, primary, stamps }
}

function timelineOf(updates: readonly Update[], overrides: Partial<Limits> = {}): Timeline {
  const timeline = newTimeline(blankBase(size), { horizonLimits: { ...limits, ...overrides } })
  for (const one of updates) timeline.apply(one)
  return timeline
}

async function tilesOf(primary: PrimaryPictureService, id: number): Promise<StoredTile[]> {
  const tiles: StoredTile[] = []
  for (;;) {
    const part = await primary.nextTiles(id, 20_000)
    if (part.length === 0) return tiles
    tiles.push(...part)
  }
}

/** For tiles that are looked at. */
const memory = newMemory()

/** Pixels by place. */
const pixelsOf = (tiles: readonly StoredTile[]): Map<TileKey, string> =>
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
    const { primary } = await start()
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
    const { primary } = await start(blank, foldsSoon)
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
    const { primary } = await start(blank, foldsAll)
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
    const { primary } = await start(blank, foldsAll)
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
    const { primary } = await start({ ...blank, tiles })
    const { id } = await primary.takeSnapshot({ kind: 'join' })
    const parts: number[] = []
    for (let length = -1; length !== 0; parts.push(length)) length = (await primary.nextTiles(id, 1e9)).length
    expect(parts).toEqual([limits.tilesPerMessageMax, limits.tilesPerMessageMax, 10, 0])
  })

  it('[PP4] gives a persist the tiles that differ from the last stored one, and those that became blank', async () => {
    const { primary } = await start(blank, foldsAll)
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
    const { primary } = await start(blank, foldsAll)
    await primary.apply([...dot(1, 0), addSky(3), ...dot(4, 1, { layer: sky })])
    const stored = await primary.takeSnapshot({ kind: 'join' })
    const tiles = await tilesOf(primary, stored.id)
    const again = await start({ ...blank, ...stored, tiles }, foldsAll)
    const snapshot = await again.primary.takeSnapshot({ kind: 'persist' })
    expect([await tilesOf(again.primary, snapshot.id), snapshot.removed]).toEqual([[], []])
    expect(snapshot.structure).toEqual(stored.structure)
  })

  it('[PP5] stamps every multiple of the interval, and the last seq when updates stop', async () => {
    const { clock, primary, stamps } = await start()
    await primary.apply(strokes(1, 105))
    expect(stamps.map(([seq]) => seq)).toEqual([100, 200])
    await clock.run(limits.idleStampMs + 1)
    expect(stamps.at(-1)).toEqual([210, timelineOf(strokes(1, 105)).hash()])
    await clock.run(10 * limits.idleStampMs)
    expect(stamps).toHaveLength(3)
  })

  it('[PP1] opens with a stored base, what it carries and later updates as if it had never stopped', async () => {
    const all = [...strokes(1, 3), addSky(7), ...dot(8, 1, { layer: sky }), ...strokes(10, 8)]
    const { primary } = await start(blank, foldsSoon)
    await primary.apply(all.slice(0, 16))
    const snapshot = await primary.takeSnapshot({ kind: 'join' })
    expect(snapshot.carried).not.toEqual([])
    const tiles = await tilesOf(primary, snapshot.id)
    const again = await start({ ...snapshot, tiles }, foldsSoon)
    await again.primary.apply(all.slice(16))
    await again.clock.run(limits.idleStampMs + 1)
    expect(again.stamps.at(-1)).toEqual([25, timelineOf(all, foldsSoon).hash()])
  })

  it('[PP7] tells the hashes of its base, and gives those tiles of it that are wanted, as they were', async () => {
    const { primary } = await start(blank, foldsAll)
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

describe('preview', () => {
  const white = [255, 255, 255, 255]

  async function previewOf(updates: readonly Update[], sidePx: number) {
    const { primary } = await start()
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
    const { primary } = await start()
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
    const { primary } = await start()
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
    const { primary } = await start()
    await primary.apply(strokes(1, 8))
    await primary.preview(64)
    await primary.apply([...dot(17, 3, { row: 2 }), update(19, { kind: 'undo', action: 1 })])
    const { png } = await primary.preview(64)
    const fresh = await start()
    await fresh.primary.apply([
      ...strokes(1, 8),
      ...dot(17, 3, { row: 2 }),
      update(19, { kind: 'undo', action: 1 }),
    ])
    expect(png).toEqual((await fresh.primary.preview(64)).png)
  })

  it('[PP6] of a very narrow picture has at least one pixel a side', async () => {
    const structure = encodeStructure(createStructure({ width: 16, height: 16_384 }))
    const { primary } = await start({ ...blank, structure })
    const { width, height, pixel } = await decodePreview(primary, 512)
    expect([width, height, pixel(0, 511)]).toEqual([1, 512, white])
  })

  it('[PP8] refuses a picture, and updates, that need more memory than there is', async () => {
    const tight = (tiles: number): PrimaryPictureService =>
      new PrimaryPictureService({
        clock: new SimulatedClock(),
        pause: () => Promise.resolve(),
        memory: new PictureMemory(createWasmKernel(), { bytesMax: ownerPointer + tiles * 32 * 1024 }),
      })
    const events = { onStamp: () => undefined, onApplied: () => undefined, onFailure: () => undefined }
    const flat = encodePixels(new Uint16Array(tileValues).fill(9))
    const tiles = Array.from({ length: 8 }, (_, index) => ({ layer: firstLayer, index, bytes: flat }))
    await expect(tight(6).start({ ...blank, tiles }, events)).rejects.toThrow(OutOfMemoryError)

    const primary = tight(9)
    await primary.start({ ...blank, tiles }, events)
    const area = { x: frame.x, y: frame.y, width: 200, height: 200 }
    const color = { red: 9, green: 9, blue: 9, alpha: 255 }
    const gradient = encodeOperation({
      kind: 'gradient',
      layer: firstLayer,
      alphaLock: false,
      selected: false,
      shape: 'linear',
      area,
      from: { x: 0, y: 0 },
      to: { x: 16, y: 0 },
      start: color,
      stop: color,
    })
    const applied = primary.apply([{ seq: 1, author: 1, clientSeq: 1, operation: gradient }])
    await expect(applied).rejects.toThrow(/needs 2 MB of memory, and there is no more/)
    // As it was: what is stored and what is given out is whole.
    const snapshot = await primary.takeSnapshot({ kind: 'join' })
    expect(snapshot.seq).toBe(0)
    expect(await tilesOf(primary, snapshot.id)).toHaveLength(8)
  })
})
