// Writes the picture: no faster than the cadence while people draw, at once when the last one leaves or the host closes.
// While they draw a write also takes its time, so that a large picture's costs them nothing; somebody who waits ends that.
// One write at a time; a failed one is tried again with growing pauses, for ever, while the journal keeps everything.
//
//   clean ──changed──▶ waiting ──cadence──▶ (job 5) saving ──ok──▶ clean, or waiting when more came meanwhile
//                         ▲                            ╰─failed──▶ waiting for the retry
//                         ╰───────────── urgent: at once ─────────────

import type { Clock, Timer } from '../base/clock.ts'
import { assert } from '../base/assert.ts'
import { StorageError } from '../base/errors.ts'
import type { Limits } from '../base/limits.ts'
import type { Journal } from '../journal/journal.ts'
import type { PictureClaim, SnapshotInput, StoredPeople, StoredTile } from '../pictures/picture-accessor.ts'
import type { EpochStart } from '../pictures/lineage.ts'
import type { GivenTile, PrimaryPort, PrimarySnapshot } from '../primary/primary-port.ts'
import type { SavedState } from '../protocol/saved-state.ts'
import type { Update } from '../raster/operation.ts'
import { SavePace } from './save-pace.ts'
import { SaveProgress } from './save-progress.ts'

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
  /** Queues the start of a write as a job of class 5. */
  readonly queuePersist: (run: () => void) => void
  /** Hands everything that is ordered to the primary. */
  readonly handAll: () => void
  /** As of what the primary was handed. */
  readonly participants: () => StoredPeople
  readonly onSaved: (state: SavedState) => void
  /** A snapshot is stored at `seq`, and the one before it, which is kept, at `previousSeq`. */
  readonly onStored: (seq: number, previousSeq: number) => void
  /** What did not go well in a save that counts. */
  readonly onNote: (sentence: string) => void
  /** The claim was lost to another host. */
  readonly onSuperseded: (error: StorageError) => void
}

export class Persister {
  private readonly options: PersisterOptions
  private savedSeq: number
  private savedMs: number
  private orderedSeq: number
  private timer: Timer | undefined
  private writing: Promise<void> | undefined
  /** Of the write that is under way. */
  private pace: SavePace | undefined
  private failures = 0
  private shown: SavedState
  private stopped = false

  constructor(options: PersisterOptions) {
    this.options = options
    this.savedSeq = options.savedSeq
    this.orderedSeq = options.savedSeq
    this.savedMs = options.clock.nowMs()
    this.shown = { kind: 'saved', seq: options.savedSeq, sinceMs: this.savedMs, sentence: '' }
  }

  get state(): SavedState {
    return this.shown
  }

  /** Updates up to seq are ordered: a write becomes due one cadence after the first that is not saved. */
  changed(seq: number): void {
    this.orderedSeq = seq
    if (seq > this.savedSeq) this.schedule(this.options.limits.persistCadenceMs)
  }

  /** Writes what is not saved yet, now. Resolves when it is stored; rejects with StorageError when that one try failed. */
  async saveNow(): Promise<void> {
    this.pace?.hurry()
    // A write that began earlier may lack the newest updates, and its failure says nothing about the next one.
    await this.writing?.catch(() => undefined)
    if (this.savedSeq >= this.orderedSeq || this.stopped) return
    this.cancelTimer()
    this.options.handAll()
    const written = this.write()
    this.pace?.hurry()
    await written
  }

  stop(): void {
    this.stopped = true
    this.cancelTimer()
  }

  private schedule(delayMs: number): void {
    if (this.timer !== undefined || this.writing !== undefined || this.stopped) return
    this.timer = this.options.clock.after(delayMs, () => {
      this.options.queuePersist(() => {
        this.timer = undefined
        // Someone else may have written meanwhile; a failure is kept in the state and tried again.
        if (this.savedSeq < this.orderedSeq && !this.stopped) this.write().catch(() => undefined)
      })
    })
  }

  private cancelTimer(): void {
    if (this.timer !== undefined) this.options.clock.cancel(this.timer)
    this.timer = undefined
  }

  private write(): Promise<void> {
    this.writing ??= this.writeOnce().finally(() => {
      this.writing = undefined
      if (this.savedSeq >= this.orderedSeq) return
      const { limits } = this.options
      const retryMs = Math.min(limits.persistRetryMsMax, limits.persistRetryMs * 2 ** (this.failures - 1))
      this.schedule(this.failures > 0 ? retryMs : limits.persistCadenceMs)
    })
    return this.writing
  }

