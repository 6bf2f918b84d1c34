import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ProtocolError } from '../base/errors.ts'
import { checkVersion } from '../broadcast/check-version.ts'
import { encodeIndexSet } from '../raster/index-set-codec.ts'
import { createStructure, encodeStructure } from '../raster/structure.ts'
import { fuzzDecoder, fuzzReader, hostileBytes } from '../testing/fuzz-decoder.ts'
import { isMalformed } from '../testing/is-malformed.ts'
import { anyScript } from '../testing/painting-script.ts'
import { formatInvite, type Invite, isThisComputer, parseInvite, socketUrl, tokenBytes } from './invite.ts'
import {
  type ClientMessage,
  decodeClientMessage,
  decodeHostMessage,
  dumpClientMessage,
  dumpHostMessage,
  encodeClientMessage,
  encodeHostMessage,
  helloMagic,
  type HostMessage,
} from './messages.ts'

const ordered = fc.sample(anyScript(30), 1)[0]!
const hash = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)
const structure = encodeStructure(createStructure({ width: 300, height: 200 }))
const tiles = Array.from({ length: 40 }, (_, i) => ({ layer: 1 + (i & 3), index: 500 * i }))

const hello: ClientMessage = {
  kind: 'hello',
  magic: helloMagic,
  major: 4,
  minor: 0,
  token: new Uint8Array(16).fill(5),
  participantKey: new Uint8Array(16).fill(6),
  name: 'Ann Ö.',
  color: 0x123456,
  resume: { epoch: 2, seq: 300, stamp: { seq: 200, hash } },
  view: { x: 0, y: 64, width: 128, height: 1 },
  password: 'oak',
}
const clientMessages: readonly ClientMessage[] = [
  hello,
  { kind: 'updates', updates: ordered.map(({ clientSeq, operation }) => ({ clientSeq, operation })) },
  { kind: 'presence', x: -1, y: 64, down: true, tool: 'erase' },
  { kind: 'bye' },
  { kind: 'inspect' },
  { kind: 'ping', number: 7 },
  { kind: 'want', tiles },
  { kind: 'stance', layer: 300, view: { x: 0, y: 64, width: 128, height: 1 }, follows: 3, hand: true },
  { kind: 'say', window: 77, line: 1, text: 'Over there?', place: { x: 16, y: -16, scale: 500 } },
  { kind: 'password', password: 'oak' },
  { kind: 'moderate', deed: { kind: 'role', of: 2, role: 'viewer' } },
]
const hostMessages: readonly HostMessage[] = [
  { kind: 'refusal', code: 'version', sentence: 'No.' },
  {
    kind: 'welcome',
    major: 4,
    minor: 0,
    epoch: 3,
    you: 5,
    role: 'painter',
    pictureId: 'abc',
    title: 'Ö',
    seq: 130,
    horizon: 7,
    lastClientSeq: 4,
    durableSeq: 129,
    start: {
      kind: 'snapshot',
      baseSeq: 128,
      structure,
      layers: [{ layer: 300, present: encodeIndexSet([1]) }],
    },
  },
  { kind: 'carried', updates: ordered },
  { kind: 'updates', firstSeq: 6, updates: ordered },
  { kind: 'tiles', tiles: tiles.map((tile) => ({ ...tile, bytes: hash })), last: true },
  { kind: 'presence', people: [{ author: 2, x: 1, y: -2, down: false, tool: 'pan' }] },
  { kind: 'saved', seq: 1, state: 'failed', sinceMs: 128, sentence: 'The disk is full.' },
  { kind: 'health', writable: false, sentence: '' },
  { kind: 'stamp', seq: 100, hash },
  { kind: 'roster', people: [{ author: 1, name: 'Bo', color: 255, role: 'host', present: true }] },
  { kind: 'bye', sentence: 'Bye.' },
  {
    kind: 'inspection',
    horizon: 5,
    seq: 130,
    structure,
    tiles: tiles.map((tile) => ({ ...tile, hash })),
    last: false,
  },
  { kind: 'uploaded', seq: 130, state: 'waiting', sinceMs: 128, sentence: 'The bucket is away.' },
  {
    kind: 'stances',
    people: [{ author: 2, layer: undefined, view: undefined, follows: undefined, hand: false }],
  },
  {
    kind: 'chat',
    lines: [{ number: 1, author: 2, timeMs: 128, window: 77, line: 1, text: 'Ö', place: undefined }],
  },
  { kind: 'said', window: 77, line: 300 },
  { kind: 'rules', canvasLocked: true, asksFirst: false, hasPassword: true },
  { kind: 'waiting' },
  { kind: 'askers', people: [{ number: 3, name: 'Cy', color: 255 }] },
  { kind: 'moderated', by: 1, deed: { kind: 'remove', of: 2, ban: 'ever' } },
]

