import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeHex } from '../base/hex.ts'
import { AssertionError, StorageError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import { sealObject } from '../pictures/sealed-object.ts'
import { fixed, u8 } from '../base/schema.ts'
import { encodeUtf8 } from '../base/utf8.ts'
import { fuzzDecoder } from '../testing/fuzz-decoder.ts'
import { heapStartMs, pictureOf, runOf } from '../testing/heap-trial.ts'
import { bucketName, bucketStartOf, decodeBucket, encodeBucket, heapBucketBytesMax } from './heap-bucket.ts'
import { asRunSet, compareTasks, mergeRuns, withoutDone } from './heap-runs.ts'
import { taskKinds, type DueRun } from './task.ts'

const place = { shard: 7, startMs: heapStartMs }

const anyRun: fc.Arbitrary<DueRun> = fc.record({
  picture: fc.nat(5).map(pictureOf),
  kind: fc.constantFrom(...taskKinds),
  run: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER })),
  dueMs: fc.oneof(fc.nat(4), fc.nat(Number.MAX_SAFE_INTEGER)),
})
const anySet = fc.array(anyRun, { maxLength: 20 }).map(asRunSet)

/** A bucket of one run of picture 1, sealed again with another name. */
function renamed(bytes: Uint8Array, name: Uint8Array): Uint8Array {
  const plain = Buffer.from(bytes.subarray(5, -4))
  plain.set(name, plain.indexOf(pictureOf(1)))
  return sealObject({ magic: 'GSHB', version: 1, what: 'It', schema: fixed(plain.length) }, plain)
}

