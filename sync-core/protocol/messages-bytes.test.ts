import { describe, expect, it } from 'vitest'
import { decodeHex, encodeHex } from '../base/hex.ts'
import { encodeIndexSet } from '../raster/index-set-codec.ts'
import { refusalOf } from '../testing/refusal-of.ts'
import {
  decodeClientMessage,
  decodeHostMessage,
  encodeClientMessage,
  encodeHostMessage,
  helloMagic,
  type ClientMessage,
  type ClientMessageOf,
  type HostMessage,
  type HostMessageOf,
} from './messages.ts'

const hello: ClientMessageOf<'hello'> = {
  kind: 'hello',
  magic: helloMagic,
  major: 4,
  minor: 0,
  token: Uint8Array.of(1, 2),
  participantKey: Uint8Array.from({ length: 16 }, (_, i) => i),
  name: 'Ann',
  color: 0x123456,
  resume: { epoch: 2, seq: 300, stamp: { seq: 200, hash: new Uint8Array(8).fill(0xab) } },
  view: { x: 0, y: 64, width: 128, height: 1 },
  password: 'oak',
}
const welcome: HostMessageOf<'welcome'> = {
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
    structure: Uint8Array.of(9),
    layers: [{ layer: 300, present: encodeIndexSet([1]) }],
  },
}

