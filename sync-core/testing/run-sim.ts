// `npm run sim -- --seeds N [--first S] [--report FILE]`: runs N seeds on every core and closes with one line that says
// how many ran and how many failed. A failure names its seed; with `--seeds 1 --first SEED` it shows its trace.

import { fork } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { runScenario, type ScenarioResult } from './scenario.ts'

const failuresShown = 10
const traceLinesShown = 300

interface SimulationWords {
  readonly seeds: number
  readonly first: number
  readonly report: string | undefined
}

if (process.send === undefined) process.exitCode = await main(process.argv.slice(2))
else serveSeeds(process.send.bind(process))

async function main(words: readonly string[]): Promise<number> {
  const { seeds, first, report } = readWords(words)
  const failures: ScenarioResult[] = []
  let ran = 0
  const onResult = (result: ScenarioResult): void => {
    ran += 1
    if (result.failure !== undefined) failures.push(result)
    if (process.stdout.isTTY) process.stdout.write(`\r${ran}/${seeds} `)
  }
  const workers = Math.min(availableParallelism(), seeds)
  if (workers <= 1)
    for (let seed = first; seed < first + seeds; seed++)
      onResult(await runScenario(seed, { detail: 'messages' }))
  else await runOnWorkers(workers, first, seeds, onResult)
  if (process.stdout.isTTY) process.stdout.write('\r')
  failures.sort((a, b) => a.seed - b.seed)
  for (const { seed, failure, trace } of failures.slice(0, failuresShown)) {
    if (seeds === 1) console.log(trace.slice(-traceLinesShown).join('\n'))
    console.log(`seed ${seed}: ${failure}`)
  }
  if (failures.length > failuresShown) console.log(`… and ${failures.length - failuresShown} more`)
  if (report !== undefined) {
    writeFileSync(report, JSON.stringify({ passed: ran - failures.length, failed: failures.length }))
  }
  console.log(`${ran} seeds run, ${failures.length} failures`)
  return failures.length === 0 ? 0 : 1
}

function readWords(words: readonly string[]): SimulationWords {
  const valueOf = (name: string): string | undefined => {
    const place = words.indexOf(name)
    return place < 0 ? undefined : words[place + 1]
  }
  const numberOf = (name: string, otherwise: number): number => {
    const value = Number(valueOf(name) ?? otherwise)
    if (!Number.isSafeInteger(value) || value < 0)
      throw new Error(`${name} is a whole number, not ${valueOf(name)}.`)
    return value
  }
  return { seeds: numberOf('--seeds', 100), first: numberOf('--first', 1), report: valueOf('--report') }
}

/** Each worker is a process that runs one seed at a time and asks for the next: long runs don't wait for each other. */
function runOnWorkers(
  count: number,
  first: number,
  seeds: number,
  onResult: (result: ScenarioResult) => void,
): Promise<unknown> {
  let nextSeed = first
  const runOne = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = fork(fileURLToPath(import.meta.url), { serialization: 'advanced' })
      const ask = (): void => {
        if (nextSeed < first + seeds) worker.send(nextSeed++)
        else worker.disconnect()
      }
      worker.on('message', (result: ScenarioResult) => {
        onResult(result)
        ask()
      })
      worker.on('error', reject)
      worker.on('exit', (code) => {
        if (code === 0) resolve()
        else reject(new Error(`A worker of the simulation ended with ${code}.`))
      })
      ask()
    })
  return Promise.all(Array.from({ length: count }, runOne))
}

function serveSeeds(send: (result: ScenarioResult) => void): void {
  process.on('message', (seed: number) => {
    void runScenario(seed).then((result) => send({ ...result, trace: [] }))
  })
}
