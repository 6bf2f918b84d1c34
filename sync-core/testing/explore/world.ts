// The states of the explored world and what can happen in each. A state is eight numbers: what sysdb, the heap's objects, the
// picture and the journal hold, what may still happen (budget), the time, and where each of the two processes is.

import { Behaviour, type Edge, type PlaceCall } from './behaviour.ts'
import type { Budget, Choice, Scene, Stores, WorldView } from './explored-types.ts'
import { Interned } from './interned.ts'
import { failureText, fromText, toText } from './plain-text.ts'
import { KnownStore } from './stores.ts'
import { AssertionError, StorageError } from '../../base/errors.ts'
import type { EndedStep } from './life.ts'

/** sysdb, objects, picture, journal, budget, time, process 0, process 1. */
export type State = readonly number[]
export const stateWidth = 8
const down = -1
const storeFields = { sysdb: 0, objects: 1, picture: 2, journal: 3 } as const
export type StoreName = keyof typeof storeFields

/** The stores' part of a state. */
export function storesOf(state: State): string {
  return state.slice(0, 4).join(',')
}

const callsMax = 400

/** Where nothing is planned, time goes on by this. */
const idleStepMs = 60_000

const nothing = { crashes: 0, faults: 0, stalls: 0, writes: 0, advances: 1, once: [], leaves: 0, joins: 0 }

/** What a choice did. */
export interface Move {
  readonly state: State
  /** The call that took effect. */
  readonly call?: {
    readonly store: StoreName
    readonly method: string
    readonly args: string
    readonly answer: string
  }
  readonly ended?: readonly EndedStep[]
}

const lost = failureText(new StorageError('unavailable', 'The line is down.', true))

export class World {
  readonly scene: Scene
  readonly stores: { readonly [Name in StoreName]: KnownStore<Stores[Name]> }
  private readonly callTexts = new Interned()
  private readonly answers = new Interned()
  private readonly budgets: Interned = new Interned()
  private readonly parsed: Budget[] = []
  private readonly behaviours = new Map<string, Behaviour>()

  constructor(scene: Scene) {
    this.scene = scene
    this.stores = {
      sysdb: new KnownStore(scene.stores.sysdb, this.answers),
      objects: new KnownStore(scene.stores.objects, this.answers),
      picture: new KnownStore(scene.stores.picture, this.answers),
      journal: new KnownStore(scene.stores.journal, this.answers),
    }
  }

  async start(): Promise<State> {
    const { sysdb, objects, picture, journal } = this.stores
    const stores = [await sysdb.start(), await objects.start(), await picture.start(), await journal.start()]
    let state: State = [...stores, this.budgetId(this.scene.budget), this.scene.startMs, down, down]
    for (const choice of this.scene.before) state = await this.calm((await this.take(state, choice)).state)
    for (const choice of this.scene.underWay) state = (await this.take(state, choice)).state
    return state
  }

