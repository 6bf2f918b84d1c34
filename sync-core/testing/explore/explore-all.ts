import { explore } from './explore.ts'
import { explorationScenes, sceneNames, type ExplorationScene, type SceneName } from './explorations.ts'
import type { Plant } from './host-units.ts'
import type { Mutant } from './mutants.ts'
import { printWay } from './print-way.ts'
import { sceneOf } from './scenes.ts'
import { StateTable, type SeenMoves } from './state-table.ts'
import { World } from './world.ts'

export interface ExploredScene {
  readonly name: SceneName
  readonly states: number
  readonly isWhole: boolean
  readonly isViolated: boolean
  /** Of live items. */
  readonly seen: SeenMoves
  /** What there is to be told of it. */
  readonly lines: readonly string[]
}

export interface ExploredAll {
  readonly states: number
  readonly violations: number
  /** Scenes of which something was left out. */
  readonly cut: readonly string[]
  readonly table: string
  /** What the table says and was not so. */
  readonly tableProblems: readonly string[]
}

/** One scene; `isFull`: with all that may happen in it, which takes a while. */
export async function exploreScene(name: SceneName, isFull: boolean): Promise<ExploredScene> {
  const table = new StateTable()
  const world = worldOf(name, isFull)
  const beganMs = Date.now()
  const found = await explore(world, table, { statesMax: isFull ? fullStatesMax : reducedStatesMax })
  const { states, violation, isWhole } = found
  const seconds = Math.round((Date.now() - beganMs) / 1000)
  const megabytes = Math.round(process.memoryUsage().rss / 1e6)
  const whole = isWhole ? 'whole' : violation === undefined ? 'cut off' : 'violated'
  const lines = [`${name}: ${states} states, ${found.moves} moves, ${whole}, ${seconds} s, ${megabytes} MB`]
  if (violation !== undefined)
    lines.push(`  ${violation.name}: ${violation.sentence}`, await printWay(world, found.way))
  const isViolated = violation !== undefined
  return { name, states, isWhole: isWhole || isViolated, isViolated, seen: table.seen(), lines }
}

/** All scenes. `one`: where each of them is explored; `atOnce`: how many at a time. */
export async function exploreAll(
  say: (line: string) => void,
  one: (name: SceneName) => Promise<ExploredScene>,
  names: readonly SceneName[] = sceneNames,
  atOnce = 1,
): Promise<ExploredAll> {
  const table = new StateTable()
  const all: ExploredScene[] = []
  const left = [...names]
  const work = async (): Promise<void> => {
    for (let name = left.shift(); name !== undefined; name = left.shift()) {
      const scene = await one(name)
      all.push(scene)
      table.add(scene.seen)
      scene.lines.forEach(say)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  // Some scenes alone need not see everything.
  const tableProblems = [...table.impossible(), ...(names.length < sceneNames.length ? [] : table.unseen())]
  for (const problem of tableProblems) say(`the state table: ${problem}`)
  return {
    states: all.reduce((sum, { states }) => sum + states, 0),
    violations: all.filter(({ isViolated }) => isViolated).length + tableProblems.length,
    cut: all.filter(({ isWhole }) => !isWhole).map(({ name }) => name),
    table: table.text(),
    tableProblems,
  }
}

/** A scene that comes to more has to be made smaller: what is cut off is told, and fails. */
const fullStatesMax = 2_500_000
const reducedStatesMax = 400_000

function worldOf(name: SceneName, isFull: boolean, plant: Plant = {}): World {
  const { reduced, full, ...scene }: ExplorationScene = explorationScenes[name]
  return new World(sceneOf({ ...scene, plant, budget: isFull ? { ...reduced, ...full } : reduced }))
}

export interface FoundMutant {
  readonly name: string
  /** It broke one of the invariants that it is known to break; a control breaks none in any state. */
  readonly isCaught: boolean
  readonly broke: string
  readonly way: string
}

/** Each mistake in its scene, as that one is explored without it. */
export async function findMutants(
  mutants: readonly Mutant[],
  say: (line: string) => void,
  statesMax = reducedStatesMax,
): Promise<readonly FoundMutant[]> {
  const all: FoundMutant[] = []
  for (const { name, plant, scene, breaks } of mutants) {
    const world = worldOf(scene, false, plant)
    const found = await explore(world, new StateTable(), { statesMax })
    const { violation, way, states, isWhole } = found
    const isCaught =
      violation === undefined ? isWhole && breaks.length === 0 : breaks.includes(violation.name)
    const broke = violation === undefined ? 'nothing' : `${violation.name}: ${violation.sentence}`
    say(`mistake "${name}" breaks ${broke} (scene ${scene}, ${states} states)`)
    const lines = await printWay(world, way)
    if (violation !== undefined) say(lines)
    all.push({ name, isCaught, broke, way: lines })
  }
  return all
}
