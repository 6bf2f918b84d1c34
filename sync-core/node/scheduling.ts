// The scheduler of one place of pictures in this process, in <data folder>/scheduler/<place>/. It is opened in the background, a
// moment later, and again when that failed: whatever becomes of it, people open pictures and draw, and the journal keeps what they
// drew. Until it is there, a picture is written when the last one leaves it.
//
//   opening ─ hold, sysdb, heap ─▶ working ─ sysdb was damaged ─▶ opening
//      └── failed: told, tried again ──┘          (rows come from the journal, and from what is deleted)

import { randomBytes } from 'node:crypto'
import { oneTurn, type Clock, type Timer } from '../base/clock.ts'
import { StorageError } from '../base/errors.ts'
import { limits as standardLimits, type Limits } from '../base/limits.ts'
import { JournalWrites } from '../journal/journal-writes.ts'
import type { LastWritten } from '../journal/last-written.ts'
import type { ComputerId } from '../pictures/open-marks.ts'
import type { PictureAccessor, PictureClaim, PictureId } from '../pictures/picture-accessor.ts'
import type { PictureScheduling } from '../scheduler/picture-scheduling.ts'
import type { OpenedPicture } from '../scheduler/picture-tasks.ts'
import { Scheduler } from '../scheduler/scheduler.ts'
import { StoredHeap } from '../scheduler/stored-heap.ts'
import type { Task, TaskKind } from '../scheduler/task.ts'
import type { LoggedWrites } from '../scheduler/write-log.ts'
import type { JournalFolder } from './journal-folder.ts'
import { openSchedulerStores, schedulerFiles, type SchedulerStores } from './scheduler-stores.ts'
import { sweepAfterMs } from './sweep-after.ts'
import type { UnsavedPictures } from './unsaved-pictures.ts'
import { settlesWithin, within } from './within.ts'

export interface SchedulingOptions {
  readonly folder: string
  readonly sysdbThreadFile: string | URL
  readonly clock: Clock
  readonly limits?: Limits
  readonly pictures: Pick<PictureAccessor, 'sweepable'>
  readonly journals: JournalFolder
  readonly computer: () => Promise<ComputerId>
  readonly tasks: Readonly<Record<TaskKind, Task>>
  readonly unsaved: UnsavedPictures
  /** Pictures that are open here now. */
  readonly hosted: () => readonly PictureId[]
  readonly onNote: (sentence: string) => void
}

interface Working {
  readonly scheduler: Scheduler
  readonly stores: SchedulerStores
}

/** One process hosts from a data folder: all its pictures are in one shard. */
const shard = 0

export class Scheduling {
  private readonly options: SchedulingOptions
  private readonly limits: Limits
  private readonly writes: JournalWrites
  private readonly incarnation = randomBytes(8).toString('hex')
  private readonly adopting = new Map<PictureId, Promise<void>>()
  /** Opened here, as they were found to be. */
  private readonly opened = new Map<PictureId, OpenedPicture>()
  /** Of these sysdb does not know yet what they are. */
  private readonly untold = new Set<PictureId>()
  private working: Working | undefined
  private opening: Promise<void> | undefined
  /** Its files are gone, and it ends. */
  private leaving: Promise<void> | undefined
  private nextOpening: Timer | undefined
  private lastNote = ''
  private closing: Promise<void> | undefined

  constructor(options: SchedulingOptions) {
    const { clock, journals, onNote } = options
    this.options = options
    this.limits = options.limits ?? standardLimits
    this.writes = new JournalWrites({ door: journals, pause: () => oneTurn(clock), onNote })
    this.nextOpening = clock.after(this.limits.schedulerOpenAfterMs, () => this.begin())
  }

  /**
   * The picture is open here, and has just been found to be that. No later write of it is scheduled before this is: what failed, or
   * came before the scheduler was there, is told first. Never rejects.
   */
  adopt(picture: PictureId, opened: OpenedPicture): Promise<void> {
    this.opened.set(picture, opened)
    this.untold.add(picture)
    if (isAllStored(opened)) this.options.unsaved.isStored(picture)
    return this.tellOpened(picture).catch((error: unknown) => this.note(error))
  }

