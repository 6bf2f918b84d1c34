import { blob, bool, decodeWhole, encodeWhole, list, oneOf, type Schema } from '../base/schema.ts'
import { struct, type TypeOf, u8, uint, union, int } from '../base/schema.ts'
import { limits } from '../base/limits.ts'
import { decodeBrush, encodeBrush } from './brush-codec.ts'
import type { Brush } from './brush.ts'
import { coverageBytesMax } from './coverage-codec.ts'
import { layerOperationSchemas } from './layer-operation.ts'
import type { Operation } from './operation.ts'
import { planeTiles } from './plane.ts'
import type { Sample, SampleOffset } from './sample.ts'
import { decodeOffsets, decodeSamples, encodeOffsets, encodeSamples } from './samples-codec.ts'
import { frameSchema, layerId } from './structure.ts'
import { encodedTileBytesMax } from './tile-codec.ts'

// An operation as bytes: its kind (the place in the union below), then its fields. The same bytes are sent, stored and
// replayed; a kind never gets a new meaning, and new ones are added at the end. The bytes of patch parts and of a selection are
// read where they are laid on the layer, not here: whoever orders operations need not inflate tiles.

const brush: Schema<Brush> = {
  encode: encodeBrush,
  decode: decodeBrush,
  dump: ({ blend, size, color: rgb }) => `${blend} ${size / 16} px #${rgb.toString(16).padStart(6, '0')}`,
}

/** Up to the end of the operation. */
const samples: Schema<readonly Sample[]> = {
  encode: encodeSamples,
  decode: decodeSamples,
  dump(values) {
    const [first, last] = [values[0], values.at(-1)]
    const at = (sample: Sample | undefined): string =>
      sample ? `${sample.x / 16},${sample.y / 16}` : 'nowhere'
    return `${values.length} from ${at(first)} to ${at(last)}`
  },
}

/** Up to the end of the operation. */
const offsets: Schema<readonly SampleOffset[]> = {
  encode: encodeOffsets,
  decode: decodeOffsets,
  dump(values) {
    const [first, last] = [values[0], values.at(-1)]
    const at = (sample: Sample | undefined): string =>
      sample ? `${sample.x / 16},${sample.y / 16}` : 'nowhere'
    return `${values.length} from ${at(first)} to ${at(last)}`
  },
}

const action = uint(Number.MAX_SAFE_INTEGER)
const color = uint(0xffffff)
const tileIndex = uint(planeTiles - 1)
const point = struct({
  x: int(limits.samplePositionMin, limits.samplePositionMax),
  y: int(limits.samplePositionMin, limits.samplePositionMax),
})
const rgba = struct({ red: u8, green: u8, blue: u8, alpha: u8 })
const place = { layer: layerId, alphaLock: bool, selected: bool }

const operationSchema = union({
  'stroke-begin': struct({ ...place, brush, samples }),
  'stroke-points': struct({ samples: offsets }),
  end: struct({}),
  undo: struct({ action }),
  redo: struct({ action }),
  close: struct({ author: uint(limits.participantsMax) }),
  'patch-begin': struct({ layer: layerId, color, alphaLock: bool }),
  'patch-parts': struct({
    parts: list(
      struct({
        index: tileIndex,
        form: oneOf(['cover', 'erase', 'over']),
        bytes: blob(Math.max(encodedTileBytesMax, coverageBytesMax)),
      }),
      limits.partsPerUpdateMax,
    ),
  }),
  select: struct({
    stage: oneOf(['whole', 'first', 'middle', 'last']),
    parts: list(struct({ index: tileIndex, bytes: blob(coverageBytesMax) }), limits.partsPerUpdateMax),
  }),
  gradient: struct({
    ...place,
    shape: oneOf(['linear', 'radial']),
    area: frameSchema,
    from: point,
    to: point,
    start: rgba,
    stop: rgba,
  }),
  ...layerOperationSchemas,
})

// The schema and the type say the same; this line would not compile if they did not.
const schema: Schema<Operation> = operationSchema satisfies Schema<TypeOf<typeof operationSchema>>

/** The bytes of an operation; throws AssertionError or ProtocolError('malformed') when a value is out of range. */
export function encodeOperation(operation: Operation): Uint8Array {
  return encodeWhole(schema, operation)
}

/** The operation of `bytes` of unknown origin; anything unknown, left over or out of range is ProtocolError('malformed'). */
export function decodeOperation(bytes: Uint8Array): Operation {
  return decodeWhole(schema, bytes)
}

/** One line for people who read a log. */
export function dumpOperation(operation: Operation): string {
  return schema.dump(operation)
}
