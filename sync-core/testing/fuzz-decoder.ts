import fc from 'fast-check'
import { limits } from '../base/limits.ts'
import { Prng } from '../base/prng.ts'
import { encodeUtf8 } from '../base/utf8.ts'
import { fuzzRuns, noteFuzz } from './fuzz-order.ts'

// Hostile bytes for any decoder: bytes of many lengths that mean nothing, and valid ones that were damaged in several places
// in the ways in which lengths, counts and offsets go wrong. A decoder either gives a value that `check` accepts, or the
// refusal that it documents, with a sentence short enough to be sent, and soon. Rejected: a fuzzer that is guided by coverage
// (it needs an instrumented build and hours; these formats are shallow, and splicing valid ones reaches all of them).

export interface FuzzedDecoder<T> {
  readonly decode: (bytes: Uint8Array) => T
  /** Bytes that decode: the more kinds, the better. */
  readonly valid: readonly Uint8Array[]
  /** Whether the error is what the decoder documents for bytes that it can't read. */
  readonly isRefusal: (error: Error) => boolean
  /** Throws when the value is none that these bytes may stand for. */
  readonly check: (value: T, bytes: Uint8Array) => void
  /** How many hostile inputs; 1500 if left out. */
  readonly runs?: number
  /** The longest bytes that mean nothing; 40 000 if left out. */
  readonly randomBytesMax?: number
}

/** How the hostile inputs ended. */
export interface FuzzTally {
  readonly decoded: number
  readonly refused: number
}

/** A bound for work that explodes, far above what a slow machine needs for any input here. */
const answerMsMax = 2_000
/** A bound for a count that is believed: the largest message is 4 MiB, and becomes some ten times as much as values. */
const answerBytesMax = 128 * 1024 * 1024

/** Runs the decoder on its valid and on hostile bytes; throws with the bytes when it answers wrongly. */
export function fuzzDecoder<T>(decoder: FuzzedDecoder<T>): FuzzTally {
  const { valid, runs = 1500, randomBytesMax = 40_000 } = decoder
  for (const bytes of valid) {
    const whole = bytes.slice()
    decoder.check(decoder.decode(whole), whole)
  }
  return fuzzReader({ ...decoder, read: decoder.decode, any: hostileBytes(valid, randomBytesMax), runs })
}

/** The same for readers of anything that `any` makes: texts, JSON. */
export function fuzzReader<From, T>(reader: {
  readonly read: (from: From) => T
  readonly any: fc.Arbitrary<From>
  readonly isRefusal: (error: Error) => boolean
  readonly check: (value: T, from: From) => void
  readonly runs?: number
}): FuzzTally {
  const tally = { decoded: 0, refused: 0 }
  fc.assert(
    fc.property(reader.any, (from) => {
      const answer = answerInTime(() => reader.read(from))
      if (answer.kind === 'value') {
        reader.check(answer.value, from)
        tally.decoded += 1
        return
      }
      const { error } = answer
      if (!(error instanceof Error) || !reader.isRefusal(error)) throw error
      checkSentence(error.message)
      tally.refused += 1
    }),
    { numRuns: fuzzRuns(reader.runs ?? 1500) },
  )
  noteFuzz(tally)
  return tally
}

type Answer<T> =
  { readonly kind: 'value'; readonly value: T } | { readonly kind: 'error'; readonly error: unknown }

/** Measured twice before it counts as slow or large: the machine may have been asleep. */
function answerInTime<T>(read: () => T): Answer<T> {
  for (let tries = 1; ; tries++) {
    const [startMs, startBytes] = [performance.now(), memoryBytes()]
    const answer = answerOf(read)
    const [tookMs, tookBytes] = [performance.now() - startMs, memoryBytes() - startBytes]
    if (tookMs <= answerMsMax && tookBytes <= answerBytesMax) return answer
    if (tries === 1) continue
    throw new Error(
      `it took ${Math.round(tookMs)} ms and ${tookBytes} bytes, and may take ${answerMsMax} and ${answerBytesMax}`,
    )
  }
}