  /** Every call that waits is answered, until none does. */
  async calm(from: State): Promise<State> {
    let state = from
    for (let answered = 0; answered < callsMax; answered++) {
      const process = [0, 1].find((one) => this.calls(state, one).some((call) => this.isReady(state, call)))
      if (process === undefined) return state
      const call = this.calls(state, process).findIndex((one) => this.isReady(state, one))
      state = (await this.take(state, { kind: 'answer', process, call, fault: '' })).state
    }
    throw new AssertionError(`a step makes more than ${callsMax} calls`)
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

  take(state: State, choice: Choice): Move | Promise<Move> {
    const budget = this.budget(state)
    switch (choice.kind) {
      case 'answer':
        return this.answer(state, choice.process, choice.call, choice.fault)
      case 'begin': {
        const edge = this.behaviour(budget, choice.process).begin(
          state[6 + choice.process]!,
          choice.step,
          state[5]!,
        )
        const once = `${choice.process} ${choice.step}`
        const changes = budget.once.includes(once) ? { once: budget.once.filter((one) => one !== once) } : {}
        return whenKnown(edge, ({ to, ended }) => ({
          state: this.with(state, { ...changes }, [6 + choice.process, to.id]),
          ended,
        }))
      }
      case 'crash':
        return {
          state: this.with(
            state,
            { crashes: budget.crashes - 1, stalled: changed(budget.stalled, choice.process, 0) },
            [6 + choice.process, down],
          ),
        }
      case 'boot': {
        const boots = changed(budget.boots, choice.process, budget.boots[choice.process]! + 1)
        return { state: this.with(state, { boots }, [6 + choice.process, 0]) }
      }
      case 'stall':
        return {
          state: this.with(state, {
            stalls: budget.stalls - 1,
            stalled: changed(budget.stalled, choice.process, 1),
          }),
        }
      case 'wake':
        return { state: this.with(state, { stalled: changed(budget.stalled, choice.process, 0) }) }
      case 'advance': {
        return { state: this.with(state, { advances: budget.advances - 1 }, [5, this.nextInstant(state)]) }
      }
      case 'world':
        return this.outside(state, choice.name)
    }
  }

  /** Something that nobody of the two does: a write, somebody who comes or goes. */
  private outside(state: State, name: string): Move | Promise<Move> {
    const { store, method, changes } = this.scene.outside[name]!(this.view(state))
    return whenKnown(this.call(state, store, method, toText([])), (done) => ({
      state: this.with(state, changes, [storeFields[store], done.state]),
      call: { store, method, args: '', answer: this.answers.text(done.answer) },
    }))
  }

  private answer(
    state: State,
    process: number,
    at: number,
    fault: '' | 'before' | 'after',
  ): Move | Promise<Move> {
    const budget = this.budget(state)
    const call = this.placeOf(state, process).calls[at]!
    const left = fault === '' ? {} : { faults: budget.faults - 1 }
    const told = (
      from: State,
      effect: { answer: number; field?: number; state?: number },
    ): Move | Promise<Move> => {
      const answer = fault === '' ? effect.answer : this.answers.id(lost)
      const text = this.answers.text(answer)
      const edge = this.behaviour(budget, process).answer(from[6 + process]!, at, answer, text, from[5]!)
      return whenKnown(edge, ({ to, ended }: Edge) => ({
        state: this.with(
          from,
          left,
          [6 + process, to.id],
          ...(effect.field === undefined ? [] : ([[effect.field, effect.state!]] as const)),
        ),
        ended,
        ...(effect.field === undefined
          ? {}
          : {
              call: {
                store: call.store as StoreName,
                method: call.method,
                args: call.args,
                answer: this.answers.text(effect.answer),
              },
            }),
      }))
    }
    if (call.store === 'timer') return told(state, { answer: this.answers.id(`+${toText(undefined)}`) })
    if (fault === 'before') return told(state, { answer: 0 })
    const name = call.store as StoreName
    const effect = this.call(state, name, call.method, call.args, call.id)
    return whenKnown(effect, (done) =>
      told(state, { answer: done.answer, field: storeFields[name], state: done.state }),
    )
  }

  private call(
    state: State,
    store: StoreName,
    method: string,
    args: string,
    id = this.callTexts.id(`${store}.${method}${args}`),
  ): ReturnType<KnownStore<unknown>['call']> {
    return this.stores[store].call(
      state[storeFields[store]]!,
      id,
      state[5]!,
      method,
      () => fromText(args) as readonly unknown[],
    )
  }

  private with(
    state: State,
    changes: Partial<Budget>,
    ...fields: readonly (readonly [number, number])[]
  ): State {
    const next = [...state]
    for (const [field, value] of fields) next[field] = value
    if (Object.keys(changes).length > 0) next[4] = this.budgetId({ ...this.budget(state), ...changes })
    return next
  }

  private budgetId(budget: Budget): number {
    const id = this.budgets.id(JSON.stringify(budget))
    this.parsed[id] ??= budget
    return id
  }

  private placeOf(state: State, process: number): ReturnType<Behaviour['place']> {
    return this.behaviour(this.budget(state), process).place(state[6 + process]!)
  }

  private behaviour(budget: Budget, process: number): Behaviour {
    const name = `${process}.${budget.boots[process]!}`
    let known = this.behaviours.get(name)
    if (known === undefined) {
      known = new Behaviour(
        (gates) => this.scene.process(gates, process, name),
        (call) => this.callTexts.id(`${call.store}.${call.method}${call.args}`),
      )
      this.behaviours.set(name, known)
    }
    return known
  }

  /** How much real code ran. */
  work(): { readonly segments: number; readonly places: number; readonly calls: number } {
    const all = [...this.behaviours.values()]
    return {
      segments: all.reduce((sum, one) => sum + one.segments, 0),
      places: all.reduce((sum, one) => sum + one.count, 0),
      calls: Object.values(this.stores).reduce((sum, store) => sum + store.called, 0),
    }
  }
}

export function whenKnown<From, To>(
  value: From | Promise<From>,
  then: (value: From) => To | Promise<To>,
): To | Promise<To> {
  return value instanceof Promise ? value.then(then) : then(value)
}

function changed(list: readonly number[], at: number, value: number): readonly number[] {
  return list.map((one, index) => (index === at ? value : one))
}
