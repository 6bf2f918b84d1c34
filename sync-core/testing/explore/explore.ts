// Every state that the scene can come to, breadth first, so that the way to the first violation is a shortest one. A state that was
// seen before is not gone on from; each new one is checked.

import { choicesOf } from './choices.ts'
import { Rest } from './come-to-rest.ts'
import { checkMove, checkState, type Violation } from './invariants.ts'
import { StateSet } from './state-set.ts'
import type { StateTable } from './state-table.ts'
import type { State } from './world-states.ts'
import type { World } from './world.ts'

export interface ExploreOptions {
  /** No more states than these. */
  readonly statesMax: number
}

export interface Explored {
  readonly states: number
  readonly moves: number
  /** Whether nothing was left out for want of `statesMax`. */
  readonly isWhole: boolean
  /** The first one, with the choices that lead to it. */
  readonly violation: Violation | undefined
  readonly way: readonly number[]
}

export async function explore(world: World, table: StateTable, options: ExploreOptions): Promise<Explored> {
  const seen = new StateSet()
  const parents: number[] = []
  const choicesTaken: number[] = []
  const rest = new Rest(world)
  let moves = 0
  let isWhole = true

  const add = (state: State, parent: number, choice: number): number | undefined => {
    const id = seen.add(state)
    if (id < 0) return undefined
    parents.push(parent)
    choicesTaken.push(choice)
    return id
  }
  const wayTo = (id: number): readonly number[] => {
    const way: number[] = []
    for (let at = id; at > 0; at = parents[at]!) way.push(choicesTaken[at]!)
    return way.reverse()
  }
  const result = (violation?: Violation, way: readonly number[] = []): Explored => {
    return { states: seen.size, moves, isWhole: isWhole && violation === undefined, violation, way }
  }

  add(await world.start(), -1, -1)
  for (let id = 0; id < seen.size; id++) {
    if (seen.size >= options.statesMax) {
      isWhole = false
      break
    }
    const state = seen.take(id)
    const before = world.view(state)
    const choices = choicesOf(world, state)
    for (let at = 0; at < choices.length; at++) {
      const taken = world.take(state, choices[at]!)
      const move = taken instanceof Promise ? await taken : taken
      moves++
      const after = world.view(move.state)
      const wrong = checkMove(before, after, move)
      if (wrong !== undefined) return result(wrong, [...wayTo(id), at])
      table.record(before, after, move)
      if (add(move.state, id, at) === undefined) continue
      const broken = checkState(after)
      if (broken !== undefined) return result(broken, wayTo(seen.size - 1))
    }
  }
  // Last, so that what breaks another truth on its way to unrest is told by that one.
  for (let id = 0; id < seen.size; id++) {
    const unrest = await rest.check(seen.take(id))
    if (unrest !== undefined) return result(unrest, wayTo(id))
  }
  return result()
}
