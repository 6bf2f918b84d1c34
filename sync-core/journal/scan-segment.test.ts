import { afterEach, expect, it, vi } from 'vitest'
import { concatBytes } from '../base/concat-bytes.ts'
import type * as Crc32 from '../base/crc32.ts'
import { updatesRecord } from '../testing/journal-records.ts'
import { encodeRecord } from './journal-record.ts'
import { scanSegment, searchBytesMax } from './scan-segment.ts'

let checksummedBytes = 0
vi.mock('../base/crc32.ts', async (importOriginal) => {
  const { crc32 } = await importOriginal<typeof Crc32>()
  return {
    crc32(bytes: Uint8Array, seed = 0, from = 0, to = bytes.length) {
      checksummedBytes += to - from
      // The answers of this much are not worth the time: they would be wrong anyhow.
      return to - from > 4096 ? 1 : crc32(bytes, seed, from, to)
    },
  }
})
afterEach(() => (checksummedBytes = 0))

it('[HI1][JO6] bytes made to look like lengths cost no more than the search may, with true records between them', () => {
  // Every fourth byte begins a length of half a MiB.
  const lengths = new Uint8Array(64 * 1024)
  for (let at = 2; at < lengths.length; at += 4) lengths[at] = 8
  const parts = Array.from({ length: 200 }, (_, i) =>
    concatBytes([lengths, encodeRecord(updatesRecord(i + 1))]),
  )
  const bytes = concatBytes(parts)
  const pieces = scanSegment(bytes)
  expect(checksummedBytes).toBeLessThanOrEqual(searchBytesMax + bytes.length)
  expect(checksummedBytes).toBeGreaterThan(searchBytesMax / 2)
  // The last stretch was given up, and is kept as damage to its end.
  expect(pieces.at(-1)).toMatchObject({ kind: 'damage', to: bytes.length })
})

it('[JO6] a record behind damage is found', () => {
  const [first, second] = [encodeRecord(updatesRecord(1)), encodeRecord(updatesRecord(2, 9))]
  const pieces = scanSegment(concatBytes([first, new Uint8Array(300).fill(7), second]))
  expect(pieces.map(({ kind }) => kind)).toEqual(['record', 'damage', 'record'])
})
