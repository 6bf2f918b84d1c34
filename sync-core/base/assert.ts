import { AssertionError } from './errors.ts'

/** Throws AssertionError when `condition` is false: a bug of ours, never the peer's or the world's fault. */
export function assert(condition: boolean, truth: string): asserts condition {
  if (!condition) throw new AssertionError(truth)
}

/** The end of an exhaustive switch; the compiler proves that it can't be reached. */
export function unreachable(value: never): never {
  throw new AssertionError(`every case is handled, but got ${String(value)}`)
}
