// The host's memory between two snapshots: every update is written here before anybody sees it, so that what somebody saw
// survives `kill -9` (page cache), and what is called durable survives a power cut (fsync).
//
//   append ──▶ queue ──▶ one write a batch ──▶ resolves        in order, callers need not wait for each other
//                             │
//                             ▼
//                        fsync loop ──▶ durableSeq             at once when idle; one fsync in flight; what was written
//                                                              meanwhile goes with the next, so fsyncs group by themselves
//
// A write that fails leaves nothing: it is cut back, and everything queued behind it is refused with it, since an update
// can't follow one that is missing. The next append tries again. An fsync that fails is the end of this journal: the kernel
// may have dropped what it could not write, and a second fsync would say "fine" for pages that are gone.
//
// Every segment begins with the current epoch, so that each can be read alone when those before it were dropped.
//
// A segment is a run of bytes that only grows; files, their preallocation and the fsync that serves all pictures at once are
// the business of what lies below (shared-journal.ts), which also knows a torn end from zeros that wait to be written.
//
// Rejected: one segment for each snapshot interval (a snapshot lags behind the newest update, so the cut is never exact).

import { assert } from '../base/assert.ts'
import { ByteWriter } from '../base/byte-writer.ts'
import { AssertionError } from '../base/errors.ts'
import type { StorageError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import { openPromise } from '../base/open-promise.ts'
import type { OpenPromise } from '../base/open-promise.ts'
import type { Update } from '../raster/operation.ts'
import { Rest } from '../pictures/rest.ts'
import { decodeRecord, leftOutSeqsMax, splitUpdates, writeRecord } from './journal-record.ts'
import type { JournalRecord } from './journal-record.ts'
import type { JournalStorage } from './journal-storage.ts'
import type { KeptBranch } from './kept-branches.ts'
import { readUpdates } from './read-updates.ts'
import { recoverJournal } from './recover-journal.ts'
import type { RecoveredJournal, SavedPoint } from './recover-journal.ts'
import { scanSegment } from './scan-segment.ts'
import { SegmentWriter } from './segment-writer.ts'
import type { RecordBatch } from './segment-writer.ts'
import { SyncLoop } from './sync-loop.ts'

export interface OpenedJournal {
  readonly journal: Journal
  /** What the journal remembers, in order. See replay-journal.ts for what follows from it. */
  readonly records: readonly JournalRecord[]
  /** A sentence for everything that was cut off or put aside. */
  readonly repairs: readonly string[]
  /** What was kept because the picture goes on without it, to be offered as copies; the newest first. */
  readonly branches: readonly KeptBranch[]
}

export interface JournalOptions extends SavedPoint {
  /** A segment is closed past this size; limits.journalSegmentBytes when left out. */
  readonly segmentBytes?: number
  /** One turn of the event loop, so that others go on while much is read back; none if left out. */
  readonly pause?: () => Promise<void>
}

type Job = OpenPromise &
  ((RecordBatch & { readonly kind: 'append' }) | { readonly kind: 'rotate' } | { readonly kind: 'flush' })
type AppendJob = Extract<Job, { kind: 'append' }>

/** Past so many bytes nothing more goes into the same write. */
const batchBytesMax = limits.journalRecordBytesMax
/** A larger buffer is not kept for the next write. */
const keptBufferBytesMax = 64 * 1024

export class Journal {
  private readonly storage: JournalStorage
  private readonly writer: SegmentWriter
  private readonly syncs: SyncLoop
  private readonly rest: Rest
  private readonly queue: Job[] = []
  /** Of writes before, one for the write that is on its way and one for what gathers meanwhile. */
  private readonly spareBuffers: ByteWriter[] = []
  /** The last seq of everything queued; the writer knows the last one written. */
  private queuedSeq: number | undefined
  private refusal: unknown
  private isWorking = false
  private dropping: Promise<void> = Promise.resolve()
  private closed = false

  private constructor(storage: JournalStorage, recovered: RecoveredJournal, options: JournalOptions) {
    const { segmentBytes = limits.journalSegmentBytes, pause = () => Promise.resolve() } = options
    this.storage = storage
    this.rest = new Rest(pause)
    this.writer = new SegmentWriter(storage, recovered, segmentBytes, (segment) =>
      this.syncs.wrote(segment, this.seq),
    )
    this.syncs = new SyncLoop(storage, recovered.sequence.lastSeq, () => this.refuseAll(this.syncs.failure!))
    storage.onFailure((error) => this.syncs.stop(error))
    this.queuedSeq = this.writer.lastSeq
  }

  /**
   * Reads, repairs and continues what is stored. StorageError('in-use') while another process has it, ('invalid') when a
   * newer version wrote it, or whatever the storage says.
   */
  static async open(storage: JournalStorage, options: JournalOptions = {}): Promise<OpenedJournal> {
    const recovered = await recoverJournal(storage, options)
    const journal = new Journal(storage, recovered, options)
    await journal.writer.start()
    // What a killed process wrote is in the page cache only: it is called durable after this.
    for (const segment of recovered.segments) await storage.sync(segment.number)
    const { records, repairs, branches } = recovered
    return { journal, records, repairs, branches }
  }

  /** The last seq written; 0 before the first. */
  get seq(): number {
    return this.writer.lastSeq ?? 0
  }

  /** The first seq that is still here; Infinity while there is none. */
  get firstSeq(): number {
    return Math.min(...this.writer.contents().map(({ minSeq }) => minSeq))
  }

  /** Everything up to here survives a power cut. */
  get durableSeq(): number {
    return this.syncs.durableSeq
  }

  /** Set once an fsync failed: from then on nothing is taken any more. */
  get failure(): StorageError | undefined {
    return this.syncs.failure
  }

  /** Calls back with each new durableSeq; returns how to stop that. */
  onDurable(listener: (seq: number) => void): () => void {
    return this.syncs.onDurable(listener)
  }

  /** Calls back when an fsync failed: nothing more becomes durable, and every later append is refused. */
  onFailure(listener: (error: StorageError) => void): () => void {
    return this.syncs.onFailure(listener)
  }

  /**
   * Resolves when the record is written (page cache), in the order of the calls. Updates must follow the last ones without
   * gap or overlap. A StorageError means that nothing of it stays; appends queued behind it are refused with it, and the
   * next one may be tried with the same seq.
   */
  append(record: JournalRecord): Promise<void> {
    assert(!this.closed, 'nothing is appended to a journal that was closed')
    // First of all: what was on its way when the fsync failed may be written or not.
    if (this.failure !== undefined) return Promise.reject(this.failure)
    if (record.kind === 'updates') {
      assert(record.updates.length > 0, 'a journal record of updates has at least one')
      const expected = this.queuedSeq === undefined ? record.firstSeq : this.queuedSeq + 1
      if (record.firstSeq > expected && this.refusal !== undefined) return Promise.reject(this.refusal)
      if (record.firstSeq !== expected) {
        throw new AssertionError(`the next update has seq ${expected}, not ${record.firstSeq}`)
      }
    }
    const job = this.openBatch()
    const before = job.bytes.length
    try {
      for (const part of record.kind === 'updates' ? splitUpdates(record) : [record])
        writeRecord(job.bytes, part)
    } catch (error) {
      job.bytes.cut(before)
      if (before === 0) this.queue.pop()
      throw error
    }
    job.records.push(record)
    if (record.kind === 'updates') this.queuedSeq = record.firstSeq + record.updates.length - 1
    if (record.kind === 'epoch') this.queuedSeq = record.startSeq
    return job.done
  }

  /**
   * Notes that these updates are left out: the segments that have any of them are kept as they are under other names, which
   * are returned, before the record is appended. To be called before anything else is appended.
   */
  async leaveOut(seqs: readonly number[]): Promise<readonly string[]> {
    assert(this.queue.length === 0 && !this.closed, 'a journal is copied at rest')
    const wanted = new Set(seqs)
    const names: string[] = []
    for (const number of await this.storage.segments()) {
      const bytes = await this.storage.read(number)
      if (hasAny(bytes, wanted)) names.push(await this.storage.setAside(number, bytes))
    }
    for (let from = 0; from < seqs.length; from += leftOutSeqsMax) {
      await this.append({ kind: 'left-out', seqs: seqs.slice(from, from + leftOutSeqsMax) })
    }
    return names
  }

  /** Records appended after this call go to a new segment, so that those before it can be dropped one day. */
  rotate(): Promise<void> {
    return this.enqueue('rotate')
  }

  /**
   * The updates of these numbers that count, read back segment by segment while the journal goes on. StorageError('not-found')
   * where one was dropped already, or is dropped meanwhile.
   */
  read(fromSeq: number, toSeq: number): AsyncIterable<Update> {
    assert(fromSeq >= 1 && toSeq <= this.seq, `updates 1 to ${this.seq} are read, not ${fromSeq} to ${toSeq}`)
    const { storage, writer, rest } = this
    return readUpdates(storage, writer.contents(), writer.counted, { fromSeq, toSeq }, rest)
  }

  /** Resolves when everything appended before this call is durable. */
  flush(): Promise<void> {
    return this.enqueue('flush')
  }

  /**
   * Removes segments whose updates are all at or before `seq`, oldest first and never the current one. A segment stays
   * while it has a participant who was recorded at or after `seq`, because a snapshot at `seq` may not know them.
   */
  dropThrough(seq: number): Promise<void> {
    const drop = this.dropping.then(async () => {
      const droppable = this.writer.droppable(seq)
      if (droppable.length === 0) return
      await this.flush()
      for (const number of droppable) {
        await this.storage.remove(number)
        this.writer.forget(number)
      }
    })
    this.dropping = drop.catch(() => undefined)
    return drop
  }

  /** Makes everything durable, then closes the storage, whatever happened. Idempotent. */
  async close(): Promise<void> {
    if (this.closed) return
    const flushed = this.flush()
    this.closed = true
    try {
      if (this.failure === undefined) await flushed
      else await flushed.catch(() => undefined)
    } finally {
      await this.dropping
      await this.storage.close()
    }
  }

  private enqueue(kind: 'rotate' | 'flush'): Promise<void> {
    if (this.failure !== undefined) return Promise.reject(this.failure)
    const job = { kind, ...openPromise() }
    this.queue.push(job)
    this.beginWork()
    return job.done
  }

  /** The last one waiting, so that appends of one turn go into one write and share one answer. */
  private openBatch(): AppendJob {
    const last = this.queue.at(-1)
    if (last?.kind === 'append' && last.bytes.length < batchBytesMax) return last
    const bytes = this.spareBuffers.pop() ?? new ByteWriter()
    const job: AppendJob = { kind: 'append', bytes, records: [], ...openPromise() }
    this.queue.push(job)
    this.beginWork()
    return job
  }

  private beginWork(): void {
    if (this.isWorking) return
    this.isWorking = true
    void this.work()
  }

  private async work(): Promise<void> {
    // Appends made in the same turn go into one write.
    await Promise.resolve()
    for (let job = this.queue.shift(); job !== undefined; job = this.queue.shift()) {
      if (job.kind === 'flush') {
        this.syncs.whenDurable(job.resolve, job.reject)
        continue
      }
      try {
        if (job.kind === 'rotate') await this.writer.rotate()
        else await this.writer.write(job)
      } catch (error) {
        job.reject(error)
        this.refuseAll(error)
        continue
      }
      this.refusal = undefined
      if (job.kind === 'append') this.keepBuffer(job.bytes)
      job.resolve()
    }
    this.isWorking = false
  }

  private keepBuffer(bytes: ByteWriter): void {
    if (bytes.length > keptBufferBytesMax || this.spareBuffers.length > 1) return
    bytes.cut(0)
    this.spareBuffers.push(bytes)
  }

  private refuseAll(error: unknown): void {
    this.refusal = error
    this.queuedSeq = this.writer.lastSeq
    for (const job of this.queue.splice(0)) job.reject(error)
  }
}

/** Whether the segment has any update of these numbers. */
function hasAny(bytes: Uint8Array, seqs: ReadonlySet<number>): boolean {
  for (const piece of scanSegment(bytes)) {
    if (piece.kind === 'damage') continue
    const record = decodeRecord(piece.payload)
    if (record.kind !== 'updates') continue
    if (record.updates.some((_, at) => seqs.has(record.firstSeq + at))) return true
  }
  return false
}
