import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ProtocolError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import { encodeOperation } from '../raster/operation-codec.ts'
import { planeTiles } from '../raster/plane.ts'
import {
  decodeClientMessage,
  decodeHostMessage,
  dumpClientMessage,
  dumpHostMessage,
  encodeClientMessage,
  encodeHostMessage,
  type ClientMessage,
  type HostMessage,
} from './messages.ts'
import { invitedRoles, roles } from './roles.ts'

const seq = fc.maxSafeNat()
const author = fc.nat(limits.participantsMax)
const clientSeq = fc.nat(0xffffffff)
const color = fc.nat(0xffffff)
const bytes = (lengthMax: number) => fc.uint8Array({ maxLength: lengthMax })
const exactly = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
const position = fc.integer({ min: limits.samplePositionMin, max: limits.samplePositionMax })
const tool = fc.constantFrom('paint' as const, 'erase' as const, 'pan' as const, 'laser' as const)
const role = fc.constantFrom(...roles)
// A character of UTF-16 takes at most 3 bytes of UTF-8.
const words = (bytesMax: number) =>
  fc
    .string({ unit: 'grapheme', maxLength: Math.floor(bytesMax / 16) })
    // oxlint-disable-next-line no-control-regex -- control characters are what is taken out
    .map((text) => text.replace(/[\u0000-\u001f\u007f]/g, ''))
const sentence = words(limits.sentenceBytesMax)
const stamp = fc.record({ seq, hash: exactly(8) })
const side = fc.nat(limits.pictureSidePxMax)
const operation = bytes(40)
const layer = fc.nat(0xffffffff)
const maybe = <T>(item: fc.Arbitrary<T>) => fc.option(item, { nil: undefined })
const view = fc.record({ x: side, y: side, width: side, height: side })
const stance = { layer: maybe(layer), view: maybe(view), follows: maybe(author), hand: fc.boolean() }
const said = {
  window: fc.nat(0xffffffff),
  line: clientSeq,
  text: words(limits.chatBytesMax).map((text) => `${text}!`),
  place: maybe(fc.record({ x: position, y: position, scale: maybe(fc.nat(limits.chatScaleMax)) })),
}
const index = fc.nat(planeTiles - 1)
const deed = fc.oneof(
  fc.record({ kind: fc.constant('role' as const), of: author, role: fc.constantFrom(...invitedRoles) }),
  fc.record({
    kind: fc.constant('remove' as const),
    of: author,
    ban: fc.constantFrom('none' as const, 'session' as const, 'ever' as const),
  }),
  fc.record({ kind: fc.constant('canvas' as const), locked: fc.boolean() }),
  fc.record({ kind: fc.constant('lobby' as const), asks: fc.boolean() }),
  fc.record({ kind: fc.constant('answer' as const), asker: fc.nat(0xffffffff), letIn: fc.boolean() }),
)
const listOf = <T>(item: fc.Arbitrary<T>) => fc.array(item, { maxLength: 5 })

type Arbitraries<M extends { kind: string }> = {
  [K in M['kind']]: fc.Arbitrary<Omit<Extract<M, { kind: K }>, 'kind'>>
}

const clientArbitraries: Arbitraries<ClientMessage> = {
  hello: fc.record({
    magic: exactly(4),
    major: fc.nat(255),
    minor: fc.nat(255),
    token: bytes(64),
    participantKey: exactly(16),
    name: words(limits.nameBytesMax),
    color,
    resume: fc.option(
      fc.record({
        epoch: fc.nat(0xffffffff),
        seq,
        stamp: fc.option(stamp, { nil: undefined }),
      }),
      { nil: undefined },
    ),
    view: fc.option(fc.record({ x: side, y: side, width: side, height: side }), { nil: undefined }),
    password: fc.option(words(limits.passwordBytesMax), { nil: undefined }),
  }),
  updates: fc.record({ updates: listOf(fc.record({ clientSeq, operation })) }),
  presence: fc.record({ x: position, y: position, down: fc.boolean(), tool }),
  bye: fc.record({}),
  inspect: fc.record({}),
  ping: fc.record({ number: fc.nat(0xffffffff) }),
  want: fc.record({ tiles: listOf(fc.record({ layer, index })) }),
  stance: fc.record(stance),
  say: fc.record(said),
  moderate: fc.record({ deed }),
  password: fc.record({ password: fc.option(words(limits.passwordBytesMax), { nil: undefined }) }),
}

