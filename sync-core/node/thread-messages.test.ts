import { expect, it } from 'vitest'
import { packBytes } from './thread-messages.ts'

it('[ND12] a message to the painting thread carries its bytes in one buffer of its own', () => {
  const large = new Uint8Array(1000).fill(9)
  const value = {
    id: 1,
    words: [[{ seq: 7, operation: large.subarray(10, 13) }], undefined, 'text', new Uint8Array(0)],
  }
  const { message, transfer } = packBytes(value)
  expect(message).toEqual(value)
  expect(transfer.map((buffer) => buffer.byteLength)).toEqual([3])
  expect(structuredClone(message, { transfer: [...transfer] })).toEqual(value)
  expect(large[10]).toBe(9)
})

it('[ND40] an answer is packed into memory that came back, when it fits in', () => {
  const value = { id: 1, bytes: new Uint8Array([1, 2, 3]) }
  const room = new ArrayBuffer(8)
  const { message, transfer } = packBytes(value, room)
  expect(message).toEqual(value)
  expect([message.bytes.buffer, transfer]).toEqual([room, [room]])
  expect(message.bytes.buffer).toBe(room)
  const small = new ArrayBuffer(2)
  expect(packBytes(value, small).message).toEqual(value)
  expect(packBytes(value, small).transfer[0]).not.toBe(small)
})
