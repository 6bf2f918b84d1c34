// The port of the scheduler's truth: one row a task in real SQL (SQLite on one computer, PostgreSQL for many hosts), and one row
// a shard. Each operation is one statement or one transaction, whose conditions stand in its WHERE: whoever comes late changes
// nothing. Time is sysdb's own clock, so hosts whose clocks differ agree on what is due.
//
//   (A) no row, or deleted      open, create ─▶ (B)      scheduled = next_run_ms is a number, waiting = it is NULL
//   (B) scheduled               finish with nothing left ─▶ (C), else the next run ─▶ (B)
//   (C) waiting for writes      schedule ─▶ (B)          outbox = scheduled and heap_run < run
//                               opened with nothing to save: (C)
//
// What operations return "to be pushed" is what is scheduled and not known to be on the heap, of this picture or batch and of the
// caller's shard; pushing it twice does no harm.
//
// A run is done, once and for ever, when its task has no row or is deleted, when it is older than the row's run, or when it is
// the row's run and the row waits. `run` never goes back, so "done" never does either.

import type { PictureId } from '../pictures/picture-accessor.ts'
import type { DueRun, TaskKey, TaskKind, TaskRun } from './task.ts'

export interface TaskRow extends TaskKey {
  readonly shard: number
  readonly status: 'live' | 'deleted'
  /** Of the claim that opened the picture last, in the row of its persist task; 0 before, and elsewhere. */
  readonly epoch: number
  readonly wantSeq: number
  readonly doneSeq: number
  /** Of the last run that was done; '' before. */
  readonly snapshotKey: string
  readonly run: number
  /** Undefined while waiting. */
  readonly nextRunMs: number | undefined
  /** The highest run that is known to have been on the heap. */
  readonly heapRun: number
  /** When a run was claimed last; 0 before. */
  readonly lastRunMs: number
  readonly cadenceMs: number
  readonly attempt: number
  /** 0 when nobody has a lease. */
  readonly leaseUntilMs: number
  readonly urgent: boolean
  /** In a row, up to now. */
  readonly failures: number
  /** The sentence of the last failure; '' when the last run went well. */
  readonly problem: string
  /** 0 while it is live. */
  readonly deletedAtMs: number
}

/** A run that somebody got, and that only this attempt may end. */
export interface Claim extends TaskRun {
  readonly attempt: number
  readonly wantSeq: number
  readonly doneSeq: number
  readonly isUrgent: boolean
  readonly failures: number
  /** When it was due. */
  readonly dueMs: number
  /** When it was claimed, by sysdb's clock. */
  readonly claimedMs: number
}

export interface Finished {
  readonly seq: number
  /** The picture has no more: what was wanted beyond when the run was claimed is of another branch, and wanted no more. */
  readonly isAll?: boolean
  readonly snapshotKey: string
  /** Tasks of the same picture that this one gives work to, up to the same seq; made when missing. */
  readonly wakes: readonly { readonly kind: TaskKind; readonly cadenceMs: number }[]
}

export interface ShardOwner {
  /** Who may take its own shards back at once: one process at a time has this name. */
  readonly owner: string
  /** Of this process: another one under the same name has died. */
  readonly incarnation: string
}

export interface ShardRow extends ShardOwner {
  readonly shard: number
  readonly leaseUntilMs: number
  readonly cursor: string
}

/** A picture as it was opened. */
export interface PicturePoint {
  /** Of its claim: later claims have higher ones. */
  readonly epoch: number
  readonly seq: number
  /** At most `seq`. */
  readonly savedSeq: number
}

/** What is to be persisted of a picture. */
export interface WantedSeq {
  readonly picture: PictureId
  readonly seq: number
  /** Of the claim under which it was written; nobody knows it if left out. */
  readonly epoch?: number
}

/** Sysdb knows of a claim with this epoch, which is later. */
export interface Superseded {
  readonly supersededBy: number
}

/** Every failure is a StorageError with a sentence. */
export interface Sysdb {
  nowMs(): Promise<number>

