import { explore } from './explore.ts'
import { explorationScenes, mutantScenes } from './explorations.ts'
import { mutants } from './mutants.ts'
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
export async function exploreAll(isFull: boolean, say: (line: string) => void): Promise<ExploredAll> {
  const table = new StateTable()
  let states = 0
  let violations = 0
  for (const [name, { reduced, full, ...scene }] of Object.entries(explorationScenes)) {
    const budget = isFull ? { ...reduced, ...full } : reduced
    const world = new World(sceneOf({ ...scene, budget }))
    const found = await explore(world, table, {
      statesMax: isFull ? fullStatesMax : reducedStatesMax,
      restEvery: isFull ? 50 : 20,
      onProgress: (seen, waiting) => {
        if (isFull && seen > 1 && seen % 50_000 < 100)
          say(`  ${name}: ${seen} states, ${waiting} to be gone on from`)
      },
    })
    states += found.states
    const bound = found.isWhole ? '' : ' (cut off)'
    say(`${name}: ${found.states} states, ${found.moves} moves, ${found.restChecks} brought to rest${bound}`)
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
const fullStatesMax = 400_000
const reducedStatesMax = 20_000

export interface FoundMutant {
  readonly name: string
  /** It broke one of the invariants that it is known to break. */
  readonly isCaught: boolean
  readonly broke: string
  readonly way: string
}

export async function findMutants(say: (line: string) => void): Promise<readonly FoundMutant[]> {
  const all: FoundMutant[] = []
  for (const { name, plant, breaks } of mutants) {
    const { restEvery, ...scene } = mutantScenes[name]!
    const world = new World(sceneOf({ ...scene, plant }))
    const { violation, way, states } = await explore(world, new StateTable(), {
      statesMax: 100_000,
      restEvery,
    })
    const isCaught = violation !== undefined && breaks.includes(violation.name)
    const broke = violation === undefined ? 'nothing' : `${violation.name}: ${violation.sentence}`
    say(`mutant "${name}" breaks ${broke} (${states} states)`)
    const lines = await printWay(world, way)
    if (violation !== undefined) say(lines)
    all.push({ name, isCaught, broke, way: lines })
  }
  return all
}
