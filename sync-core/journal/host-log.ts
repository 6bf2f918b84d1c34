// The writing end of the shared journal: frames of all pictures, one after another, into preallocated files.
//
//   write ──▶ queue ──▶ one write for all that wait ──▶ resolves
//                              │
//                              ▼
//                         fsync rounds ──▶ durable           at once when idle, one in flight, for all pictures together
//
// A file was filled with zeros and fsynced before it is used, so that a write changes nothing but bytes: an fsync then
// writes no file system's tables, and a full disk is found out while the file before still has room. The next file is made
// ready in the background.
//
// A file is left when the next frame finds no room in it, or when a write to it failed: nobody knows then what is behind
// its last good frame, so nothing is ever written there again. Everything in it is made durable before the next one
// begins, with a frame that says where the ones left before it ended.
//
// Rejected: going on behind a failed write (its frames may be there and would count again); recycling old files (saves
// the zeros, but then what is no frame may be a frame of long ago).

import { StorageError } from '../base/errors.ts'
import { openPromise } from '../base/open-promise.ts'
import type { OpenPromise } from '../base/open-promise.ts'
import type { HostFiles } from './host-files.ts'
import { encodeFrame, fileFrame, frameBytes, headerBytes } from './journal-frame.ts'
import type { Frame, PlacedFrame } from './journal-frame.ts'
import type { LogPlace } from './log-place.ts'

export const formatVersion = 1
/** A larger write has a buffer of its own. */
const keptBufferBytesMax = 64 * 1024

/** A file that is written to no more, and where what counts in it ends. */
export interface LeftFile {
  readonly file: number
  readonly end: number
}

export interface HostLogOptions {
  readonly files: HostFiles
  readonly fileBytes: number
  /** What only frames that make room may use of a file. */
  readonly reserveBytes: number
  /** The highest file that was used so far, 0 for none. */
  readonly lastFile: number
  /** Files whose end no later file says yet. */
  readonly left: readonly LeftFile[]
  /** The next file is there already, and all zeros. */
  readonly isNextReady: boolean
  /** Called for each frame when it is written, in order. */
  readonly onWritten: (frame: PlacedFrame) => void
  readonly onBegin: (file: number) => void
}

export interface WriteRequest {
  /** Those that depend on what others of the same turn do are asked for when everything before was written. */
  readonly frames: readonly Frame[] | (() => readonly Frame[])
  readonly room: 'ordinary' | 'reserve'
}

/** Told what became of a request; callbacks, because there are tens of thousands a second. */
export interface WriteAnswer {
  /** All the frames are written; the number is for `durable`. */
  readonly onWritten: (write: number) => void
  /** Some of them may be. */
  readonly onRefused: (error: unknown) => void
}

type Job = WriteRequest & WriteAnswer

/** Everybody who waits for the same write waits for the same promise. */
interface Waiter {
  readonly write: number
  readonly answer: OpenPromise
}

export class HostLog {
  private readonly options: HostLogOptions
  private readonly queue: Job[] = []
  private readonly failureListeners = new Set<(error: StorageError) => void>()
  private working: Promise<void> | undefined
  private current: { readonly file: number; end: number; synced: number } | undefined
  /** A write to the current file failed. */
  private isSpoiled = false
  private left: LeftFile[]
  private lastFile: number
  private next: Promise<number> | undefined
  private chunk: Frame[] = []
  private chunkBytes = 0
  private buffer = new Uint8Array(0)
  private waiters: Waiter[] = []
  private syncing: Promise<void> | undefined
  private writes = 0
  private syncedWrites = 0
  failure: StorageError | undefined

  constructor(options: HostLogOptions) {
    this.options = options
    this.lastFile = options.lastFile
    this.left = [...options.left]
    if (options.isNextReady) this.next = Promise.resolve(options.lastFile + 1)
  }

  /** The file that is written to. */
  get file(): number | undefined {
    return this.current?.file
  }

  /** Everything before it survives a power cut. */
  get durablePlace(): LogPlace {
    if (this.current !== undefined) return { file: this.current.file, place: this.current.synced }
    return { file: this.lastFile, place: this.left.at(-1)?.end ?? 0 }
  }

