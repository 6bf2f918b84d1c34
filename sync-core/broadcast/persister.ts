// Writes the picture when it is asked to, and never by itself: the scheduler knows when a write is due, tries again what
// failed, and finds what a crash left (scheduler/scheduler.ts). While people draw a write takes its time, so that a large
// picture's costs them nothing; somebody who waits ends that. One write at a time: whoever comes meanwhile waits for it, and
// writes what it lacks.
//
//   save ──▶ (job 5) ──▶ saving ──ok──▶ saved          urgent: no job, no rests, everything ordered is handed over before
//                           ╰─failed──▶ failed, shown until one is stored; so is that nobody asks for long
//
// Rejected: timers of its own, as it had. What they knew died with the process.

import type { Clock } from '../base/clock.ts'
import { StorageError } from '../base/errors.ts'
import type { Limits } from '../base/limits.ts'
import type { Journal } from '../journal/journal.ts'
import type { PictureClaim, SaveResult, SnapshotInput, StoredPeople } from '../pictures/picture-accessor.ts'
import type { EpochStart } from '../pictures/lineage.ts'
import type { GivenTile, PrimaryPort } from '../primary/primary-port.ts'
import type { SavedState } from '../protocol/saved-state.ts'
import { SavePace } from './save-pace.ts'
import { SaveProgress } from './save-progress.ts'
import { tilesOf } from './tiles-of.ts'
import { UnsavedSince } from './unsaved-since.ts'
import { updatesFrom } from './updates-from.ts'

/** What is asked of a write. */
export interface SaveRequest {
  /** Somebody waits for it: it begins now and takes no rests. */
  readonly isUrgent: boolean
  /** Looked at between parts: a write that nobody can wait for any more is given up. */
  readonly isStopping: () => boolean
}

/** The snapshot that is stored now. */
export interface StoredPoint {
  readonly seq: number
  /** Names it where it is stored; '' while this host has written none. */
  readonly key: string
}

export interface PersisterOptions {
  readonly clock: Clock
  readonly limits: Limits
  readonly claim: PictureClaim
  readonly primary: PrimaryPort
  readonly journal: Journal
  /** The last seq of the stored snapshot. */
  readonly savedSeq: number
  /** As a snapshot stores them. */
  readonly lineage: readonly EpochStart[]
  readonly leftOut: readonly number[]
  /** The last seq that is ordered. */
  readonly orderedSeq: () => number
  /** Queues the start of a write as a job of class 5. */
  readonly queuePersist: (run: () => void) => void
  /** Hands everything that is ordered to the primary. */
  readonly handAll: () => void
  /** As of what the primary was handed. */
  readonly participants: () => StoredPeople
  readonly onSaved: (state: SavedState) => void
  /** A snapshot is stored at `seq`, and the one before it, which is kept, at `previousSeq`. */
  readonly onStored: (seq: number, previousSeq: number) => void
  /** The claim was lost to another host. */
  readonly onSuperseded: (error: StorageError) => void
}

export class Persister {
  private readonly options: PersisterOptions
  private stored: StoredPoint
  private savedMs: number
  private writing: Promise<void> | undefined
  /** Of the write that is under way. */
  private pace: SavePace | undefined
  /** Those who wait for everything to be written. */
  private waiting = 0
  private hasFailed = false
  private shown: SavedState
  private ending: StorageError | undefined
  private readonly unsavedSince: UnsavedSince

  constructor(options: PersisterOptions) {
    this.options = options
    this.stored = { seq: options.savedSeq, key: '' }
    this.savedMs = options.clock.nowMs()
    this.unsavedSince = new UnsavedSince(2 * options.limits.heartbeatMs)
    this.shown = { kind: 'saved', seq: options.savedSeq, sinceMs: this.savedMs, sentence: '' }
  }

  get state(): SavedState {
    return this.shown
  }

  /** Whether everything ordered is stored. */
  get isClean(): boolean {
    return this.stored.seq >= this.options.orderedSeq()
  }

  /** To be called now and then: that nothing begins a write for so long is shown, and nobody else may know. */
  tellLate(): void {
    const { clock, limits, orderedSeq } = this.options
    const isAtIt = this.writing !== undefined
    const found = { orderedSeq: orderedSeq(), storedSeq: this.stored.seq, isAtIt }
    const unsavedMs = this.unsavedSince.look(found, clock.nowMs())
    if (unsavedMs < limits.saveLateMs || this.shown.kind !== 'saved' || this.ending !== undefined) return
    this.show('failed', 'It should have been saved minutes ago.')
  }

