// What the scheduler knows of its work: a task is one kind of work on one picture, triggered no faster than its cadence; a run
// of it is named by a number that only grows. The heap names runs, sysdb says which of them count.

import type { PictureId } from '../pictures/picture-accessor.ts'

/** Writes the picture; renews its preview; joins and clears its history; removes it for good when it was deleted long ago. */
export const taskKinds = ['persist', 'preview', 'compact', 'sweep'] as const
export type TaskKind = (typeof taskKinds)[number]

export interface TaskKey {
  readonly picture: PictureId
  readonly kind: TaskKind
}

/** Names a run, from 1 on. */
export interface TaskRun extends TaskKey {
  readonly run: number
}

/** A run that is to be on the heap. */
export interface DueRun extends TaskRun {
  /** By sysdb's clock, in ms since 1970. */
  readonly dueMs: number
}

/** What a run is asked for. */
export interface RunRequest {
  /** Everything up to here is to be done when the run ends. */
  readonly wantSeq: number
  /** Done up to here before. */
  readonly doneSeq: number
  /** Somebody waits for it: it takes no rests. */
  readonly isUrgent: boolean
  /** Calls back, once at most, when somebody begins to wait while the run is under way. */
  readonly onHurry: (hurry: () => void) => void
  /** Whether the scheduler stops: the run ends soon then, and what it did not finish is found again. */
  readonly isStopping: () => boolean
}

export type RunOutcome =
  /** Done up to `seq`; `key` names what is stored now, '' for a kind that stores nothing of its own. */
  | {
      readonly kind: 'done'
      readonly seq: number
      readonly key: string
      /** The picture has no more: what was wanted beyond is of another branch. Its host tells again of what is not stored. */
      readonly isAll?: boolean
    }
  /**
   * The picture is not here any more: its rows go, nothing else of it is touched. One that is deleted, and whose objects are still
   * there, is swept after `sweepAfterMs`.
   */
  | { readonly kind: 'gone'; readonly sweepAfterMs?: number }
  /** Not now, for a reason that is nobody's failure: another computer has it open. Tried again after the longest back-off. */
  | { readonly kind: 'later'; readonly sentence: string }

/** The work of one kind. Rejects with StorageError when this try failed; the task stays and is tried again. */
export type Task = (picture: PictureId, request: RunRequest) => Promise<RunOutcome>
