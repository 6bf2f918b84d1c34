import { beforeAll, describe, expect, it } from 'vitest'
import { exploreAll, exploreScene, findMutants, type ExploredAll, type FoundMutant } from './explore-all.ts'
import { furtherMistakes } from './further-mistakes.ts'
import { fenceControls, mutants } from './mutants.ts'

const mutantNames = mutants.map(({ name }) => name)
const furtherNames = furtherMistakes.map(({ name }) => name)

/** The mistake in both guards is found among so many; `npm run explore` goes to the end, and looks at the other guard, too. */
const controlStates = 65_000

describe('the exploration', () => {
  let explored: ExploredAll
  let found: readonly FoundMutant[]
  let controls: readonly FoundMutant[]
  const lines: string[] = []
  beforeAll(async () => {
    explored = await exploreAll(
      (line) => void lines.push(line),
      (name) => exploreScene(name, false),
    )
    found = await findMutants([...mutants, ...furtherMistakes], () => undefined)
    controls = await findMutants(fenceControls.slice(0, 1), () => undefined, controlStates)
    // It is all computing, on a computer that may be busy.
  }, 600_000)

  it('[EX1][EX2][EX3][EX4][EX5][EX6][EX7][EX8][EX9] finds no state in which an invariant does not hold', () => {
    expect(explored.violations === 0 ? [] : lines).toEqual([])
    expect(explored.states).toBeGreaterThan(10_000)
  })

  it('[EX20] comes to the end of every scene', () => {
    expect(explored.cut).toEqual([])
  })

  it('[EX10] sees exactly the moves that the state table says are possible', () => {
    expect(explored.tableProblems).toEqual([])
  })

  it('[EX12] breaks each of I1 to I9 by some mistake, so these checks can fail', () => {
    const broken = new Set(found.map(({ broke }) => broke.slice(0, 2)))
    expect([...broken].sort()).toEqual(['I1', 'I2', 'I3', 'I4', 'I5', 'I6', 'I7', 'I8', 'I9'])
  })

  it.each(furtherNames)('[EX12] finds the mistake "%s"', (name) => {
    expect(found.find((one) => one.name === name)).toMatchObject({ isCaught: true })
  })

  it('[EX21] finds nothing where a finish lacks the fence alone, and has the guard behind it', () => {
    expect(controls.map(({ broke }) => broke)).toEqual(['nothing'])
  })

  it.each(mutantNames)('[EX11] finds the mistake "%s"', (name) => {
    const mutant = found.find((one) => one.name === name)!
    expect(mutant).toMatchObject({ isCaught: true })
    expect(mutant.way).not.toBe('')
  })
})