const hostArbitraries: Arbitraries<HostMessage> = {
  refusal: fc.record({ code: words(32), sentence }),
  welcome: fc.record({
    major: fc.nat(255),
    minor: fc.nat(255),
    epoch: fc.nat(0xffffffff),
    you: author,
    role,
    pictureId: words(64),
    title: words(limits.titleBytesMax),
    seq,
    horizon: seq,
    lastClientSeq: clientSeq,
    durableSeq: seq,
    start: fc.oneof(
      fc.record({ kind: fc.constant('resume' as const) }),
      fc.record({
        kind: fc.constant('snapshot' as const),
        baseSeq: seq,
        structure: bytes(64),
        layers: listOf(fc.record({ layer, present: bytes(64) })),
      }),
    ),
  }),
  carried: fc.record({ updates: listOf(fc.record({ seq, author, clientSeq, operation })) }),
  updates: fc.record({ firstSeq: seq, updates: listOf(fc.record({ author, clientSeq, operation })) }),
  tiles: fc.record({
    tiles: listOf(fc.record({ layer, index, bytes: bytes(80) })),
    last: fc.boolean(),
  }),
  presence: fc.record({
    people: listOf(fc.record({ author, x: position, y: position, down: fc.boolean(), tool })),
  }),
  durable: fc.record({ seq }),
  saved: fc.record({
    seq,
    state: fc.constantFrom('saved' as const, 'saving' as const, 'failed' as const),
    sinceMs: fc.maxSafeNat(),
    sentence,
  }),
  health: fc.record({ writable: fc.boolean(), sentence }),
  stamp,
  roster: fc.record({
    people: listOf(
      fc.record({ author, name: words(limits.nameBytesMax), color, role, present: fc.boolean() }),
    ),
  }),
  bye: fc.record({ sentence }),
  rules: fc.record({ canvasLocked: fc.boolean(), asksFirst: fc.boolean(), hasPassword: fc.boolean() }),
  waiting: fc.record({}),
  askers: fc.record({
    people: listOf(fc.record({ number: fc.nat(0xffffffff), name: words(limits.nameBytesMax), color })),
  }),
  moderated: fc.record({ by: author, deed }),
  pong: fc.record({ number: fc.nat(0xffffffff) }),
  inspection: fc.record({
    horizon: seq,
    seq,
    structure: bytes(64),
    tiles: listOf(fc.record({ layer, index, hash: exactly(8) })),
    last: fc.boolean(),
  }),
  uploaded: fc.record({
    seq,
    state: fc.constantFrom('uploaded' as const, 'waiting' as const),
    sinceMs: fc.maxSafeNat(),
    sentence,
  }),
  stances: fc.record({ people: listOf(fc.record({ author, ...stance })) }),
  chat: fc.record({
    lines: listOf(fc.record({ number: seq, author, timeMs: fc.maxSafeNat(), ...said })),
  }),
  said: fc.record({ window: fc.nat(0xffffffff), line: clientSeq }),
}

function arbitraryOf<M extends { kind: string }>(arbitraries: Arbitraries<M>): fc.Arbitrary<M> {
  const kinds = Object.entries(arbitraries) as [string, fc.Arbitrary<object>][]
  return fc.oneof(
    ...kinds.map(([kind, fields]) => fields.map((value) => ({ kind, ...value }) as unknown as M)),
  )
}

interface Codec<M> {
  readonly name: string
  readonly any: fc.Arbitrary<M>
  encode(message: M): Uint8Array
  decode(bytes: Uint8Array): M
  dump(message: M): string
}

const clientCodec: Codec<ClientMessage> = {
  name: 'client',
  any: arbitraryOf(clientArbitraries),
  encode: encodeClientMessage,
  decode: decodeClientMessage,
  dump: dumpClientMessage,
}
const hostCodec: Codec<HostMessage> = {
  name: 'host',
  any: arbitraryOf(hostArbitraries),
  encode: encodeHostMessage,
  decode: decodeHostMessage,
  dump: dumpHostMessage,
}

/** The value, or the refusal; any other error fails the test. */
function tryDecode<M>(codec: Codec<M>, message: Uint8Array): M | ProtocolError {
  try {
    return codec.decode(message)
  } catch (error) {
    if (error instanceof ProtocolError) return error
    throw error
  }
}

function checkCodec<M extends { kind: string }>(codec: Codec<M>): void {
  describe(`messages of the ${codec.name}`, () => {
    it('[PR1] come back as they were sent', () => {
      fc.assert(
        fc.property(codec.any, (message) => {
          expect(codec.decode(codec.encode(message))).toEqual(message)
        }),
        { numRuns: 1000 },
      )
    })

    it('[PR2] are refused when they are cut off at any length', () => {
      fc.assert(
        fc.property(codec.any, (message) => {
          const whole = codec.encode(message)
          for (let length = 0; length < whole.length; length++) {
            expect(tryDecode(codec, whole.subarray(0, length))).toMatchObject({ code: 'malformed' })
          }
        }),
      )
    })

    it('[PR2] are refused when bytes are left over', () => {
      fc.assert(
        fc.property(codec.any, fc.uint8Array({ minLength: 1, maxLength: 4 }), (message, extra) => {
          const longer = Uint8Array.of(...codec.encode(message), ...extra)
          expect(tryDecode(codec, longer)).toMatchObject({ code: 'malformed' })
        }),
      )
    })

    it('[PR3] with changed bytes are refused, or are another message in its only encoding', () => {
      const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 })
      fc.assert(
        fc.property(codec.any, changes, (message, edits) => {
          const bytes = codec.encode(message)
          for (const [at, value] of edits) bytes[at % bytes.length] = value
          const decoded = tryDecode(codec, bytes)
          if (decoded instanceof ProtocolError) expect(decoded.code).toBe('malformed')
          else expect(codec.encode(decoded)).toEqual(bytes)
        }),
        { numRuns: 3000 },
      )
    })

    it('[PR3] made of any bytes are refused or read, nothing else', () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
          tryDecode(codec, bytes)
        }),
        { numRuns: 3000 },
      )
    })

    it('[PR6] have a readable dump', () => {
      fc.assert(
        fc.property(codec.any, (message) => {
          expect(codec.dump(message).startsWith(`${message.kind} {`)).toBe(true)
        }),
      )
    })
  })
}

checkCodec(clientCodec)
checkCodec(hostCodec)

it('[PR6] tells what the operations in a message mean', () => {
  const operation = encodeOperation({ kind: 'undo', action: 7 })
  const updates = [
    { clientSeq: 8, operation },
    { clientSeq: 9, operation: Uint8Array.of(99) },
  ]
  expect(dumpClientMessage({ kind: 'updates', updates })).toMatch(
    /^updates \{updates: \[\{clientSeq: 8, operation: \(undo \{action: 7\}\)\}, \{clientSeq: 9, operation: \(no operation: .+\)\}\]\}$/,
  )
})
