// What one process knows of a shard's buckets: which are there and not empty, when the first run of each is due, and, within a
// bound, their runs with the tag to swap them by. All of it is a hint: a swap fails where it is wrong, and the next LIST corrects it.
//
//   unknown ──read──▶ known ──LIST──▶ stale ──read──▶ known …      final: read two widths after its end. Nothing that
//      ╰──────────────────read late──────────────────▶ final       counts comes any more, so no LIST makes it stale

import type { Limits } from '../base/limits.ts'
import { absentTag } from '../pictures/object-store.ts'
import type { BucketContent } from './heap-objects.ts'
import { earliestDue } from './heap-runs.ts'
import type { DueRun } from './task.ts'

interface Page {
  /** Undefined when never read, or let go of. */
  content: BucketContent | undefined
  /** As last seen, whether the content is still kept or not. */
  runs: number
  dueMs: number
  isFinal: boolean
  isStale: boolean
  /** A read that began before our own last write says nothing. */
  writes: number
}

export class HeapBook {
  /** A bucket that had runs was not there any more. */
  isLossUntold = false
  private readonly limits: Limits
  private readonly pages = new Map<number, Page>()
  private runsKept = 0
  private lastTurn: Promise<unknown> = Promise.resolve()
  private listedMs: number | undefined
  private lookedMs: number | undefined

  constructor(limits: Limits) {
    this.limits = limits
  }

  /** One writer after another: our own never get in each other's way. */
  turn<T>(act: () => Promise<T>): Promise<T> {
    const turn = this.lastTurn.then(act)
    this.lastTurn = turn.catch(() => undefined)
    return turn
  }

  /** At the start, after each `heapListEveryMs`, and when looks were so far apart that a bucket may have been missed. */
  isListDue(nowMs: number): boolean {
    const { listedMs, lookedMs } = this
    if (listedMs === undefined || nowMs < listedMs || this.isLossUntold) return true
    if (nowMs - listedMs >= this.limits.heapListEveryMs) return true
    return nowMs - (lookedMs ?? listedMs) > this.limits.heapBucketMs
  }

  looked(nowMs: number): void {
    this.lookedMs = nowMs
  }

  /** Begins a LIST; the function that it gives takes the answer. */
  beginList(): (starts: readonly number[]) => void {
    const before = new Map([...this.pages].map(([startMs, page]) => [startMs, page.writes]))
    return (starts) => {
      const there = new Set(starts)
      for (const [startMs, page] of this.pages) {
        if (there.has(startMs)) {
          page.isStale = !page.isFinal
        } else if (before.get(startMs) === page.writes) {
          this.isLossUntold ||= page.runs > 0
          this.forget(startMs)
        }
      }
      for (const startMs of starts) {
        if (this.pages.size >= this.limits.heapObjectsMax) break
        this.page(startMs)
      }
    }
  }

  listed(nowMs: number): void {
    this.listedMs = nowMs
  }

  /** Buckets to look into, the oldest first: those in which something may be due. */
  toLook(nowMs: number): readonly number[] {
    const due = [...this.pages].filter(([startMs, page]) => {
      const fromMs = page.isStale ? Math.min(startMs, page.dueMs) : page.dueMs
      return fromMs <= nowMs
    })
    return due.map(([startMs]) => startMs).sort((a, b) => a - b)
  }

  /** What is good enough to be looked at without reading: nobody else is expected to have written since. */
  settled(startMs: number): BucketContent | undefined {
    const page = this.pages.get(startMs)
    return page?.isStale === false ? page.content : undefined
  }

  /** The best guess at what is there now. */
  content(startMs: number): BucketContent | undefined {
    return this.pages.get(startMs)?.content
  }

  /** The buckets of which the runs are kept in mind, with these. */
  kept(): readonly (readonly [startMs: number, runs: readonly DueRun[]])[] {
    return [...this.pages].flatMap(([startMs, { content }]) =>
      content?.kind === 'runs' && content.runs.length > 0 ? [[startMs, content.runs] as const] : [],
    )
  }

  /** Begins a read; the function that it gives takes the answer. `nowMs` is no later than its begin. */
  beginRead(startMs: number, nowMs: number): (content: BucketContent) => void {
    const page = this.page(startMs)
    const { writes } = page
    return (content) => {
      if (this.pages.get(startMs) === page && page.writes === writes) this.note(startMs, content, nowMs)
    }
  }

  /** Of our own swap; undefined when nobody knows what came of it. `nowMs` is no later than its begin. */
  wrote(startMs: number, content: BucketContent | undefined, nowMs: number): void {
    this.page(startMs).writes += 1
    this.note(startMs, content, nowMs)
  }

  /** Takes no more runs: it is full, or nobody can tell what is in it. */
  isShut(startMs: number): boolean {
    const page = this.pages.get(startMs)
    if (page === undefined) return false
    if (page.content !== undefined && page.content.kind !== 'runs') return true
    return page.runs >= this.limits.heapBucketRunsMax
  }

  /** Nothing that counts can come any more: what is kept in mind is all there is. */
  isFinal(startMs: number): boolean {
    return this.pages.get(startMs)?.isFinal === true
  }

  removable(): readonly number[] {
    return [...this.pages.keys()].filter((startMs) => this.isRemovable(startMs))
  }

  /** Nothing that counts is in it, and nothing that counts can come any more. */
  private isRemovable(startMs: number): boolean {
    const page = this.pages.get(startMs)
    if (page?.isFinal !== true) return false
    return page.content?.kind === 'unreadable' || (page.content?.kind === 'runs' && page.runs === 0)
  }

  forget(startMs: number): void {
    const page = this.pages.get(startMs)
    if (page === undefined) return
    this.letGo(page)
    this.pages.delete(startMs)
  }

  private page(startMs: number): Page {
    let page = this.pages.get(startMs)
    if (page === undefined) {
      page = { content: undefined, runs: 0, dueMs: startMs, isFinal: false, isStale: true, writes: 0 }
      this.pages.set(startMs, page)
    }
    return page
  }

  private note(startMs: number, content: BucketContent | undefined, nowMs: number): void {
    const page = this.page(startMs)
    const isAbsent = content?.kind === 'runs' && content.etag === absentTag
    if (isAbsent && page.runs > 0) this.isLossUntold = true
    this.letGo(page)
    page.isStale = content === undefined
    page.isFinal = content !== undefined && nowMs >= startMs + 3 * this.limits.heapBucketMs
    page.content = content
    if (content === undefined) return
    const runs = content.kind === 'runs' ? content.runs : []
    page.runs = runs.length
    page.dueMs = earliestDue(runs)
    this.runsKept += runs.length
    if (page.isFinal && isAbsent) this.forget(startMs)
    this.keepWithinBounds(startMs)
  }

  /** What is due last is needed last. */
  private keepWithinBounds(except: number): void {
    if (this.runsKept <= this.limits.heapRunsKept) return
    for (const startMs of [...this.pages.keys()].sort((a, b) => b - a)) {
      if (this.runsKept <= this.limits.heapRunsKept) return
      if (startMs !== except) this.letGo(this.pages.get(startMs)!)
    }
  }

  private letGo(page: Page): void {
    if (page.content?.kind === 'runs' && page.runs > 0) {
      this.runsKept -= page.runs
      page.content = undefined
    }
  }
}
