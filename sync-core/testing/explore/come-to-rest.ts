// I9: from a state on, with no more writes, crashes or failures, both processes go on fairly (every call is answered, every step is
// begun again and again, time goes on) until nothing changes any more: then the task waits with everything done, and the heap is
// empty; or the picture was deleted, and nothing of it is left.

import type { Violation } from './invariants.ts'
import type { Choice } from './explored-types.ts'
import { StateSet } from './state-set.ts'
import { storesOf, type State } from './world-states.ts'
import type { World } from './world.ts'

/** Far more than any way to rest takes: what goes on after it goes on for ever. */
const roundsMax = 80

export class Rest {
  private readonly world: World
  /** Where rounds begin, and states before calls, from which rest was reached. */
  private readonly goodRounds = new StateSet()
  private readonly goodCalls = new StateSet()

  constructor(world: World) {
    this.world = world
  }

  async check(from: State): Promise<Violation | undefined> {
    const path: State[] = []
    const rounds: State[] = []
    const calmed = await this.calm(this.world.withoutBudget(from), path)
    if (calmed === undefined) return this.remember(path, rounds)
    let state = calmed
    for (let round = 0; round < roundsMax; round++) {
      const isGood = this.goodRounds.has(state)
      rounds.push(state)
      if (isGood || this.isQuiet(state)) return this.remember(path, rounds)
      const before = storesOf(state)
      state = await this.round(state)
      if (storesOf(state) !== before) continue
      state = this.world.withoutBudget(await this.move(state, { kind: 'advance' }))
    }
    const name = this.world.view(state).picture.status === 'there' ? 'I9' : 'I7'
    return { name, sentence: `it does not come to rest: ${this.shown(state)}` }
  }

  private remember(calls: readonly State[], rounds: readonly State[]): undefined {
    for (const state of calls) this.goodCalls.add(state)
    for (const state of rounds) this.goodRounds.add(state)
    return undefined
  }

  private isQuiet(state: State): boolean {
    const { sysdb, objects, picture, journal } = this.world.view(state)
    if ([...objects.runs.values()].some((runs) => runs.length > 0)) return false
    if (picture.status === 'vanished') return sysdb.rows.every((row) => row.nextRunMs === undefined)
    if (picture.status !== 'there') {
      return picture.status === 'swept' && sysdb.rows.every(({ status }) => status === 'deleted')
    }
    const row = sysdb.rows.find(({ kind }) => kind === 'persist')
    if (picture.folded.length < journal.tail || sysdb.rows.some((one) => one.nextRunMs !== undefined))
      return false
    return row === undefined ? journal.tail === 0 : row.doneSeq === journal.tail
  }

  private shown(state: State): string {
    const { sysdb, objects, picture, journal } = this.world.view(state)
    const rows = sysdb.rows.map(
      (row) =>
        `${row.kind} ${row.status} run ${row.run} due ${row.nextRunMs} done ${row.doneSeq} of ${row.wantSeq}`,
    )
    const runs = [...objects.runs.values()].flat().map((run) => `${run.kind} ${run.run}`)
    return `the picture is ${picture.status} with ${picture.folded.length} of ${journal.tail}; tasks: ${rows.join('; ')}; on the heap: ${runs.join(', ')}`
  }

  /** Everybody is up and awake, and what was under way ended; undefined where the way on from here is known to be good. */
  private async calm(from: State, path: State[]): Promise<State | undefined> {
    let state = from
    for (const process of [0, 1].slice(0, this.world.scene.hosts)) {
      if (!this.world.isUp(state, process)) state = await this.move(state, { kind: 'boot', process })
      if (this.world.budget(state).stalled[process] === 1)
        state = await this.move(state, { kind: 'wake', process })
    }
    for (let next: State | undefined = state; next !== undefined; next = await this.world.calmer(state)) {
      state = next
      if (this.goodCalls.has(state)) return undefined
      path.push(state)
    }
    return state
  }

  private async round(from: State): Promise<State> {
    let state = from
    for (const process of [0, 1].slice(0, this.world.scene.hosts)) {
      for (const step of this.world.scene.fair(this.world.view(state))) {
        if (this.world.steps(state, process).includes(step)) continue
        state = await this.move(state, { kind: 'begin', process, step })
        state = await this.world.calm(state)
      }
    }
    return state
  }

  private async move(state: State, choice: Choice): Promise<State> {
    return (await this.world.take(state, choice)).state
  }
}
