// What the command and the tests of a fuzzing say to each other.

/** Names in the environment. */
export const fuzzOrderNames = {
  runs: 'GESSO_FUZZ_RUNS',
  seed: 'GESSO_FUZZ_SEED',
  /** A file that gets a line of JSON for each kind. */
  report: 'GESSO_FUZZ_REPORT',
} as const

/** One line of the report. */
export interface FuzzNote {
  readonly kind: string
  readonly decoded: number
  readonly refused: number
}