/** What was taken and not collected yet. */
function memoryBytes(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

function answerOf<T>(read: () => T): Answer<T> {
  try {
    return { kind: 'value', value: read() }
  } catch (error) {
    return { kind: 'error', error }
  }
}

/** A refusal is shown and may be sent: it is words, and no longer than a sentence on the wire. */
function checkSentence(sentence: string): void {
  const length = encodeUtf8(sentence).length
  if (/\w+ \w+/.test(sentence) && length <= limits.sentenceBytesMax) return
  throw new Error(`a refusal of ${length} bytes is no sentence: ${sentence.slice(0, 200)}`)
}

/** Bytes that mean nothing, and damaged ones of these. */
export function hostileBytes(valid: readonly Uint8Array[], randomBytesMax: number): fc.Arbitrary<Uint8Array> {
  const nothing = fc.tuple(fc.nat(randomBytesMax), fc.nat()).map(([length, seed]) => {
    const prng = new Prng(seed)
    return Uint8Array.from({ length }, () => prng.below(256))
  })
  const few = fc.uint8Array({ maxLength: 64 })
  if (valid.length === 0) return fc.oneof(few, nothing)
  const damaged = fc
    .tuple(fc.nat(valid.length - 1), fc.array(anyDamage(valid), { minLength: 1, maxLength: 5 }))
    .map(([which, damages]) => {
      let bytes: Uint8Array = valid[which]!.slice()
      for (const damage of damages) bytes = damage(bytes)
      return bytes
    })
  return fc.oneof(
    { weight: 2, arbitrary: few },
    { weight: 1, arbitrary: nothing },
    { weight: 9, arbitrary: damaged },
  )
}

type Damage = (bytes: Uint8Array) => Uint8Array

/** Numbers as they stand in our formats, at their edges: varints that are huge, endless or too long, and u32s. */
const oddNumbers: readonly Uint8Array[] = [
  [0],
  [1],
  [0x7f],
  [0xff],
  [0x80, 0x00],
  [0xff, 0xff, 0x03],
  [0xff, 0xff, 0xff, 0xff, 0x0f],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f],
  [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01],
  [0xff, 0xff, 0xff, 0xff],
  [0, 0, 0, 0],
  [0xff, 0xff, 0xff, 0x7f],
].map((bytes) => Uint8Array.from(bytes))

function anyDamage(valid: readonly Uint8Array[]): fc.Arbitrary<Damage> {
  // What says how long the rest is stands in front.
  const place = fc.oneof(fc.nat(12), fc.nat())
  const count = fc.oneof(fc.nat(3), fc.nat(300))
  const odd = fc.constantFrom(...oddNumbers)
  return fc.oneof(
    fc.tuple(place, fc.nat(7)).map(([at, bit]): Damage => (bytes) => {
      if (bytes.length > 0) bytes[at % bytes.length]! ^= 1 << bit
      return bytes
    }),
    fc.tuple(place, fc.nat(255)).map(([at, value]): Damage => (bytes) => {
      if (bytes.length > 0) bytes[at % bytes.length] = value
      return bytes
    }),
    fc.tuple(place, count).map(
      ([at, length]): Damage =>
        (bytes) =>
          replace(bytes, at, length, []),
    ),
    fc.nat().map(
      (at): Damage =>
        (bytes) =>
          bytes.slice(0, at % (bytes.length + 1)),
    ),
    fc.tuple(place, fc.uint8Array({ minLength: 1, maxLength: 6 })).map(
      ([at, more]): Damage =>
        (bytes) =>
          replace(bytes, at, 0, more),
    ),
    fc.tuple(place, odd, fc.nat(2)).map(([at, number, over]): Damage => (bytes) => {
      return replace(bytes, at, over === 0 ? 0 : over === 1 ? 1 : number.length, number)
    }),
    fc.tuple(place, count, place).map(([from, length, to]): Damage => (bytes) => {
      const start = from % (bytes.length + 1)
      return replace(bytes, to, 0, bytes.slice(start, start + length))
    }),
    fc.tuple(fc.nat(valid.length - 1), place, place).map(([which, at, otherAt]): Damage => (bytes) => {
      const other = valid[which]!
      return Uint8Array.from([
        ...bytes.subarray(0, at % (bytes.length + 1)),
        ...other.subarray(otherAt % (other.length + 1)),
      ])
    }),
  )
}

/** The bytes with `length` of them from `at` on replaced. */
function replace(bytes: Uint8Array, at: number, length: number, by: ArrayLike<number>): Uint8Array {
  const start = at % (bytes.length + 1)
  const rest = bytes.subarray(Math.min(bytes.length, start + length))
  const replaced = new Uint8Array(start + by.length + rest.length)
  replaced.set(bytes.subarray(0, start))
  replaced.set(by, start)
  replaced.set(rest, start + by.length)
  return replaced
}
