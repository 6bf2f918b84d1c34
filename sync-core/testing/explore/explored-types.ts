import type { ShardRow, TaskRow } from '../../scheduler/sysdb.ts'
import type { DueRun } from '../../scheduler/task.ts'
import type { Gates, Units } from './life.ts'
import type { JournalState, PictureState } from './picture-model.ts'
import type { StoreModel } from './stores.ts'

/** What the invariants see of each store. */
export interface Stores {
  readonly sysdb: { readonly rows: readonly TaskRow[]; readonly shards: readonly ShardRow[] }
  /** The runs on the heap, by shard. */
  readonly objects: { readonly runs: ReadonlyMap<number, readonly DueRun[]> }
  readonly picture: PictureState
  readonly journal: JournalState
}

/** What may still happen, and who is there. */
export interface Budget {
  readonly crashes: number
  /** Calls that fail: before they take effect, or after it. */
  readonly faults: number
  /** How often a process may stand still while the others and time go on. */
  readonly stalls: number
  readonly writes: number
  /** Steps of time. */
  readonly advances: number
  /** Steps that happen once: '0 adopt'. */
  readonly once: readonly string[]
  /** How often each process was begun; 0: not yet. */
  readonly boots: readonly number[]
  readonly stalled: readonly number[]
  /** How often somebody's hand may remove the picture's objects. */
  readonly vanishes: number
  /** How often the last one at the picture may go, and somebody come back. */
  readonly leaves: number
  readonly joins: number
}

export interface WorldView extends Stores {
  readonly budget: Budget
  readonly nowMs: number
}

export type Choice =
  | {
      readonly kind: 'answer'
      readonly process: number
      readonly call: number
      readonly fault: '' | 'before' | 'after'
    }
  | { readonly kind: 'begin'; readonly process: number; readonly step: string }
  | { readonly kind: 'crash' | 'boot' | 'stall' | 'wake'; readonly process: number }
  | { readonly kind: 'advance' }
  | { readonly kind: 'world'; readonly name: string }

/** A call that takes effect in the same step as another one. */
export interface Also {
  readonly store: keyof Stores
  readonly method: string
  readonly args: readonly unknown[]
}

/** A call on a store, and what it takes from the budget. */
export interface OutsideEvent {
  readonly store: 'journal' | 'picture'
  readonly method: string
  readonly args: readonly unknown[]
  readonly changes: Partial<Budget>
}

/** What is explored, and how far. */
export interface Scene {
  readonly stores: { readonly [Name in keyof Stores]: StoreModel<Stores[Name]> }
  readonly startMs: number
  /** How many hosts there are. */
  readonly hosts: number
  /** What happened before: choices that are taken one after the other, each with all that follows from it. */
  readonly before: readonly Choice[]
  readonly budget: Budget
  readonly process: (gates: Gates, process: number, incarnation: string) => Units
  /** Which steps may find something to do. Whoever begins one that finds nothing is where it was. */
  readonly useful: (view: WorldView, process: number, incarnation: string) => readonly string[]
  /** Steps that are begun again and again, as time allows. */
  readonly fair: (view: WorldView) => readonly string[]
  /** `awake`: which processes are up, and do not stand still. */
  readonly instants: (view: WorldView, awake: readonly boolean[]) => readonly number[]
  /** What nobody of the two does. */
  readonly outside: Readonly<Record<string, (view: WorldView) => OutsideEvent>>
  /** What of `outside` may happen now. */
  readonly happens: (view: WorldView) => readonly string[]
  /** By 'store.method'. */
  readonly together: Readonly<Record<string, Also>>
  /** Steps of one process under way at once. */
  readonly stepsAtOnce: number
}
