import { expect, it } from 'vitest'
import type { Update } from '../raster/operation.ts'
import { nameTile } from './content-name.ts'
import { decodeSegment, type EncodedSegment } from './history-segment.ts'
import { appendHistory, type AppendedHistory } from './history-writer.ts'
import { pictureLimits } from './picture-limits.ts'
import { Rest } from './rest.ts'

const operationBytes = 30_000

async function* updatesOf(fromSeq: number, toSeq: number, bytes: number): AsyncGenerator<Update> {
  for (let seq = fromSeq; seq <= toSeq; seq++) {
    yield await Promise.resolve({
      seq,
      author: 1,
      clientSeq: seq,
      operation: new Uint8Array(bytes).fill(seq),
    })
  }
}

function trial(): {
  segments: EncodedSegment[]
  pauses: () => number
  append: (before: AppendedHistory, updates: AsyncIterable<Update>) => Promise<AppendedHistory>
} {
  const segments: EncodedSegment[] = []
  let pauses = 0
  const rest = new Rest(() => {
    pauses++
    return Promise.resolve()
  })
  const append = (before: AppendedHistory, updates: AsyncIterable<Update>): Promise<AppendedHistory> =>
    appendHistory(
      before,
      updates,
      (segment) => {
        segments.push(segment)
        const { firstSeq, lastSeq, bytes, name } = segment
        const entry = { firstSeq, lastSeq, epoch: 1, number: segments.length, bytes: bytes.length, name }
        return Promise.resolve({ ...entry, endedMs: 0 })
      },
      rest,
    )
  return { segments, pauses: () => pauses, append }
}

const nothing: AppendedHistory = { entries: [], kept: [] }

it('[PI62] a full segment is gathered, put together and hashed in slices, to the bytes and the name of the whole', async () => {
  const { segments, pauses, append } = trial()
  await append(nothing, updatesOf(1, 140, operationBytes))
  expect(segments).toHaveLength(1)
  const { bytes, name, body } = segments[0]!
  expect(bytes.length).toBeGreaterThan(pictureLimits.segmentBytes)
  expect(name).toEqual(nameTile(bytes))
  const decoded = decodeSegment(bytes)
  expect([decoded.firstSeq, decoded.updates.length]).toEqual([1, 140])
  expect(decoded.updates.every(({ seq, operation }) => operation[0] === (seq & 0xff))).toBe(true)
  expect(Buffer.compare(decoded.body, body)).toBe(0)
  // Each of the three steps passes all bytes.
  const slices = bytes.length / pictureLimits.sliceBytes
  expect(pauses()).toBeGreaterThan(2.5 * slices)
})

it('[PI62] joining small segments copies each of them once, in slices', async () => {
  const { segments, pauses, append } = trial()
  const first = await append(nothing, updatesOf(1, 30, operationBytes))
  expect(first.kept).toHaveLength(1)
  const before = pauses()
  const second = await append(first, updatesOf(31, 61, operationBytes))
  expect(second.entries).toHaveLength(1)
  const { bytes, firstSeq, lastSeq, body } = segments[1]!
  expect([firstSeq, lastSeq]).toEqual([1, 61])
  expect(Buffer.compare(body.subarray(0, segments[0]!.body.length), segments[0]!.body)).toBe(0)
  expect(pauses() - before).toBeGreaterThan((2 * bytes.length) / pictureLimits.sliceBytes)
})

it('[PI62] many small updates rest as often as they take time', async () => {
  const { pauses, append } = trial()
  await append(nothing, updatesOf(1, 10_000, 2))
  expect(pauses()).toBeGreaterThanOrEqual(
    Math.floor((10_000 * pictureLimits.updateWeight) / pictureLimits.sliceBytes),
  )
})
