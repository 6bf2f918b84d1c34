import fc from 'fast-check'
import { type Brush, byPressure, roundBrush, steady } from '../raster/brush.ts'
import { encodeCoverage } from '../raster/coverage-codec.ts'
import type { LayerField } from '../raster/layer-operation.ts'
import { encodeOperation } from '../raster/operation-codec.ts'
import { hostAuthor, type Operation, type PatchPart, type Update } from '../raster/operation.ts'
import { tileIndexOf } from '../raster/plane.ts'
import type { Sample } from '../raster/sample.ts'
import { createStructure, firstLayer } from '../raster/structure.ts'

// Random sessions of a few authors, as fast-check arbitraries: operations that often have an effect (an undo names one of
// the author's actions, layers are few) and sometimes have none.

export const authors = [1, 2, 3]
export const layers = [firstLayer, 11, 12, 13]

const { frame } = createStructure({ width: 200, height: 150 })

const anyBrush: fc.Arbitrary<Brush> = fc
  .record({
    blend: fc.constantFrom('normal', 'normal', 'erase'),
    size: fc.integer({ min: 16, max: 16 * 40 }),
    opacity: fc.integer({ min: 1, max: 255 }),
    hardness: fc.integer({ min: 0, max: 255 }),
    color: fc.integer({ min: 0, max: 0xffffff }),
    sizeBy: fc.constantFrom(steady, byPressure),
    opacityBy: fc.constantFrom(steady, byPressure),
  })
  .map((change) => roundBrush(change))

/** Samples in and around a picture of about 200 × 150 px. */
const anySample: fc.Arbitrary<Sample> = fc.record({
  x: fc.integer({ min: 16 * (frame.x - 20), max: 16 * (frame.x + 220) }),
  y: fc.integer({ min: 16 * (frame.y - 20), max: 16 * (frame.y + 170) }),
  pressure: fc.integer({ min: 0, max: 1023 }),
})
/** How a pen goes on. */
const anyOffset: fc.Arbitrary<Sample> = fc.record({
  x: fc.integer({ min: -16 * 60, max: 16 * 60 }),
  y: fc.integer({ min: -16 * 60, max: 16 * 60 }),
  pressure: fc.integer({ min: -300, max: 300 }),
})

const anyLayer = fc.constantFrom(firstLayer, firstLayer, firstLayer, 11, 11, 12, 13)
const anyPlace = fc.record({ layer: anyLayer, alphaLock: fc.boolean(), selected: fc.boolean() })
const anyTile = fc
  .record({ tx: fc.integer({ min: -1, max: 4 }), ty: fc.integer({ min: -1, max: 3 }) })
  .map(({ tx, ty }) => tileIndexOf((frame.x >> 6) + tx, (frame.y >> 6) + ty))
const anyCoverage = fc
  .record({ value: fc.nat({ max: 255 }), edge: fc.nat({ max: 64 }) })
  .map(({ value, edge }) =>
    encodeCoverage(Uint8Array.from({ length: 4096 }, (_, i) => ((i & 63) < edge ? value : 0))),
  )
const anyPart: fc.Arbitrary<PatchPart> = fc.record({
  index: anyTile,
  form: fc.constantFrom('cover', 'erase'),
  bytes: fc.oneof(
    { weight: 9, arbitrary: anyCoverage },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 5 }) },
  ),
})
const anyField: fc.Arbitrary<LayerField> = fc.oneof(
  fc.record({ kind: fc.constant('opacity' as const), value: fc.nat({ max: 255 }) }),
  fc.record({ kind: fc.constant('visible' as const), value: fc.boolean() }),
  fc.record({ kind: fc.constant('clipped' as const), value: fc.boolean() }),
  fc.record({
    kind: fc.constant('blend' as const),
    value: fc.constantFrom('normal' as const, 'multiply' as const),
  }),
)
const anyRgba = fc.record({
  red: fc.nat({ max: 255 }),
  green: fc.nat({ max: 255 }),
  blue: fc.nat({ max: 255 }),
  alpha: fc.nat({ max: 255 }),
})

