/**
 * Work in short steps: each `next` takes a millisecond or two and yields what part is done, 0..1, never less than before.
 * Who wants it cancelled doesn't ask on; nothing outside was changed until it is finished.
 */
export type Paced<Result> = Generator<number, Result, void>

/** Does all of it at once. */
export function finish<Result>(work: Paced<Result>): Result {
  for (;;) {
    const step = work.next()
    if (step.done === true) return step.value
  }
}
