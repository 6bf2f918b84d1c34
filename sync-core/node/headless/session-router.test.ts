import { beforeEach, expect, it } from 'vitest'
import { ProtocolError, StorageError } from '../../base/errors.ts'
import { limits } from '../../base/limits.ts'
import type { ConnectionHandler } from '../../protocol/connection.ts'
import {
  decodeHostMessage,
  encodeClientMessage,
  helloMagic,
  protocolVersion,
  type HostMessage,
} from '../../protocol/messages.ts'
import { SimulatedClock } from '../../testing/simulated-clock.ts'
import { routeConnection } from './session-router.ts'

const token = (byte: number): Uint8Array => new Uint8Array(16).fill(byte)
const helloOf = (byte: number): Uint8Array =>
  encodeClientMessage({
    kind: 'hello',
    magic: helloMagic,
    ...protocolVersion,
    token: token(byte),
    participantKey: token(7),
    name: 'Ann',
    color: 1,
    resume: undefined,
    view: undefined,
    password: undefined,
  })

let clock: SimulatedClock
/** What each picture's host was told. */
let heard: string[]
let opening: Promise<void>
let ending: ProtocolError | undefined

beforeEach(() => {
  clock = new SimulatedClock()
  heard = []
  opening = Promise.resolve()
  ending = undefined
})

function arrive(): { handler: ConnectionHandler; said: HostMessage[]; isClosed: () => boolean } {
  const said: HostMessage[] = []
  let closed = false
  const handler = routeConnection(
    {
      send: (message) => void said.push(decodeHostMessage(message)),
      bufferedBytes: () => 0,
      close: () => (closed = true),
    },
    {
      clock,
      limits,
      closed: () => ending,
      find: async ([first]) => {
        if (first! > 2) return undefined
        await opening
        return {
          accept: () => ({
            onMessage: (bytes) => void heard.push(`${first} message ${bytes[0]} of ${bytes.length}`),
            onDrain: () => void heard.push(`${first} drain`),
            onClose: () => void heard.push(`${first} close`),
          }),
        }
      },
    },
  )
  return { handler, said, isClosed: () => closed }
}

it('[HH1] a token leads to its picture, with the hello and all that follows', async () => {
  const [ann, ben] = [arrive(), arrive()]
  const buffer = helloOf(1)
  const { length } = buffer
  ann.handler.onMessage(buffer)
  buffer.fill(99)
  ben.handler.onMessage(helloOf(2))
  await clock.run(1)
  ann.handler.onMessage(Uint8Array.of(3))
  ann.handler.onDrain()
  ben.handler.onClose()
  expect(heard).toEqual([
    `1 message 0 of ${length}`,
    `2 message 0 of ${length}`,
    '1 message 3 of 1',
    '1 drain',
    '2 close',
  ])
  await clock.run(limits.helloWithinMs)
  expect([ann.said, ann.isClosed()]).toEqual([[], false])
})

it.each([
  ['a token of nobody', helloOf(9), 'bad-token'],
  ['another message', encodeClientMessage({ kind: 'bye' }), 'malformed'],
  ['nonsense', Uint8Array.of(255, 255), 'malformed'],
  ['something large', new Uint8Array(limits.helloBytesMax + 1), 'too-large'],
  ['another version', Uint8Array.of(0, ...helloMagic, protocolVersion.major + 1), 'version'],
])('[HH1] %s is refused, and nothing more is heard', async (_, bytes, code) => {
  const { handler, said, isClosed } = arrive()
  handler.onMessage(bytes)
  await clock.run(1)
  handler.onMessage(helloOf(1))
  await clock.run(1)
  expect([said.map((message) => message.kind === 'refusal' && message.code), isClosed(), heard]).toEqual([
    [code],
    true,
    [],
  ])
})

it('[HH1] who says nothing is refused in time, and who speaks on before the answer at once', async () => {
  const silent = arrive()
  await clock.run(limits.helloWithinMs)
  expect([silent.said.length, silent.isClosed()]).toEqual([1, true])
  opening = new Promise(() => undefined)
  const hasty = arrive()
  hasty.handler.onMessage(helloOf(1))
  hasty.handler.onMessage(helloOf(1))
  expect(hasty.said).toMatchObject([{ kind: 'refusal', code: 'malformed' }])
})

it('[HH1] a picture that can’t be opened now is told with its reason, and may be tried again', async () => {
  opening = Promise.reject(new StorageError('unavailable', 'The bucket does not answer.', true))
  const { handler, said } = arrive()
  handler.onMessage(helloOf(1))
  await clock.run(1)
  expect(said).toEqual([
    {
      kind: 'refusal',
      code: 'internal',
      sentence: 'The picture could not be opened: The bucket does not answer.',
    },
  ])
})

it('[HH1] who left while the picture was opened never was there', async () => {
  let open = (): void => undefined
  opening = new Promise((resolve) => (open = resolve))
  const { handler, said } = arrive()
  handler.onMessage(helloOf(1))
  handler.onClose()
  open()
  await clock.run(1)
  expect([said, heard]).toEqual([[], []])
})

it('[HH4] who comes back while the host is still ending is told to come again, not that the invite is wrong', async () => {
  ending = new ProtocolError('restarting', 'The host restarts.')
  const { handler, said, isClosed } = arrive()
  handler.onMessage(helloOf(1))
  await clock.run(1)
  expect([said, isClosed(), heard]).toEqual([
    [{ kind: 'refusal', code: 'restarting', sentence: 'The host restarts.' }],
    true,
    [],
  ])
})
