/**
 * Which pairs of faults are tried: one of `every`, always the same, or all with CRASH_PAIRS=all (on real servers for hours).
 * CRASH_PAIRS=<number> sets `every`, CRASH_PAIRS=<number>+<first> others of them.
 */
export function chosenPairs(every: number): {
  readonly words: string
  readonly pairs: (number: number) => boolean
} {
  const asked = process.env['CRASH_PAIRS'] ?? String(every)
  const [step = 1, first = 0] =
    asked === 'all' ? [1] : asked.split('+').map((each) => Math.max(0, Number(each)))
  if (step <= 1) return { words: 'all pairs', pairs: () => true }
  return { words: `one of each ${step} pairs, from ${first} on`, pairs: (number) => number % step === first }
}