  /**
   * Writes what is not stored yet; says what is stored then. Rejects with StorageError when that one try failed, or this host
   * writes no more.
   */
  async save({ isUrgent, isStopping }: SaveRequest): Promise<StoredPoint> {
    if (isUrgent) return this.hurried(() => this.saveOnce(true, isStopping))
    await this.nobodyWrites()
    await new Promise<void>((resolve) => this.options.queuePersist(resolve))
    return this.saveOnce(false, isStopping)
  }

  /** Somebody waits for the picture to be written: until `run` has settled, no write rests. */
  async hurried<T>(run: () => Promise<T>): Promise<T> {
    this.waiting += 1
    this.pace?.hurry()
    try {
      return await run()
    } finally {
      this.waiting -= 1
    }
  }

  /** Nothing more is begun from now on, for this reason; resolves when nothing is under way. */
  stop(reason: StorageError): Promise<void> {
    this.ending ??= reason
    this.pace?.hurry()
    return this.nobodyWrites()
  }

  private async saveOnce(isUrgent: boolean, isStopping: () => boolean): Promise<StoredPoint> {
    await this.nobodyWrites()
    if (this.ending !== undefined) throw this.ending
    if (this.isClean) return this.stored
    if (isStopping()) throw givenUp()
    if (isUrgent) this.options.handAll()
    this.writing = this.write(isStopping).finally(() => {
      this.writing = undefined
    })
    await this.writing
    return this.stored
  }

  /** A write that began earlier may lack the newest updates, and its failure says nothing about the next one. */
  private async nobodyWrites(): Promise<void> {
    while (this.writing !== undefined) await this.writing.catch(() => undefined)
  }

  private async write(isStopping: () => boolean): Promise<void> {
    const { clock, claim, primary, journal, limits, lineage, leftOut } = this.options
    const pace = new SavePace(clock, limits)
    this.pace = pace
    if (this.waiting > 0) pace.hurry()
    // Everything up to the first await belongs to one instant: the snapshot, who is in it, and the journal's new segment.
    const asked = primary.takeSnapshot({ kind: 'persist' })
    const participants = this.options.participants()
    // A journal that can't begin a segment goes on in the old one, or says so at its next append.
    const rotated = journal.rotate().catch(() => undefined)
    if (!this.hasFailed) this.show('saving', '')
    const snapshot = await asked
    const { tiles } = snapshot
    const progress = new SaveProgress({ clock, limits, tiles, onTold: (sentence) => this.tell(sentence) })
    let saved: SaveResult
    try {
      await rotated
      const size = await primary.frameSize()
      const nextTiles = async (): Promise<readonly GivenTile[]> => {
        if (isStopping()) throw givenUp()
        return pace.work(() => primary.nextTiles(snapshot.id, limits.snapshotPartBytes))
      }
      const input: SnapshotInput = {
        seq: snapshot.seq,
        horizon: snapshot.horizon,
        baseSeq: snapshot.baseSeq,
        structure: snapshot.structure,
        size,
        changed: progress.counting(tilesOf(nextTiles)),
        removed: snapshot.removed,
        carried: snapshot.carried,
        updates: (fromSeq) => updatesFrom(fromSeq, snapshot, journal),
        leftOut,
        lineage,
        participants,
        nowMs: clock.nowMs(),
      }
      const onProgress = (done: number, total: number): void => progress.store(done, total)
      saved = await claim.save(input, { onProgress })
    } catch (error) {
      await primary.releaseSnapshot(snapshot.id, 'dropped')
      this.fail(error)
      throw error
    }
    await primary.releaseSnapshot(snapshot.id, 'stored')
    this.hasFailed = false
    this.stored = { seq: snapshot.seq, key: saved.key }
    this.show('saved', '')
    this.options.onStored(snapshot.seq, saved.previousSeq)
    // Should this snapshot be unreadable one day, the one before it and the journal make the same picture. Segments that
    // could not be removed are only read again.
    await journal.dropThrough(saved.previousSeq).catch(() => undefined)
  }

  private fail(error: unknown): void {
    this.hasFailed = true
    this.show('failed', (error as Error).message)
    if (!(error instanceof StorageError) || error.code !== 'superseded') return
    void this.stop(error)
    this.options.onSuperseded(error)
  }

  /** How far the save is. One after a failure says nothing: the failure is shown until one is stored. */
  private tell(sentence: string): void {
    if (this.shown.kind === 'saving') this.show('saving', sentence)
  }

  private show(kind: 'saving' | 'saved' | 'failed', sentence: string): void {
    if (kind === 'saved') this.savedMs = this.options.clock.nowMs()
    this.shown = { kind, seq: this.stored.seq, sinceMs: this.savedMs, sentence }
    this.options.onSaved(this.shown)
  }
}

function givenUp(): StorageError {
  return new StorageError(
    'unavailable',
    'The save was given up because Gesso ends; it is made up for at the next start.',
    true,
  )
}
