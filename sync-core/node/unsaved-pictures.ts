import type { Clock } from '../base/clock.ts'
import { StorageError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import type { PictureId } from '../pictures/picture-accessor.ts'
import type { Sysdb, TaskRow } from '../scheduler/sysdb.ts'
import type { Task } from '../scheduler/task.ts'

/** A picture of which a process before this one left unsaved work, which is saved now. */
export interface RecoveredPicture {
  readonly id: PictureId
  readonly title: string
}

interface PutOff {
  /** The first time in a row. */
  readonly sinceMs: number
  readonly sentence: string
  readonly isTold: boolean
}

interface Failing {
  readonly failures: number
  readonly sentence: string
}

/** Rows that are read at once. */
const rowsAtOnce = 500

/** What is told about saves that nobody watches: which pictures were recovered, and which can't be saved. */
export class UnsavedPictures {
  private readonly failing = new Map<PictureId, Failing>()
  private readonly recovered: RecoveredPicture[] = []
  private readonly saveErrors = new WeakSet()
  private readonly saving = new Map<PictureId, Promise<unknown>>()
  private readonly putOff = new Map<PictureId, PutOff>()
  private readonly onNews: () => void
  private readonly clock: Clock

  /** `onNews`: there is something to take, or a picture is set aside or was put off for long. */
  constructor(onNews: () => void, clock: Clock) {
    this.onNews = onNews
    this.clock = clock
  }

  addRecovered(picture: RecoveredPicture): void {
    this.recovered.push(picture)
    this.onNews()
  }

  /** Each is told once. */
  takeRecovered(): readonly RecoveredPicture[] {
    return this.recovered.splice(0)
  }

  /** Why the picture can't be saved, once it failed so often, or in such a way, that it is set aside; or why it was put off for long. */
  problemOf(id: PictureId): string | undefined {
    const found = this.failing.get(id)
    if (found !== undefined && found.failures >= limits.setAsideFailures)
      return `Could not be saved: ${found.sentence} What was drawn is kept on this computer.`
    return this.isPutOffForLong(id) ? `Not saved yet: ${this.putOff.get(id)!.sentence}` : undefined
  }

  /** Whether a save that is watched failed with it. */
  isOfSave(error: unknown): boolean {
    return error instanceof Error && this.saveErrors.has(error)
  }

  /** Settles with the watched save of the picture that is under way; undefined when none is. */
  savingOf(id: PictureId): Promise<unknown> | undefined {
    return this.saving.get(id)
  }

  /** All of it is stored, whoever did that. */
  isStored(id: PictureId): void {
    this.failing.delete(id)
    this.putOff.delete(id)
  }

  /** What failed before this process began; of what is stored by now, sysdb only does not know it yet. */
  async read(sysdb: Pick<Sysdb, 'rows'>, isStored: (id: PictureId) => boolean = () => false): Promise<void> {
    let rows: readonly TaskRow[] = []
    do {
      rows = await sysdb.rows(rows.at(-1), rowsAtOnce)
      for (const { picture, kind, status, failures, problem, nextRunMs, lastRunMs } of rows) {
        if (kind !== 'persist' || status !== 'live' || problem === '') continue
        // Nothing is to be saved any more.
        if (nextRunMs === undefined || isStored(picture)) continue
        if (failures === 0) this.putOff.set(picture, { sinceMs: lastRunMs, sentence: problem, isTold: false })
        else if (!this.failing.has(picture)) this.failing.set(picture, { failures, sentence: problem })
      }
    } while (rows.length === rowsAtOnce)
  }

  /** The persist task, watched. */
  watch(persist: Task): Task {
    return async (id, request) => {
      const saving = persist(id, request)
      this.saving.set(id, saving)
      try {
        const outcome = await saving
        if (outcome.kind === 'later') this.tellLater(id, outcome.sentence)
        else this.isStored(id)
        return outcome
      } catch (error) {
        if (error instanceof Error) this.saveErrors.add(error)
        // What trying again can't help is told at once.
        const weight = error instanceof StorageError && !error.retryable ? limits.setAsideFailures : 1
        this.fail(id, weight, error instanceof Error ? error.message : String(error))
        throw error
      } finally {
        if (this.saving.get(id) === saving) this.saving.delete(id)
      }
    }
  }

  private tellLater(id: PictureId, sentence: string): void {
    const { sinceMs, isTold } = this.putOff.get(id) ?? { sinceMs: this.clock.nowMs(), isTold: false }
    this.putOff.set(id, { sinceMs, sentence, isTold })
    if (isTold || !this.isPutOffForLong(id)) return
    this.putOff.set(id, { sinceMs, sentence, isTold: true })
    this.onNews()
  }

  private isPutOffForLong(id: PictureId): boolean {
    const found = this.putOff.get(id)
    if (found === undefined) return false
    const nowMs = this.clock.nowMs()
    // By a clock that was set back since.
    if (found.sinceMs > nowMs) this.putOff.set(id, { ...found, sinceMs: nowMs })
    return nowMs - found.sinceMs >= limits.putOffShownMs
  }

  private fail(id: PictureId, weight: number, sentence: string): void {
    this.putOff.delete(id)
    const before = this.failing.get(id)?.failures ?? 0
    const failures = before + weight
    this.failing.set(id, { failures, sentence })
    if (before < limits.setAsideFailures && failures >= limits.setAsideFailures) this.onNews()
  }
}
