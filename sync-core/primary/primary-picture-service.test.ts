import { describe, expect, it } from 'vitest'
import { limits, type Limits } from '../base/limits.ts'
import { encodeOperation } from '../raster/operation-codec.ts'
import { type Brush, roundBrush } from '../raster/brush.ts'
import type { Operation, Update } from '../raster/operation.ts'
import { decodeTile } from '../raster/tile-codec.ts'
import { Timeline } from '../raster/timeline.ts'
import { SimulatedClock } from '../testing/simulated-clock.ts'
import { PrimaryPictureService } from './primary-picture-service.ts'
import type { PrimaryStart } from './primary-port.ts'

const size = { width: 256, height: 192 }
const brush = roundBrush({
  size: 30 * 16,
  opacity: 255,
  hardness: 128,
  color: 0xcc3311,
})

function update(seq: number, operation: Operation): Update {
  return { seq, author: 1, clientSeq: seq, operation: encodeOperation(operation) }
}

/** Two updates a stroke, along the picture. */
function strokes(fromSeq: number, count: number, blend: Brush['blend'] = 'normal'): Update[] {
  return Array.from({ length: count }, (_, i) => {
    const x = ((fromSeq + 2 * i) * 37 * 16) % (size.width * 16)
    const samples = [
      { x, y: 300, pressure: 1023 },
      { x: x + 500, y: 2500, pressure: 1023 },
    ]
    return [
      update(fromSeq + 2 * i, { kind: 'stroke-begin', brush: { ...brush, blend }, samples }),
      update(fromSeq + 2 * i + 1, { kind: 'end' }),
    ]
  }).flat()
}

const blank: PrimaryStart = { size, horizon: 0, tiles: [], carried: [], pending: [] }

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

async function allTiles(primary: PrimaryPictureService, id: number): Promise<Map<number, string>> {
  const tiles = new Map<number, string>()
  for (;;) {
    const part = await primary.nextTiles(id, 20_000)
    if (part.length === 0) return tiles
    for (const { index, bytes } of part) tiles.set(index, decodeTile(bytes).pixels.join())
  }
}