/** `pick` chooses the action that an undo or redo names. */
type Step = Operation | { readonly kind: 'undo' | 'redo'; readonly pick: number }

const of = <K extends string>(kind: K) => fc.constant(kind)
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(anyPlace, anyBrush, fc.array(anySample, { minLength: 1, maxLength: 3 }))
      .map(([place, brush, samples]) => ({ kind: 'stroke-begin' as const, ...place, brush, samples })),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: of('stroke-points'),
      samples: fc.array(anyOffset, { minLength: 1, maxLength: 4 }),
    }),
  },
  { weight: 4, arbitrary: fc.constant({ kind: 'end' as const }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constantFrom('undo', 'undo', 'redo'), pick: fc.nat({ max: 5 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: of('patch-begin'),
      layer: anyLayer,
      color: fc.nat({ max: 0xffffff }),
      alphaLock: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: of('patch-parts'), parts: fc.array(anyPart, { maxLength: 3 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: of('select'),
      stage: fc.constantFrom('whole', 'whole', 'first', 'middle', 'last'),
      parts: fc.array(fc.record({ index: anyTile, bytes: anyCoverage }), { maxLength: 3 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        anyPlace,
        fc.constantFrom('linear' as const, 'radial' as const),
        anySample,
        anySample,
        anyRgba,
        anyRgba,
      )
      .map(([place, shape, { x, y }, to, start, stop]) => {
        return {
          kind: 'gradient' as const,
          ...place,
          shape,
          area: frame,
          from: { x, y },
          to: { x: to.x, y: to.y },
          start,
          stop,
        }
      }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: of('layer-add'), id: anyLayer, above: anyLayer, name: fc.constant('A') }),
  },
  { weight: 1, arbitrary: fc.record({ kind: of('layer-remove'), id: anyLayer }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: of('layer-move'), id: anyLayer, above: fc.constantFrom(0, ...layers) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: of('layer-set'), id: anyLayer, field: anyField }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: of('layer-copy'), from: anyLayer, id: anyLayer, name: fc.constant('B') }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: of('layer-merge'),
      top: anyLayer,
      below: anyLayer,
      opacity: fc.nat({ max: 255 }),
      blend: fc.constantFrom('normal' as const, 'screen' as const),
      clipped: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: of('resize'),
      x: fc.integer({ min: frame.x - 30, max: frame.x + 30 }),
      y: fc.constant(frame.y),
      width: fc.integer({ min: 10, max: 200 }),
      height: fc.constant(150),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: of('close'), author: fc.constantFrom(...authors) }) },
)

/** A session's updates from seq 1 on; `size` makes long ones as likely as short ones. */
export function anyScript(lengthMax: number): fc.Arbitrary<Update[]> {
  const anyTurn = fc.tuple(fc.constantFrom(...authors), fc.nat({ max: 4 }), anyStep)
  return fc.array(anyTurn, { maxLength: lengthMax, size: 'max' }).map(toUpdates)
}

function toUpdates(turns: readonly (readonly [author: number, luck: number, step: Step])[]): Update[] {
  const clientSeqs = new Map<number, number>()
  const begun = new Map<number, number[]>()
  return turns.map(([person, luck, step], place) => {
    const author = step.kind === 'close' && luck > 0 ? hostAuthor : person
    const clientSeq = (clientSeqs.get(author) ?? 0) + 1
    clientSeqs.set(author, clientSeq)
    const actions = begun.get(author) ?? []
    begun.set(author, actions)
    const operation: Operation =
      'pick' in step ? { kind: step.kind, action: actions.at(-1 - step.pick) ?? 1 } : step
    const isAction = !['stroke-points', 'patch-parts', 'end', 'undo', 'redo', 'select', 'close'].includes(
      step.kind,
    )
    if (isAction) actions.push(clientSeq)
    return { seq: place + 1, author, clientSeq, operation: encodeOperation(operation) }
  })
}