  /** `save` writes what is not stored of the picture at once. */
  of(
    { id: picture, epoch }: Pick<PictureClaim, 'id' | 'epoch'>,
    save: () => Promise<void>,
  ): PictureScheduling {
    return {
      wrote: (seq) => this.wrote(picture, { seq, epoch }),
      persistNow: async (seq) => {
        const { unsaved } = this.options
        try {
          await this.bySchedule(picture, seq)
        } catch (error) {
          // A scheduler that can't do its part is no reason not to save; a save that failed is not tried twice.
          if (unsaved.isOfSave(error)) throw error
          this.note(error)
        }
        await save()
        unsaved.isStored(picture)
      },
    }
  }

  wrote(picture: PictureId, written: LastWritten): void {
    this.writes.wrote(picture, written)
  }

  /** Never rejects: the next opening looks for what is deleted. */
  async deleted(picture: PictureId): Promise<void> {
    this.opened.delete(picture)
    this.untold.delete(picture)
    await this.tell((scheduler) => scheduler.deleted(picture))
  }

  /** Never rejects: opening the picture makes up for it. */
  async restored(picture: PictureId): Promise<void> {
    await this.tell((scheduler) => scheduler.restored(picture))
  }

  /** Within limits.schedulerCloseMs, whatever hangs. Never rejects. */
  close(): Promise<void> {
    this.closing ??= within(this.options.clock, this.limits.schedulerCloseMs, this.end())
    return this.closing
  }

  private begin(): void {
    if (this.closing !== undefined || this.opening !== undefined) return
    this.opening = this.open()
      .catch((error: unknown) => {
        this.note(error)
        if (this.closing !== undefined) return
        this.nextOpening = this.options.clock.after(this.limits.schedulerOpenEveryMs, () => this.begin())
      })
      .finally(() => {
        this.opening = undefined
      })
  }

  private async open(): Promise<void> {
    const { folder, sysdbThreadFile, clock, limits, computer, tasks, onNote, hosted, unsaved } = this.options
    const owner = await computer()
    const stores: SchedulerStores = await openSchedulerStores(folder, {
      clock,
      limits: this.limits,
      sysdbThreadFile,
      onNote,
      onEmptied: () => this.beginAgain(stores),
    })
    const { sysdb } = stores
    const heap = new StoredHeap({
      store: stores.heap,
      folder: schedulerFiles.heap,
      clock,
      limits: this.limits,
      random: Math.random,
      onLost: async (lost) => scheduler.heapLost(lost),
    })
    const scheduler: Scheduler = new Scheduler({
      clock,
      ...(limits && { limits }),
      sysdb,
      heap,
      log: { after: (cursor) => this.writesAfter(cursor) },
      shards: [shard],
      owner: { owner, incarnation: this.incarnation },
      tasks: { ...tasks, persist: unsaved.watch(tasks.persist) },
      isAtHand: ({ picture }) => hosted().includes(picture),
      random: Math.random,
      // What fails because its files are gone is told by whoever finds them gone.
      onNote: (sentence) => {
        void stores.isThere().then((isThere) => {
          if (isThere) onNote(sentence)
        })
      },
    })
    if (this.closing !== undefined) {
      await stores.close()
      return
    }
    this.working = { scheduler, stores }
    this.lastNote = ''
    const read = unsaved.read(sysdb, (picture) => isAllStored(this.opened.get(picture)))
    await within(
      clock,
      this.limits.sysdbAnswerMs,
      read.catch((error: unknown) => this.note(error)),
    )
    await scheduler.start()
    // What was written since is scheduled already where it was told: it is not told again what it was when it was opened.
    for (const picture of this.untold)
      await this.tellOpened(picture).catch((error: unknown) => this.note(error))
    void this.scheduleSweeps(stores).catch((error: unknown) => this.note(error))
  }

