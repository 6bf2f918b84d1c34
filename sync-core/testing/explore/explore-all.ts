import { explore } from './explore.ts'
import { explorationScenes, sceneNames, type ExplorationScene, type SceneName } from './explorations.ts'
import type { Plant } from './host-units.ts'
import type { Mutant } from './mutants.ts'
import { printWay } from './print-way.ts'
import { sceneOf } from './scenes.ts'
import { StateTable } from './state-table.ts'
import { World } from './world.ts'

export interface ExploredAll {
  readonly states: number
  readonly violations: number
  readonly table: string
  /** What the table says and was not so. */
  readonly tableProblems: readonly string[]
}

/** All scenes; `isFull`: as far as they go, which takes a while. */
export async function exploreAll(
  isFull: boolean,
  say: (line: string) => void,
  names = sceneNames,
): Promise<ExploredAll> {
  const table = new StateTable()
  let states = 0
  let violations = 0
  for (const name of names) {
    const world = worldOf(name, isFull)
    const found = await explore(world, table, {
      statesMax: isFull ? fullStatesMax : reducedStatesMax,
      onProgress: (seen, waiting) => {
        if (isFull && seen > 1) say(`  ${name}: ${seen} states, ${waiting} to be gone on from`)
      },
    })
    states += found.states
    const bound = found.isWhole || found.violation !== undefined ? '' : `, cut off at ${found.states} states`
    say(`${name}: ${found.states} states, ${found.moves} moves${bound}`)
    if (found.violation === undefined) continue
    violations++
    say(`  ${found.violation.name}: ${found.violation.sentence}`)
    say(await printWay(world, found.way))
  }
  const tableProblems = table.problems()
  for (const problem of tableProblems) say(`the state table: ${problem}`)
  return { states, violations: violations + tableProblems.length, table: table.text(), tableProblems }
}

/** No more states of one scene than these, the nearest to its beginning: memory, and the time that CI has. */
const fullStatesMax = 150_000
const reducedStatesMax = 65_000

function worldOf(name: SceneName, isFull: boolean, plant: Plant = {}): World {
  const { reduced, full, ...scene }: ExplorationScene = explorationScenes[name]
  return new World(sceneOf({ ...scene, plant, budget: isFull ? { ...reduced, ...full } : reduced }))
}

export interface FoundMutant {
  readonly name: string
  /** It broke one of the invariants that it is known to break. */
  readonly isCaught: boolean
  readonly broke: string
  readonly way: string
}

/** Each mistake in its scene, as that one is explored without it. */
export async function findMutants(
  mutants: readonly Mutant[],
  say: (line: string) => void,
): Promise<readonly FoundMutant[]> {
  const all: FoundMutant[] = []
  for (const { name, plant, scene, breaks } of mutants) {
    const world = worldOf(scene, false, plant)
    const { violation, way, states } = await explore(world, new StateTable(), { statesMax: reducedStatesMax })
    const isCaught = violation !== undefined && breaks.includes(violation.name)
    const broke = violation === undefined ? 'nothing' : `${violation.name}: ${violation.sentence}`
    say(`mistake "${name}" breaks ${broke} (scene ${scene}, ${states} states)`)
    const lines = await printWay(world, way)
    if (violation !== undefined) say(lines)
    all.push({ name, isCaught, broke, way: lines })
  }
  return all
}
