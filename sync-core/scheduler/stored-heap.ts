// The heap over an object store (heap-port.ts): which runs are due, in objects of ten seconds each, changed by compare-and-swap.
// Objects and their damage: heap-objects.ts; what one process knows of them: heap-book.ts; their bytes: heap-bucket.ts.
//
// A store need not be able to remove on a condition (S3 at large can't), and yet no push that counts is ever removed:
//
//   start ──────── end ──────── end + width ──────── end + 2 widths ─────────────▶ sysdb's time
//     pushes go in  │ an answer counts │  nothing that   │ what is read from here on is all there ever will be:
//     (their window)│ if it is here by │  counts comes   │ when all of it is done, the object is removed
//
// What is answered later is pushed again, into the bucket of then. Hosts whose clocks are a width apart would be needed to break
// this; time is sysdb's. A push that comes to count for nobody may make a removed object again: its runs are done or are elsewhere,
// too, and go as any that are done.
//
//   - A run that is due in the past goes into the bucket of now, and what finds no room into the next one.
//   - A look reads the bucket of now by its name, and those that it knows to have something due. LIST finds the others: at the
//     start, each minute, and after a pause in which a bucket may have passed by.
//   - A folder without its mark, or a bucket that had runs and is gone, is a loss: sysdb has it all, and pushes it again.
//   - What is due in more than an hour lies in the bucket at the beginning of its hour.

import type { Clock } from '../base/clock.ts'
import { StorageError } from '../base/errors.ts'
import { limits as standardLimits, type Limits } from '../base/limits.ts'
import { HeapBook } from './heap-book.ts'
import { HeapObjects, type BucketContent, type HeapOptions } from './heap-objects.ts'
import type { Heap } from './heap-port.ts'
import { asRunSet, compareDue, hasAnyDone, mergeRuns, withoutDone } from './heap-runs.ts'
import type { DueRun, TaskRun } from './task.ts'

export class StoredHeap implements Heap {
  private readonly clock: Clock
  private readonly limits: Limits
  private readonly onLost: HeapOptions['onLost']
  private readonly objects: HeapObjects
  private readonly books = new Map<number, HeapBook>()

  constructor(options: HeapOptions) {
    this.clock = options.clock
    this.limits = options.limits ?? standardLimits
    this.onLost = options.onLost
    this.objects = new HeapObjects(options, this.limits)
  }

  push(shard: number, runs: readonly DueRun[], nowMs: number): Promise<void> {
    const startedMs = this.clock.nowMs()
    return this.book(shard).turn(() => this.pushAll(shard, asRunSet(runs), { nowMs, startedMs }))
  }

  async peekDue(
    shard: number,
    nowMs: number,
    limit: number,
    isPassedOver: (run: DueRun) => boolean = () => false,
  ): Promise<readonly DueRun[]> {
    const book = this.book(shard)
    if (book.isListDue(nowMs)) await this.list(shard, nowMs)
    const bucketOfNow = this.bucketOf(nowMs)
    const found = new Map<string, DueRun>()
    let reads = 0
    for (const startMs of toLook(book.toLook(nowMs), bucketOfNow)) {
      let content = startMs === bucketOfNow ? undefined : book.settled(startMs)
      if (content === undefined) {
        if (reads++ === this.limits.heapReadsMax) break
        content = await this.look(shard, startMs, nowMs)
      }
      if (content.kind !== 'runs') continue
      for (const run of content.runs) {
        if (run.dueMs <= nowMs && !isPassedOver(run)) found.set(`${run.picture} ${run.kind} ${run.run}`, run)
      }
      if (found.size >= limit) break
    }
    book.looked(nowMs)
    await this.removeEmptied(shard)
    return [...found.values()].sort(compareDue).slice(0, limit)
  }

  prune(shard: number, runs: readonly TaskRun[], nowMs: number): Promise<void> {
    const book = this.book(shard)
    return book.turn(async () => {
      const emptied: number[] = []
      for (const [startMs, there] of book.kept()) {
        if (!hasAnyDone(there, runs)) continue
        if (book.isFinal(startMs) && withoutDone(there, runs).length === 0) emptied.push(startMs)
        else await this.change(shard, startMs, nowMs, (now) => withoutDone(now, runs))
      }
      for (const startMs of emptied) book.forget(startMs)
      await this.objects.remove(shard, emptied)
    })
  }

