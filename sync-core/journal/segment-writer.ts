import { ByteWriter } from '../base/byte-writer.ts'
import { writeRecord } from './journal-record.ts'
import type { JournalRecord } from './journal-record.ts'
import type { JournalStorage } from './journal-storage.ts'
import { CountedUpdates, noEpoch } from './read-updates.ts'
import { emptySegment, noteRecord } from './recover-journal.ts'
import type { RecoveredJournal, SegmentContent } from './recover-journal.ts'

/** Records and their bytes, written together or not at all. */
export interface RecordBatch {
  readonly records: JournalRecord[]
  readonly bytes: ByteWriter
}

/** Writes whole records to the end of the current segment, and knows what each segment holds. One call at a time. */
export class SegmentWriter {
  private readonly storage: JournalStorage
  private readonly segmentBytes: number
  private readonly onWrote: (segment: number) => void
  private readonly segments: SegmentContent[]
  readonly counted: CountedUpdates
  private nextNumber: number
  private epoch: Extract<JournalRecord, { kind: 'epoch' }> | undefined
  /** Bytes of the epoch that the current segment begins with: a segment with nothing else is as good as new. */
  private leadBytes = 0
  /** A failed write may have left bytes after the current segment's end, which must go before the next write. */
  private mustCut = false
  /** The last seq written; undefined while nothing says where this journal begins. */
  lastSeq: number | undefined

  constructor(
    storage: JournalStorage,
    recovered: RecoveredJournal,
    segmentBytes: number,
    onWrote: (segment: number) => void,
  ) {
    this.storage = storage
    this.segmentBytes = segmentBytes
    this.onWrote = onWrote
    this.segments = recovered.segments
    this.counted = new CountedUpdates(recovered.records)
    this.nextNumber = (this.segments.at(-1)?.number ?? 0) + 1
    const epoch = recovered.sequence.epoch
    if (epoch !== undefined) this.epoch = { kind: 'epoch', ...epoch }
    const knows = epoch !== undefined || recovered.records.some((record) => record.kind === 'updates')
    this.lastSeq = knows ? recovered.sequence.lastSeq : undefined
  }

  /** Makes the first segment where there is none yet. */
  async start(): Promise<void> {
    if (this.segments.length === 0) await this.beginSegment()
  }

  /** Writes all of them with one append. When it fails, nothing of them stays and nothing changed here. */
  async write({ records, bytes }: RecordBatch): Promise<void> {
    if (this.current.bytes > this.segmentBytes) await this.beginSegment()
    // When that failed, or a crash came before it: without its epoch, a segment's updates count as those of none.
    else if (this.current.bytes === 0) await this.lead()
    await this.append(bytes)
    for (const record of records) this.note(record)
    this.onWrote(this.current.number)
  }

  /** Begins a new segment, unless the current one has nothing of its own yet. */
  async rotate(): Promise<void> {
    if (this.current.bytes > this.leadBytes) await this.beginSegment()
  }

  /** Numbers of the segments that a snapshot at `seq` makes superfluous, oldest first. */
  droppable(seq: number): number[] {
    const numbers: number[] = []
    for (const segment of this.segments.slice(0, -1)) {
      if (segment.maxSeq > seq || segment.participantAtSeq >= seq) break
      numbers.push(segment.number)
    }
    return numbers
  }

  /** Of every segment, oldest first, as it is now. */
  contents(): readonly SegmentContent[] {
    return [...this.segments]
  }

  forget(number: number): void {
    const at = this.segments.findIndex((segment) => segment.number === number)
    if (at >= 0) this.segments.splice(at, 1)
  }

  private note(record: JournalRecord): void {
    const last = noteRecord(this.current, record, this.lastSeq ?? 0)
    if (record.kind === 'updates' || record.kind === 'epoch') this.lastSeq = last
    if (record.kind === 'epoch') this.epoch = record
    this.counted.note(record)
  }

  private get current(): SegmentContent {
    return this.segments.at(-1)!
  }

  private async beginSegment(): Promise<void> {
    if (this.segments.length > 0) await this.cut()
    const number = this.nextNumber++
    await this.storage.create(number)
    this.segments.push(emptySegment(number, this.epoch?.epoch ?? noEpoch))
    this.leadBytes = 0
    await this.lead()
  }

  /** Begins the current segment with the epoch, once there is one. */
  private async lead(): Promise<void> {
    if (this.epoch === undefined) return
    const bytes = new ByteWriter()
    writeRecord(bytes, this.epoch)
    await this.append(bytes)
    this.leadBytes = bytes.length
    this.onWrote(this.current.number)
  }

  private async append(bytes: ByteWriter): Promise<void> {
    if (this.mustCut) await this.cut()
    this.mustCut = true
    const { current } = this
    const { length } = bytes
    try {
      await this.storage.append(current.number, current.bytes, bytes.written())
    } catch (error) {
      // If this fails too, the next write tries it again before it writes anything.
      await this.cut().catch(() => undefined)
      throw error
    }
    this.mustCut = false
    current.bytes += length
  }

  private async cut(): Promise<void> {
    if (!this.mustCut) return
    await this.storage.truncate(this.current.number, this.current.bytes)
    this.mustCut = false
  }
}
