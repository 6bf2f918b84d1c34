import { hostAuthor } from './operation.ts'

/**
 * How far the horizon may move so that everyone who is here keeps the last actions to undo. Who is away, is said by the order of
 * updates itself: by the host's `close`, until the next update of that author.
 */
export class UndoDepth {
  private readonly away = new Set<number>()

  noteUpdate(author: number): void {
    this.away.delete(author)
  }

  noteAway(author: number): void {
    if (author !== hostAuthor) this.away.add(author)
  }

  /** `actions` in order of their end. */
  seqThatKeeps(
    kept: number,
    actions: readonly { readonly author: number; readonly endSeq: number }[],
  ): number {
    const counts = new Map<number, number>()
    let oldest = Infinity
    for (let i = actions.length - 1; i >= 0; i--) {
      const { author, endSeq } = actions[i]!
      const count = (counts.get(author) ?? 0) + 1
      counts.set(author, count)
      if (count <= kept && !this.away.has(author)) oldest = endSeq
    }
    return oldest - 1
  }
}
