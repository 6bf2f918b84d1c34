// The authoritative raster of one hosted picture. It runs in a thread of its own, so it may be slow without slowing the
// broadcast. Batches wait in its own queue and are folded in one at a time; a snapshot is taken at the instant it is
// asked for, between two batches:
//
//   asked at ──▶ base (layers and tiles at the horizon, shared copy-on-write)
//                + pending = the timeline's updates after the horizon + every batch that still waits in the queue
//
// so the answer never waits for painting, and with its pending updates it is exact. Encoding the tiles of a snapshot is
// work of a lower class: joiners first, then the periodic persist.
//
// Rejected: waiting until the queue is empty before answering (a join would take as long as the backlog), and applying
// each update before acknowledging it (the broadcast side would have to wait for the raster).

import type { Clock, Timer } from '../base/clock.ts'
import { assert } from '../base/assert.ts'
import { limits, type Limits } from '../base/limits.ts'
import { PictureMemory } from '../kernel/picture-memory.ts'
import { createWasmKernel } from '../kernel/wasm-kernel.ts'
import { JobQueue, type JobClass } from '../jobs/job-queue.ts'
import type { TileSpot } from '../pictures/tile-key.ts'
import type { Base } from '../raster/base.ts'
import type { CanvasSize } from '../raster/canvas-size.ts'
import type { Update } from '../raster/operation.ts'
import { decodeStructure, encodeStructure, type LayerId } from '../raster/structure.ts'
import { decodeTile, type Deflate } from '../raster/tile-codec.ts'
import type { Tile } from '../raster/tile.ts'
import type { Timeline } from '../raster/timeline.ts'
import { EncodedTiles } from './encoded-tiles.ts'
import { applyInMemory, replayWhatFits } from './fitting-replay.ts'
import { PreviewPainter } from './preview-painter.ts'
import type {
  GivenTile,
  PictureSize,
  Preview,
  PrimaryEvents,
  PrimaryPort,
  PrimarySnapshot,
  PrimaryStart,
  SnapshotPurpose,
  StartedPicture,
  TileHash,
} from './primary-port.ts'
import { SnapshotShelf } from './snapshot-shelf.ts'

const classes = {
  joinTiles: { rank: 1, name: 'encode or hash tiles for a client' },
  batch: { rank: 2, name: 'fold a batch in' },
  persistTiles: { rank: 3, name: 'encode tiles for a persist' },
} as const satisfies Record<string, JobClass>

export interface PrimaryPictureServiceOptions {
  readonly clock: Clock
  /** Lets messages that came meanwhile be handled: one turn of the event loop. */
  readonly pause: () => Promise<void>
  /** The machine's own, if it has one: tiles are encoded with it. */
  readonly deflate?: Deflate
  /** `limits` except in tests. */
  readonly limits?: Limits
  /** Where the picture's pixels are; one of its own except in tests. */
  readonly memory?: PictureMemory
}

interface OpenedPicture {
  readonly memory: PictureMemory
  readonly timeline: Timeline
  readonly events: PrimaryEvents
  readonly shelf: SnapshotShelf
  readonly preview: PreviewPainter
}

export class PrimaryPictureService implements PrimaryPort {
  private readonly clock: Clock
  private readonly pause: () => Promise<void>
  private readonly limits: Limits
  private readonly queue: JobQueue
  private readonly waitingBatches: (readonly Update[])[] = []
  private readonly memory: PictureMemory | undefined
  private readonly deflate: Deflate | undefined
  private opened: OpenedPicture | undefined
  private idleStamp: Timer | undefined
  private stampedSeq = -1
  /** What was taken after the last sweep for `size`. */
  private sweptBytes = 0

  constructor(options: PrimaryPictureServiceOptions) {
    this.clock = options.clock
    this.pause = options.pause
    this.limits = options.limits ?? limits
    this.memory = options.memory
    this.deflate = options.deflate
    this.queue = new JobQueue(options.clock, (error) => this.fail(error))
  }

  start(start: PrimaryStart, events: PrimaryEvents): Promise<StartedPicture> {
    return this.queued(classes.batch, async () => {
      assert(this.opened === undefined, 'a primary is started once')
      const memory = this.memory ?? new PictureMemory(createWasmKernel())
      const { timeline, stored, leftOut } = await replayWhatFits(baseOf(start, memory), start.pending, {
        memory,
        limits: this.limits,
        pause: this.pause,
      })
      const encoded = new EncodedTiles(this.limits.encodedTileBytesKept, this.deflate)
      const shelf = new SnapshotShelf(stored, encoded)
      memory.addRoot((mark) => shelf.mark(mark))
      this.opened = { memory, timeline, events, shelf, preview: new PreviewPainter(memory) }
      events.onApplied(timeline.seq, this.size())
      this.stampWhenIdle()
      return { leftOut }
    })
  }