  private async writeOnce(): Promise<void> {
    const { clock, claim, primary, journal, limits, lineage, leftOut } = this.options
    const pace = new SavePace(clock, limits)
    this.pace = pace
    // Everything up to the first await belongs to one instant: the snapshot, who is in it, and the journal's new segment.
    const asked = primary.takeSnapshot({ kind: 'persist' })
    const participants = this.options.participants()
    // A journal that can't begin a segment goes on in the old one, or says so at its next append.
    const rotated = journal.rotate().catch(() => undefined)
    if (this.failures === 0) this.show('saving', '')
    const snapshot = await asked
    const { tiles } = snapshot
    const progress = new SaveProgress({ clock, limits, tiles, onTold: (sentence) => this.tell(sentence) })
    let previousSeq: number
    try {
      await rotated
      const { png, size } = await primary.preview(limits.previewSidePx)
      const nextTiles = () => primary.nextTiles(snapshot.id, limits.snapshotPartBytes)
      const input: SnapshotInput = {
        seq: snapshot.seq,
        horizon: snapshot.horizon,
        baseSeq: snapshot.baseSeq,
        structure: snapshot.structure,
        size,
        changed: progress.counting(tilesOf(() => pace.work(nextTiles))),
        removed: snapshot.removed,
        carried: snapshot.carried,
        updates: (fromSeq) => updatesFrom(fromSeq, snapshot, journal),
        leftOut,
        lineage,
        participants,
        preview: png,
        nowMs: clock.nowMs(),
      }
      const onProgress = (done: number, total: number): void => progress.store(done, total)
      const saved = await claim.save(input, { onProgress })
      previousSeq = saved.previousSeq
      for (const notice of saved.notices) this.options.onNote(notice)
    } catch (error) {
      this.failures++
      await primary.releaseSnapshot(snapshot.id, 'dropped')
      this.show('failed', (error as Error).message)
      if (error instanceof StorageError && error.code === 'superseded') {
        this.stop()
        this.options.onSuperseded(error)
      }
      throw error
    }
    await primary.releaseSnapshot(snapshot.id, 'stored')
    this.failures = 0
    this.savedSeq = snapshot.seq
    this.show('saved', '')
    this.options.onStored(snapshot.seq, previousSeq)
    // Should this snapshot be unreadable one day, the one before it and the journal make the same picture. Segments that
    // could not be removed are only read again.
    await journal.dropThrough(previousSeq).catch(() => undefined)
    // What could not be removed costs room only, and is tried again.
    claim.collect(clock.nowMs()).catch(() => undefined)
  }

  /** How far the save is. One after a failure says nothing: the failure is shown until one is stored. */
  private tell(sentence: string): void {
    if (this.shown.kind === 'saving') this.show('saving', sentence)
  }

  private show(kind: 'saving' | 'saved' | 'failed', sentence: string): void {
    if (kind === 'saved') this.savedMs = this.options.clock.nowMs()
    this.shown = { kind, seq: this.savedSeq, sinceMs: this.savedMs, sentence }
    this.options.onSaved(this.shown)
  }
}

/** All tiles of a snapshot that are to be stored; `nextPart` gives some of them, and none at the end. */
export async function* tilesOf(nextPart: () => Promise<readonly GivenTile[]>): AsyncGenerator<StoredTile> {
  for (;;) {
    const part = await nextPart()
    if (part.length === 0) return
    for (const tile of part) {
      assert('name' in tile, 'tiles to be stored come with their names')
      yield tile
    }
  }
}

/** Those that the primary has folded by now are read back from the disk; what is damaged there is missing in the history only. */
export async function* updatesFrom(
  fromSeq: number,
  { horizon, pending }: PrimarySnapshot,
  journal: Pick<Journal, 'read'>,
): AsyncGenerator<Update> {
  if (fromSeq <= horizon) yield* withoutWhatIsGone(journal.read(fromSeq, horizon))
  for (const update of pending) if (update.seq >= fromSeq) yield update
}

/** The updates up to the first that is dropped or damaged. */
export async function* withoutWhatIsGone(updates: AsyncIterable<Update>): AsyncGenerator<Update> {
  try {
    yield* updates
  } catch (error) {
    const isGone = error instanceof StorageError && (error.code === 'not-found' || error.code === 'corrupt')
    if (!isGone) throw error
  }
}
