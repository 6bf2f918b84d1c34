// Somebody waits for a picture: its task is due now, and is run by whoever asks, at once, past the places and never through the heap.
//
//   scheduleNow ─ clean ──────────────────────────────▶ answered
//       ▲       ├ leased, and under way here ─ hurry, wait for its end ─╮
//       │       ├ leased by somebody else ────────────▶ rejected        │
//       │       └ due ─ claim ─ run ─ failed ─────────▶ rejected        │
//       ╰──────────────────────────╯ done: is it all? ──────────────────╯

import { StorageError } from '../base/errors.ts'
import type { Limits } from '../base/limits.ts'
import { openPromise } from '../base/open-promise.ts'
import type { OpenPromise } from '../base/open-promise.ts'
import type { PictureId } from '../pictures/picture-accessor.ts'
import { schedulerStopped } from './store-watch.ts'
import type { Sysdb } from './sysdb.ts'
import type { TaskKey, TaskRun } from './task.ts'
import type { TaskWork, WorkEnd } from './task-work.ts'

export interface InlineRunsOptions {
  readonly limits: Limits
  readonly sysdb: Sysdb
  readonly underWay: (key: TaskKey) => TaskWork | undefined
  /** A claim that nobody runs. */
  readonly held: (key: TaskKey) => TaskRun | undefined
  readonly run: (run: TaskRun) => Promise<WorkEnd>
  readonly isStopping: () => boolean
}

interface Asked {
  readonly seq: number
  readonly answer: Promise<void>
}

export class InlineRuns {
  private readonly options: InlineRunsOptions
  private readonly asked = new Map<PictureId, Asked>()
  private readonly waiting = new Set<OpenPromise>()

  constructor(options: InlineRunsOptions) {
    this.options = options
  }

  /** As PictureScheduling.persistNow; who asks for no more than is being done shares its answer. */
  persistNow(picture: PictureId, seq: number): Promise<void> {
    const before = this.asked.get(picture)
    if (before !== undefined && before.seq >= seq) return before.answer
    const answer = this.answer(this.persist(picture, seq, before))
    const asked = { seq, answer }
    this.asked.set(picture, asked)
    const forget = (): void => {
      if (this.asked.get(picture) === asked) this.asked.delete(picture)
    }
    answer.then(forget, forget)
    return answer
  }

  /** Nobody is left waiting. */
  close(): void {
    for (const { reject } of this.waiting) reject(schedulerStopped())
    this.waiting.clear()
  }

  private answer(work: Promise<void>): Promise<void> {
    const open = openPromise()
    this.waiting.add(open)
    work.then(open.resolve, open.reject).finally(() => this.waiting.delete(open))
    return open.done
  }

  private async persist(picture: PictureId, seq: number, before: Asked | undefined): Promise<void> {
    await before?.answer.catch(() => undefined)
    const key: TaskKey = { picture, kind: 'persist' }
    for (let tries = 0; tries < this.options.limits.inlineTriesMax; tries++) {
      if (this.options.isStopping()) throw schedulerStopped()
      const due = await this.options.sysdb.scheduleNow(picture, seq)
      if (due === 'clean') return
      const underWay = this.options.underWay(key)
      if (underWay !== undefined) {
        underWay.hurry()
        await underWay.ended
        continue
      }
      const run = due === 'leased' ? this.options.held(key) : due
      if (run === undefined) throw elsewhere()
      const end = await this.options.run(run)
      if (end.kind === 'gone' || (end.kind === 'done' && end.seq >= seq)) return
      if (end.kind === 'failed') throw end.error
      if (end.kind === 'later') throw new StorageError('in-use', end.sentence, true)
    }
    throw elsewhere()
  }
}

function elsewhere(): StorageError {
  return new StorageError(
    'in-use',
    'This picture is being saved by a run that began before, and whose end is not known here. Nothing of it is lost; Gesso saves it again by itself, within a minute.',
    true,
  )
}
