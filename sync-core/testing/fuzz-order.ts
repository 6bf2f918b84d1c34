// What `npm run fuzz` asks of every test with hostile input, by the environment of its processes: tests that are run without
// it take their own count and a new seed.

import { appendFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect } from 'vitest'
import { fuzzOrderNames, type FuzzNote } from './fuzz-note.ts'

const { [fuzzOrderNames.runs]: runs, [fuzzOrderNames.seed]: seed } = process.env
if (seed !== undefined) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) })

/** How many hostile inputs there are to be, where a test alone takes `usual`. */
export function fuzzRuns(usual: number): number {
  return runs === undefined ? usual : Number(runs)
}

/** Tells that the present test has got through its inputs. */
export function noteFuzz(tally: Omit<FuzzNote, 'kind'>): void {
  const file = process.env[fuzzOrderNames.report]
  if (file === undefined) return
  const note: FuzzNote = { kind: expect.getState().currentTestName ?? 'unnamed', ...tally }
  appendFileSync(file, `${JSON.stringify(note)}\n`)
}
