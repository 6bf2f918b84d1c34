// `npm run bench -- NAME [--json]`: measures a part of the running system beside something known, in the same run on the
// same machine, because on a noisy machine only the ratio says anything. A benchmark is a file NAME.bench.ts of this folder
// that exports `bench`.

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { runBundled } from './bundle-bench.ts'
import { formatJsonLine, formatTable } from './figure.ts'

const ending = '.bench.ts'
const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(ending))
  .map((file) => file.slice(0, -ending.length))
  .sort()

process.exitCode = await main(process.argv.slice(2))

async function main(words: readonly string[]): Promise<number> {
  const [name, ...others] = words.filter((word) => word !== '--json')
  const chosen = names.filter((each) => name === 'all' || name === each)
  if (chosen.length === 0 || others.length > 0) {
    console.error(`There is no benchmark “${words.join(' ')}”. Say one of: ${names.join(', ')}, all.`)
    return 1
  }
  const isJson = words.includes('--json')
  for (const each of chosen) {
    const figures = await runBundled(join(import.meta.dirname, `${each}${ending}`))
    console.log(isJson ? figures.map(formatJsonLine).join('\n') : `${formatTable(figures)}\n`)
  }
  return 0
}
