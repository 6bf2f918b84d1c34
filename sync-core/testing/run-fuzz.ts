// `npm run fuzz -- --runs N [--seed S]`: every test with hostile input (those that use fuzz-decoder.ts), with N inputs for each
// kind of bytes, all made of one seed. The kinds are the tests', so there is no second list of decoders that could miss one.
// Closes with one line: inputs, kinds, failures, and the seed that repeats them; exits with 1 when one failed.

import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fuzzOrderNames, type FuzzNote } from './fuzz-note.ts'

const root = resolve(import.meta.dirname, '..', '..')
const rooms = ['sync-core', 'electron', 'renderer']
const usualRuns = 10_000

interface FuzzWords {
  readonly runs: number
  readonly seed: number
}

/** Of vitest's report, what is read here. */
interface TestReport {
  readonly numFailedTests: number
  readonly testResults: readonly {
    readonly status: string
    readonly message: string
    readonly assertionResults: readonly {
      readonly status: string
      readonly fullName: string
      readonly failureMessages: readonly string[]
    }[]
  }[]
}

process.exitCode = await main(process.argv.slice(2))

async function main(argv: readonly string[]): Promise<number> {
  const words = readWords(argv)
  if (typeof words === 'string') {
    console.error(words)
    return 2
  }
  const folder = mkdtempSync(join(tmpdir(), 'gesso-fuzz-'))
  try {
    const [notesFile, reportFile] = [join(folder, 'notes'), join(folder, 'report.json')]
    const code = await runTests(words, notesFile, reportFile)
    const failures = readFailures(reportFile)
    const notes = readNotes(notesFile)
    for (const { kind, decoded, refused } of notes)
      console.log(`${decoded} read, ${refused} refused: ${kind}`)
    for (const failure of failures) console.log(failure)
    const inputs = notes.reduce((sum, { decoded, refused }) => sum + decoded + refused, 0)
    const failed = Math.max(failures.length, code === 0 && notes.length > 0 ? 0 : 1)
    console.log(`${inputs} inputs of ${notes.length} kinds, ${failed} failures, seed ${words.seed}`)
    return failed === 0 ? 0 : 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The words of the command line, or what is wrong with them. */
function readWords(argv: readonly string[]): FuzzWords | string {
  const values = new Map<string, number>()
  for (let i = 0; i < argv.length; i += 2) {
    const [name, value] = [argv[i]!, argv[i + 1]]
    if (!['--runs', '--seed'].includes(name) || value === undefined || !/^\d{1,9}$/.test(value)) {
      return `The fuzzer knows --runs N and --seed S, both whole numbers, not “${name} ${value ?? ''}”.`
    }
    values.set(name, Number(value))
  }
  const runs = values.get('--runs') ?? usualRuns
  if (runs < 1) return '--runs is a whole number from 1 on, not 0.'
  return { runs, seed: values.get('--seed') ?? Math.floor(Math.random() * 1e9) }
}

function runTests({ runs, seed }: FuzzWords, notes: string, report: string): Promise<number> {
  // Bounds for what hangs; a decoder's own stand in its fuzzer.
  const timeoutMs = 120_000 + 100 * runs
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const bounds = [`--testTimeout=${timeoutMs}`, '--reporter=json', `--outputFile=${report}`]
  const words = ['run', '--config', 'build/vitest.config.ts', ...bounds, '-t', '\\[HI\\d', ...hostileTests()]
  const child = spawn(process.execPath, [vitest, ...words], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      [fuzzOrderNames.runs]: String(runs),
      [fuzzOrderNames.seed]: String(seed),
      [fuzzOrderNames.report]: notes,
    },
  })
  return new Promise((done, reject) => {
    child.once('error', reject)
    child.once('close', (code) => done(code ?? 1))
  })
}

/** The files of tests that feed hostile input. */
function hostileTests(): string[] {
  return rooms.flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.test.ts'))
      .map((file) => join(room, file))
      .filter((file) => readFileSync(join(root, file), 'utf8').includes('/fuzz-')),
  )
}

function readNotes(file: string): FuzzNote[] {
  try {
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
    return lines.map((line) => JSON.parse(line) as FuzzNote)
  } catch {
    // Not one kind got through.
    return []
  }
}

function readFailures(file: string): string[] {
  try {
    const { testResults } = JSON.parse(readFileSync(file, 'utf8')) as TestReport
    return testResults.flatMap(({ status, message, assertionResults }) => {
      const failed = assertionResults.filter((result) => result.status === 'failed')
      if (failed.length === 0) return status === 'failed' ? [message] : []
      return failed.map(({ fullName, failureMessages }) => `${fullName}: ${failureMessages.join('\n')}`)
    })
  } catch (error) {
    return [`the tests left no report: ${String(error)}`]
  }
}