describe('hostile messages', () => {
  it('[HI1][PR3] of a client', () => {
    const tally = fuzzDecoder({
      decode: decodeClientMessage,
      valid: clientMessages.map(encodeClientMessage),
      isRefusal: isMalformed,
      check(message, bytes) {
        expect(Buffer.compare(encodeClientMessage(message), bytes)).toBe(0)
        expect(dumpClientMessage(message)).toContain(message.kind)
      },
      runs: 3000,
    })
    expect(tally.refused).toBeGreaterThan(0)
  })

  it('[HI1][PR3] of a host', () => {
    const tally = fuzzDecoder({
      decode: decodeHostMessage,
      valid: hostMessages.map(encodeHostMessage),
      isRefusal: isMalformed,
      check(message, bytes) {
        expect(Buffer.compare(encodeHostMessage(message), bytes)).toBe(0)
        expect(dumpHostMessage(message)).toContain(message.kind)
      },
      runs: 3000,
    })
    expect(tally.refused).toBeGreaterThan(0)
  })

  it('[HI1] before it is known what version they are of', () => {
    fuzzReader({
      read: checkVersion,
      any: hostileBytes([encodeClientMessage(hello)], 5000),
      isRefusal: (error) => error instanceof ProtocolError && error.code === 'version',
      check: () => undefined,
    })
  })
})

describe('a link that somebody pasted', () => {
  const links = ['192.168.1.20', 'studio.local', '[fe80::1:2]', '127.0.0.1'].map((address) =>
    formatInvite({
      places: [address, '10.0.0.7'].map((one) => ({ address: one, port: 41_873 })),
      pictureId: 'aaaqeayeaudaocajbifqydiob4',
      token: 'A-_'.padEnd(22, 'w'),
      pin: new Uint8Array(16).fill(9),
    }),
  )
  const pieces = 'http:// https:// javascript: : :0 :99999 :080 /# # / . .. [ ] @ %00 ä [::] -'.split(' ')
  const oddPieces = [' ', '\n', '\u0000', '\u202e', 'a'.repeat(300), 'x'.repeat(200_000)]
  const piece = fc.constantFrom(...pieces, ...oddPieces)
  const damaged = fc
    .tuple(fc.constantFrom(...links), fc.array(fc.tuple(fc.nat(), fc.nat(4), piece), { maxLength: 3 }))
    .map(([link, edits]) =>
      edits.reduce((text, [at, over, more]) => {
        const place = at % (text.length + 1)
        return text.slice(0, place) + more + text.slice(place + over)
      }, link),
    )
  const anyText = fc.oneof(fc.string({ unit: 'binary' }), piece, { weight: 4, arbitrary: damaged })

  it('[HI4] is an invite with an address that can be dialed, or refused with a sentence', () => {
    const check = (invite: Invite, text: string): void => {
      const url = new URL(socketUrl(invite))
      expect(['ws:', 'wss:']).toContain(url.protocol)
      expect([url.username, url.password, url.pathname]).toEqual(['', '', '/session'])
      expect(url.protocol === 'ws:').toBe(isThisComputer(url.hostname))
      expect(tokenBytes(invite.token).length).toBe(16)
      expect(text.toLowerCase()).toContain(invite.places[0]!.address)
      expect(parseInvite(formatInvite(invite))).toEqual(invite)
    }
    for (const link of links) check(parseInvite(` ${link}\n`), link)
    const tally = fuzzReader({
      read: parseInvite,
      any: anyText,
      isRefusal: (error) => error instanceof ProtocolError && error.code === 'bad-token',
      check,
      runs: 4000,
    })
    expect(tally.decoded).toBeGreaterThan(0)
    expect(tally.refused).toBeGreaterThan(0)
  })
})
