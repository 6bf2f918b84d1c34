import { connect as connectPlain, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { limits } from '../base/limits.ts'
import { parseInvite, socketUrl, tokenBytes } from '../protocol/invite.ts'
import { encodeClientMessage } from '../protocol/messages.ts'
import { encodeOperation } from '../raster/operation-codec.ts'
import { encodeHello } from '../replica/encode-hello.ts'
import { hostileBytes } from '../testing/fuzz-decoder.ts'
import { fuzzRuns, noteFuzz } from '../testing/fuzz-order.ts'
import { HostingTrial, soon, trialBrush } from '../testing/hosting-trial.ts'
import { heardBy, joinAs, type SocketGuest } from '../testing/socket-guest.ts'
import { strokeBegin } from '../testing/stroke-begin.ts'
import type { RunningSession } from './running-session.ts'

const runs = 150
/** How long somebody waits for an answer before they go themselves: a half request may stay open as long as [EN4] says. */
const patienceMs = 100

let trial: HostingTrial
let session: RunningSession
let sitting: SocketGuest
let port: number

beforeAll(async () => {
  trial = await HostingTrial.begin()
  const hosting = await trial.open()
  const { id } = await hosting.createPicture({ title: 'Besieged', size: trial.size })
  session = await hosting.host(id, 'network')
  port = Number(new URL(socketUrl(parseInvite(session.ownInvite))).port)
  sitting = await joined(1)
})

afterAll(async () => {
  await session.close('The test is over.')
  await trial.end()
})

async function joined(key: number): Promise<SocketGuest> {
  const guest = joinAs(session.ownInvite, key)
  await vi.waitFor(() => expect(heardBy(guest, 'tiles').at(-1)?.last).toBe(true), soon)
  return guest
}

type Opened = () => Socket
const plainly: Opened = () => connectPlain(port, '127.0.0.1')
const insideTls: Opened = () => connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false })

const ascii = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(Buffer.from(text.replaceAll('\n', '\r\n'), 'latin1'))
/** A request to become a socket. */
const upgrade = (more = ''): string =>
  `GET /session HTTP/1.1\nHost: 127.0.0.1:${port}\nConnection: Upgrade\nUpgrade: websocket\n` +
  `Sec-WebSocket-Version: 13\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\n${more}\n`

function ownHello(): Uint8Array {
  const { token } = parseInvite(session.ownInvite)
  const participantKey = new Uint8Array(16).fill(3)
  return encodeHello({ token: tokenBytes(token), participantKey, name: 'Mallory', color: 0 })
}

const stroke = {
  kind: 'updates',
  updates: [strokeBegin(trialBrush, [{ x: 800, y: 800, pressure: 1023 }]), { kind: 'end' } as const].map(
    (operation, at) => ({ clientSeq: at + 1, operation: encodeOperation(operation) }),
  ),
} as const

/** A frame of RFC 6455 from a client, under a mask of zeros. */
function frame(opcode: number, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const { length } = payload
  const size = length < 126 ? [0x80 | length] : [0x80 | 126, length >> 8, length & 255]
  return Uint8Array.of(0x80 | opcode, ...size, 0, 0, 0, 0, ...payload)
}

function requests(): Uint8Array[] {
  const head = `Host: 127.0.0.1:${port}\n`
  return [
    `GET / HTTP/1.1\n${head}\n`,
    `HEAD /../../etc/passwd HTTP/1.1\n${head}\n`,
    `POST / HTTP/1.1\n${head}Content-Length: 5\n\nhello`,
    `POST / HTTP/1.1\n${head}Transfer-Encoding: chunked\n\nffffffff\nhello\n0\n\n`,
    `GET /%00%2e%2e/ HTTP/1.1\n${head}Origin: null\nRange: bytes=0-\n\n`,
    `GET http://127.0.0.1:${port}/ HTTP/1.1\n${head}Expect: 100-continue\n\n`,
    `OPTIONS * HTTP/1.1\n${head}\n`,
    upgrade(),
    upgrade('Origin: http://elsewhere.example\n'),
    upgrade('Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=99\n'),
    upgrade(`X: ${'y'.repeat(limits.requestHeadBytesMax)}\n`),
  ].map(ascii)
}

/** The beginning of a handshake (RFC 8446, a ClientHello that promises more than comes). */
const hellos = [
  Uint8Array.of(22, 3, 1, 0, 8, 1, 0, 0, 4, 3, 3, 0, 0),
  Uint8Array.of(22, 3, 3, 64, 0, ...new Array<number>(200).fill(1)),
]

const ping = encodeClientMessage({ kind: 'ping', number: 5 })
const messages = (): Uint8Array[] => [
  // Somebody who is invited, and then sends anything.
  Uint8Array.from([...frame(2, ownHello()), ...frame(2, ping), ...frame(2, encodeClientMessage(stroke))]),
  frame(2, ownHello()),
  frame(2, ping),
  frame(1, ascii('a text')),
  frame(0, ping),
  frame(8, Uint8Array.of(3, 232)),
  frame(9, ascii('ping')),
  frame(2, new Uint8Array(40_000)),
  Uint8Array.of(0x82, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 1),
  Uint8Array.of(0xc2, 0x85, 0, 0, 0, 0, 1, 2, 3, 4, 5),
]

/** Says the bytes in two pieces and nothing more; resolves with what was answered once the connection has ended, on whichever side. */
function answerTo(open: Opened, bytes: Uint8Array, cut: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = open()
    const heard: Buffer[] = []
    let timer: NodeJS.Timeout | undefined
    socket.on('data', (chunk: Buffer) => void heard.push(chunk))
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearTimeout(timer)
      resolve(Buffer.concat(heard).toString('latin1'))
    })
    socket.once(open === insideTls ? 'secureConnect' : 'connect', () => {
      const at = cut % (bytes.length + 1)
      socket.write(bytes.subarray(0, at))
      setImmediate(() => socket.end(bytes.subarray(at)))
      timer = setTimeout(() => socket.destroy(), patienceMs)
    })
  })
}

async function besiege(
  open: Opened,
  valid: readonly Uint8Array[],
  before = new Uint8Array(0),
): Promise<void> {
  const tally = { decoded: 0, refused: 0 }
  const hostile = hostileBytes(valid, 3 * limits.requestHeadBytesMax)
  await fc.assert(
    fc.asyncProperty(hostile, fc.nat(), async (bytes, cut) => {
      const answer = await answerTo(open, Buffer.concat([before, bytes]), cut)
      // 21: an alert of TLS.
      if (answer !== '' && answer.charCodeAt(0) !== 21)
        expect(answer).toMatch(/^HTTP\/1\.1 (10[01]|200|[34]\d\d) /)
      tally[/^HTTP\/1\.1 [12]/.test(answer) ? 'decoded' : 'refused'] += 1
    }),
    { numRuns: fuzzRuns(runs) },
  )
  noteFuzz(tally)
  expect(sitting.ended()).toBe(false)
  const next = await joined(2)
  expect(next.ended()).toBe(false)
}

it('[HI5] a request that is none', () => besiege(plainly, [...requests(), ...hellos]))

it('[HI5] a request that is none, inside of TLS', () => besiege(insideTls, requests()))

it('[HI5] what comes after a socket was opened', () => besiege(plainly, messages(), ascii(upgrade())))

it('[HI5] what comes after a socket was opened inside of TLS', () =>
  besiege(insideTls, messages(), ascii(upgrade())))
