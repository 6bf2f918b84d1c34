import type { ByteReader } from '../base/byte-reader.ts'
import type { ByteWriter } from '../base/byte-writer.ts'
import { brushBlends, brushModes, curvePoints, type Dynamics, linearCurve } from './brush.ts'
import { angleOrigins, type Brush, roundBrush, tipNames } from './brush.ts'
import { checkBrush } from './brush-range.ts'

// A brush as bytes: what every stroke chooses, and of the rest only what differs from `roundBrush()`.
//
//   present varuint (bit n: field n of `fields` follows) · size u16 · red u8 · green u8 · blue u8 · the fields present
//
//   dynamics    parts u8 (1 a curve of 9 bytes, 2 the linear curve, 4 tilt i8, 8 speed i8) · the parts present
//   jitter      position u8 · size u8 · flow u8 · angle u8
//
// A field that is present with its plain value is malformed, so a brush has one encoding only.

interface Field<T> {
  readonly name: keyof Brush
  isPlain(value: T): boolean
  write(writer: ByteWriter, value: T): void
  read(reader: ByteReader): T
}

const plain = roundBrush()

// `any` because the fields' types differ and each is only ever used with its own name.
// oxlint-disable-next-line typescript/no-explicit-any
const fields: readonly Field<any>[] = [
  byte('opacity'),
  byte('hardness'),
  dynamics('sizeBy'),
  dynamics('opacityBy'),
  byte('flow'),
  byte('spacing'),
  nameOf('tip', tipNames),
  nameOf('blend', brushBlends),
  nameOf('mode', brushModes),
  dynamics('flowBy'),
  byte('roundness'),
  byte('angle'),
  nameOf('angleFrom', angleOrigins),
  byte('smudge'),
  varuint('taperStart'),
  varuint('taperEnd'),
  {
    name: 'jitter',
    isPlain: (jitter: Brush['jitter']) =>
      jitter.position === 0 && jitter.size === 0 && jitter.flow === 0 && jitter.angle === 0,
    write(writer, jitter: Brush['jitter']) {
      for (const value of [jitter.position, jitter.size, jitter.flow, jitter.angle]) writer.u8(value)
    },
    read: (reader) => ({
      position: reader.u8(),
      size: reader.u8(),
      flow: reader.u8(),
      angle: reader.u8(),
    }),
  } satisfies Field<Brush['jitter']>,
  {
    name: 'seed',
    isPlain: (seed: number) => seed === plain.seed,
    write: (writer, seed: number) => writer.u32(seed),
    read: (reader) => reader.u32(),
  } satisfies Field<number>,
]

/** Appends a brush; throws ProtocolError('malformed') when a value is out of range. */
export function encodeBrush(writer: ByteWriter, brush: Brush): void {
  checkBrush(brush)
  let present = 0
  fields.forEach((field, place) => {
    if (!field.isPlain(brush[field.name])) present |= 1 << place
  })
  writer.varuint(present)
  writer.u16(brush.size)
  writer.u8(brush.color >> 16)
  writer.u8((brush.color >> 8) & 0xff)
  writer.u8(brush.color & 0xff)
  fields.forEach((field, place) => {
    if (present & (1 << place)) field.write(writer, brush[field.name])
  })
}

/** Reads a brush; anything unknown or out of range is ProtocolError('malformed'). */
export function decodeBrush(reader: ByteReader): Brush {
  const at = reader.offset
  const present = reader.varuint()
  if (present >= 1 << fields.length) throw reader.malformed(`${present} are no fields of a brush`, at)
  const size = reader.u16()
  const color = (reader.u8() << 16) | (reader.u8() << 8) | reader.u8()
  const read: Partial<Record<keyof Brush, unknown>> = { size, color }
  fields.forEach((field, place) => {
    if ((present & (1 << place)) === 0) return
    const value: unknown = field.read(reader)
    if (field.isPlain(value)) throw reader.malformed(`the ${field.name} of a brush is said without need`)
    read[field.name] = value
  })
  const brush = roundBrush(read as Partial<Brush>)
  checkBrush(brush)
  return brush
}

function byte(
  name: 'opacity' | 'flow' | 'hardness' | 'spacing' | 'roundness' | 'angle' | 'smudge',
): Field<number> {
  return {
    name,
    isPlain: (value) => value === plain[name],
    write: (writer, value) => writer.u8(value),
    read: (reader) => reader.u8(),
  }
}

function varuint(name: 'taperStart' | 'taperEnd'): Field<number> {
  return {
    name,
    isPlain: (value) => value === plain[name],
    write: (writer, value) => writer.varuint(value),
    read: (reader) => reader.varuint(),
  }
}

function nameOf(name: keyof Brush, names: readonly string[]): Field<string> {
  return {
    name,
    isPlain: (value) => value === plain[name],
    write: (writer, value) => writer.u8(names.indexOf(value)),
    read(reader) {
      const place = reader.u8()
      const found = names[place]
      if (found === undefined) throw reader.malformed(`${place} is no ${name} of a brush`, reader.offset - 1)
      return found
    },
  }
}

const curvePart = 1
const linearPart = 2
const tiltPart = 4
const speedPart = 8

function dynamics(name: 'sizeBy' | 'opacityBy' | 'flowBy'): Field<Dynamics> {
  return {
    name,
    isPlain: ({ curve, tilt, speed }) => curve === undefined && tilt === 0 && speed === 0,
    write(writer, { curve, tilt, speed }) {
      const isLinear = curve !== undefined && isLinearCurve(curve)
      const curveParts = curve === undefined ? 0 : isLinear ? linearPart : curvePart
      writer.u8(curveParts | (tilt === 0 ? 0 : tiltPart) | (speed === 0 ? 0 : speedPart))
      if (curveParts === curvePart) for (const value of curve!) writer.u8(value)
      if (tilt !== 0) writer.u8(tilt & 0xff)
      if (speed !== 0) writer.u8(speed & 0xff)
    },
    read(reader) {
      const at = reader.offset
      const parts = reader.u8()
      if (parts > 15 || (parts & 3) === 3) throw reader.malformed(`${parts} are no parts of dynamics`, at)
      const curve = parts & curvePart ? Array.from({ length: curvePoints }, () => reader.u8()) : linearCurve
      if (parts & curvePart && isLinearCurve(curve)) {
        throw reader.malformed('the linear curve is written out', at)
      }
      return {
        ...((parts & (curvePart | linearPart)) !== 0 && { curve }),
        tilt: parts & tiltPart ? readPart(reader) : 0,
        speed: parts & speedPart ? readPart(reader) : 0,
      }
    },
  }
}

function readPart(reader: ByteReader): number {
  const value = (reader.u8() << 24) >> 24
  if (value === 0) throw reader.malformed('a part of dynamics is said without need')
  return value
}

function isLinearCurve(curve: readonly number[]): boolean {
  return curve.every((value, i) => value === linearCurve[i])
}
