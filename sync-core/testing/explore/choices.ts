// What can happen in a state. Reductions, each of which leaves out only what another order of the same steps comes to:
// a step begins only where it may find something to do; time goes on while whoever is not stalled rests (a process that is slower
// than the clock is a stalled one, and comes back whenever it likes); what only a step sees is seen at once.

import type { Choice, WorldView } from './explored-types.ts'
import { incarnationOf, type State } from './world-states.ts'
import type { World } from './world.ts'

export function choicesOf(world: World, state: State): readonly Choice[] {
  const view = world.view(state)
  const local = localAnswer(world, state)
  if (local !== undefined) return [local]
  const { budget } = view
  const choices: Choice[] = []
  let areResting = true
  for (const process of [0, 1].slice(0, world.scene.hosts)) {
    if (!world.isUp(state, process)) {
      choices.push({ kind: 'boot', process })
      continue
    }
    if (budget.crashes > 0) choices.push({ kind: 'crash', process })
    if (budget.stalled[process] === 1) {
      choices.push({ kind: 'wake', process })
      continue
    }
    if (budget.stalls > 0) choices.push({ kind: 'stall', process })
    world.calls(state, process).forEach((call, at) => {
      if (!world.isReady(state, call)) return
      areResting = false
      choices.push({ kind: 'answer', process, call: at, fault: '' })
      if (budget.faults > 0 && call.store !== 'timer') {
        for (const fault of ['before', 'after'] as const)
          choices.push({ kind: 'answer', process, call: at, fault })
      }
    })
    const steps = world.steps(state, process)
    if (steps.length < world.scene.stepsAtOnce) choices.push(...beginnings(world, view, process, steps))
  }
  for (const name of world.scene.happens(view)) choices.push({ kind: 'world', name })
  if (areResting && budget.advances > 0) choices.push({ kind: 'advance' })
  return choices
}

/** Reads of stores that only one step at a time changes. */
const reads = new Set(['rows', 'shards', 'isDone', 'outbox', 'list', 'listObjects', 'get', 'getTagged'])

/**
 * An answer that nobody else's step changes, and that changes nothing: taken at once, for it comes to the same before any other choice
 * as after it. While a call may fail or a process stand still, it does not. Where nobody dies any more, and there is one call of one
 * step, only the world moves beside it (a write, somebody who goes): that changes other stores than sysdb and the heap, breaks no
 * truth by itself, and can happen after the call whenever it could before it. So then a call of these is taken at once, too.
 */
function localAnswer(world: World, state: State): Choice | undefined {
  const { faults, stalls, stalled, crashes } = world.budget(state)
  if (faults > 0 || stalls > 0 || stalled.includes(1)) return undefined
  const isAlone = world.scene.hosts === 1 && world.scene.stepsAtOnce === 1
  for (const process of [0, 1]) {
    const calls = world.calls(state, process)
    const isOnlyOne = calls.filter((call) => world.isReady(state, call)).length === 1
    const isUnseen = crashes === 0 && isOnlyOne && world.steps(state, process).length === 1
    const call = calls.findIndex(
      ({ store, method }) =>
        method === 'nowMs' ||
        (isAlone && (store === 'sysdb' || store === 'objects') && (isUnseen || reads.has(method))),
    )
    if (call >= 0) return { kind: 'answer', process, call, fault: '' }
  }
  return undefined
}

function beginnings(
  world: World,
  view: WorldView,
  process: number,
  steps: readonly string[],
): readonly Choice[] {
  const incarnation = incarnationOf(view.budget, process)
  const underWay = new Set(steps.map((step) => step.split(' ')[0]))
  return world.scene
    .useful(view, process, incarnation)
    .filter((step) => !underWay.has(step.split(' ')[0]))
    .map((step) => ({ kind: 'begin', process, step }))
}
