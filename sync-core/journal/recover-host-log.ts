// Reads every host file once when the shared journal opens, and says what counts. Of a file that another one follows,
// everything counts up to where it was left: it was durable before the next one began, so what is broken there is damage.
// Of the last one, what is broken behind the last place that a frame knows to be durable is what a crash or a power cut left
// half written; it ends there. Damage costs the frames that it hits: where only a payload is broken, its picture is given
// the bytes as they are and puts them aside itself; where nobody can tell whose they were, they are put aside here.

import { FrameIndex } from './frame-index.ts'
import type { HostFiles } from './host-files.ts'
import type { LeftFile } from './host-log.ts'
import type { FoundFrame } from './journal-frame.ts'
import { scanHostFile } from './scan-host-file.ts'
import type { ScannedFile, Stretch } from './scan-host-file.ts'

export interface RecoveredHostLog {
  readonly index: FrameIndex
  /** Files that are needed or may be, ascending. */
  readonly files: readonly number[]
  /** The last one of them, and where it ends. */
  readonly left: readonly LeftFile[]
  /** The highest number that was used. */
  readonly lastFile: number
  readonly isNextReady: boolean
  /** Nothing says that all of the last file is durable. */
  readonly isDoubtful: boolean
  /** Files up to this one are copied forward, so that their damage is told once. */
  readonly damagedThrough: number
  readonly repairs: readonly string[]
}

export async function recoverHostLog(files: HostFiles, fileBytes: number): Promise<RecoveredHostLog> {
  const reader = new LogReader(files)
  const list = await files.list()
  // One is read while the one before it is looked at.
  let coming = readAhead(files, list[0])
  for (const [at, file] of list.entries()) {
    const bytes = await coming
    coming = readAhead(files, list[at + 1])
    await reader.read(file, bytes)
  }
  return reader.finish(fileBytes)
}

function readAhead(files: HostFiles, file: number | undefined): Promise<Uint8Array> {
  const reading = file === undefined ? Promise.resolve(new Uint8Array(0)) : files.read(file)
  // Told when it is waited for; what is wrong with the one before comes first.
  reading.catch(() => undefined)
  return reading
}

class LogReader {
  private readonly files: HostFiles
  private readonly index = new FrameIndex()
  private readonly begun: number[] = []
  private readonly repairs: string[] = []
  private damagedThrough = 0
  /** The last one begun: what counts in it depends on those behind it. */
  private open: ScannedFile | undefined
  /** Files behind it that are not begun. */
  private strays: ScannedFile[] = []

  constructor(files: HostFiles) {
    this.files = files
  }

  async read(file: number, bytes: Uint8Array): Promise<void> {
    const scanned = scanHostFile(file, bytes)
    if (!scanned.isBegun) {
      this.strays.push(scanned)
      return
    }
    if (this.open !== undefined) {
      const ends = new Map(scanned.left.map((left) => [left.file, left.end]))
      await this.count(this.open, ends.get(this.open.file) ?? this.open.used)
      for (const stray of this.strays)
        if (!ends.has(stray.file)) await this.noteDamage(stray, [wholeOf(stray)])
      this.noteMissing([this.open, ...this.strays].at(-1)!.file + 1, file)
    }
    // Kept with the others until those before it may go, as a file that counts is.
    this.begun.push(...this.strays.map((stray) => stray.file), file)
    this.strays = []
    this.open = scanned
  }

  async finish(fileBytes: number): Promise<RecoveredHostLog> {
    const { open, strays } = this
    const lastFile = open?.file ?? 0
    const isNextReady = await this.clearStrays(strays, lastFile + 1, fileBytes)
    const left: LeftFile[] = []
    let isDoubtful = false
    if (open !== undefined) {
      const end = await this.endOfLast(open)
      isDoubtful = open.frames.some(({ from, stream }) => stream !== '' && from >= open.durable && from < end)
      await this.count(open, end)
      await this.files.sync(open.file)
      left.push({ file: open.file, end })
    }
    this.index.forgetUnfinished()
    const { index, begun, damagedThrough, repairs } = this
    return { index, files: begun, left, lastFile, isNextReady, isDoubtful, damagedThrough, repairs }
  }

  private async count(scanned: ScannedFile, end: number): Promise<void> {
    for (const frame of scanned.frames) if (frame.from < end && isUsable(frame)) this.index.apply(frame)
    const broken = scanned.gaps.filter((gap) => gap.from < end)
    const unusable = scanned.frames.filter((frame) => frame.from < end && !isUsable(frame))
    await this.noteDamage(scanned, [...broken, ...unusable])
  }

  private async endOfLast(open: ScannedFile): Promise<number> {
    const broken = [...open.gaps, ...open.frames.filter((frame) => !frame.isIntact)]
    const torn = broken.map(({ from }) => from).filter((from) => from >= open.durable)
    const end = Math.min(open.used, ...torn)
    if (end === open.used) return end
    const lost = `The last ${open.used - end} bytes of the journal file ${this.files.nameOf(open.file)} were being written when this computer stopped, and were cut off.`
    const hasMore = open.frames.some((frame) => frame.from > end && frame.isIntact)
    this.repairs.push(hasMore ? `${lost} ${await this.keep(open, { from: end, to: open.used })}` : lost)
    return end
  }

  /** Removes what is no beginning of a file; says whether the next one is there to be used. */
  private async clearStrays(
    strays: readonly ScannedFile[],
    next: number,
    fileBytes: number,
  ): Promise<boolean> {
    let isNextReady = false
    for (const stray of strays) {
      if (stray.file === next && stray.used === 0 && stray.bytes.length === fileBytes) {
        // Its maker may have been killed before it was durable.
        await this.files.sync(stray.file)
        isNextReady = true
        continue
      }
      if (stray.frames.some((frame) => frame.isIntact)) {
        this.repairs.push(
          `The journal file ${this.files.nameOf(stray.file)} was being begun when this computer stopped. ${await this.keep(stray, wholeOf(stray))}`,
        )
      }
      await this.files.remove(stray.file)
    }
    return isNextReady
  }

  private async noteDamage(scanned: ScannedFile, stretches: readonly Stretch[]): Promise<void> {
    if (stretches.length === 0 || scanned.used === 0) return
    this.damagedThrough = scanned.file
    const bytes = stretches.reduce((sum, { from, to }) => sum + to - from, 0)
    this.repairs.push(
      `${bytes} bytes of the journal file ${this.files.nameOf(scanned.file)} are damaged, and nobody can tell which picture they belonged to. ${await this.keep(scanned, wholeOf(scanned))}`,
    )
  }

  private noteMissing(expected: number, found: number): void {
    if (found === expected) return
    this.repairs.push(
      `The journal file ${this.files.nameOf(expected)} is missing. If somebody moved it away, put it back before anything else is hosted.`,
    )
  }

  private async keep({ file, bytes }: ScannedFile, { from, to }: Stretch): Promise<string> {
    const label = String(file).padStart(8, '0')
    return `What was there is kept as ${await this.files.keepAside(label, bytes.subarray(from, to))}.`
  }
}

/** Bytes of a picture count also when they are damaged: that picture's own recovery deals with them. */
function isUsable(frame: FoundFrame): boolean {
  return frame.isIntact || frame.kind === 'write' || frame.kind === 'replace'
}

function wholeOf({ used }: ScannedFile): Stretch {
  return { from: 0, to: used }
}
