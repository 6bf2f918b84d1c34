// `npm run bench -- NAME [--json]`: measures a part of the running system beside something known, in the same run on the
// same machine, because on a noisy machine only the ratio says anything.

import { authoringBench } from './authoring-bench.ts'
import { fanoutBench } from './fanout-bench.ts'
import { formatJsonLine, formatTable, type Figure } from './figure.ts'
import { joinBench } from './join-bench.ts'
import { rasterBench } from './raster-bench.ts'
import { wireBench } from './wire-bench.ts'

const benches: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  authoring: authoringBench,
  fanout: fanoutBench,
  join: joinBench,
  raster: rasterBench,
  wire: wireBench,
}

process.exitCode = await main(process.argv.slice(2))

async function main(words: readonly string[]): Promise<number> {
  const [name, ...others] = words.filter((word) => word !== '--json')
  const chosen =
    name === 'all'
      ? Object.values(benches)
      : name !== undefined && Object.hasOwn(benches, name)
        ? [benches[name]!]
        : []
  if (chosen.length === 0 || others.length > 0) {
    console.error(
      `There is no benchmark “${words.join(' ')}”. Say one of: ${Object.keys(benches).join(', ')}, all.`,
    )
    return 1
  }
  const isJson = words.includes('--json')
  for (const bench of chosen) {
    const figures = await bench()
    console.log(isJson ? figures.map(formatJsonLine).join('\n') : `${formatTable(figures)}\n`)
  }
  return 0
}
