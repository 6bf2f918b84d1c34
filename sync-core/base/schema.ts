// One description of a message gives three things: its TypeScript type, its codec, and its readable dump. So the three
// can't drift apart. A schema is a small object; composite ones call their parts. Decoding trusts nothing: every length
// is checked against its limit before memory is taken, and every enumeration against its list.
//
// Rejected: protobuf and flatbuffers (a generator in the build, and no limits in the schema); JSON (ten times the bytes
// for pen samples, and no exact integers).

import { ByteReader } from './byte-reader.ts'
import { ByteWriter } from './byte-writer.ts'
import { assert } from './assert.ts'

export interface Schema<T> {
  encode(writer: ByteWriter, value: T): void
  /** Throws ProtocolError('malformed'). */
  decode(reader: ByteReader): T
  /** Short text for a person; long byte strings are abbreviated. */
  dump(value: T): string
}

export type TypeOf<S> = S extends Schema<infer T> ? T : never

export const u8: Schema<number> = {
  encode: (writer, value) => writer.u8(value),
  decode: (reader) => reader.u8(),
  dump: String,
}

/** A whole number in 0..max. */
export function uint(max: number): Schema<number> {
  return {
    encode(writer, value) {
      assert(value <= max, `the number is at most ${max}, not ${value}`)
      writer.varuint(value)
    },
    decode(reader) {
      const at = reader.offset
      const value = reader.varuint()
      if (value > max) throw reader.malformed(`${value} is more than the allowed ${max}`, at)
      return value
    },
    dump: String,
  }
}

/** A signed whole number in min..max, both within 32 bits. */
export function int(min: number, max: number): Schema<number> {
  return {
    encode(writer, value) {
      assert(value >= min && value <= max, `the number is ${min}..${max}, not ${value}`)
      writer.varint(value)
    },
    decode(reader) {
      const at = reader.offset
      const value = reader.varint()
      if (value < min || value > max) throw reader.malformed(`${value} is not in ${min}..${max}`, at)
      return value
    },
    dump: String,
  }
}

export const bool: Schema<boolean> = {
  encode: (writer, value) => writer.u8(value ? 1 : 0),
  decode(reader) {
    const at = reader.offset
    const value = reader.u8()
    if (value > 1) throw reader.malformed(`${value} is neither 0 (no) nor 1 (yes)`, at)
    return value === 1
  },
  dump: String,
}

/** UTF-8 text of at most `bytesMax` bytes without control characters. */
export function text(bytesMax: number): Schema<string> {
  return {
    encode: (writer, value) => writer.text(value),
    decode(reader) {
      const at = reader.offset
      const value = reader.text(bytesMax)
      // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
      if (/[\u0000-\u001f\u007f]/.test(value)) throw reader.malformed('a text has control characters', at)
      return value
    },
    dump: (value) => JSON.stringify(value),
  }
}

/** Up to `lengthMax` bytes. Decoding gives a view into the message, not a copy. */
export function blob(lengthMax: number): Schema<Uint8Array> {
  return {
    encode(writer, value) {
      assert(value.length <= lengthMax, `the bytes are at most ${lengthMax}, not ${value.length}`)
      writer.varuint(value.length)
      writer.bytes(value)
    },
    decode(reader) {
      const at = reader.offset
      const length = reader.varuint()
      if (length > lengthMax) throw reader.malformed(`${length} bytes are more than ${lengthMax}`, at)
      return reader.bytes(length)
    },
    dump: dumpBytes,
  }
}

/** Exactly `length` bytes. */
export function fixed(length: number): Schema<Uint8Array> {
  return {
    encode(writer, value) {
      assert(value.length === length, `the bytes are exactly ${length}, not ${value.length}`)
      writer.bytes(value)
    },
    decode: (reader) => reader.bytes(length),
    dump: dumpBytes,
  }
}

export function list<T>(item: Schema<T>, countMax: number): Schema<readonly T[]> {
  return {
    encode(writer, values) {
      assert(values.length <= countMax, `the list has at most ${countMax} entries, not ${values.length}`)
      writer.varuint(values.length)
      for (const value of values) item.encode(writer, value)
    },
    decode(reader) {
      const at = reader.offset
      const count = reader.varuint()
      if (count > countMax) throw reader.malformed(`a list of ${count} is longer than ${countMax}`, at)
      if (count > reader.remaining) throw reader.malformed(`a list of ${count} does not fit the message`, at)
      const values: T[] = []
      for (let i = 0; i < count; i++) values.push(item.decode(reader))
      return values
    },
    dump: (values) => `[${values.map((value) => item.dump(value)).join(', ')}]`,
  }
}