  /** Whether it is written down where every file ends that is left: nothing behind that can count any more. */
  get isEndTold(): boolean {
    return this.left.length === 0 && !this.isSpoiled
  }

  /** Resolves with a number for `durable` when all the frames are written. After a StorageError some of them may be. */
  write({ frames, room }: WriteRequest): Promise<number> {
    return new Promise((resolve, reject) =>
      this.submit({ frames, room, onWritten: resolve, onRefused: reject }),
    )
  }

  /** The same with callbacks. */
  submit(job: WriteRequest & WriteAnswer): void {
    if (this.failure !== undefined) {
      job.onRefused(this.failure)
      return
    }
    this.queue.push(job)
    this.working ??= this.work()
  }

  /** Resolves when that write, and all before it, survive a power cut. */
  durable(write: number): Promise<void> {
    if (this.failure !== undefined) return Promise.reject(this.failure)
    if (write <= this.syncedWrites) return Promise.resolve()
    const last = this.waiters.at(-1)
    if (last?.write === write) return last.answer.done
    const answer = openPromise()
    this.waiters.push({ write, answer })
    return answer.done
  }

  /** Resolves when everything written so far is durable. */
  allDurable(): Promise<void> {
    return this.durable(this.writes)
  }

  /** Calls back when an fsync failed: nothing is taken any more. */
  onFailure(listener: (error: StorageError) => void): () => void {
    this.failureListeners.add(listener)
    return () => this.failureListeners.delete(listener)
  }

  /** Makes everything durable and says so in the file; to be called when nobody writes any more. */
  async close(): Promise<void> {
    await this.working
    await this.next?.catch(() => undefined)
    if (this.current !== undefined && !this.isSpoiled && this.failure === undefined) {
      await this.allDurable()
        .then(() => this.write({ frames: [fileFrame('mark')], room: 'reserve' }))
        .catch(() => undefined)
    }
    await this.syncing
  }

  private async work(): Promise<void> {
    // What several pictures append in one turn comes after different numbers of microtasks.
    for (let seen = 0; seen < this.queue.length;) {
      seen = this.queue.length
      for (let hop = 0; hop < 4; hop++) await Promise.resolve()
    }
    while (this.queue.length > 0) await this.run(this.takeBatch())
    this.working = undefined
  }

  private takeBatch(): Job[] {
    const count = this.queue.findIndex(({ frames }) => typeof frames === 'function')
    return this.queue.splice(0, count < 0 ? this.queue.length : Math.max(1, count))
  }

  private async run(jobs: readonly Job[]): Promise<void> {
    const placed: Job[] = []
    let noFile: unknown
    for (const job of jobs) {
      try {
        if (this.failure !== undefined) throw this.failure
        for (const frame of typeof job.frames === 'function' ? job.frames() : job.frames) {
          if (!this.hasRoom(frame, job)) {
            if (noFile !== undefined) throw noFile
            await this.flush(placed)
            try {
              await this.beginFile()
            } catch (error) {
              noFile = error
              throw error
            }
          }
          this.chunk.push(frame)
          this.chunkBytes += frameBytes(frame)
        }
        placed.push(job)
      } catch (error) {
        job.onRefused(error)
      }
    }
    await this.flush(placed).catch(() => undefined)
  }

  private hasRoom(frame: Frame, { room }: Job): boolean {
    if (this.current === undefined || this.isSpoiled) return false
    const { fileBytes, reserveBytes } = this.options
    const end = this.current.end + this.chunkBytes + frameBytes(frame)
    return end <= fileBytes - (room === 'reserve' ? 0 : reserveBytes)
  }

  /** Writes the frames gathered so far, and answers the jobs that are wholly written with them. */
  private async flush(placed: Job[]): Promise<void> {
    const frames = this.chunk
    const bytes = this.takeBuffer(this.chunkBytes)
    this.chunk = []
    this.chunkBytes = 0
    const jobs = placed.splice(0)
    if (frames.length > 0) {
      try {
        await this.writeFrames(frames, bytes)
      } catch (error) {
        this.isSpoiled = true
        this.buffer = new Uint8Array(0)
        for (const job of jobs) job.onRefused(error)
        throw error
      }
    }
    for (const job of jobs) job.onWritten(this.writes)
  }

