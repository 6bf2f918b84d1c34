/** Changes that follow each other faster than this are one movement of the hand. */
const movementMs = 1_000

/** The first change of a movement, or a later one of the same. */
export type ChangeStep = 'first' | 'later'

/**
 * For a value under a moving hand: the first change is passed on at once, then the newest one each `everyMs`, the last one
 * always.
 */
export function paceChanges<T>(
  everyMs: number,
  now: () => number,
  pass: (value: T, step: ChangeStep) => void,
): (value: T) => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let newest: { readonly value: T } | undefined
  let passedMs = Number.NEGATIVE_INFINITY
  const flush = (): void => {
    timer = undefined
    if (newest === undefined) return
    const { value } = newest
    newest = undefined
    const step = now() - passedMs < movementMs ? 'later' : 'first'
    passedMs = now()
    timer = setTimeout(flush, everyMs)
    pass(value, step)
  }
  return (value) => {
    newest = { value }
    if (timer === undefined) flush()
  }
}