  apply(batch: readonly Update[]): Promise<void> {
    this.waitingBatches.push(batch)
    return this.queued(classes.batch, () => {
      const { timeline, events } = this.open()
      const next = this.waitingBatches.shift()
      assert(next === batch, 'batches are folded in the order in which they came')
      for (const update of batch) {
        applyInMemory(timeline, update)
        if (update.seq % this.limits.stampEverySeqs === 0) this.stamp()
      }
      events.onApplied(timeline.seq, this.size())
      this.stampWhenIdle()
    })
  }

  takeSnapshot(purpose: SnapshotPurpose): Promise<PrimarySnapshot> {
    const { timeline, shelf } = this.open()
    const base = timeline.base()
    const pending = [...timeline.pending(), ...this.waitingBatches.flat()]
    const isWithUpdates = purpose.kind !== 'inspect'
    return Promise.resolve({
      ...shelf.take(base, purpose),
      horizon: base.horizon,
      baseSeq: base.seq,
      seq: base.horizon + pending.length,
      structure: encodeStructure(base.structure),
      carried: isWithUpdates ? base.carried : [],
      pending: isWithUpdates ? pending : [],
    })
  }

  nextTiles(snapshotId: number, bytesMax: number): Promise<readonly GivenTile[]> {
    const { shelf } = this.open()
    const purpose = shelf.purposeOf(snapshotId)
    const isPersist = purpose === 'persist' || purpose === 'copy'
    const jobClass = isPersist ? classes.persistTiles : classes.joinTiles
    return this.queued(jobClass, () => shelf.nextTiles(snapshotId, bytesMax))
  }

  nextHashes(snapshotId: number, countMax: number): Promise<readonly TileHash[]> {
    const { shelf } = this.open()
    return this.queued(classes.joinTiles, () => shelf.nextHashes(snapshotId, countMax))
  }

  wantTiles(snapshotId: number, tiles: readonly TileSpot[]): Promise<void> {
    this.open().shelf.want(snapshotId, tiles)
    return Promise.resolve()
  }

  releaseSnapshot(snapshotId: number, outcome: 'stored' | 'dropped'): Promise<void> {
    this.open().shelf.release(snapshotId, outcome)
    return Promise.resolve()
  }

  preview(sidePx: number): Promise<Preview> {
    return this.queued(classes.persistTiles, () => {
      const { preview, timeline } = this.open()
      return preview.paint(timeline, sidePx, this.pause)
    })
  }

  frameSize(): Promise<CanvasSize> {
    return this.queued(classes.persistTiles, () => {
      const { width, height } = this.open().timeline.structure.frame
      return { width, height }
    })
  }

  stop(): Promise<void> {
    if (this.idleStamp !== undefined) this.clock.cancel(this.idleStamp)
    this.opened = undefined
    return Promise.resolve()
  }

  private queued<T>(jobClass: JobClass, run: () => T | Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.queue.add(jobClass, async () => {
        try {
          resolve(await run())
        } catch (error) {
          reject(error)
        }
        await this.pause()
      })
    })
  }

  private open(): NonNullable<typeof this.opened> {
    assert(this.opened !== undefined, 'a primary is asked only between its start and its stop')
    return this.opened
  }

  private size(): PictureSize {
    const { memory, timeline } = this.open()
    const { pictureMemoryBytesFull, memoryGrowBytesMax } = this.limits
    // What nobody holds any more counts as taken until it is swept: of a large picture it is looked at closely.
    const mayBeFull = memory.usedBytes > pictureMemoryBytesFull / 2
    if (mayBeFull && memory.usedBytes - this.sweptBytes > memoryGrowBytesMax) {
      memory.collect()
      this.sweptBytes = memory.usedBytes
    }
    const { layers } = timeline.structure
    const tiles = layers.reduce((sum, { id }) => sum + timeline.layerTiles(id).size, 0)
    return { tiles, memoryBytes: memory.usedBytes }
  }

  private stamp(): void {
    const { timeline, events } = this.open()
    this.stampedSeq = timeline.seq
    events.onStamp(timeline.seq, timeline.hash())
  }

  private stampWhenIdle(): void {
    if (this.idleStamp !== undefined) this.clock.cancel(this.idleStamp)
    this.idleStamp = this.clock.after(this.limits.idleStampMs, () => {
      this.idleStamp = undefined
      if (this.opened !== undefined && this.opened.timeline.seq !== this.stampedSeq) this.stamp()
    })
  }

  private fail(error: unknown): void {
    this.opened?.events.onFailure(error instanceof Error ? error.message : String(error))
  }
}

function baseOf({ horizon, baseSeq, structure, tiles, carried }: PrimaryStart, memory: PictureMemory): Base {
  const layers = new Map<LayerId, Map<number, Tile>>()
  for (const { layer, index, bytes } of tiles) {
    const sheet = layers.get(layer) ?? new Map<number, Tile>()
    layers.set(layer, sheet.set(index, decodeTile(bytes, memory)))
  }
  return { horizon, seq: baseSeq, structure: decodeStructure(structure), layers, carried }
}
