// `npm run explore [-- --full]`: explores the scenes, prints the state table with what was seen, then plants each of the ten mistakes
// and prints the shortest way in which it is found.

import { exploreAll, findMutants } from './explore-all.ts'

const isFull = process.argv.includes('--full')
const say = (line: string): void => void process.stdout.write(`${line}\n`)

const explored = await exploreAll(isFull, say)
say(`\n${explored.table}\n`)
const found = await findMutants(say)
const caught = found.filter(({ isCaught }) => isCaught).length
say(
  `explored ${explored.states} states, ${explored.violations} violations, ${caught} of ${found.length} mutants caught`,
)
process.exitCode = explored.violations > 0 || caught < found.length ? 1 : 0