  /** One write is on its way at a time, so one buffer does for all that are not large. */
  private takeBuffer(length: number): Uint8Array {
    if (length > keptBufferBytesMax) return new Uint8Array(length)
    if (length > this.buffer.length) this.buffer = new Uint8Array(2 * length)
    return this.buffer.subarray(0, length)
  }

  private async writeFrames(frames: readonly Frame[], bytes: Uint8Array): Promise<void> {
    const current = this.current!
    const { file, end } = current
    const placed: PlacedFrame[] = []
    let at = 0
    for (const frame of frames) {
      const { kind, stream, segment, position, total, payload } = frame
      encodeFrame(bytes, at, frame, { file, place: end + at, unsynced: end + at - current.synced })
      const place = end + at + headerBytes(stream.length)
      placed.push({ kind, stream, segment, position, total, file, place, length: payload.length })
      at += frameBytes(frame)
    }
    await this.options.files.write(file, end, bytes)
    this.writes++
    current.end += at
    if (frames[0]!.kind === 'begin') this.left = []
    for (const frame of placed) this.options.onWritten(frame)
    this.syncing ??= this.syncAll()
  }

  private async beginFile(): Promise<void> {
    await this.allDurable()
    const file = await this.takeNext()
    if (this.current !== undefined) this.left.push({ file: this.current.file, end: this.current.end })
    this.current = { file, end: 0, synced: 0 }
    this.isSpoiled = false
    this.lastFile = file
    this.chunk = [fileFrame('begin', formatVersion, encodeLeft(this.left))]
    this.chunkBytes = frameBytes(this.chunk[0]!)
    this.options.onBegin(file)
    void this.prepare().catch(() => undefined)
  }

  /** One that could not be made in the background is tried once more now, and its failure told. */
  private async takeNext(): Promise<number> {
    const file = await this.prepare().catch(() => this.prepare())
    this.next = undefined
    return file
  }

  private prepare(): Promise<number> {
    const file = this.lastFile + 1
    if (this.next === undefined) {
      const made = this.options.files.create(file, this.options.fileBytes).then(() => file)
      this.next = made
      made.catch(() => (this.next = undefined))
    }
    return this.next
  }

  private async syncAll(): Promise<void> {
    while (this.syncedWrites < this.writes && this.failure === undefined) {
      const { writes } = this
      const current = this.current!
      const { end } = current
      try {
        await this.options.files.sync(current.file)
      } catch (error) {
        this.fail(error)
        break
      }
      this.syncedWrites = writes
      current.synced = end
      const done = this.waiters.filter((waiter) => waiter.write <= writes)
      this.waiters = this.waiters.filter((waiter) => waiter.write > writes)
      for (const { answer } of done) answer.resolve()
    }
    this.syncing = undefined
  }

  private fail(error: unknown): void {
    const failure =
      error instanceof StorageError
        ? error
        : new StorageError('unavailable', error instanceof Error ? error.message : String(error))
    this.failure = failure
    for (const { answer } of this.waiters.splice(0)) answer.reject(failure)
    for (const job of this.queue.splice(0)) job.onRefused(failure)
    for (const listener of this.failureListeners) listener(failure)
  }
}

function encodeLeft(left: readonly LeftFile[]): Uint8Array<ArrayBuffer> {
  const payload = new Uint8Array(8 * left.length)
  const view = new DataView(payload.buffer)
  for (const [i, { file, end }] of left.entries()) {
    view.setUint32(8 * i, file, true)
    view.setUint32(8 * i + 4, end, true)
  }
  return payload
}

export function decodeLeft(payload: Uint8Array): LeftFile[] {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.length)
  return Array.from({ length: payload.length >> 3 }, (_, i) => ({
    file: view.getUint32(8 * i, true),
    end: view.getUint32(8 * i + 4, true),
  }))
}
