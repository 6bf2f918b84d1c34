// The primary in its own thread, as the host's PrimaryPort. One failure ends it for good: everything that waits is
// rejected, `onFailure` is told once, and the host decides what becomes of the session.

import { setImmediate } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { StorageError } from '../base/errors.ts'
import type { CanvasSize } from '../raster/canvas-size.ts'
import type { Update } from '../raster/operation.ts'
import { decodeTailInSlices, encodeTail } from '../pictures/tail-codec.ts'
import type { TileSpot } from '../pictures/tile-key.ts'
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
import {
  packBytes,
  type CrossingSnapshot,
  type PrimaryReply,
  type PrimaryRequest,
  type PrimaryVerb,
} from './thread-messages.ts'

interface Waiting {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
}

export class PrimaryWorker implements PrimaryPort {
  private readonly worker: Worker
  private readonly waiting = new Map<number, Waiting>()
  private state: { kind: 'running' } | { kind: 'stopped' } | { kind: 'failed'; reason: string } = {
    kind: 'running',
  }
  private events: PrimaryEvents | undefined
  private lastId = 0
  /**
   * The memory of the last tiles of each snapshot that is not released: it goes back for the next, so that a large save leaves
   * no garbage here.
   */
  private readonly lent = new Map<number, ArrayBuffer | undefined>()

  /** `threadFile` is primary-thread, built for this runtime. */
  constructor(threadFile: string | URL) {
    this.worker = new Worker(threadFile)
    this.worker.on('message', (reply: PrimaryReply) => this.handleReply(reply))
    this.worker.on('messageerror', (error) => this.fail(`sent something unreadable: ${error.message}`))
    this.worker.on('error', (error) => this.fail(error instanceof Error ? error.message : String(error)))
    this.worker.on('exit', (code) => this.fail(`ended with code ${code}`))
  }

  /** Whether it was neither stopped nor died. */
  get isRunning(): boolean {
    return this.state.kind === 'running'
  }

  start(start: PrimaryStart, events: PrimaryEvents): Promise<StartedPicture> {
    this.events = events
    return this.ask('start', [start])
  }

  apply(batch: readonly Update[]): Promise<void> {
    return this.ask('apply', [encodeTail({ carried: [], pending: batch })])
  }

  async takeSnapshot(purpose: SnapshotPurpose): Promise<PrimarySnapshot> {
    const { tail, ...snapshot } = await this.ask<CrossingSnapshot>('takeSnapshot', [purpose])
    return { ...snapshot, ...(await decodeTailInSlices(tail, setImmediate)) }
  }

  async nextTiles(snapshotId: number, bytesMax: number): Promise<readonly GivenTile[]> {
    const room = this.lent.get(snapshotId)
    this.lent.set(snapshotId, undefined)
    const tiles = await this.ask<readonly GivenTile[]>('nextTiles', [snapshotId, bytesMax], room)
    const [first] = tiles
    const isReleased = !this.lent.has(snapshotId)
    if (first !== undefined && !isReleased) this.lent.set(snapshotId, first.bytes.buffer as ArrayBuffer)
    return tiles
  }

  nextHashes(snapshotId: number, countMax: number): Promise<readonly TileHash[]> {
    return this.ask('nextHashes', [snapshotId, countMax])
  }

  wantTiles(snapshotId: number, tiles: readonly TileSpot[]): Promise<void> {
    return this.ask('wantTiles', [snapshotId, tiles])
  }

  releaseSnapshot(snapshotId: number, outcome: 'stored' | 'dropped'): Promise<void> {
    this.lent.delete(snapshotId)
    return this.ask('releaseSnapshot', [snapshotId, outcome])
  }

  preview(sidePx: number): Promise<Preview> {
    return this.ask('preview', [sidePx])
  }

  frameSize(): Promise<CanvasSize> {
    return this.ask('frameSize', [])
  }

  async stop(): Promise<void> {
    if (this.state.kind === 'running') this.state = { kind: 'stopped' }
    await this.worker.terminate()
    this.rejectAll('it was stopped')
  }

  private ask<T>(verb: PrimaryVerb, words: readonly unknown[], room?: ArrayBuffer): Promise<T> {
    if (this.state.kind !== 'running') return Promise.reject(this.gone(this.whyNot()))
    const id = ++this.lastId
    const request: PrimaryRequest = { id, verb, words }
    const { message, transfer } = packBytes(request)
    return new Promise<T>((resolve, reject) => {
      this.waiting.set(id, { resolve: resolve as (value: unknown) => void, reject })
      this.worker.postMessage({ ...message, room }, room === undefined ? transfer : [...transfer, room])
    })
  }

  private handleReply(reply: PrimaryReply): void {
    if (this.state.kind !== 'running') return
    if (reply.kind === 'event') {
      const call = this.events?.[reply.event] as ((...words: readonly unknown[]) => void) | undefined
      call?.(...reply.words)
      return
    }
    const waiting = this.waiting.get(reply.id)
    this.waiting.delete(reply.id)
    if (reply.kind === 'answer') waiting?.resolve(reply.value)
    else waiting?.reject(this.gone(reply.message))
  }

  private fail(reason: string): void {
    if (this.state.kind !== 'running') return
    this.state = { kind: 'failed', reason }
    this.rejectAll(reason)
    this.events?.onFailure(reason)
  }

  private rejectAll(reason: string): void {
    const waiting = [...this.waiting.values()]
    this.waiting.clear()
    for (const one of waiting) one.reject(this.gone(reason))
  }

  private whyNot(): string {
    return this.state.kind === 'failed' ? this.state.reason : 'it was stopped'
  }

  private gone(reason: string): StorageError {
    return new StorageError('unavailable', `The picture's thread can't answer: ${reason}.`)
  }
}
