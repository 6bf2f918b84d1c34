// `npm run sim -- --seeds N [--first S]`: runs N seeds on every core and closes with one line that says how many ran and how
// many failed; exits with 1 when one did. A failure names its seed; a single seed (`--seeds 1 --first SEED`) shows the end of
// its trace, too. `--report FILE` writes the counts as JSON; `--mistake NAME` puts a mistake of mistakes.ts in.

import { fork } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { decodeOperation } from '../raster/operation-codec.ts'
import { everyOperation } from './every-operation.ts'
import { mistakes } from './mistakes.ts'
import { runScenario, type ScenarioResult } from './scenario.ts'
import { SeenValues } from './seen-values.ts'

const failuresShown = 10
const traceLinesShown = 300

type MistakeName = keyof typeof mistakes

interface SimulationWords {
  readonly seeds: number
  readonly first: number
  readonly report: string | undefined
  readonly mistake: MistakeName | undefined
}

interface SeedOrder {
  readonly seed: number
  readonly mistake: MistakeName | undefined
  readonly detail: 'lines' | 'messages'
}

if (process.send === undefined) process.exitCode = await main(process.argv.slice(2))
else serveSeeds(process.send.bind(process))

async function main(argv: readonly string[]): Promise<number> {
  const words = readWords(argv)
  if (typeof words === 'string') {
    console.error(words)
    return 1
  }
  const { seeds, first, mistake, report } = words
  const results: ScenarioResult[] = []
  const seen = new SeenValues()
  const onResult = (result: ScenarioResult): void => {
    for (const operation of result.operations) seen.see(decodeOperation(operation))
    results.push(seeds === 1 ? result : { ...result, trace: [], operations: [] })
    if (process.stdout.isTTY) process.stdout.write(`\r${results.length}/${seeds} `)
  }
  const detail = seeds === 1 ? 'messages' : 'lines'
  const orders = Array.from({ length: seeds }, (_, i): SeedOrder => ({ seed: first + i, mistake, detail }))
  await runOnWorkers(orders, onResult)
  if (process.stdout.isTTY) process.stdout.write('\r')
  const failures = results.filter(({ failure }) => failure !== undefined).sort((a, b) => a.seed - b.seed)
  for (const { seed, failure, trace } of failures.slice(0, failuresShown)) {
    for (const line of trace.slice(-traceLinesShown)) console.log(line)
    console.log(`seed ${seed}: ${failure}`)
  }
  if (failures.length > failuresShown) console.log(`… and ${failures.length - failuresShown} more`)
  console.log(describeReached(results))
  console.log(describeUnseen(seen.missing(everyOperation)))
  if (report !== undefined) {
    writeFileSync(report, JSON.stringify({ passed: seeds - failures.length, failed: failures.length }))
  }
  console.log(`${results.length} seeds run, ${failures.length} failures`)
  return failures.length === 0 ? 0 : 1
}

/** The words of the command line, or what is wrong with them. */
function readWords(argv: readonly string[]): SimulationWords | string {
  const values = new Map<string, string>()
  for (let i = 0; i < argv.length; i += 2) {
    const [name, value] = [argv[i]!, argv[i + 1]]
    if (!['--seeds', '--first', '--report', '--mistake'].includes(name) || value === undefined) {
      return `The simulation knows --seeds N, --first S, --report FILE and --mistake NAME, not “${name} ${value ?? ''}”.`
    }
    values.set(name, value)
  }
  const seeds = Number(values.get('--seeds') ?? 100)
  const first = Number(values.get('--first') ?? 1)
  if (!Number.isSafeInteger(seeds) || seeds < 1)
    return `--seeds is a whole number from 1 on, not ${values.get('--seeds')}.`
  if (!Number.isSafeInteger(first) || first < 0)
    return `--first is a whole number from 0 on, not ${values.get('--first')}.`
  const mistake = values.get('--mistake')
  if (mistake !== undefined && !Object.hasOwn(mistakes, mistake)) {
    return `--mistake is one of ${Object.keys(mistakes).join(', ')}, not ${mistake}.`
  }
  return { seeds, first, report: values.get('--report'), mistake: mistake as MistakeName | undefined }
}

/** What the seeds went through, so that a run that tests nothing is seen. */
function describeReached(results: readonly ScenarioResult[]): string {
  const sums = new Map<string, number>()
  for (const { reached } of results) {
    for (const [what, count] of Object.entries(reached)) sums.set(what, (sums.get(what) ?? 0) + count)
  }
  return Array.from(sums, ([what, count]) => `${count} ${what}`).join(', ')
}

/** What no painter ever did, of all that can be done. */
function describeUnseen(missing: readonly string[]): string {
  const some = missing.slice(0, failuresShown).map((path) => path.replace(/^\//, ''))
  return missing.length === 0
    ? 'every operation was done, with every field of it'
    : `${missing.length} things were never done: ${some.join('; ')}`
}

/** Each worker is a process that runs one seed at a time and asks for the next: long runs don't wait for each other. */
function runOnWorkers(
  orders: readonly SeedOrder[],
  onResult: (result: ScenarioResult) => void,
): Promise<unknown> {
  const waiting = orders.values()
  const runOne = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = fork(fileURLToPath(import.meta.url), { serialization: 'advanced' })
      const giveNext = (): void => {
        const next = waiting.next()
        if (next.done === true) worker.disconnect()
        else worker.send(next.value)
      }
      worker.on('message', (result: ScenarioResult) => {
        onResult(result)
        giveNext()
      })
      worker.on('error', reject)
      worker.on('exit', (code) => {
        if (code === 0) resolve()
        else reject(new Error(`A worker of the simulation ended with ${code}.`))
      })
      giveNext()
    })
  return Promise.all(Array.from({ length: Math.min(availableParallelism(), orders.length) }, runOne))
}

function serveSeeds(send: (result: ScenarioResult) => void): void {
  process.on('message', ({ seed, mistake, detail }: SeedOrder) => {
    const options = mistake === undefined ? { detail } : { detail, mistake: mistakes[mistake]() }
    void runScenario(seed, options).then((result) => send(result))
  })
}
