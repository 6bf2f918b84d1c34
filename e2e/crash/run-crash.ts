// `npm run crash -- …`: kills real hosts, and says whether anything was lost.

import { join } from 'node:path'
import { runCrashes } from './crash-run.ts'
import { crashUsage, readCrashWords, type CrashOrder } from './crash-words.ts'
import { sweepFaults } from './fault-sweep.ts'
import { inCrashFolder } from './in-crash-folder.ts'

/** Pairs of faults that are tried besides each single one; the same at every run. */
const pairs = 400
const pairsSeed = 1

process.exitCode = await main(process.argv.slice(2))

async function main(words: readonly string[]): Promise<number> {
  const order = readCrashWords(words, Math.floor(Math.random() * 1e9))
  if (order === undefined) {
    console.error(crashUsage)
    return 2
  }
  switch (order.kind) {
    case 'kills':
      return killHosts(order)
    case 'every-call':
      return failEveryCall()
    case 'fight':
      return 2
  }
}

async function killHosts({ kills, seed }: Extract<CrashOrder, { kind: 'kills' }>): Promise<number> {
  console.log(`seed ${seed}`)
  return inCrashFolder(async (folder, bundle) => {
    const storage = { kind: 'folder', folder: join(folder, 'pictures') } as const
    const onNote = (sentence: string): void => console.log(sentence)
    const result = await runCrashes({ bundle, folder, storage, kills, seed, onNote })
    for (const problem of result.problems.slice(0, 20)) console.error(problem)
    const { acknowledged, lost, doubled, problems } = result
    console.log(`${result.kills} kills, ${acknowledged} acknowledged, ${lost} lost, ${doubled} doubled`)
    return problems.length === 0 && lost === 0 && doubled === 0 ? 0 : 1
  })
}

async function failEveryCall(): Promise<number> {
  const { calls, runs, failures } = await sweepFaults(() => true, pairs, pairsSeed)
  for (const failure of failures) console.error(failure)
  console.log(`${calls} calls, ${runs} runs, ${failures.length} failed`)
  return failures.length === 0 ? 0 : 1
}
