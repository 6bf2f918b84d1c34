// What the scheduler's tasks do with the pictures of one place. A picture that is hosted here is asked through its host. One
// that nobody hosts is opened for the task, with the same assembly and without a door, and given back at once.
//
//   persist ──▶ hosted here: its host saves
//          ╰──▶ not hosted: saved already? ─yes─▶ done          (a look at its history; nobody loses the picture for that)
//                              ╰─no──▶ claim, journal, thread ─▶ save, preview ─▶ give back
//
// One of those at a time: each has the memory of a whole picture, and a crash may have left many. Who wants the picture meanwhile
// need not wait for its save: that is given up between two parts.
//
// Rejected: to write snapshots from the journal without a primary (a second way to fold updates, to be proven equal).

import type { Clock } from '../base/clock.ts'
import { AssertionError, StorageError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import type { Host } from '../host-contract.ts'
import type { LastWritten } from '../journal/last-written.ts'
import type { ComputerId, OpenMarks } from '../pictures/open-marks.ts'
import type { CompactResult, PictureAccessor, PictureClaim, PictureId } from '../pictures/picture-accessor.ts'
import type { RunOutcome, RunRequest, Task, TaskKind } from '../scheduler/task.ts'
import { openClaimed, type ClaimSurroundings, type HostTerms } from './open-claimed.ts'
import { paintPreview } from './paint-preview.ts'
import type { PicturesHere } from './pictures-here.ts'
import { sweepAfterMs } from './sweep-after.ts'
import { within } from './within.ts'

export interface PictureWorkOptions extends ClaimSurroundings {
  readonly clock: Clock
  readonly pictures: PictureAccessor
  readonly here: PicturesHere
  readonly openMarks?: OpenMarks
  readonly computer: () => Promise<ComputerId>
  /** Updates of a picture that nobody hosts became durable, because it was opened for a task. */
  readonly wrote: (picture: PictureId, written: LastWritten) => void
  /** A picture that nobody hosts had unsaved work, which is saved now. */
  readonly onRecovered: (picture: PictureId, title: string) => void
}

const done = (seq: number, key = '', isAll = false): RunOutcome => ({
  kind: 'done',
  seq,
  key,
  ...(isAll && { isAll }),
})
const later = (sentence: string): RunOutcome => ({ kind: 'later', sentence })

const elsewhere =
  'Another computer has this picture open. What was drawn here is kept until it is closed there.'
const nothingHere =
  'There is no picture at all where pictures are kept. If that disk is not connected now, connect it; what was drawn is kept on this computer.'
/** A place with thousands of pictures is looked through no more often than this for those that are missing. */
const emptinessKnownMs = 60_000
const wentOn = (title: string): string =>
  `What was drawn here last in “${title}” is not in that picture, which went on without it. It is kept on this computer; open the picture to keep it as a copy.`

export class PictureWork {
  readonly tasks: Readonly<Record<TaskKind, Task>> = {
    persist: (id, request) => this.reached(id, () => this.persist(id, request)),
    preview: (id, request) => this.reached(id, () => this.preview(id, request)),
    compact: (id, request) => this.reached(id, () => this.compact(id, request)),
    sweep: (id, request) => this.sweep(id, request),
  }
  private readonly options: PictureWorkOptions
  /** Up to which seq each preview shows its picture, as far as this process painted it. */
  private readonly shownSeqs = new Map<PictureId, number>()
  /** What was stored when people opened it. */
  private readonly openedSeqs = new Map<PictureId, number>()
  /** For which preview somebody has waited already who was leaving. */
  private readonly awaitedSeqs = new Map<PictureId, number>()

  private emptiness: { readonly askedMs: number; readonly isEmpty: Promise<boolean> } | undefined

  constructor(options: PictureWorkOptions) {
    this.options = options
  }

  /** People have it open from now on. */
  opened(id: PictureId, host: Host): void {
    this.openedSeqs.set(id, savedSeqOf(host))
    this.awaitedSeqs.delete(id)
    // It goes on from an earlier moment than this process knew.
    if ((this.shownSeqs.get(id) ?? 0) > host.state().seq) this.shownSeqs.delete(id)
  }

  /** Before it is closed: whoever looks at the shelf then sees the picture as it is stored. */
  async refreshPreview(id: PictureId, host: Host): Promise<void> {
    const savedSeq = savedSeqOf(host)
    // What is not stored yet is written at the end, and its preview with it.
    if (savedSeq < host.state().seq || savedSeq === this.openedSeqs.get(id)) return
    await this.renewInTime(id, host, savedSeq)
  }

  /** What the scheduler did not store of a hosted picture is written at once, and the preview that it did not renew. */
  async saveNow(id: PictureId, host: Host): Promise<void> {
    const { seq } = await host.save({ isUrgent: true, isStopping: () => false })
    if (seq !== this.openedSeqs.get(id)) await this.renewInTime(id, host, seq)
  }

  private persist(id: PictureId, request: RunRequest): Promise<RunOutcome> {
    return this.options.here.work(id, {
      onHost: async (host) => {
        const { seq, key } = await host.save(request)
        // The last one left, or the session ends: the shelf is looked at next.
        if (request.isUrgent) await this.renewInTime(id, host, seq)
        return done(seq, key, host.state().seq < request.wantSeq)
      },
      alone: () => this.persistAlone(id, request),
    })
  }

  private async persistAlone(id: PictureId, request: RunRequest): Promise<RunOutcome> {
    const { here, onRecovered } = this.options
    const savedSeq = await this.savedSeq(id)
    if (savedSeq !== undefined && savedSeq >= request.wantSeq) {
      return (await this.deletedHere(id)) ?? done(savedSeq)
    }
    if (await this.isOpenElsewhere(id)) return later(elsewhere)
    const { claim, host } = await openClaimed(this.options, id, (taken) => this.termsOfNobody(taken))
    const hadMore = host.state().seq > savedSeqOf(host)
    let seq: number
    let key: string
    // Whoever opens it has all of it, and saves it.
    const isStopping = (): boolean => request.isStopping() || here.isWanted(id)
    try {
      // Nobody draws in it; those who draw in others are left the processor and the disk.
      ;({ seq, key } = await host.save({
        ...request,
        isUrgent: request.isUrgent || here.hosted().length === 0,
        isStopping,
      }))
      if (!isStopping()) await this.renewOn(id, host, seq).catch((error: unknown) => this.note(error))
    } finally {
      await host.close('').catch((error: unknown) => this.note(error))
    }
    await this.unmark(id).catch((error: unknown) => this.note(error))
    // With its new preview: whoever is told looks at the shelf.
    if (hadMore) onRecovered(id, claim.title)
    if (seq < request.wantSeq) this.options.onNote(wentOn(claim.title))
    // It was opened with all that the journal has of it.
    return done(seq, key, true)
  }

  private preview(id: PictureId, request: RunRequest): Promise<RunOutcome> {
    const { pictures } = this.options
    const isShown = (): boolean => (this.shownSeqs.get(id) ?? 0) >= request.wantSeq
    return this.options.here.work(id, {
      onHost: async (host) => {
        if (!isShown()) await this.renewOn(id, host, request.wantSeq)
        return done(request.wantSeq)
      },
      alone: async () => {
        // Whoever closed it painted it.
        if (isShown() || this.isShared || (await pictures.isPreviewNewest(id))) return done(request.wantSeq)
        await this.whileClaimed(id, async (claim) => {
          const png = await paintPreview(claim, this.options.primaryThreadFile)
          if (png !== undefined) await claim.savePreview(png)
        })
        this.shownSeqs.set(id, request.wantSeq)
        return done(request.wantSeq)
      },
    })
  }

  private compact(id: PictureId, request: RunRequest): Promise<RunOutcome> {
    const { here, clock } = this.options
    const all = async (once: () => Promise<CompactResult>): Promise<RunOutcome> => {
      while ((await once()).hasMore && !request.isStopping());
      return done(request.wantSeq)
    }
    return here.work(id, {
      onHost: (host) => all(() => host.compact()),
      alone: async () => {
        if (this.isShared) return done(request.wantSeq)
        return this.whileClaimed(id, (claim) => all(() => claim.compact(clock.nowMs())))
      },
    })
  }

  private async sweep(id: PictureId, { wantSeq }: RunRequest): Promise<RunOutcome> {
    const { pictures, journals, clock } = this.options
    const swept = await pictures.sweep(id, clock.nowMs() - limits.deletedKeepDays * dayMs)
    // Somebody brought it back, or deleted it later than it seemed: the next opening of the place looks again.
    if (swept === 'kept') return done(wantSeq)
    // What this computer has of it goes with it.
    await journals.forget(id)
    return swept === 'gone'
      ? { kind: 'gone' }
      : later('Somebody may still be writing to this deleted picture.')
  }

  /**
   * Where a claim may take the picture from somebody who is just opening it: nobody loses it for housekeeping, which the next host
   * does.
   */
  private get isShared(): boolean {
    return this.options.pictures.place === 'bucket'
  }

  /** What keeps a task from its picture and is nobody's failure. */
  private async reached(id: PictureId, run: () => Promise<RunOutcome>): Promise<RunOutcome> {
    try {
      return await run()
    } catch (error) {
      if (!(error instanceof StorageError)) throw error
      if (error.code === 'not-found') return this.missing(id)
      if (error.code === 'in-use' || error.code === 'superseded') return later(error.message)
      throw error
    }
  }

  private async missing(id: PictureId): Promise<RunOutcome> {
    const deleted = await this.deletedHere(id)
    if (deleted !== undefined) return deleted
    return (await this.isPlaceEmpty()) ? later(nothingHere) : { kind: 'gone' }
  }

  /** Somebody deleted it whom sysdb did not hear of, or not last: its objects are still here. */
  private async deletedHere(id: PictureId): Promise<RunOutcome | undefined> {
    const { pictures, clock, limits: own } = this.options
    const deletedMs = await pictures.deletedMs(id)
    if (deletedMs === undefined) return undefined
    return { kind: 'gone', sweepAfterMs: sweepAfterMs(deletedMs, clock.nowMs(), own) }
  }

  /** A folder without a single picture may be where a disk belongs that is not connected now. */
  private async isPlaceEmpty(): Promise<boolean> {
    const { pictures, clock } = this.options
    if (this.isShared) return false
    const nowMs = clock.nowMs()
    const { emptiness: known } = this
    if (known !== undefined && Math.abs(nowMs - known.askedMs) < emptinessKnownMs) return known.isEmpty
    const isEmpty = pictures.list().then(
      (all) => all.length === 0,
      () => true,
    )
    this.emptiness = { askedMs: nowMs, isEmpty }
    return isEmpty
  }

  /** Up to where the picture is stored; undefined when that can't be read without taking it. */
  private async savedSeq(id: PictureId): Promise<number | undefined> {
    try {
      return (await this.options.pictures.history(id)).lastSeq
    } catch (error) {
      if (error instanceof StorageError && error.code !== 'not-found') return undefined
      throw error
    }
  }

  private async isOpenElsewhere(id: PictureId): Promise<boolean> {
    const { openMarks, computer } = this.options
    if (openMarks === undefined) return false
    return (await openMarks.openElsewhere(id, await computer())) !== undefined
  }

  /** A crash left it: whoever opens the picture elsewhere need not ask any more. */
  private async unmark(id: PictureId): Promise<void> {
    const { openMarks, computer, here } = this.options
    if (openMarks !== undefined && !here.hosted().includes(id)) await openMarks.unmark(id, await computer())
  }

  private async renewOn(id: PictureId, host: Host, seq: number): Promise<void> {
    if ((this.shownSeqs.get(id) ?? 0) >= seq) return
    await host.renewPreview()
    this.shownSeqs.set(id, seq)
  }

  /** Somebody waits for the picture to be left, but not for long for its preview, nor twice for the same. */
  private async renewInTime(id: PictureId, host: Host, seq: number): Promise<void> {
    if (this.awaitedSeqs.get(id) === seq) return
    this.awaitedSeqs.set(id, seq)
    const { clock, limits: own = limits } = this.options
    const renewed = this.renewOn(id, host, seq).catch((error: unknown) => this.note(error))
    await within(clock, own.leavePreviewMs, renewed)
  }

  private async whileClaimed<T>(id: PictureId, run: (claim: PictureClaim) => Promise<T>): Promise<T> {
    const claim = await this.options.pictures.claim(id)
    try {
      return await run(claim)
    } finally {
      await claim.release().catch((error: unknown) => this.note(error))
    }
  }

  /** There is no port, so nobody comes. What is asked of the scheduler is this task's own work. */
  private termsOfNobody({ id, epoch }: PictureClaim): HostTerms {
    return {
      door: {
        judge: nobody,
        admit: nobody,
      },
      scheduling: {
        wrote: (seq) => this.options.wrote(id, { seq, epoch }),
        persistNow: () => Promise.resolve(),
      },
    }
  }

  private note(error: unknown): void {
    this.options.onNote(error instanceof Error ? error.message : String(error))
  }
}

const dayMs = 24 * 60 * 60 * 1000

function savedSeqOf(host: Host): number {
  const { saved } = host.state()
  return saved.kind === 'unknown' ? 0 : saved.seq
}

function nobody(): never {
  throw new AssertionError('nobody comes where there is no port')
}