describe('pinned bytes', () => {
  const clientPins: readonly (readonly [ClientMessage, string])[] = [
    [
      hello,
      '004753534f0400020102000102030405060708090a0b0c0d0e0f03416e6ed6e8480102ac0201c801abababababababab01004080010' +
        '1' +
        '01036f616b',
    ],
    [{ kind: 'password', password: 'oak' }, '0a01036f616b'],
    [{ kind: 'updates', updates: [{ clientSeq: 300, operation: Uint8Array.of(9, 8) }] }, '0101ac02020908'],
    [{ kind: 'presence', x: -1, y: 64, down: true, tool: 'erase' }, '020180010101'],
    [{ kind: 'bye' }, '03'],
    [{ kind: 'inspect' }, '04'],
    [{ kind: 'ping', number: 130 }, '088201'],
    [
      {
        kind: 'want',
        tiles: [
          { layer: 1, index: 130 },
          { layer: 0xffffffff, index: 0 },
        ],
      },
      '0502' + '018201' + 'ffffffff0f00',
    ],
    [
      { kind: 'stance', layer: 300, view: { x: 0, y: 64, width: 128, height: 1 }, follows: 2, hand: true },
      '06' + '01ac02' + '010040800101' + '0102' + '01',
    ],
    [{ kind: 'stance', layer: undefined, view: undefined, follows: undefined, hand: false }, '0600000000'],
    [
      { kind: 'say', window: 128, line: 2, text: 'Ö?', place: { x: 1, y: -2, scale: 1000 } },
      '07' + '8001' + '02' + '03c3963f' + '01' + '0203' + '01e807',
    ],
    [{ kind: 'presence', x: 0, y: 0, down: true, tool: 'laser' }, '0200000103'],
    [{ kind: 'moderate', deed: { kind: 'role', of: 130, role: 'viewer' } }, '09' + '00820102'],
    [{ kind: 'moderate', deed: { kind: 'remove', of: 2, ban: 'ever' } }, '09' + '010202'],
    [{ kind: 'moderate', deed: { kind: 'canvas', locked: true } }, '09' + '0201'],
  ]
  const hostPins: readonly (readonly [HostMessage, string])[] = [
    [{ kind: 'refusal', code: 'version', sentence: 'No.' }, '000776657273696f6e034e6f2e'],
    [welcome, '01040003050203616263' + '02c396' + '82010704810101' + '8001' + '0109' + '01ac02020100'],
    [{ ...welcome, start: { kind: 'resume' } }, '01040003050203616263' + '02c396' + '82010704810100'],
    [
      { kind: 'carried', updates: [{ seq: 5, author: 2, clientSeq: 1, operation: Uint8Array.of(7) }] },
      '02010502010107',
    ],
    [
      { kind: 'updates', firstSeq: 6, updates: [{ author: 2, clientSeq: 2, operation: Uint8Array.of(7) }] },
      '03060102020107',
    ],
    [
      { kind: 'tiles', tiles: [{ layer: 300, index: 130, bytes: Uint8Array.of(1) }], last: true },
      '0401ac0282010101' + '01',
    ],
    [{ kind: 'presence', people: [{ author: 2, x: 1, y: -2, down: false, tool: 'pan' }] }, '05010202030002'],
    [{ kind: 'durable', seq: Number.MAX_SAFE_INTEGER }, '06ffffffffffffff0f'],
    [{ kind: 'saved', seq: 1, state: 'failed', sinceMs: 128, sentence: 'x' }, '070102800101' + '78'],
    [{ kind: 'health', writable: false, sentence: '' }, '080000'],
    [{ kind: 'stamp', seq: 100, hash: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8) }, '09640102030405060708'],
    [
      { kind: 'roster', people: [{ author: 1, name: 'Bo', color: 255, role: 'host', present: true }] },
      '0a010102426fff010001',
    ],
    [{ kind: 'rules', canvasLocked: true, asksFirst: false, hasPassword: true }, '12010001'],
    [{ kind: 'waiting' }, '14'],
    [
      { kind: 'askers', people: [{ number: 130, name: 'Cy', color: 255 }] },
      '15018201' + '02' + '4379' + 'ff01',
    ],
    [
      { kind: 'moderated', by: 1, deed: { kind: 'answer', asker: 130, letIn: true } },
      '13' + '01' + '04820101',
    ],
    [{ kind: 'moderated', by: 1, deed: { kind: 'canvas', locked: false } }, '13' + '01' + '0200'],
    [{ kind: 'bye', sentence: 'Bye.' }, '0b044279652e'],
    [
      {
        kind: 'inspection',
        horizon: 5,
        seq: 130,
        structure: Uint8Array.of(9),
        tiles: [{ layer: 300, index: 130, hash: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8) }],
        last: false,
      },
      '0c058201' + '0109' + '01ac028201' + '0102030405060708' + '00',
    ],
    [{ kind: 'uploaded', seq: 200, state: 'waiting', sinceMs: 128, sentence: 'x' }, '0dc80101800101' + '78'],
    [
      {
        kind: 'stances',
        people: [{ author: 2, layer: 1, view: undefined, follows: undefined, hand: true }],
      },
      '0e01' + '02' + '0101' + '0000' + '01',
    ],
    [
      {
        kind: 'chat',
        lines: [{ number: 3, author: 2, timeMs: 128, window: 128, line: 2, text: 'a', place: undefined }],
      },
      '0f01' + '0302' + '8001' + '8001' + '02' + '0161' + '00',
    ],
    [{ kind: 'said', window: 128, line: 2 }, '10800102'],
    [{ kind: 'pong', number: 130 }, '118201'],
  ]

  it.each(clientPins)('[PR4] of a client: %o', (message, pinned) => {
    expect(encodeHex(encodeClientMessage(message))).toBe(pinned)
    expect(decodeClientMessage(decodeHex(pinned)!)).toEqual(message)
  })

  it.each(hostPins)('[PR4] of a host: %o', (message, pinned) => {
    expect(encodeHex(encodeHostMessage(message))).toBe(pinned)
    expect(decodeHostMessage(decodeHex(pinned)!)).toEqual(message)
  })
})