  /** What was deleted and has no task to remove it gets one: deleted by another computer, or by a process that died then. */
  private async scheduleSweeps(stores: SchedulerStores): Promise<void> {
    const { pictures, clock, hosted } = this.options
    const isOver = (): boolean => this.working?.stores !== stores || this.closing !== undefined
    for (const { id, deletedMs } of await pictures.sweepable()) {
      if (isOver()) return
      // Brought back meanwhile.
      if (hosted().includes(id)) continue
      const afterMs = sweepAfterMs(deletedMs, clock.nowMs(), this.limits)
      await stores.sysdb.delete(id, shard, afterMs).catch((error: unknown) => {
        if (!isOver()) this.note(error)
      })
    }
  }

  /** Told after the look, which takes a while: what it found may be of a picture that was opened meanwhile. */
  private async writesAfter(cursor: string): Promise<LoggedWrites> {
    const logged = await this.writes.after(cursor)
    await Promise.allSettled(this.adopting.values())
    // One that can't be told keeps nobody's writes from being scheduled; its own are not taken back by what is told later.
    for (const picture of this.untold)
      await this.tellOpened(picture).catch((error: unknown) => this.note(error))
    return logged
  }

  private async tellOpened(picture: PictureId): Promise<void> {
    const { working } = this
    const opened = this.opened.get(picture)
    if (working === undefined || opened === undefined) return
    const adopting = working.scheduler.adopt(picture, opened)
    this.adopting.set(picture, adopting)
    try {
      await adopting
    } catch (error) {
      // The picture is another host's: there is nothing more to tell.
      if (!(error instanceof StorageError && error.code === 'superseded')) throw error
      this.note(error)
    } finally {
      if (this.adopting.get(picture) === adopting) this.adopting.delete(picture)
    }
    if (this.opened.get(picture) === opened && this.working === working) this.untold.delete(picture)
  }

  /** The scheduler has it saved. Rejects with StorageError, also when it neither answers nor saves. */
  private async bySchedule(picture: PictureId, seq: number): Promise<void> {
    const { clock, unsaved } = this.options
    const asked = (async () => {
      await this.adopting.get(picture)?.catch(() => undefined)
      await this.working?.scheduler.persistNow(picture, seq)
    })()
    while (!(await settlesWithin(clock, this.limits.schedulerAnswerMs, asked))) {
      const saving = unsaved.savingOf(picture)
      if (saving === undefined) throw silent()
      await saving.catch(() => undefined)
    }
    await asked
  }

  private beginAgain(lost: SchedulerStores): void {
    const { working } = this
    // Told twice, or closed meanwhile.
    if (working?.stores !== lost) return
    this.working = undefined
    // The next sysdb knows nothing of what is open, and waits for no answer of this one.
    for (const picture of this.options.hosted()) this.untold.add(picture)
    this.adopting.clear()
    this.leaving = this.leave(working).finally(() => {
      this.leaving = undefined
      this.begin()
    })
  }

  private async end(): Promise<void> {
    if (this.nextOpening !== undefined) this.options.clock.cancel(this.nextOpening)
    await this.opening
    const { working } = this
    this.working = undefined
    if (working !== undefined) await this.leave(working)
    await this.leaving
  }

  private async leave({ scheduler, stores }: Working): Promise<void> {
    await this.opening
    await scheduler.stop().catch((error: unknown) => this.note(error))
    await stores.close()
  }

  private async tell(run: (scheduler: Scheduler) => Promise<void>): Promise<void> {
    if (this.working === undefined) return
    const told = run(this.working.scheduler).catch((error: unknown) => this.note(error))
    await within(this.options.clock, this.limits.schedulerAnswerMs, told)
  }

  /** The same again and again is told once. */
  private note(error: unknown): void {
    const sentence = error instanceof StorageError ? error.message : String(error)
    if (sentence === this.lastNote || this.closing !== undefined) return
    this.lastNote = sentence
    this.options.onNote(sentence)
  }
}

function isAllStored(opened: OpenedPicture | undefined): boolean {
  return opened !== undefined && opened.savedSeq >= opened.seq
}

function silent(): StorageError {
  return new StorageError(
    'unavailable',
    'The list of what is to be saved does not answer, so the picture is saved without it.',
    true,
  )
}
