import { describe, expect, it } from 'vitest'
import { AssertionError, StorageError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import { decodeTail, decodeTailInSlices, encodeTail, updatesAStep } from './tail-codec.ts'

const update = (seq: number, operation = Uint8Array.of(seq & 0xff)) => ({
  seq,
  author: 2,
  clientSeq: seq + 100,
  operation,
})

describe('tail codec', () => {
  it('[PI15] gives back what was encoded', () => {
    for (const tail of [
      { carried: [], pending: [] },
      { carried: [update(3), update(7)], pending: [update(9), update(10), update(11)] },
      { carried: [update(3)], pending: [] },
    ]) {
      expect(decodeTail(encodeTail(tail))).toEqual(tail)
    }
  })

  it('[PI15] pins its bytes', () => {
    const bytes = encodeTail({ carried: [update(3)], pending: [update(300)] })
    expect([...bytes]).toEqual([1, 1, 3, 2, 103, 1, 3, 172, 2, 1, 2, 144, 3, 1, 44])
  })

  it('[PI15] takes many megabytes', () => {
    const operation = new Uint8Array(limits.operationBytesMax).fill(1)
    const tail = { carried: [], pending: Array.from({ length: 600 }, (_, at) => update(at + 1, operation)) }
    const bytes = encodeTail(tail)
    expect(bytes.length).toBeGreaterThan(9_000_000)
    expect(decodeTail(bytes).pending.map(({ seq }) => seq)).toEqual(tail.pending.map(({ seq }) => seq))
  })

  it('[PI15] reads a long list in slices, to the same', async () => {
    const count = 3 * updatesAStep + 1
    const all = Array.from({ length: count }, (_, at) => update(at + 1))
    for (const tail of [
      { carried: all, pending: [update(count + 5)] },
      { carried: [], pending: all },
    ]) {
      let pauses = 0
      const pause = (): Promise<void> => {
        pauses++
        return Promise.resolve()
      }
      expect(await decodeTailInSlices(encodeTail(tail), pause)).toEqual(tail)
      expect(pauses).toBe(3)
    }
    await expect(decodeTailInSlices(Uint8Array.of(1, 9), () => Promise.resolve())).rejects.toThrow(
      StorageError,
    )
  })

  it('[PI15] refuses every truncation, and changed bytes never give another error', () => {
    const bytes = encodeTail({ carried: [update(3)], pending: [update(9), update(10)] })
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeTail(bytes.subarray(0, length))).toThrow(StorageError)
    }
    for (let at = 0; at < bytes.length; at++) {
      for (let value = 0; value < 256; value++) {
        const changed = bytes.slice()
        changed[at] = value
        try {
          decodeTail(changed)
        } catch (error) {
          expect(error).toBeInstanceOf(StorageError)
        }
      }
    }
  })

  it('[PI15] refuses disorder: ours as a bug, the world’s as damage', () => {
    expect(() => encodeTail({ carried: [], pending: [update(4), update(6)] })).toThrow(AssertionError)
    const disordered = encodeTail({ carried: [update(7), update(3)], pending: [] })
    expect(() => decodeTail(disordered)).toThrow(/not in order/)
    expect(() => decodeTail(Uint8Array.of(2))).toThrow(/newer version/)
  })
})