describe('a bucket of the heap', () => {
  it('[HP9] comes back as it was, and has pinned bytes', () => {
    fc.assert(
      fc.property(anySet, (runs) => {
        expect(decodeBucket(place, encodeBucket(place, runs))).toEqual(runs)
      }),
    )
    const runs: DueRun[] = [
      { picture: pictureOf(1), kind: 'persist', run: 1, dueMs: heapStartMs },
      { picture: pictureOf(1), kind: 'sweep', run: 300, dueMs: heapStartMs + 9_999 },
    ]
    expect(encodeHex(encodeBucket(place, runs))).toBe(
      '47534842010780a0f1c2b134026161616161616961616161616161616161616161616161616161000180a0f1c2b134616161616161696161616161616161616161616161616161616103ac028feef1c2b1344d378a74',
    )
    expect(encodeHex(encodeBucket(place, []))).toBe('47534842010780a0f1c2b134004ca8b928')
  })

  it('[HP30] is not written with a run of what is no picture, which would cost all others in it', () => {
    for (const picture of ['', 'x', 'p'.repeat(26), `${pictureOf(1)}a`]) {
      const run: DueRun = { picture, kind: 'persist', run: 1, dueMs: heapStartMs }
      expect(() => encodeBucket(place, [runOf(1, heapStartMs), run])).toThrow(AssertionError)
    }
  })

  it('[HP9] the largest one fits what is read', () => {
    const runs = Array.from({ length: limits.heapBucketRunsMax }, (_, at) => ({
      ...runOf(at, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
    }))
    const largest = { shard: Number.MAX_SAFE_INTEGER, startMs: Number.MAX_SAFE_INTEGER }
    const { length } = encodeBucket(largest, asRunSet(runs))
    expect(length).toBeLessThanOrEqual(heapBucketBytesMax)
    expect(length).toBeGreaterThan(heapBucketBytesMax - 64)
  })

  it('[HP10] whatever its bytes are, gives runs in their one encoding, or a sentence', () => {
    const valid = [[], [runOf(1, heapStartMs)], [runOf(1, 5, 9), runOf(2, 6), runOf(3, 7)]].map((runs) =>
      encodeBucket(place, runs),
    )
    const tally = fuzzDecoder({
      decode: (bytes) => decodeBucket(place, bytes),
      valid,
      isRefusal: (error) => error instanceof StorageError && ['corrupt', 'invalid'].includes(error.code),
      check: (runs, bytes) => expect(encodeBucket(place, runs)).toEqual(bytes),
    })
    expect(tally.refused).toBeGreaterThan(0)
  })

  it('[HP10] is damaged where it is cut off, elsewhere, out of order, or names what is no picture or run', () => {
    const damaged = (bytes: Uint8Array): void => {
      expect(() => decodeBucket(place, bytes)).toThrow(expect.objectContaining({ code: 'corrupt' }))
    }
    const bytes = encodeBucket(place, [runOf(1, 5), runOf(2, 6)])
    for (let length = 0; length < bytes.length; length++) damaged(bytes.subarray(0, length))
    damaged(encodeBucket({ ...place, shard: 8 }, []))
    damaged(encodeBucket({ ...place, startMs: heapStartMs + 1 }, []))
    damaged(encodeBucket(place, [runOf(2, 6), runOf(1, 5)]))
    damaged(encodeBucket(place, [runOf(1, 6), runOf(1, 5)]))
    damaged(encodeBucket(place, [runOf(1, 6, 0)]))
    damaged(renamed(encodeBucket(place, [runOf(1, 6)]), encodeUtf8('A'.repeat(26))))
    damaged(renamed(encodeBucket(place, [runOf(1, 6)]), encodeUtf8('é'.repeat(13))))
    const newer = sealObject({ magic: 'GSHB', version: 2, what: 'It', schema: u8 }, 1)
    expect(() => decodeBucket(place, newer)).toThrow(
      'The list of what is due (1800000000000 of shard 7) was saved by a newer version of Gesso. Update Gesso to open it.',
    )
  })

  it('[HP11] has a name that says when it begins, and no other name does', () => {
    expect(bucketName(0)).toBe('0000000000000')
    expect(bucketName(heapStartMs)).toBe('1800000000000')
    fc.assert(
      fc.property(
        fc.maxSafeNat().map((ms) => ms % 1e13),
        (ms) => {
          expect(bucketStartOf(bucketName(ms))).toBe(ms)
        },
      ),
    )
    for (const name of [
      '',
      'marked',
      '180000000000',
      '18000000000000',
      '180000000000x',
      '1800000000000.bak',
    ]) {
      expect(bucketStartOf(name)).toBeUndefined()
    }
  })
})

describe('sets of runs', () => {
  const byTask = (runs: readonly DueRun[]): Map<string, DueRun> =>
    new Map(runs.map((run) => [`${run.picture} ${run.kind}`, run]))

  it('[HP2] merged have of each task the highest run, sorted, whatever the order', () => {
    fc.assert(
      fc.property(anySet, anySet, (there, pushed) => {
        const { runs, left } = mergeRuns(there, pushed, 100)
        expect(left).toEqual([])
        expect(runs).toEqual(asRunSet([...pushed, ...there]))
        expect([...runs].sort(compareTasks)).toEqual(runs)
        expect(mergeRuns(pushed, there, 100).runs).toEqual(runs)
        expect(mergeRuns(runs, pushed, 100).runs).toBe(runs)
        for (const run of pushed) {
          expect(byTask(runs).get(`${run.picture} ${run.kind}`)!.run).toBeGreaterThanOrEqual(run.run)
        }
      }),
    )
  })

  it('[HP12] merged have room for tasks that are there, and leave what is too much', () => {
    fc.assert(
      fc.property(anySet, anySet, fc.nat(12), (there, pushed, runsMax) => {
        const { runs, left } = mergeRuns(there, pushed, runsMax)
        expect(runs.length).toBeLessThanOrEqual(Math.max(there.length, runsMax))
        expect(asRunSet([...runs, ...left])).toEqual(asRunSet([...there, ...pushed]))
        for (const run of left) expect(byTask(there).has(`${run.picture} ${run.kind}`)).toBe(false)
        if (left.length > 0) expect(runs.length).toBeGreaterThanOrEqual(runsMax)
      }),
    )
  })

  it('[HP3] without what is done have what is newer, and are the same when nothing is', () => {
    fc.assert(
      fc.property(anySet, fc.array(anyRun, { maxLength: 6 }), (there, done) => {
        const kept = withoutDone(there, done)
        const isDone = (run: DueRun): boolean =>
          done.some((each) => compareTasks(each, run) === 0 && run.run <= each.run)
        expect(kept).toEqual(there.filter((run) => !isDone(run)))
        expect(kept === there).toBe(kept.length === there.length)
      }),
    )
  })
})