  /**
   * Who has just opened the picture knows what it is, whatever was known before: another computer may have gone on without what was
   * wanted here. There is a persist task in this shard, want and done are these (what is wanted since this very claim, or was before any
   * was known, stays wanted: it may have been drawn since), a run under way is nobody's any more, and the task
   * waits or has a run, which is due within a cadence. A picture that is in another shard comes to this one: each task that is
   * scheduled there gets a new run, leases of that shard's host are over, and what had one is due no sooner than a cadence after it was
   * claimed. Returns what is to be pushed.
   *
   * Nothing is changed when a later claim has opened it or written to it since, or when it was deleted since this claim: that claim is lost. Nor when it
   * was deleted before: 'deleted', see `restore`. `insteadOf`: this epoch, though later, is of a history that the picture left, as when
   * it was brought back from a backup.
   */
  open(
    picture: PictureId,
    shard: number,
    cadenceMs: number,
    point: PicturePoint,
    insteadOf?: number,
  ): Promise<readonly DueRun[] | 'deleted' | Superseded>
  /**
   * Makes the picture's persist task where there is none: run 1, due one cadence from now, in this shard. Returns what is to be pushed
   * in this shard, or 'deleted'. Nothing else is changed.
   */
  create(picture: PictureId, shard: number, cadenceMs: number): Promise<readonly DueRun[] | 'deleted'>
  /**
   * Persist tasks: want = max, and the epoch, too; one that waits and has more to do than is done gets its next run, no sooner than a cadence after
   * the last. Returns what is to be pushed now in this shard (a picture that another shard has is pushed by that one's outbox scan:
   * its heap is elsewhere), and which pictures have no task (not those that are deleted).
   */
  schedule(
    wanted: readonly WantedSeq[],
    shard: number,
  ): Promise<{ readonly due: readonly DueRun[]; readonly missing: readonly PictureId[] }>
  /**
   * The last one left: the persist task is due now, urgently. 'clean' when all up to seq is done, or no live task is there;
   * 'leased' when a run is under way, which will be followed by one that is due at once.
   */
  scheduleNow(picture: PictureId, seq: number): Promise<DueRun | 'clean' | 'leased'>
  /** After a push to the task's shard succeeded, and only then. */
  ackPush(runs: readonly TaskRun[]): Promise<void>
  /**
   * Live, the row's run, due, and nobody else has it: attempt + 1 and a lease from now. Undefined otherwise. What is due or leased for
   * longer than can be, by a clock that was set back since, is due and nobody's. A newer run than the
   * row's is on a heap that outlived a sysdb: it hides what is pushed after, so it is taken up, and the row goes on from its number.
   */
  claim(run: TaskRun, leaseMs: number): Promise<Claim | undefined>
  /** A lease from now, for a run that takes long. False when it is somebody else's by now. */
  renew(claim: Claim, leaseMs: number): Promise<boolean>
  /**
   * done = seq, the lease is over. With nothing left the task waits, else its next run is due: now when urgent, or a cadence after
   * the last. Returns what is to be pushed (of the woken tasks, too), or undefined when the claim is somebody else's by now.
   */
  finish(claim: Claim, finished: Finished): Promise<readonly DueRun[] | undefined>
  /**
   * The next run is due after `delayMs`, and no sooner than a cadence after the last; at once when it became urgent during the run.
   * failures + 1. Never drops the task. Undefined as above.
   */
  fail(claim: Claim, delayMs: number, problem: string): Promise<readonly DueRun[] | undefined>
  /** As `fail`, for a reason that is nobody's failure: none is counted. */
  postpone(claim: Claim, delayMs: number, reason: string): Promise<readonly DueRun[] | undefined>
  /**
   * The picture was deleted: its tasks are, with run + 1 and attempt + 1, and its sweep task is due after `sweepAfterMs`, in this
   * shard (one that is scheduled already stays as it is). A picture that was unknown is known as deleted from now on. Returns what is
   * to be pushed.
   */
  delete(picture: PictureId, shard: number, sweepAfterMs: number): Promise<readonly DueRun[]>
  /**
   * It was brought back, and is in this shard: its tasks are due now (no sooner than a cadence after their last run), each with a new
   * run; the sweep task is deleted. Of one that is not deleted only the claims are over, and what had one is due no sooner than a
   * cadence after it: whoever works on it may have found it deleted. Returns what is to be pushed.
   */
  restore(picture: PictureId, shard: number): Promise<readonly DueRun[]>
  /**
   * The run found that the picture's objects are gone: all its rows are deleted, and go after a grace (`removeDead`). Where it was
   * deleted and its objects are still there, its sweep task is due after `sweepAfterMs`. False when the claim is somebody else's by
   * now: nothing happens then.
   */
  gone(claim: Claim, sweepAfterMs?: number): Promise<boolean>
  /** Removes the rows of pictures all of whose tasks were deleted longer ago than this. Returns how many pictures went. */
  removeDead(graceMs: number): Promise<number>

  isDone(runs: readonly TaskRun[]): Promise<readonly boolean[]>
  /** Scheduled and not known to be on the heap, the earliest due first. */
  outbox(shard: number, limit: number): Promise<readonly DueRun[]>
  /** The shard's heap was lost: nothing that is scheduled is known to be on it any more. Returns how many tasks that concerns. */
  forgetPushes(shard: number): Promise<number>

  /**
   * Takes or renews a shard: one that is free, whose lease is over, or that an owner of this name has. Returns its cursor, or
   * undefined while somebody else has it. Taking it from another incarnation ends the leases of its tasks (attempt + 1; those are
   * due no sooner than a cadence after they were claimed), and nothing is known to be on its heap: that one may be older than sysdb,
   * put back from a backup. The same when the clock was set back since the shard was renewed, but of leases only those end that last
   * longer than any; and what is due later than it can be is due now, no sooner than a cadence after the last run.
   */
  takeShard(
    shard: number,
    owner: ShardOwner,
    leaseMs: number,
  ): Promise<{ readonly cursor: string } | undefined>
  /** Gives a shard back; its cursor stays. */
  leaveShard(shard: number, owner: ShardOwner): Promise<void>
  /** False when the shard is somebody else's by now: nothing is saved then. */
  saveCursor(shard: number, owner: ShardOwner, cursor: string): Promise<boolean>

  /** For people who look: rows by picture and kind, from behind `after` on. */
  rows(after: TaskKey | undefined, limit: number): Promise<readonly TaskRow[]>
  shards(): Promise<readonly ShardRow[]>
  close(): Promise<void>
}
