// One journal of a host process for all its pictures. Below it lie a few preallocated files; above it each picture has a
// JournalStorage of its own and knows nothing of the others.
//
//   picture A: append ─┐                           ┌─ file 7 ─────────────┐ ┌─ file 8 ─────┐
//   picture B: append ─┼─▶ HostLog: one write ──▶  │ A1 B1 A2 C1 A3 B2 …  │ │ A4 B3 …      │   one fsync serves all
//   picture C: append ─┘      FrameIndex: where each byte of each segment lies └──────────────┘
//
// Files are removed oldest first, when nothing in them is needed any more: so a frame that takes something away (truncate,
// remove) outlives what it takes away. What is still needed in the oldest file is copied forward when the files have more
// than twice the bytes that are needed, which bounds both the room and the copying.
//
// Rejected: files of their own for each picture (an fsync for each of them, one after another, on a disk that can do one at
// a time); removing whichever file is empty (what was taken away long ago would be back).

import { assert } from '../base/assert.ts'
import { StorageError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import type { FrameIndex, LivePiece } from './frame-index.ts'
import type { HostFiles } from './host-files.ts'
import { HostLog } from './host-log.ts'
import { assertStream, streamFrame } from './journal-frame.ts'
import type { Frame } from './journal-frame.ts'
import type { JournalStorage } from './journal-storage.ts'
import { recoverHostLog } from './recover-host-log.ts'
import type { RecoveredHostLog } from './recover-host-log.ts'
import { SegmentReader } from './segment-reader.ts'
import { StreamStorage } from './stream-storage.ts'

export interface SharedJournalOptions {
  /** limits.journalFileBytes when left out. */
  readonly fileBytes?: number
  /** Told when something could not be done on the side; it is tried again later. */
  readonly onNote?: (sentence: string) => void
}

export interface OpenedSharedJournal {
  readonly journal: SharedJournal
  /** A sentence for everything that was cut off or put aside. */
  readonly repairs: readonly string[]
}

/** A file is this many times the longest payload of a frame, and of what is kept free for frames that make room. */
const framesInFile = 8
/** Files beyond twice what is needed before anything is copied: the current, the next, and some to fill. */
const spareFiles = 4

export class SharedJournal {
  readonly log: HostLog
  readonly files: HostFiles
  readonly index: FrameIndex
  readonly reader: SegmentReader
  readonly frameBytesMax: number
  private readonly fileBytes: number
  private readonly onNote: (sentence: string) => void
  private readonly fileNumbers: number[]
  private readonly taken = new Set<string>()
  private damagedThrough: number
  private tidying: Promise<void> | undefined
  private mustTidyAgain = false
  private closing: Promise<void> | undefined

  private constructor(files: HostFiles, recovered: RecoveredHostLog, options: SharedJournalOptions) {
    this.files = files
    this.fileBytes = options.fileBytes ?? limits.journalFileBytes
    this.onNote = options.onNote ?? (() => undefined)
    this.frameBytesMax = Math.floor(this.fileBytes / framesInFile)
    this.index = recovered.index
    this.fileNumbers = [...recovered.files]
    this.damagedThrough = recovered.damagedThrough
    this.reader = new SegmentReader(files, this.index)
    this.log = new HostLog({
      files,
      fileBytes: this.fileBytes,
      reserveBytes: Math.min(limits.journalReserveBytes, this.frameBytesMax),
      lastFile: recovered.lastFile,
      left: recovered.left,
      isNextReady: recovered.isNextReady,
      onWritten: (frame) => this.index.apply(frame),
      onBegin: (file) => {
        this.fileNumbers.push(file)
        this.tidy()
      },
    })
  }

  /** Reads what is there, and goes on behind it. StorageError('invalid') when a newer version wrote it, or what the files say. */
  static async open(files: HostFiles, options: SharedJournalOptions = {}): Promise<OpenedSharedJournal> {
    const recovered = await recoverHostLog(files, options.fileBytes ?? limits.journalFileBytes)
    const journal = new SharedJournal(files, recovered, options)
    try {
      if (recovered.isDoubtful) await journal.writeAnew(recovered.lastFile)
    } catch (error) {
      await journal.close().catch(() => undefined)
      throw error
    }
    journal.tidy()
    return { journal, repairs: recovered.repairs }
  }

  /** The picture's storage, which is its caller's until closed. StorageError('in-use') while somebody else here has it. */
  storageOf(stream: string, onClosed: () => Promise<void> = () => Promise.resolve()): JournalStorage {
    assertStream(stream)
    assert(this.closing === undefined, 'nothing is taken from a journal that was closed')
    if (this.taken.has(stream)) {
      throw new StorageError(
        'in-use',
        'The journal of this picture is open in this Gesso already. Close it there first.',
        true,
      )
    }
    this.taken.add(stream)
    return new StreamStorage(this, stream, () => {
      this.taken.delete(stream)
      return onClosed()
    })
  }

  /** Finishes what is on its way and closes the files; storages are closed before. Idempotent. */
  close(): Promise<void> {
    this.closing ??= this.finish()
    return this.closing
  }

  /** Removes files that nobody needs, and copies forward what keeps too many of them; in the background, one at a time. */
  tidy(): void {
    this.mustTidyAgain = true
    this.tidying ??= this.tidyAll()
  }

  /**
   * What a process wrote whose fsync failed is read from memory as if all were well, and a later fsync says nothing of it. So
   * what nobody knows to be durable is written once more, elsewhere, before it counts.
   */
  private async writeAnew(file: number): Promise<void> {
    try {
      for (const piece of this.index.piecesIn(file, this.frameBytesMax)) await this.copyForward(piece, file)
      await this.log.allDurable()
    } catch (error) {
      // Without room for another file it stays where it is: what was drawn can be opened still.
      if (!(error instanceof StorageError) || error.code !== 'disk-full') throw error
      this.onNote(error.message)
    }
  }

  private async finish(): Promise<void> {
    try {
      await this.tidying
      await this.log.close()
    } finally {
      await this.files.close()
    }
  }

  private async tidyAll(): Promise<void> {
    await Promise.resolve()
    try {
      while (this.mustTidyAgain && this.log.failure === undefined) {
        this.mustTidyAgain = false
        while (this.closing === undefined && (await this.tidyOldest()));
      }
    } catch (error) {
      if (this.log.failure === undefined) this.onNote(error instanceof Error ? error.message : String(error))
    } finally {
      this.tidying = undefined
    }
  }

  /** Returns whether the oldest file is gone now. */
  private async tidyOldest(): Promise<boolean> {
    const oldest = this.fileNumbers[0]
    if (oldest === undefined || oldest === this.log.file) return false
    const live = this.index.liveBytes()
    if (live.has(oldest)) {
      const needed = [...live.values()].reduce((sum, bytes) => sum + bytes, 0)
      const isTooMuch = this.fileNumbers.length * this.fileBytes > 2 * needed + spareFiles * this.fileBytes
      if (!isTooMuch && oldest > this.damagedThrough) return false
      for (const piece of this.index.piecesIn(oldest, this.frameBytesMax))
        await this.copyForward(piece, oldest)
      if (this.index.liveBytes().has(oldest)) return false
    }
    // Neither the copies nor the frames that took the rest away may be lost once the file is.
    await this.log.allDurable()
    await this.reader.allRead()
    await this.files.remove(oldest)
    this.fileNumbers.shift()
    return true
  }

  private async copyForward({ stream, segment, position, length }: LivePiece, file: number): Promise<void> {
    if (this.index.find(stream, segment) === undefined) return
    const bytes = await this.reader.read(stream, segment, position, length)
    await this.log.write({
      room: 'ordinary',
      frames: () => {
        const extents = this.index.find(stream, segment)
        if (extents === undefined) return []
        if (extents.size === 0) return extents.home === file ? [streamFrame('create', stream, segment)] : []
        return joined(extents.between(position, position + length).filter((each) => each.file === file)).map(
          ({ from, to }): Frame =>
            streamFrame('write', stream, segment, {
              position: from,
              payload: bytes.subarray(from - position, to - position),
            }),
        )
      },
    })
  }
}

/** Neighbouring extents as one stretch. */
function joined(extents: readonly { position: number; length: number }[]): { from: number; to: number }[] {
  const stretches: { from: number; to: number }[] = []
  for (const { position, length } of extents) {
    const last = stretches.at(-1)
    if (last?.to === position) last.to = position + length
    else stretches.push({ from: position, to: position + length })
  }
  return stretches
}
