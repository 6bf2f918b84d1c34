// `npm run explore [-- --full] [scene …]`: explores the scenes, prints the state table with what was seen, then plants each of the ten
// mistakes, and those that show that every check can fail, and prints the shortest way in which each is found.

import { sceneNames } from './explorations.ts'
import { exploreAll, findMutants } from './explore-all.ts'
import { mutants } from './mutants.ts'
import { furtherMistakes } from './further-mistakes.ts'

const isFull = process.argv.includes('--full')
const asked = sceneNames.filter((name) => process.argv.includes(name))
const say = (line: string): void => void process.stdout.write(`${line}\n`)

const explored = await exploreAll(isFull, say, asked.length > 0 ? asked : sceneNames)
say(`\n${explored.table}\n`)
const found = await findMutants(mutants, say)
const further = await findMutants(furtherMistakes, say)
const caught = found.filter(({ isCaught }) => isCaught).length
const missed = further.filter(({ isCaught }) => !isCaught)
for (const { name } of missed) say(`mistake "${name}" was not found`)
say(
  `explored ${explored.states} states, ${explored.violations} violations, ${caught} of ${found.length} mutants caught`,
)
process.exitCode = explored.violations > 0 || caught < found.length || missed.length > 0 ? 1 : 0
