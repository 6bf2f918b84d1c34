// The picture as a model: what is acknowledged is in the journal, durable at once; a snapshot folds what the journal has, and is
// swapped only by the newest epoch, as the real claim does. Everything else that the exploration runs is the real code.

import { StorageError } from '../../base/errors.ts'

/** Names of the updates from 1 on; each is acknowledged, and its author's next one is the next number. */
export interface JournalState {
  /** The first that is still there; those before are in a snapshot. */
  readonly from: number
  /** The last; 0 while there is none. */
  readonly tail: number
  /** Whose journal each of them is in: that of the host that had the picture open. */
  readonly by: readonly number[]
  /** The picture's when each of them was written. */
  readonly epochs: readonly number[]
}

export interface PictureState {
  /** 'swept': nothing of it is left; 'vanished': the same, by somebody's hand. */
  readonly status: 'there' | 'deleted' | 'swept' | 'vanished'
  /** Whoever took the picture last; nobody else's snapshot counts. */
  readonly epoch: number
  /** Who has it open: what is drawn becomes durable there. */
  readonly host: number
  /** What the snapshot has folded, in its order. */
  readonly folded: readonly number[]
  /** Whether somebody draws, and whether a host has it open for them. */
  readonly isAnyoneHere: boolean
  readonly isOpen: boolean
}

export const emptyJournal: JournalState = { from: 1, tail: 0, by: [], epochs: [] }
export const newPicture: PictureState = {
  status: 'there',
  epoch: 0,
  host: 0,
  folded: [],
  isAnyoneHere: true,
  isOpen: true,
}

/** Calls on the journal: each gives the next state and an answer. */
export const journalCalls = {
  write: (state: JournalState, host: number, epoch: number): readonly [JournalState, undefined] => [
    { ...state, tail: state.tail + 1, by: [...state.by, host], epochs: [...state.epochs, epoch] },
    undefined,
  ],
  tail: (state: JournalState): readonly [JournalState, JournalState] => [state, state],
  /** What is in a stored snapshot needs no journal. */
  trim: (state: JournalState, upTo: number): readonly [JournalState, undefined] => [
    { ...state, from: Math.max(state.from, upTo + 1) },
    undefined,
  ],
}

/** Calls on the picture. */
export const pictureCalls = {
  /** A run keeps the host that is there. */
  take: (state: PictureState, host = state.host): readonly [PictureState, PictureState] => {
    if (state.status !== 'there') return [state, state]
    const taken = { ...state, epoch: state.epoch + 1, host }
    return [taken, taken]
  },
  /** The new snapshot is the one that `epoch` read, and what came since. */
  swap: (
    state: PictureState,
    epoch: number,
    folded: readonly number[],
  ): readonly [PictureState, undefined] => {
    if (state.status !== 'there') throw new StorageError('not-found', 'The picture was deleted.')
    if (state.epoch !== epoch) throw new StorageError('superseded', 'Somebody else has the picture.', true)
    return [{ ...state, folded }, undefined]
  },
  /** Closed if nobody is there, and nobody came back meanwhile. */
  evict: (state: PictureState): readonly [PictureState, undefined] => [
    state.isAnyoneHere ? state : { ...state, isOpen: false },
    undefined,
  ],
  leave: (state: PictureState): readonly [PictureState, undefined] => [
    { ...state, isAnyoneHere: false },
    undefined,
  ],
  join: (state: PictureState): readonly [PictureState, undefined] => [
    { ...state, isAnyoneHere: true, isOpen: true },
    undefined,
  ],
  remove: (state: PictureState): readonly [PictureState, undefined] => [
    isLeft(state) ? { ...state, status: 'deleted' } : state,
    undefined,
  ],
  restore: (state: PictureState): readonly [PictureState, boolean] =>
    isLeft(state) ? [{ ...state, status: 'there' }, true] : [state, false],
  look: (state: PictureState): readonly [PictureState, PictureState] => [state, state],
  sweep: (state: PictureState): readonly [PictureState, boolean] =>
    state.status === 'there' ? [state, false] : [{ ...state, status: 'swept', folded: [] }, true],
  /** Somebody removes its objects. */
  vanish: (state: PictureState): readonly [PictureState, undefined] => [
    { ...state, status: 'vanished', folded: [] },
    undefined,
  ],
}

export function isLeft({ status }: PictureState): boolean {
  return status === 'there' || status === 'deleted'
}