describe('hostile lengths', () => {
  const cases: readonly (readonly [string, 'client' | 'host', string, string])[] = [
    ['updates beyond one message', 'client', '0141', 'a list of 65 is longer than 64'],
    ['more updates than bytes', 'client', '0140', 'a list of 64 does not fit the message'],
    ['an operation past its limit', 'client', '010101' + '819002', '34817 bytes are more than 34816'],
    ['a count of 2^53', 'client', '0180808080808080' + '10', 'a number is larger than 2^53-1'],
    ['a number that never ends', 'client', '01ffffffffffffffffff', 'a number is larger than 2^53-1'],
    ['a number longer than needed', 'client', '018000', 'a number is not in its shortest form'],
    ['a token past its limit', 'client', '004753534f040041', '65 bytes are more than 64'],
    ['a presence outside', 'client', '02' + '8080808001', 'is not in'],
    ['a tool that is none', 'client', '020000' + '0004', 'a name is none of paint, erase, pan, laser'],
    ['neither yes nor no', 'client', '020000' + '0200', '2 is neither 0 (no) nor 1 (yes)'],
    ['no such kind', 'client', '0b', 'there is no message of kind 11'],
    ['no such kind', 'host', '16', 'there is no message of kind 22'],
    ['uploaded or not', 'host', '0d0002', 'a name is none of uploaded, waiting'],
    ['more wanted than may be', 'client', '05818001', 'a list of 16385 is longer than 16384'],
    [
      'a layer beyond 32 bits',
      'client',
      '0501' + '8080808010',
      '4294967296 is more than the allowed 4294967295',
    ],
    ['hashes beyond one message', 'host', '0c000000' + '8108', 'a list of 1025 is longer than 1024'],
    ['a structure past its limit', 'host', '0c0000818001', '16385 bytes are more than 16384'],
    ['a sentence past its limit', 'host', '0bf503', 'a text of 501 bytes is longer than 500'],
    ['a sentence that is not UTF-8', 'host', '0b02c328', 'a text is not UTF-8'],
    ['a sentence with a line feed', 'host', '0b010a', 'a text has control characters'],
    ['tiles beyond one message', 'host', '048108', 'a list of 1025 is longer than 1024'],
    ['a tile outside of the plane', 'host', '040101808004', '65536 is more than the allowed 65535'],
    ['a blank line', 'client', '07' + '0001' + '0220' + '2000', 'a line of the chat has nothing in it'],
    [
      'a line with too many characters',
      'client',
      '07' + '0001' + 'f503' + '61'.repeat(501) + '00',
      'a line of the chat has 501 characters, and at most 500 are possible',
    ],
    [
      'a line with too many bytes',
      'client',
      '07' + '0001' + 'd10f',
      'a text of 2001 bytes is longer than 2000',
    ],
    ['a line with a line feed', 'client', '07' + '0001' + '03610a61' + '00', 'a text has control characters'],
    ['a place outside', 'client', '07' + '0001' + '0161' + '01' + '8080808001', 'is not in'],
    ['a scale beyond all', 'client', '07' + '0001' + '0161' + '010000' + '01c1843d', '1000001 is more than'],
    ['a view beyond the plane', 'client', '0600' + '01818001', '16385 is more than the allowed 16384'],
    ['one follows nobody', 'client', '060000' + '01e9fb03', '65001 is more than the allowed 65000'],
    ['stances beyond all', 'host', '0ec901', 'a list of 201 is longer than 200'],
    ['a talk without end', 'host', '0fc901', 'a list of 201 is longer than 200'],
    ['an author beyond all', 'host', '05' + '01' + 'e9fb03', '65001 is more than the allowed 65000'],
  ]

  it.each(cases)('[PR5] %s (from the %s)', (_, from, message, sentence) => {
    const decode = from === 'client' ? decodeClientMessage : decodeHostMessage
    expect(refusalOf(() => decode(decodeHex(message)!))).toContain(sentence)
  })

  it('[PR5] a length takes no memory before it is believed', () => {
    // A set of 8 KiB is announced and none of it is there.
    const bytes = encodeHostMessage(welcome)
    const cut = Uint8Array.of(...bytes.subarray(0, bytes.length - 3), 0x80, 0x40)
    expect(refusalOf(() => decodeHostMessage(cut))).not.toBe('not refused')
  })
})
