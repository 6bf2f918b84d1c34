import { limits, type Limits } from '../base/limits.ts'
import { PrimaryPictureService } from '../primary/primary-picture-service.ts'
import type { GivenTile, PrimaryStart } from '../primary/primary-port.ts'
import { type Brush, roundBrush } from '../raster/brush.ts'
import { encodeOperation } from '../raster/operation-codec.ts'
import type { Operation, Update } from '../raster/operation.ts'
import { tileIndexOf } from '../raster/plane.ts'
import { createStructure, encodeStructure, firstLayer } from '../raster/structure.ts'
import { SimulatedClock } from './simulated-clock.ts'
import { strokeBegin } from './stroke-begin.ts'

// A small picture at a primary in this thread, and what may be painted on it.

/** Of the picture. */
export const size = { width: 256, height: 192 }
export const { frame } = createStructure(size)

/** The tile in this column and row of the picture. */
export const tileAt = (column: number, row: number): number =>
  tileIndexOf(frame.x / 64 + column, frame.y / 64 + row)
/** A layer that `addSky` adds. */
export const sky = 77

/** The author's own number is the host's. */
export function update(seq: number, operation: Operation): Update {
  return { seq, author: 1, clientSeq: seq, operation: encodeOperation(operation) }
}

/** A sample at this px of the picture. */
const at = (x: number, y: number) => ({ x: (frame.x + x) * 16, y: (frame.y + y) * 16, pressure: 1023 })

const brush = roundBrush({ size: 30 * 16, opacity: 255, hardness: 128, color: 0xcc3311 })

/** Two updates a stroke, along the picture. */
export function strokes(fromSeq: number, count: number): Update[] {
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
export function dot(
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

export const addSky = (seq: number): Update =>
  update(seq, { kind: 'layer-add', id: sky, above: firstLayer, name: 'Sky' })

/** The picture as it begins. */
export const blank: PrimaryStart = {
  horizon: 0,
  baseSeq: 0,
  structure: encodeStructure(createStructure(size)),
  tiles: [],
  carried: [],
  pending: [],
}

export interface RunningPrimary {
  readonly clock: SimulatedClock
  readonly primary: PrimaryPictureService
  readonly stamps: [number, string][]
}

/** A primary in this thread, with what it stamps; a failure of it fails the test. */
export async function startPrimary(from = blank, overrides: Partial<Limits> = {}): Promise<RunningPrimary> {
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

/** All tiles of a snapshot, in the order in which they are given. */
export async function tilesOf(primary: PrimaryPictureService, id: number): Promise<GivenTile[]> {
  const tiles: GivenTile[] = []
  for (;;) {
    const part = await primary.nextTiles(id, 20_000)
    if (part.length === 0) return tiles
    tiles.push(...part)
  }
}