/** The value, or undefined: one byte says which. */
export function optional<T>(item: Schema<T>): Schema<T | undefined> {
  return {
    encode(writer, value) {
      bool.encode(writer, value !== undefined)
      if (value !== undefined) item.encode(writer, value)
    },
    decode: (reader) => (bool.decode(reader) ? item.decode(reader) : undefined),
    dump: (value) => (value === undefined ? '-' : item.dump(value)),
  }
}

/** One of the given names; the wire has its place in the list, so names are only ever added at the end. */
export function oneOf<const Names extends readonly string[]>(names: Names): Schema<Names[number]> {
  return {
    encode(writer, value) {
      const place = names.indexOf(value)
      assert(place >= 0, `the name is one of ${names.join(', ')}, not ${value}`)
      writer.u8(place)
    },
    decode(reader) {
      const at = reader.offset
      const name = names[reader.u8()]
      if (name === undefined) throw reader.malformed(`a name is none of ${names.join(', ')}`, at)
      return name
    },
    dump: (value) => value,
  }
}

// `any` because a Schema both takes and gives its value, so no other type is above all schemas.
// oxlint-disable-next-line typescript/no-explicit-any
type AnySchema = Schema<any>
type Fields = Record<string, AnySchema>
type Struct<F extends Fields> = { readonly [K in keyof F]: TypeOf<F[K]> }

export function struct<F extends Fields>(fields: F): Schema<Struct<F>> {
  const entries = Object.entries(fields) as unknown as [keyof F, Schema<unknown>][]
  return {
    encode(writer, value) {
      for (const [name, field] of entries) field.encode(writer, value[name])
    },
    decode(reader) {
      const value: Partial<Record<keyof F, unknown>> = {}
      for (const [name, field] of entries) value[name] = field.decode(reader)
      return value as Struct<F>
    },
    dump: (value) =>
      `{${entries.map(([name, field]) => `${String(name)}: ${field.dump(value[name])}`).join(', ')}}`,
  }
}

type Variants = Record<string, AnySchema>
type Union<V extends Variants> = { [K in keyof V]: { readonly kind: K } & TypeOf<V[K]> }[keyof V]

/**
 * A value tagged with `kind`. The wire has the variant's place in the declaration as one byte, so variants are only
 * ever added at the end.
 */
export function union<V extends Variants>(variants: V): Schema<Union<V>> {
  const kinds = Object.keys(variants)
  const schemas = Object.values(variants) as unknown as Schema<unknown>[]
  const placeOf = (kind: string): number => {
    const place = kinds.indexOf(kind)
    assert(place >= 0, `the kind is one of ${kinds.join(', ')}, not ${kind}`)
    return place
  }
  return {
    encode(writer, value) {
      const place = placeOf(value.kind as string)
      writer.u8(place)
      schemas[place]!.encode(writer, value)
    },
    decode(reader) {
      const at = reader.offset
      const place = reader.u8()
      const schema = schemas[place]
      if (schema === undefined) throw reader.malformed(`there is no message of kind ${place}`, at)
      return { kind: kinds[place], ...(schema.decode(reader) as object) } as unknown as Union<V>
    },
    dump: (value) => `${String(value.kind)} ${schemas[placeOf(value.kind as string)]!.dump(value)}`,
  }
}

/** The bytes of one whole value. */
export function encodeWhole<T>(schema: Schema<T>, value: T): Uint8Array {
  const writer = new ByteWriter()
  schema.encode(writer, value)
  return writer.finish()
}

/** Reads one value that must fill `bytes` exactly. Throws ProtocolError('malformed'). */
export function decodeWhole<T>(schema: Schema<T>, bytes: Uint8Array): T {
  const reader = new ByteReader(bytes)
  const value = schema.decode(reader)
  reader.end()
  return value
}

function dumpBytes(bytes: Uint8Array): string {
  const hex = Array.from(bytes.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('')
  return bytes.length <= 8 ? `<${hex}>` : `<${hex}… ${bytes.length} bytes>`
}
