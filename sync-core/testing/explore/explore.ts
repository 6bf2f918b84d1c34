// Every state that the scene can come to, breadth first, so that the way to the first violation is a shortest one. A state that was
// seen before is not gone on from; each new one is checked.

import { choicesOf } from './choices.ts'
import { Rest } from './come-to-rest.ts'
import { checkMove, checkState, type Violation } from './invariants.ts'
import { StateTable } from './state-table.ts'
import { stateWidth, type State, type World } from './world.ts'

export interface ExploreOptions {
  /** No more states than these. */
  readonly statesMax: number
  /** I9 is checked from every so manieth state. */
  readonly restEvery: number
  readonly onProgress?: (states: number, waiting: number) => void
}

export interface Explored {
  readonly states: number
  readonly moves: number
  /** Whether nothing was left out for want of `statesMax`. */
  readonly isWhole: boolean
  readonly restChecks: number
  /** The first one, with the choices that lead to it. */
  readonly violation: Violation | undefined
  readonly way: readonly number[]
}

export async function explore(world: World, table: StateTable, options: ExploreOptions): Promise<Explored> {
  const seen = new Map<string, number>()
  const parents: number[] = []
  const choicesTaken: number[] = []
  const fields = new GrowingNumbers()
  const rest = new Rest(world)
  let moves = 0
  let restChecks = 0

  const add = (state: State, parent: number, choice: number): number | undefined => {
    const key = state.join(',')
    if (seen.has(key)) return undefined
    const id = seen.size
    seen.set(key, id)
    parents.push(parent)
    choicesTaken.push(choice)
    fields.push(state)
    return id
  }
  const wayTo = (id: number): readonly number[] => {
    const way: number[] = []
    for (let at = id; at > 0; at = parents[at]!) way.push(choicesTaken[at]!)
    return way.reverse()
  }
  const result = (isWhole: boolean, violation?: Violation, way: readonly number[] = []): Explored => {
    return { states: seen.size, moves, isWhole, restChecks, violation, way }
  }

  add(await world.start(), -1, -1)
  for (let id = 0; id < seen.size; id++) {
    if (id % 10_000 === 0) options.onProgress?.(seen.size, seen.size - id)
    const state = fields.take(id)
    const before = world.view(state)
    if (id % options.restEvery === 0) {
      restChecks++
      const violation = await rest.check(state)
      if (violation !== undefined) return result(false, violation, wayTo(id))
    }
    const choices = choicesOf(world, state)
    for (let at = 0; at < choices.length; at++) {
      const taken = world.take(state, choices[at]!)
      const move = taken instanceof Promise ? await taken : taken
      moves++
      const after = world.view(move.state)
      const wrong = checkMove(before, after, move)
      if (wrong !== undefined) return result(false, wrong, [...wayTo(id), at])
      table.record(before, after, move)
      if (add(move.state, id, at) === undefined) continue
      const broken = checkState(after)
      if (broken !== undefined) return result(false, broken, wayTo(seen.size - 1))
      if (seen.size >= options.statesMax) return result(false)
    }
  }
  return result(true)
}

/** The numbers of all states, in blocks. */
class GrowingNumbers {
  private readonly blocks: Int32Array[] = []
  private count = 0

  push(state: State): void {
    const at = this.count++ % blockStates
    if (at === 0) this.blocks.push(new Int32Array(blockStates * stateWidth))
    this.blocks.at(-1)!.set(state, at * stateWidth)
  }

  take(id: number): State {
    const at = (id % blockStates) * stateWidth
    return Array.from(this.blocks[Math.floor(id / blockStates)]!.subarray(at, at + stateWidth))
  }
}

const blockStates = 65_536
