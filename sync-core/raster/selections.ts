import { limits } from '../base/limits.ts'
import { EncodedSelection } from './encoded-selection.ts'
import { decodeOperation } from './operation-codec.ts'
import type { Operation, Update } from './operation.ts'

// What each author has selected. It is not undone, and it is sent only before something is painted with it. A selection that
// is too large for one update comes in several, and counts from its last one on. Because strokes after the horizon may be
// painted with a selection from before, the updates of the one that is in force at the horizon are carried beside the base.

/** Coverage 0..255 by tile index, 4096 a tile; where there is no tile nothing is selected. */
export type Selection = ReadonlyMap<number, Uint8Array>

interface Selected {
  readonly endSeq: number
  /** The clientSeq of the update that completed it; undefined when nothing in particular is selected. */
  readonly name: number | undefined
  readonly updates: readonly Update[]
  readonly mask: EncodedSelection | undefined
}

interface Author {
  /** The one in force at the horizon, and those after it. */
  readonly selected: Selected[]
  partial: { readonly updates: Update[]; bytes: number } | undefined
}

/** Undefined where nothing in particular is selected. */
export class Selections {
  private readonly authors = new Map<number, Author>()

  /** The author's selection now. */
  of(author: number): EncodedSelection | undefined {
    return this.newest(author)?.mask
  }

  /** The clientSeq of the update that completed the author's selection. */
  nameOf(author: number): number | undefined {
    return this.newest(author)?.name
  }

  handle(update: Update, { stage }: Extract<Operation, { kind: 'select' }>): void {
    const author = this.author(update.author)
    if (stage === 'whole' || stage === 'first') author.partial = { updates: [], bytes: 0 }
    const { partial } = author
    if (partial === undefined) return
    partial.updates.push(update)
    partial.bytes += update.operation.length
    if (partial.bytes > limits.selectionBytesMax) author.partial = undefined
    else if (stage === 'whole' || stage === 'last') {
      author.partial = undefined
      const mask = selectionOf(partial.updates)
      const name = mask === undefined ? undefined : update.clientSeq
      author.selected.push({ endSeq: update.seq, name, updates: mask ? partial.updates : [], mask })
    }
  }

  /** The author is away: nothing is selected any more. */
  forget(author: number, seq: number): void {
    const known = this.authors.get(author)
    if (known === undefined) return
    known.partial = undefined
    if (this.of(author) === undefined) return
    known.selected.push({ endSeq: seq, name: undefined, updates: [], mask: undefined })
  }

  /** Moves the horizon; the updates up to it that strokes after it need. */
  fold(horizon: number): Update[] {
    const carried: Update[] = []
    for (const [number, author] of this.authors) {
      const { selected, partial } = author
      while (selected.length > 1 && selected[1]!.endSeq <= horizon) selected.shift()
      const updates = [...selected.flatMap((each) => each.updates), ...(partial?.updates ?? [])]
      carried.push(...updates.filter(({ seq }) => seq <= horizon))
      const isIdle = partial === undefined && selected.every((each) => each.mask === undefined)
      if (isIdle && (selected.at(-1)?.endSeq ?? 0) <= horizon) this.authors.delete(number)
    }
    return carried
  }

  private newest(author: number): Selected | undefined {
    return this.authors.get(author)?.selected.at(-1)
  }

  private author(number: number): Author {
    let author = this.authors.get(number)
    if (author === undefined) {
      author = { selected: [], partial: undefined }
      this.authors.set(number, author)
    }
    return author
  }
}

function selectionOf(updates: readonly Update[]): EncodedSelection | undefined {
  const parts = updates.flatMap(({ operation }) => {
    const decoded = decodeOperation(operation)
    return decoded.kind === 'select' ? decoded.parts : []
  })
  return parts.length === 0 ? undefined : new EncodedSelection(parts)
}