describe('primary', () => {
  it('[PP1] answers a snapshot at the instant it is asked for, with the batches that still wait', async () => {
    const { primary } = await start()
    const first = primary.apply(strokes(1, 10))
    const second = primary.apply(strokes(21, 10))
    const snapshot = await primary.takeSnapshot({ kind: 'join' })
    const third = primary.apply(strokes(41, 10))
    expect(snapshot).toMatchObject({ horizon: 0, seq: 40, tiles: 0 })
    expect(snapshot.pending.map(({ seq }) => seq)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1))
    await Promise.all([first, second, third])
  })

  it('[PP2] keeps a snapshot as it was taken while painting goes on', async () => {
    const small = { pendingUpdatesMax: 4, pendingUpdatesKept: 2 }
    const { primary } = await start(blank, small)
    await primary.apply(strokes(1, 6))
    const snapshot = await primary.takeSnapshot({ kind: 'join' })
    await primary.apply(strokes(13, 6))
    const tiles = await allTiles(primary, snapshot.id)
    const expected = new Timeline(size, undefined, { horizonLimits: { ...limits, ...small } })
    for (const one of strokes(1, 6)) expected.apply(one)
    const base = expected.base()
    expect(snapshot.horizon).toBe(base.horizon)
    base.tiles.forEach((tile, index) => expect(tiles.get(index)).toEqual(tile?.pixels.join()))
    expect(tiles.size).toBe(snapshot.tiles)
  })

  it('[PP2] encodes a tile once for all who ask', async () => {
    const { primary } = await start(blank, { pendingUpdatesMax: 2, pendingUpdatesKept: 0 })
    await primary.apply(strokes(1, 6))
    const [a, b] = [
      await primary.takeSnapshot({ kind: 'join' }),
      await primary.takeSnapshot({ kind: 'join' }),
    ]
    const [tilesOfA, tilesOfB] = [await primary.nextTiles(a.id, 1e9), await primary.nextTiles(b.id, 1e9)]
    expect(tilesOfA.length).toBeGreaterThan(0)
    tilesOfA.forEach(({ bytes }, i) => expect(tilesOfB[i]!.bytes).toBe(bytes))
  })

  it('[PP3] gives the tiles nearest to the middle of the view first', async () => {
    const { primary } = await start(blank, { pendingUpdatesMax: 2, pendingUpdatesKept: 0 })
    await primary.apply(strokes(1, 20))
    const view = { x: 192, y: 128, width: 64, height: 64 }
    const { id } = await primary.takeSnapshot({ kind: 'join', view })
    const order = (await primary.nextTiles(id, 1e9)).map(({ index }) => index)
    expect(order[0]).toBe(11)
    expect(order.at(-1)).toBe(0)
  })

  it('[PP4] gives a persist the tiles that differ from the last stored one, and those that became blank', async () => {
    const { primary } = await start(blank, { pendingUpdatesMax: 0, pendingUpdatesKept: 0 })
    const dot = (seq: number, x: number, blend: Brush['blend']): Update[] => [
      update(seq, {
        kind: 'stroke-begin',
        brush: { ...brush, blend, hardness: 255, size: (blend === 'erase' ? 60 : 20) * 16 },
        samples: [{ x: x * 16, y: 32 * 16, pressure: 1023 }],
      }),
      update(seq + 1, { kind: 'end' }),
    ]
    await primary.apply([...dot(1, 32, 'normal'), ...dot(3, 96, 'normal')])
    const first = await primary.takeSnapshot({ kind: 'persist' })
    expect([...(await allTiles(primary, first.id)).keys()].sort((a, b) => a - b)).toEqual([0, 1])
    await primary.releaseSnapshot(first.id, 'dropped')
    const again = await primary.takeSnapshot({ kind: 'persist' })
    expect(again.tiles).toBe(2)
    await primary.releaseSnapshot(again.id, 'stored')
    await primary.apply([...dot(5, 160, 'normal'), ...dot(7, 32, 'erase')])
    const last = await primary.takeSnapshot({ kind: 'persist' })
    expect([...(await allTiles(primary, last.id)).keys()]).toEqual([2])
    expect(last.removed).toEqual([0])
  })

  it('[PP5] stamps every multiple of the interval, and the last seq when updates stop', async () => {
    const { clock, primary, stamps } = await start()
    await primary.apply(strokes(1, 105))
    expect(stamps.map(([seq]) => seq)).toEqual([100, 200])
    await clock.run(limits.idleStampMs + 1)
    const expected = new Timeline(size)
    for (const one of strokes(1, 105)) expected.apply(one)
    expect(stamps.at(-1)).toEqual([210, expected.hash()])
    await clock.run(10 * limits.idleStampMs)
    expect(stamps).toHaveLength(3)
  })

  it('[PP1] opens with a stored base, its carried strokes and later updates as if it had never stopped', async () => {
    const small = { pendingUpdatesMax: 6, pendingUpdatesKept: 3 }
    const all = strokes(1, 12)
    const { primary } = await start(blank, small)
    await primary.apply(all.slice(0, 15))
    const snapshot = await primary.takeSnapshot({ kind: 'join' })
    const tiles = await primary.nextTiles(snapshot.id, 1e9)
    const again = await start({ ...blank, ...snapshot, tiles }, small)
    await again.primary.apply(all.slice(15))
    await again.clock.run(limits.idleStampMs + 1)
    const expected = new Timeline(size, undefined, { horizonLimits: { ...limits, ...small } })
    for (const one of all) expected.apply(one)
    expect(again.stamps.at(-1)).toEqual([24, expected.hash()])
  })

  it('[PP6] paints a preview of the whole picture', async () => {
    const { primary } = await start()
    await primary.apply(strokes(1, 4))
    const png = await primary.preview(64)
    expect([...png.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
    const view = new DataView(png.buffer, png.byteOffset)
    expect([view.getUint32(16), view.getUint32(20)]).toEqual([64, 48])
  })
})
