// `npm run crash -- …`: kills real hosts, and says whether anything was lost.

import { join } from 'node:path'
import { runCrashes, type CrashResult } from './crash-run.ts'
import type { StoragePlace } from '../bench/storage-place.ts'
import { crashUsage, readCrashWords, type CrashOrder } from './crash-words.ts'
import { sweepFaults } from './fault-sweep.ts'
import { runFight } from './fight.ts'
import { inCrashFolder } from './in-crash-folder.ts'
import { withBucket } from './with-bucket.ts'

/** Pairs of faults that are tried besides each single one; the same at every run. */
const pairs = 400
const pairsSeed = 1
const fightSeed = 1
const problemsShown = 20

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
      return letFight(order.rounds)
  }
}

async function killHosts(order: Extract<CrashOrder, { kind: 'kills' }>): Promise<number> {
  const { kills, seed, losesDisk } = order
  console.log(`seed ${seed}`)
  const onNote = (sentence: string): void => console.log(sentence)
  const result = await inCrashFolder((folder, bundle) => {
    const run = (storage: StoragePlace): Promise<CrashResult> =>
      runCrashes({ bundle, folder, storage, kills, seed, losesDisk, onNote })
    if (order.storage === 's3') return withBucket((settings) => run({ kind: 's3', settings }))
    return run({ kind: 'folder', folder: join(folder, 'pictures') })
  })
  const { acknowledged, unuploaded, lost, doubled, problems } = result
  for (const problem of problems.slice(0, problemsShown)) console.error(problem)
  if (losesDisk) console.log(`${unuploaded} unuploaded`)
  console.log(`${result.kills} kills, ${acknowledged} acknowledged, ${lost} lost, ${doubled} doubled`)
  return problems.length === 0 && lost === 0 && doubled === 0 ? 0 : 1
}

async function letFight(rounds: number): Promise<number> {
  const { fought, copies, problems } = await inCrashFolder((folder, bundle) =>
    withBucket((settings) => runFight({ bundle, folder, settings, rounds, seed: fightSeed })),
  )
  for (const problem of problems.slice(0, problemsShown)) console.error(problem)
  console.log(`${rounds} rounds, ${fought} fought, ${copies} copies kept, ${problems.length} problems`)
  return problems.length === 0 ? 0 : 1
}

async function failEveryCall(): Promise<number> {
  let failed = 0
  for (const place of ['disk', 'bucket'] as const) {
    const { calls, runs, failures } = await sweepFaults(place, () => true, pairs, pairsSeed)
    for (const failure of failures) console.error(failure)
    console.log(`${place}: ${calls} calls, ${runs} runs, ${failures.length} failed`)
    failed += failures.length
  }
  return failed === 0 ? 0 : 1
}
