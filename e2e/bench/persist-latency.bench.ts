// How long an update takes to somebody else while a dense picture of 16384 × 16384 px is written, beside the time before that
// with the same picture, the same painters and the same strokes. The picture is a gradient over all of it: 65 280
// tiles have to be encoded, packed and stored by the write that is measured.

import { firstLayer, tileSidePx } from '../../sync-core/index.ts'
import { encodeOperation } from '../../sync-core/raster/operation-codec.ts'
import type { Gradient, PlanePoint } from '../../sync-core/raster/operation.ts'
import { createStructure } from '../../sync-core/raster/structure.ts'
import { inBenchFolder, type BenchFolder } from './bench-folder.ts'
import { median, type Figure } from './figure.ts'
import { repeatStrokes } from './recorded-strokes.ts'
import type { StoragePlace } from './storage-place.ts'

const size = { width: 16384, height: 16384 }
const turns = 3
const everyMs = 8
const settleMs = 1000
const measuredMs = 12_000
/** Two seconds. */
const stretchUpdates = 250
const strokeUpdates = 4000
const ratioMax = 1.2

/** Long enough to paint it, and to measure what is before the write. */
const limits = { persistCadenceMs: 40_000 }

interface Latencies {
  readonly during: readonly number[]
  readonly without: readonly number[]
}

export function bench(): Promise<Figure[]> {
  return inBenchFolder(async (folder) => {
    const strokes = (await repeatStrokes(size, strokeUpdates, 1)).flat()
    const s3 = folder.startS3()
    const settings = await s3.ask('open', undefined)
    const inFolder: Latencies[] = []
    const inBucket: Latencies[] = []
    for (let turn = 0; turn < turns; turn++) {
      inFolder.push(await measure(folder, strokes, undefined))
      inBucket.push(await measure(folder, strokes, { kind: 's3', settings }))
    }
    return [...figuresOf('folder', inFolder), ...figuresOf('s3', inBucket)]
  })
}

async function measure(
  folder: BenchFolder,
  strokes: readonly Uint8Array[],
  storage: StoragePlace | undefined,
): Promise<Latencies> {
  const host = folder.startHost()
  const painters = folder.startLatency()
  const place = { folder: await folder.newHostFolder(), size, limits, ...(storage && { storage }) }
  await painters.ask('gather', await host.ask('open', place))
  const saving = painters.ask('waitForSaving', undefined)
  await painters.ask('paintForGood', encodeOperation(gradient))
  await painters.ask('paintSteadily', { operations: strokes, everyMs })
  const measureNow = async (): Promise<readonly number[]> => {
    await pass(settleMs)
    await painters.ask('takeLatencies', undefined)
    await pass(measuredMs)
    return painters.ask('takeLatencies', undefined)
  }
  const without = await measureNow()
  await saving
  const during = await measureNow()
  await Promise.all([painters.end(), host.end()])
  return { during, without }
}

function figuresOf(name: string, all: readonly Latencies[]): Figure[] {
  const figure = (part: string, share: number): Figure => ({
    name: `persist-latency-${name}-${part}`,
    value: median(all.flatMap(({ during }) => quantiles(during, share))),
    unit: 'ms',
    peer: median(all.flatMap(({ without }) => quantiles(without, share))),
    against: 'the same without a write',
  })
  const p99 = figure('p99', 0.99)
  const goal = { ...p99, name: `${p99.name}-goal`, value: p99.value / p99.peer, unit: '×', peer: ratioMax }
  return [figure('p50', 0.5), p99, { ...goal, against: 'the most that is wanted' }]
}

/** Of each stretch by itself: what a neighbour does on this machine now and then is in a few of them, what a write does in all. */
function quantiles(latenciesMs: readonly number[], share: number): number[] {
  const stretches = Math.floor(latenciesMs.length / stretchUpdates)
  return Array.from({ length: stretches }, (_, i) => {
    return quantile(latenciesMs.slice(i * stretchUpdates, (i + 1) * stretchUpdates), share)
  })
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN
}

function pass(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

const { frame } = createStructure(size)
/** All but a strip: past the most tiles that a picture may have, nothing could be painted while it is written. */
const area = { ...frame, height: frame.height - tileSidePx }
const at = (across: number, down: number): PlanePoint => ({
  x: Math.round((area.x + area.width * across) * 16),
  y: Math.round((area.y + area.height * down) * 16),
})
const gradient: Gradient & { kind: 'gradient' } = {
  kind: 'gradient',
  layer: firstLayer,
  alphaLock: false,
  selected: false,
  shape: 'radial',
  area,
  from: at(0.3, 0.4),
  to: at(0.9, 0.9),
  start: { red: 255, green: 240, blue: 10, alpha: 255 },
  stop: { red: 10, green: 20, blue: 230, alpha: 120 },
}
