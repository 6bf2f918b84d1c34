import { beforeAll, describe, expect, it } from 'vitest'
import { exploreAll, findMutants, type ExploredAll, type FoundMutant } from './explore-all.ts'
import { furtherMistakes } from './further-mistakes.ts'
import { mutants } from './mutants.ts'

const mutantNames = mutants.map(({ name }) => name)
const furtherNames = furtherMistakes.map(({ name }) => name)

describe('the exploration', () => {
  let explored: ExploredAll
  let found: readonly FoundMutant[]
  const lines: string[] = []
  beforeAll(async () => {
    explored = await exploreAll(false, (line) => void lines.push(line))
    found = await findMutants([...mutants, ...furtherMistakes], () => undefined)
    // It is all computing, on a computer that may be busy.
  }, 600_000)

  it('[EX1][EX2][EX3][EX4][EX5][EX6][EX7][EX8][EX9] finds no state in which an invariant does not hold', () => {
    expect(explored.violations === 0 ? [] : lines).toEqual([])
    expect(explored.states).toBeGreaterThan(10_000)
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

  it.each(mutantNames)('[EX11] finds the mistake "%s"', (name) => {
    const mutant = found.find((one) => one.name === name)!
    expect(mutant).toMatchObject({ isCaught: true })
    expect(mutant.way).not.toBe('')
  })
})
