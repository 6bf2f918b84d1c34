import type { Prng } from '../base/prng.ts'
import type { TileSpot } from '../pictures/tile-key.ts'
import { PrimaryPictureService } from '../primary/primary-picture-service.ts'
import type {
  GivenTile,
  Preview,
  PrimaryEvents,
  PrimaryPort,
  PrimarySnapshot,
  PrimaryStart,
  SnapshotPurpose,
  StartedPicture,
  TileHash,
} from '../primary/primary-port.ts'
import type { CanvasSize } from '../raster/canvas-size.ts'
import type { Update } from '../raster/operation.ts'
import type { SimulatedClock } from './simulated-clock.ts'
import type { SimulatedProcess } from './simulated-process.ts'

/** How the thread behaves: the time a message takes to it or from it, and the time it rests between two jobs. */
export interface ThreadCondition {
  messageMs: number
  restMs: number
}

/**
 * The real PrimaryPictureService in a simulated thread of the host's process: messages to it and from it are copies, take
 * their time and keep their order, and none goes anywhere once the process is dead.
 */
export class SimulatedPrimary implements PrimaryPort {
  readonly service: PrimaryPictureService
  private readonly clock: SimulatedClock
  private readonly prng: Prng
  private readonly process: SimulatedProcess
  private readonly condition: ThreadCondition
  private readonly lastArrivalMs = { there: 0, back: 0 }
  /** The last tiles of each snapshot, for as long as they are lent. */
  private readonly lent = new Map<number, readonly GivenTile[]>()

  constructor(
    clock: SimulatedClock,
    prng: Prng,
    process: SimulatedProcess,
    condition: ThreadCondition,
    makeService: (pause: () => Promise<void>) => PrimaryPictureService,
  ) {
    this.clock = clock
    this.prng = prng
    this.process = process
    this.condition = condition
    this.service = makeService(() => process.answer(prng.unit() * condition.restMs, () => undefined))
  }

  start(start: PrimaryStart, events: PrimaryEvents): Promise<StartedPicture> {
    const told: PrimaryEvents = {
      onStamp: (seq, hash) => this.post('back', () => events.onStamp(seq, hash)),
      onApplied: (seq, size) => this.post('back', () => events.onApplied(seq, size)),
      onFailure: (reason) => this.post('back', () => events.onFailure(reason)),
    }
    const copy = structuredClone(start)
    return this.ask(() => this.service.start(copy, told))
  }

  apply(batch: readonly Update[]): Promise<void> {
    const copy = structuredClone(batch)
    return this.ask(() => this.service.apply(copy))
  }

  takeSnapshot(purpose: SnapshotPurpose): Promise<PrimarySnapshot> {
    return this.ask(() => this.service.takeSnapshot(purpose))
  }

  async nextTiles(snapshotId: number, bytesMax: number): Promise<readonly GivenTile[]> {
    this.takeBack(snapshotId)
    const tiles = await this.ask(() => this.service.nextTiles(snapshotId, bytesMax))
    this.lent.set(snapshotId, tiles)
    return tiles
  }

  nextHashes(snapshotId: number, countMax: number): Promise<readonly TileHash[]> {
    return this.ask(() => this.service.nextHashes(snapshotId, countMax))
  }

  wantTiles(snapshotId: number, tiles: readonly TileSpot[]): Promise<void> {
    const copy = structuredClone(tiles)
    return this.ask(() => this.service.wantTiles(snapshotId, copy))
  }

  releaseSnapshot(snapshotId: number, outcome: 'stored' | 'dropped'): Promise<void> {
    this.takeBack(snapshotId)
    return this.ask(() => this.service.releaseSnapshot(snapshotId, outcome))
  }

  preview(sidePx: number): Promise<Preview> {
    return this.ask(() => this.service.preview(sidePx))
  }

  frameSize(): Promise<CanvasSize> {
    return this.ask(() => this.service.frameSize())
  }

  stop(): Promise<void> {
    return this.ask(() => this.service.stop())
  }

  /** What is used after that is seen to be wrong. */
  private takeBack(snapshotId: number): void {
    for (const tile of this.lent.get(snapshotId) ?? []) {
      tile.bytes.fill(scribble)
      if ('name' in tile) tile.name.fill(scribble)
    }
    this.lent.delete(snapshotId)
  }

  private ask<T>(run: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const fail = (error: unknown): void => this.post('back', () => reject(error))
      this.post('there', () => {
        try {
          run().then((value) => {
            const copy = structuredClone(value)
            this.post('back', () => resolve(copy))
          }, fail)
        } catch (error) {
          fail(error)
        }
      })
    })
  }

  private post(way: 'there' | 'back', run: () => void): void {
    const soonestMs = this.clock.elapsedMs() + this.prng.unit() * this.condition.messageMs
    const arrivalMs = Math.max(soonestMs, this.lastArrivalMs[way])
    this.lastArrivalMs[way] = arrivalMs
    this.process.clock.after(arrivalMs - this.clock.elapsedMs(), run)
  }
}

const scribble = 0xee
