// What a state of the explored world is: eight numbers, of what sysdb, the heap's objects, the picture and the journal hold, what may
// still happen (budget), the time, and where each of the two processes is. Each number names a text that is kept once.

import { Behaviour, type PlaceCall } from './behaviour.ts'
import type { Budget, Scene, Stores, WorldView } from './explored-types.ts'
import { Interned } from './interned.ts'
import { fromText } from './plain-text.ts'
import { KnownStore } from './stores.ts'

/** sysdb, objects, picture, journal, budget, time, process 0, process 1. */
export type State = readonly number[]
export const stateWidth = 8
export const down = -1
export const storeFields = { sysdb: 0, objects: 1, picture: 2, journal: 3 } as const
export type StoreName = keyof typeof storeFields

/** The stores' part of a state. */
export function storesOf(state: State): string {
  return state.slice(0, 4).join(',')
}

/** Where nothing is planned, time goes on by this. */
const idleStepMs = 60_000

/** What an incarnation calls itself. */
const itself = 'this incarnation'

export function incarnationOf({ boots }: Budget, process: number): string {
  return `${process}.${boots[process]!}`
}

const nothing = {
  crashes: 0,
  faults: 0,
  stalls: 0,
  writes: 0,
  advances: 1,
  once: [],
  leaves: 0,
  joins: 0,
  vanishes: 0,
}

export class WorldStates {
  readonly scene: Scene
  readonly stores: { readonly [Name in StoreName]: KnownStore<Stores[Name]> }
  protected readonly callTexts = new Interned()
  protected readonly answers = new Interned()
  private readonly budgets: Interned = new Interned()
  private readonly parsed: Budget[] = []
  /** Of each process: all its incarnations behave alike, and call themselves the same. */
  private readonly behaviours: readonly Behaviour[]

  constructor(scene: Scene) {
    this.scene = scene
    this.stores = {
      sysdb: new KnownStore(scene.stores.sysdb, this.answers),
      objects: new KnownStore(scene.stores.objects, this.answers),
      picture: new KnownStore(scene.stores.picture, this.answers),
      journal: new KnownStore(scene.stores.journal, this.answers),
    }
    this.behaviours = [0, 1].map(
      (process) =>
        new Behaviour(
          (gates) => scene.process(gates, process, itself),
          (call) => this.callTexts.id(`${call.store}.${call.method}${call.args}`),
        ),
    )
  }

  view(state: State): WorldView {
    return {
      sysdb: this.stores.sysdb.view(state[0]!),
      objects: this.stores.objects.view(state[1]!),
      picture: this.stores.picture.view(state[2]!),
      journal: this.stores.journal.view(state[3]!),
      budget: this.budget(state),
      nowMs: state[5]!,
    }
  }

  budget(state: State): Budget {
    return this.parsed[state[4]!]!
  }

  /** The same, and nothing more may happen to it from outside. */
  withoutBudget(state: State): State {
    const { boots, stalled } = this.budget(state)
    return this.with(state, { ...nothing, boots, stalled })
  }

  isUp(state: State, process: number): boolean {
    return state[6 + process] !== down
  }

  private isAwake(state: State, process: number): boolean {
    return this.isUp(state, process) && this.budget(state).stalled[process] === 0
  }

  /** Steps under way in a process, and calls that wait there. */
  steps(state: State, process: number): readonly string[] {
    return this.isUp(state, process) ? this.placeOf(state, process).steps : []
  }

  calls(state: State, process: number): readonly PlaceCall[] {
    return this.isUp(state, process) ? this.placeOf(state, process).calls : []
  }

  isReady(state: State, call: PlaceCall): boolean {
    return call.store !== 'timer' || (fromText(call.args) as [number])[0] <= state[5]!
  }

  /** The next time at which something is different: when runs are due, leases over, buckets begin or end, timers go off. */
  nextInstant(state: State): number {
    const nowMs = state[5]!
    const awake = [0, 1].filter((process) => this.isAwake(state, process))
    const timers = awake.flatMap((process) =>
      this.calls(state, process)
        .filter((call) => call.store === 'timer')
        .map((call) => (fromText(call.args) as [number])[0]),
    )
    const later = [
      ...this.scene.instants(this.view(state), [this.isAwake(state, 0), this.isAwake(state, 1)]),
      ...timers,
    ].filter((ms) => ms > nowMs)
    return later.length === 0 ? nowMs + idleStepMs : Math.min(...later)
  }

  protected with(
    state: State,
    changes: Partial<Budget>,
    ...fields: readonly (readonly [number, number])[]
  ): State {
    const next = [...state]
    for (const [field, value] of fields) next[field] = value
    if (Object.keys(changes).length > 0) next[4] = this.budgetId({ ...this.budget(state), ...changes })
    return next
  }

  protected budgetId(budget: Budget): number {
    const id = this.budgets.id(JSON.stringify(budget))
    this.parsed[id] ??= budget
    return id
  }

  protected placeOf(state: State, process: number): ReturnType<Behaviour['place']> {
    return this.behaviour(process).place(state[6 + process]!)
  }

  protected behaviour(process: number): Behaviour {
    return this.behaviours[process]!
  }

  /** A call's arguments as its incarnation makes them. */
  protected argsOf(call: PlaceCall, budget: Budget, process: number): string {
    return call.args.replaceAll(`"${itself}"`, `"${incarnationOf(budget, process)}"`)
  }

  /** How much real code ran. */
  work(): { readonly segments: number; readonly places: number; readonly calls: number } {
    const all = this.behaviours
    return {
      segments: all.reduce((sum, one) => sum + one.segments, 0),
      places: all.reduce((sum, one) => sum + one.count, 0),
      calls: Object.values(this.stores).reduce((sum, store) => sum + store.called, 0),
    }
  }
}
