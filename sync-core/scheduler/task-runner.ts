// Runs what is due. The heap says what may be, sysdb says what is: a run is claimed in its row, and what is found on the heap and is
// done is taken off. One task is under way here once at a time.
//
//   heap ─peekDue─▶ candidates ─ a place, a token ─▶ claim ─▶ run ─ with the next look ─▶ push what is due next, prune
//                                                     └─ refused: done? ─ yes ─▶ prune
//                                                                         └ no: asked again in a while
//   persistNow ─▶ scheduleNow ─────── at once ──────▶ claim ─▶ run ─▶ answered
//
// A look does not wait for the runs that it began, so a long upload is in nobody's way. What is set aside has one place, so that
// pictures which can't be saved leave the others to those that can; so has what is not at hand and must be opened first, so that
// what a crash left is in nobody's way who draws.
//
// Rejected: running what another process of the same shard left behind at once (its lease may be alive), and looking at the heap
// for what is run inline (it may be away while somebody waits).

import type { PictureId } from '../pictures/picture-accessor.ts'
import { DueQueue } from './due-queue.ts'
import type { Candidate, Chance } from './due-queue.ts'
import type { Heap } from './heap-port.ts'
import { HeapErrands } from './heap-errands.ts'
import { InlineRuns } from './inline-runs.ts'
import type { RunSurroundings } from './run-under-way.ts'
import type { ShardKeeper } from './shard-keeper.ts'
import type { DueRun, TaskKey, TaskRun } from './task.ts'
import { keyOf, TasksAtWork } from './tasks-at-work.ts'
import type { WorkEnd } from './task-work.ts'

export interface TaskRunnerOptions extends Omit<RunSurroundings, 'isStopping'> {
  readonly heap: Heap
  readonly keeper: Pick<ShardKeeper, 'owned'>
  /** What an inline run leaves to do is pushed to it. */
  readonly shard: number
  /** Whether its picture is open here; all are if left out. */
  readonly isAtHand?: ((task: TaskKey) => boolean) | undefined
  readonly onNote: (sentence: string) => void
}

export class TaskRunner {
  readonly work: TasksAtWork
  private readonly options: TaskRunnerOptions
  private readonly errands: HeapErrands
  private readonly inline: InlineRuns
  private readonly queue: DueQueue
  /** What is under way, for whoever waits for its end. */
  private readonly background = new Set<Promise<void>>()
  private placesTaken = 0
  /** What is not at hand and has its one place. */
  private opened: string | undefined
  private isStopping = false

  constructor(options: TaskRunnerOptions) {
    const { clock, limits, sysdb, shard } = options
    const isStopping = (): boolean => this.isStopping
    this.options = options
    this.work = new TasksAtWork({ ...options, isStopping })
    this.queue = new DueQueue(clock, limits)
    this.errands = new HeapErrands(options)
    this.inline = new InlineRuns({
      limits,
      sysdb,
      isStopping,
      underWay: (key) => this.work.get(key),
      held: (key) => this.work.setAside.held(keyOf(key)),
      run: (run) => this.runClaimed(shard, run),
    })
  }

  /** A look, the end of everything that is under way, and what that leaves to do on the heap. */
  async tick(): Promise<void> {
    await this.look()
    await this.settled()
    await this.errands.run()
  }

  /** Begins what is due and has a place; the rest follows as places get free. Rejects with the first StorageError, after all was tried. */
  async look(): Promise<void> {
    const errors: unknown[] = []
    await this.errands.run().catch((error: unknown) => errors.push(error))
    const found: Candidate[] = []
    for (const shard of this.options.keeper.owned()) {
      if (this.isStopping) return
      await this.peek(shard, found).catch((error: unknown) => errors.push(error))
    }
    this.queue.replace(found)
    this.fill()
    if (errors.length > 0) throw errors[0]
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    while (this.background.size > 0) await Promise.all(this.background)
  }

  /** As PictureScheduling.persistNow, for a picture of the first shard. */
  runInline(picture: PictureId, seq: number): Promise<void> {
    const answer = this.inline.persistNow(picture, seq)
    this.keepInMind(answer.catch(() => undefined))
    return answer
  }

  /** The shard is somebody else's: what is under way for it ends soon, and finishes nothing. */
  drop(shard: number): void {
    this.queue.dropShard(shard)
    this.work.giveUp(shard)
  }

  /** Begins nothing any more. */
  stop(): void {
    this.isStopping = true
    this.queue.replace([])
  }

  /** Nobody waits for what is still under way. */
  close(): void {
    this.stop()
    this.work.giveUp()
    this.inline.close()
  }

  private async peek(shard: number, found: Candidate[]): Promise<void> {
    const { sysdb, heap, limits } = this.options
    const nowMs = await sysdb.nowMs()
    const due = await heap.peekDue(shard, nowMs, limits.runsBurst, (run) => this.isPassedOver(run))
    for (const run of due) found.push({ shard, due: run })
  }

  private fill(): void {
    while (this.placesTaken < this.options.limits.runsAtOnce && !this.isStopping) {
      const next = this.queue.next((run) => this.chanceOf(run))
      if (next === undefined) return
      const key = keyOf(next.due)
      if (this.work.setAside.has(key)) this.work.setAside.takePlace(key)
      if (!this.isAtHand(next.due)) this.opened = key
      this.placesTaken += 1
      this.keepInMind(
        this.occupy(next).finally(() => {
          this.placesTaken -= 1
          this.work.setAside.leavePlace(key)
          if (this.opened === key) this.opened = undefined
          this.fill()
        }),
      )
    }
  }

  private chanceOf(run: DueRun): Chance {
    if (this.isPassedOver(run)) return 'none'
    return this.opened !== undefined && !this.isAtHand(run) ? 'waits' : 'now'
  }

  /** It is not looked for. */
  private isPassedOver(run: DueRun): boolean {
    const key = keyOf(run)
    if (this.work.get(run) !== undefined || this.errands.isPassedOver(run)) return true
    return this.work.setAside.has(key) && !this.work.setAside.isPlaceFree
  }

  private isAtHand(run: DueRun): boolean {
    return this.options.isAtHand?.(run) ?? true
  }

  private async occupy({ shard, due }: Candidate): Promise<void> {
    const end = await this.work.run(shard, due, false)
    switch (end.kind) {
      case 'held':
        return
      case 'refused':
      case 'given-up':
        return this.errands.addRefused(shard, due)
      case 'failed':
        if (end.isTold) break
        // Sysdb does not answer: the next look says when it does again.
        this.queue.replace([])
        return this.errands.addRefused(shard, due)
      case 'done':
      case 'gone':
      case 'later':
        break
    }
    this.errands.addDone(shard, due)
    this.errands.addDue(shard, end.due)
  }

  private async runClaimed(shard: number, run: TaskRun): Promise<WorkEnd> {
    const end = await this.work.run(shard, run, true)
    if ('due' in end) this.errands.addDue(shard, end.due)
    return end
  }

  private keepInMind(work: Promise<void>): void {
    const kept = work.finally(() => this.background.delete(kept))
    this.background.add(kept)
  }
}
