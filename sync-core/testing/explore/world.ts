// What can happen in the explored world, and what comes of it: each choice leads from a state to one other.

import type { Edge } from './behaviour.ts'
import type { Also, Choice } from './explored-types.ts'
import { fromText, failureText, toText } from './plain-text.ts'
import type { KnownStore } from './stores.ts'
import { AssertionError, StorageError } from '../../base/errors.ts'
import type { EndedStep } from './life.ts'
import { down, storeFields, WorldStates, type State, type StoreName } from './world-states.ts'

const callsMax = 400

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

export class World extends WorldStates {
  async start(): Promise<State> {
    const { sysdb, objects, picture, journal } = this.stores
    const stores = [await sysdb.start(), await objects.start(), await picture.start(), await journal.start()]
    let state: State = [...stores, this.budgetId(this.scene.budget), this.scene.startMs, down, down]
    for (const choice of this.scene.before) state = await this.calm((await this.take(state, choice)).state)
    // What was before takes nothing from what may happen.
    const { boots, stalled } = this.budget(state)
    return this.with(state, { ...this.scene.budget, boots, stalled })
  }

  /** Every call that waits is answered, until none does. */
  async calm(from: State): Promise<State> {
    let state = from
    for (let answered = 0; answered < callsMax; answered++) {
      const next = await this.calmer(state)
      if (next === undefined) return state
      state = next
    }
    throw new AssertionError(`a step makes more than ${callsMax} calls`)
  }

  /** One call that waits is answered; undefined when none does. */
  async calmer(state: State): Promise<State | undefined> {
    const process = [0, 1].find((one) => this.calls(state, one).some((call) => this.isReady(state, call)))
    if (process === undefined) return undefined
    const call = this.calls(state, process).findIndex((one) => this.isReady(state, one))
    return (await this.take(state, { kind: 'answer', process, call, fault: '' })).state
  }

  take(state: State, choice: Choice): Move | Promise<Move> {
    const budget = this.budget(state)
    switch (choice.kind) {
      case 'answer':
        return this.answer(state, choice.process, choice.call, choice.fault)
      case 'begin': {
        const edge = this.behaviour(choice.process).begin(state[6 + choice.process]!, choice.step, state[5]!)
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
    const { store, method, args, changes } = this.scene.outside[name]!(this.view(state))
    return whenKnown(this.call(state, store, method, toText(args)), (done) => ({
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
      const edge = this.behaviour(process).answer(from[6 + process]!, at, answer, text, from[5]!)
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
    const args = this.argsOf(call, budget, process)
    const id = args === call.args ? call.id : undefined
    const effect = this.call(state, name, call.method, args, id)
    const move = whenKnown(effect, (done) =>
      told(state, { answer: done.answer, field: storeFields[name], state: done.state }),
    )
    const also = this.scene.together[`${name}.${call.method}`]
    return also === undefined ? move : whenKnown(move, (done) => this.takeAlong(done, also))
  }

  /** A mistake: another call takes effect in the same step. */
  private takeAlong(move: Move, { store, method, args }: Also): Move | Promise<Move> {
    return whenKnown(this.call(move.state, store, method, toText(args)), ({ state }) => ({
      ...move,
      state: this.with(move.state, {}, [storeFields[store], state]),
    }))
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
