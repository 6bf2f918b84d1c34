import fc from 'fast-check'
import { blendModes } from '../kernel/blend-mode.ts'
import { type Brush, byPressure, roundBrush, steady } from '../raster/brush.ts'
import { encodeCoverage } from '../raster/coverage-codec.ts'
import type { LayerField } from '../raster/layer-operation.ts'
import { encodeOperation } from '../raster/operation-codec.ts'
import { hostAuthor, type Operation, type PatchPart, type Update } from '../raster/operation.ts'
import { tileIndexOf } from '../raster/plane.ts'
import type { Sample } from '../raster/sample.ts'
import { createStructure, firstLayer } from '../raster/structure.ts'
import { encodePixels } from '../raster/tile-codec.ts'
import { anySampleWithin, anyTinyBrush } from './any-brush.ts'
import { type PatchSketch, sketchCoverage, sketchPixels } from './patch-pixels.ts'

// Random sessions of a few authors, as fast-check arbitraries: operations that often have an effect (an undo names one of
// the author's actions, layers are few) and sometimes have none.

export const authors = [1, 2, 3]
export const layers = [firstLayer, 11, 12, 13]

const { frame } = createStructure({ width: 200, height: 150 })

const anyPlainBrush: fc.Arbitrary<Brush> = fc
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

/** Plain ones are likely: what they paint is easier to look at when a session fails, and paints quickly. */
const anyBrush = fc.oneof({ weight: 2, arbitrary: anyPlainBrush }, { weight: 1, arbitrary: anyTinyBrush })

/** Samples in and around a picture of about 200 × 150 px. */
const anySample: fc.Arbitrary<Sample> = fc
  .tuple(
    fc.integer({ min: 16 * (frame.x - 20), max: 16 * (frame.x + 220) }),
    fc.integer({ min: 16 * (frame.y - 20), max: 16 * (frame.y + 170) }),
    anySampleWithin(0, 0),
  )
  .map(([x, y, sample]) => ({ ...sample, x, y }))
const anyPoint = anySample.map(({ x, y }) => ({ x, y }))
const lean = fc.integer({ min: -40, max: 40 })
/** How a pen goes on. */
const anyOffset: fc.Arbitrary<Sample> = fc.record(
  {
    x: fc.integer({ min: -16 * 60, max: 16 * 60 }),
    y: fc.integer({ min: -16 * 60, max: 16 * 60 }),
    pressure: fc.integer({ min: -300, max: 300 }),
    tiltX: lean,
    tiltY: lean,
    speed: fc.integer({ min: -99, max: 99 }),
    color: fc.nat({ max: 0xffffffff }),
  },
  { requiredKeys: ['x', 'y', 'pressure'] },
)

const anyLayer = fc.constantFrom(firstLayer, firstLayer, firstLayer, 11, 11, 12, 13)
const anyPlace = fc.record({ layer: anyLayer, alphaLock: fc.boolean(), selected: fc.boolean() })
const anyTile = fc
  .record({ tx: fc.integer({ min: -1, max: 4 }), ty: fc.integer({ min: -1, max: 3 }) })
  .map(({ tx, ty }) => tileIndexOf((frame.x >> 6) + tx, (frame.y >> 6) + ty))
const anyRgba = fc.record({
  red: fc.nat({ max: 255 }),
  green: fc.nat({ max: 255 }),
  blue: fc.nat({ max: 255 }),
  alpha: fc.nat({ max: 255 }),
})
const anySketch: fc.Arbitrary<PatchSketch> = fc.record({
  columns: fc.nat({ max: 64 }),
  fill: fc.constantFrom('even', 'fading'),
})
const anyCoverage = fc
  .tuple(anySketch, fc.nat({ max: 255 }))
  .map(([sketch, value]) => encodeCoverage(sketchCoverage(sketch, value)))
/** A tile of an image; a blank one can't be encoded. */
const anyImage = fc
  .tuple(anySketch, anyRgba)
  .map(([sketch, color]) =>
    encodePixels(
      sketchPixels({ ...sketch, columns: 1 + (sketch.columns & 63) }, { ...color, alpha: color.alpha || 1 }),
    ),
  )
const anyRubbish = fc.uint8Array({ maxLength: 5 })
const readable = (bytes: fc.Arbitrary<Uint8Array>) =>
  fc.oneof({ weight: 9, arbitrary: bytes }, { weight: 1, arbitrary: anyRubbish })
const anyPart: fc.Arbitrary<PatchPart> = fc.oneof(
  fc.record({ index: anyTile, form: fc.constantFrom('cover', 'erase'), bytes: readable(anyCoverage) }),
  fc.record({ index: anyTile, form: fc.constant('over' as const), bytes: readable(anyImage) }),
)
const anyName = fc.constantFrom('A', 'B', '')
const anyBlend = fc.constantFrom('normal' as const, ...blendModes)
const anyField: fc.Arbitrary<LayerField> = fc.oneof(
  fc.record({ kind: fc.constant('name' as const), value: anyName }),
  fc.record({ kind: fc.constant('opacity' as const), value: fc.nat({ max: 255 }) }),
  fc.record({ kind: fc.constant('blend' as const), value: anyBlend }),
  fc.record({
    kind: fc.constantFrom('visible' as const, 'locked' as const, 'alphaLocked' as const, 'clipped' as const),
    value: fc.boolean(),
  }),
)
/** Frames around the picture; the smallest ones are none. */
const anyFrame = fc.record({
  x: fc.integer({ min: frame.x - 30, max: frame.x + 30 }),
  y: fc.integer({ min: frame.y - 30, max: frame.y + 30 }),
  width: fc.integer({ min: 10, max: 200 }),
  height: fc.integer({ min: 10, max: 150 }),
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
        fc.oneof(fc.constant(frame), anyFrame),
        anyPoint,
        anyPoint,
        fc.tuple(anyRgba, anyRgba),
      )
      .map(([place, shape, area, from, to, [start, stop]]) => {
        return { kind: 'gradient' as const, ...place, shape, area, from, to, start, stop }
      }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: of('layer-add'), id: anyLayer, above: anyLayer, name: anyName }),
  },
  { weight: 1, arbitrary: fc.record({ kind: of('layer-remove'), id: anyLayer }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: of('layer-move'), id: anyLayer, above: fc.constantFrom(0, ...layers) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: of('layer-set'), id: anyLayer, field: anyField }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: of('layer-copy'), from: anyLayer, id: anyLayer, name: anyName }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: of('layer-merge'),
      top: anyLayer,
      below: anyLayer,
      opacity: fc.nat({ max: 255 }),
      blend: anyBlend,
      clipped: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: anyFrame.map((area) => ({ kind: 'resize' as const, ...area })),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: of('palette'),
      colors: fc.array(fc.nat({ max: 0xffffff }), { maxLength: 5 }),
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