  private async pushAll(shard: number, runs: readonly DueRun[], since: Since): Promise<void> {
    const book = this.book(shard)
    let left = runs
    let lateAnswers = 0
    let shutBuckets = 0
    while (left.length > 0) {
      const starts = left.map((run) => this.bucketFor(book, run, this.nowBy(since)))
      const startMs = starts.reduce((first, each) => Math.min(first, each))
      const batch = left.filter((_, at) => starts[at] === startMs)
      let over: readonly DueRun[] = []
      const content = await this.change(shard, startMs, since.nowMs, (there) => {
        const merged = mergeRuns(there, batch, this.limits.heapBucketRunsMax)
        over = merged.left
        return merged.runs
      })
      if (content.kind !== 'runs' || over.length > 0) {
        if (++shutBuckets > this.limits.heapObjectsMax) throw tooMuchWaits()
        if (content.kind !== 'runs') continue
      }
      const answeredMs = this.nowBy(since)
      // A clock that was set back tells nothing.
      if (answeredMs >= startMs + 2 * this.limits.heapBucketMs || answeredMs < since.nowMs) {
        if (++lateAnswers === this.limits.heapTriesMax) throw tooSlow()
        continue
      }
      const kept = new Set(left.filter((_, at) => starts[at] !== startMs).concat(over))
      left = left.filter((run) => kept.has(run))
    }
  }

  /** Swaps a bucket's runs, and keeps in mind what came of it. */
  private async change(
    shard: number,
    startMs: number,
    nowMs: number,
    change: (runs: readonly DueRun[]) => readonly DueRun[],
  ): Promise<BucketContent> {
    const book = this.book(shard)
    try {
      const content = await this.objects.change({ shard, startMs }, book.content(startMs), change)
      book.wrote(startMs, content, nowMs)
      return content
    } catch (error) {
      book.wrote(startMs, undefined, nowMs)
      throw error
    }
  }

  private async look(shard: number, startMs: number, nowMs: number): Promise<BucketContent> {
    const note = this.book(shard).beginRead(startMs, nowMs)
    const content = await this.objects.read({ shard, startMs })
    note(content)
    return content
  }

  /** Counts as done when losses were told: otherwise the next look lists again. */
  private async list(shard: number, nowMs: number): Promise<void> {
    const book = this.book(shard)
    const takeNames = book.beginList()
    const { starts, isMarked } = await this.objects.list(shard)
    takeNames(starts)
    if (book.isLossUntold || !isMarked) {
      book.isLossUntold = false
      const sentence = `The list of what is due (shard ${shard}) was not found. It is made again.`
      await this.onLost(shard, sentence).catch((error: unknown) => {
        book.isLossUntold = true
        throw error
      })
    }
    if (!isMarked) await this.objects.mark(shard)
    book.listed(nowMs)
  }

  /** Nobody waits for this: what can't be removed now is in nobody's way. */
  private async removeEmptied(shard: number): Promise<void> {
    const book = this.book(shard)
    const emptied = book.removable()
    for (const startMs of emptied) book.forget(startMs)
    try {
      await this.objects.remove(shard, emptied)
    } catch (error) {
      if (!(error instanceof StorageError)) throw error
    }
  }

  /** Where a run goes now. */
  private bucketFor(book: HeapBook, { dueMs }: DueRun, nowMs: number): number {
    const { heapBucketMs, heapFarMs } = this.limits
    const fromMs = dueMs - nowMs > heapFarMs ? dueMs - (dueMs % heapFarMs) : dueMs
    let startMs = this.bucketOf(Math.max(fromMs, nowMs))
    while (book.isShut(startMs)) startMs += heapBucketMs
    return startMs
  }

  private bucketOf(ms: number): number {
    return ms - (ms % this.limits.heapBucketMs)
  }

  private nowBy({ nowMs, startedMs }: Since): number {
    return nowMs + this.clock.nowMs() - startedMs
  }

  private book(shard: number): HeapBook {
    let book = this.books.get(shard)
    if (book === undefined) this.books.set(shard, (book = new HeapBook(this.limits)))
    return book
  }
}

/** Sysdb's time when a call began, and what our clock said then. */
interface Since {
  readonly nowMs: number
  readonly startedMs: number
}

/** The oldest first, with the bucket of now. */
function toLook(starts: readonly number[], bucketOfNow: number): readonly number[] {
  return [...new Set([...starts, bucketOfNow])].sort((a, b) => a - b)
}

function tooMuchWaits(): StorageError {
  return new StorageError(
    'unavailable',
    'More pictures wait to be written than can be listed. Gesso tries again by itself.',
    true,
  )
}

function tooSlow(): StorageError {
  return new StorageError(
    'unavailable',
    'The place of the list of what is due answers too slowly. Gesso tries again by itself.',
    true,
  )
}
