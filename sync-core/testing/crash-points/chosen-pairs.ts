/**
 * Which pairs of faults are tried: all where so few calls cost nothing, or with CRASH_PAIRS=all; else one of `every`, others each day.
 * CRASH_PAIRS=<number> sets `every`.
 */
export function chosenPairs(every: number): {
  readonly words: string
  readonly pairs: (number: number) => boolean
} {
  const asked = process.env['CRASH_PAIRS']
  const step = asked === 'all' ? 1 : asked === undefined ? every : Math.max(1, Number(asked))
  if (step === 1) return { words: 'all pairs', pairs: () => true }
  const day = Math.floor(Date.now() / (24 * 60 * 60 * 1000)) % step
  return { words: `pairs ${day} of each ${step}`, pairs: (number) => number % step === day }
}
