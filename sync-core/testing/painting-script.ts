import fc from 'fast-check'
import { encodeOperation } from '../raster/operation-codec.ts'
import type { Brush } from '../raster/brush.ts'
import type { Sample } from '../raster/sample.ts'
import { hostAuthor, type Operation, type Update } from '../raster/operation.ts'
import { anySmallBrush } from './any-brush.ts'

// Random sessions of a few authors, as fast-check arbitraries: operations that often have an effect (an undo names one of
// the author's strokes) and sometimes have none.

export const authors = [1, 2, 3]

interface Action {
  readonly author: number
  readonly kind: Operation['kind']
  readonly brush: Brush
  readonly samples: readonly Sample[]
  readonly pick: number
}

/** Samples in and around a picture of about 200 × 150 px. */
export const anySample: fc.Arbitrary<Sample> = fc.record({
  x: fc.integer({ min: -16 * 20, max: 16 * 220 }),
  y: fc.integer({ min: -16 * 20, max: 16 * 170 }),
  pressure: fc.integer({ min: 0, max: 1023 }),
})

const anyAction: fc.Arbitrary<Action> = fc.record({
  author: fc.constantFrom(...authors),
  kind: fc.constantFrom(
    'stroke-begin',
    'stroke-begin',
    'stroke-points',
    'stroke-points',
    'end',
    'end',
    'undo',
    'undo',
    'redo',
    'close',
  ),
  brush: anySmallBrush,
  samples: fc.array(anySample, { minLength: 1, maxLength: 4 }),
  pick: fc.nat({ max: 5 }),
})

/** A session's updates from seq 1 on; `size` makes long ones as likely as short ones. */
export function anyScript(lengthMax: number): fc.Arbitrary<Update[]> {
  return fc.array(anyAction, { maxLength: lengthMax, size: 'max' }).map(toUpdates)
}

function toUpdates(actions: readonly Action[]): Update[] {
  const clientSeqs = new Map<number, number>()
  const begun = new Map<number, number[]>()
  return actions.map((action, at) => {
    const author = action.kind === 'close' && action.pick < 4 ? hostAuthor : action.author
    const clientSeq = (clientSeqs.get(author) ?? 0) + 1
    clientSeqs.set(author, clientSeq)
    const strokes = begun.get(author) ?? []
    begun.set(author, strokes)
    if (action.kind === 'stroke-begin') strokes.push(clientSeq)
    const stroke = strokes.at(-1 - action.pick) ?? 1
    return { seq: at + 1, author, clientSeq, operation: encodeOperation(toOperation(action, stroke)) }
  })
}

function toOperation(action: Action, stroke: number): Operation {
  const { kind, brush, samples, author } = action
  switch (kind) {
    case 'stroke-begin':
      return { kind, brush, samples }
    case 'stroke-points':
      return { kind, samples }
    case 'end':
      return { kind }
    case 'undo':
    case 'redo':
      return { kind, stroke }
    case 'close':
      return { kind, author }
  }
}
