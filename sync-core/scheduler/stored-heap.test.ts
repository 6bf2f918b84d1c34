import { describe, expect, it } from 'vitest'
import { StorageError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import { encodeUtf8 } from '../base/utf8.ts'
import { u8 } from '../base/schema.ts'
import { CountedStore } from '../pictures/counted-store.ts'
import { MemoryStore } from '../pictures/memory-store.ts'
import { sealObject } from '../pictures/sealed-object.ts'
import { FaultyStore } from '../testing/faulty-store.ts'
import { testHeap } from '../testing/heap.contract.ts'
import { heapStartMs as nowMs, runOf, TrialHeap } from '../testing/heap-trial.ts'
import { bucketName, encodeBucket, heapBucketBytesMax } from './heap-bucket.ts'

testHeap('memory', () => Promise.resolve(new MemoryStore()))

const width = limits.heapBucketMs
const keyOf = (startMs: number): string => `heap/0/${bucketName(startMs)}`
const manyRuns = (count: number, dueMs: number) => Array.from({ length: count }, (_, at) => runOf(at, dueMs))

describe('where runs go', () => {
  it('[HP12] a full bucket spills into the next one, where its own process finds them at once, others when it begins', async () => {
    const world = new TrialHeap(new MemoryStore())
    const heap = world.open({ heapBucketRunsMax: 2 })
    const runs = manyRuns(5, nowMs)
    await heap.push(0, runs, nowMs)
    expect(await world.names(0)).toEqual([0, 1, 2].map((at) => bucketName(nowMs + at * width)))
    expect(await heap.peekDue(0, nowMs, 10)).toEqual(runs)
    expect(await world.open().peekDue(0, nowMs, 10)).toEqual(runs.slice(0, 2))
    expect(await world.open().peekDue(0, nowMs + 2 * width, 10)).toEqual(runs)
  })

  it('[HP12] says so when more runs wait than buckets are kept in mind', async () => {
    const heap = new TrialHeap(new MemoryStore()).open({ heapBucketRunsMax: 1, heapObjectsMax: 5 })
    await expect(heap.push(0, manyRuns(10, nowMs), nowMs)).rejects.toMatchObject({
      code: 'unavailable',
      retryable: true,
      message: 'More pictures wait to be written than can be listed. Gesso tries again by itself.',
    })
  })

  it('[HP16] a push that is answered later than a width after its bucket’s end is made again into the bucket of then', async () => {
    const store = new FaultyStore(new MemoryStore())
    const world = new TrialHeap(store)
    const heap = world.open()
    store.fault = (call) => {
      if (call === `swap ${keyOf(nowMs)}`) world.clock.timeMs += 2 * width
      return undefined
    }
    const run = runOf(1, nowMs)
    await heap.push(0, [run], nowMs)
    expect(await world.names(0)).toEqual([bucketName(nowMs), bucketName(nowMs + 2 * width)])
    expect(await heap.peekDue(0, nowMs + 2 * width, 10)).toEqual([run])
    await heap.prune(0, [run], nowMs + 2 * width)
    expect(await heap.peekDue(0, nowMs + 2 * width, 10)).toEqual([])
  })

  it('[HP16] a push whose answers are all late says so, and so does one whose clock is set back', async () => {
    for (const byMs of [2 * width, -1]) {
      const store = new FaultyStore(new MemoryStore())
      const world = new TrialHeap(store)
      store.fault = (call) => {
        if (call.startsWith('swap')) world.clock.timeMs += byMs
        else if (byMs < 0) world.clock.timeMs -= 1
        return undefined
      }
      await expect(world.open().push(0, [runOf(1, nowMs)], nowMs)).rejects.toMatchObject({
        code: 'unavailable',
        message: 'The place of the list of what is due answers too slowly. Gesso tries again by itself.',
      })
      expect(store.calls.length).toBeLessThanOrEqual(2 * limits.heapTriesMax)
    }
  })

  it('[HP17] what is due in more than an hour lies in the bucket of its hour, and is found when it is due', async () => {
    const world = new TrialHeap(new MemoryStore())
    const dueMs = nowMs + 30 * 86_400_000 + 1_234_567
    const heap = world.open()
    for (let at = 0; at < 100; at++) await heap.push(0, [runOf(at, dueMs + at * 20_000)], nowMs + at * 20_000)
    expect(await world.names(0)).toEqual([bucketName(nowMs + 30 * 86_400_000)])
    for (const each of [heap, world.open()]) {
      expect(await each.peekDue(0, dueMs - 1, 10)).toEqual([])
      expect(await each.peekDue(0, dueMs, 10)).toEqual([runOf(0, dueMs)])
    }
    await heap.push(0, [runOf(200, nowMs + limits.heapFarMs)], nowMs)
    expect((await world.names(0))[0]).toBe(bucketName(nowMs + limits.heapFarMs))
  })
})

describe('what is damaged or lost', () => {
  const damaged = encodeBucket({ shard: 0, startMs: nowMs }, [runOf(1, nowMs)]).fill(0, 10, 12)

  it('[HP18] a damaged bucket is told once and replaced; what is pushed next is there', async () => {
    for (const isPushedFirst of [true, false]) {
      const world = new TrialHeap(new MemoryStore())
      const heap = world.open()
      await world.store.put(keyOf(nowMs), damaged)
      if (!isPushedFirst) expect(await heap.peekDue(0, nowMs, 10)).toEqual([])
      await heap.push(0, [runOf(2, nowMs)], nowMs)
      for (let looks = 0; looks < 3; looks++) {
        expect(await world.open().peekDue(0, nowMs, 10)).toEqual([runOf(2, nowMs)])
      }
      expect(world.lost).toEqual([
        '0: The list of what is due (1800000000000 of shard 0) is damaged: its checksum is wrong. It is made again.',
      ])
    }
  })

  it('[HP18] a damaged bucket stays until its loss was told', async () => {
    const world = new TrialHeap(new MemoryStore())
    await world.store.put(keyOf(nowMs), damaged)
    await world.store.put('heap/0/marked', encodeUtf8('heap'))
    world.isDeaf = true
    await expect(world.open().peekDue(0, nowMs, 10)).rejects.toThrow('Nobody listens.')
    await expect(world.open().push(0, [runOf(1, nowMs)], nowMs)).rejects.toThrow('Nobody listens.')
    expect(await world.store.get(keyOf(nowMs), 1_000)).toEqual(damaged)
    world.isDeaf = false
    expect(await world.open().peekDue(0, nowMs, 10)).toEqual([])
    expect(world.lost).toHaveLength(1)
  })

  it('[HP19] a bucket that can’t be read is told once, takes no runs, and is removed when it is over', async () => {
    const world = new TrialHeap(new MemoryStore())
    const heap = world.open()
    await world.store.put(keyOf(nowMs), new Uint8Array(heapBucketBytesMax + 1))
    await heap.push(0, [runOf(1, nowMs)], nowMs)
    expect(await heap.peekDue(0, nowMs, 10)).toEqual([runOf(1, nowMs)])
    expect(await heap.peekDue(0, nowMs + width, 10)).toEqual([runOf(1, nowMs)])
    expect(await world.names(0)).toEqual([bucketName(nowMs), bucketName(nowMs + width), 'marked'])
    expect(world.lost).toEqual([
      `0: heap/0/1800000000000 has ${heapBucketBytesMax + 1} bytes; at most ${heapBucketBytesMax} make sense.`,
    ])
    await heap.peekDue(0, nowMs + 70_000, 10)
    expect(await world.names(0)).toEqual([bucketName(nowMs + width), 'marked'])
  })

  it('[HP20] a bucket of a newer version is left as it is, and is in nobody’s way', async () => {
    const world = new TrialHeap(new MemoryStore())
    const heap = world.open()
    const newer = sealObject({ magic: 'GSHB', version: 9, what: 'It', schema: u8 }, 1)
    await world.store.put(keyOf(nowMs), newer)
    await heap.push(0, [runOf(1, nowMs)], nowMs)
    expect(await heap.peekDue(0, nowMs, 10)).toEqual([runOf(1, nowMs)])
    await heap.prune(0, [runOf(1, nowMs)], nowMs)
    for (let atMs = nowMs; atMs < nowMs + 300_000; atMs += 10_000) await heap.peekDue(0, atMs, 10)
    expect(await world.names(0)).toEqual([bucketName(nowMs), 'marked'])
    expect(await world.store.get(keyOf(nowMs), 100)).toEqual(newer)
    expect(world.lost).toEqual([])
  })

  it('[HP21] a heap that is new, or whose folder or buckets vanished, is told as lost, once', async () => {
    const world = new TrialHeap(new MemoryStore())
    const heap = world.open()
    const sentence = '0: The list of what is due (shard 0) was not found. It is made again.'
    await heap.peekDue(0, nowMs, 10)
    expect(world.missing).toEqual([sentence])
    await world.open().peekDue(0, nowMs, 10)
    await heap.push(0, [runOf(1, nowMs + 200_000), runOf(2, nowMs + 300_000)], nowMs)
    await heap.peekDue(0, nowMs + 60_000, 10)
    expect(world.missing).toHaveLength(1)
    await world.store.remove([keyOf(nowMs + 200_000)])
    world.isDeaf = true
    await expect(heap.peekDue(0, nowMs + 120_000, 10)).rejects.toThrow('Nobody listens.')
    world.isDeaf = false
    await heap.peekDue(0, nowMs + 121_000, 10)
    await heap.peekDue(0, nowMs + 190_000, 10)
    expect(world.missing).toEqual([sentence, sentence])
    await world.store.remove(['heap/0/marked', keyOf(nowMs + 300_000)])
    await world.open().peekDue(0, nowMs + 190_000, 10)
    expect(world.missing).toHaveLength(3)
    expect(await world.names(0)).toEqual(['marked'])
  })

  it('[HP21] a bucket of now that vanished is told with the next look', async () => {
    const world = new TrialHeap(new MemoryStore())
    const heap = world.open()
    await heap.push(0, [runOf(1, nowMs)], nowMs)
    await heap.peekDue(0, nowMs, 10)
    await world.store.remove([keyOf(nowMs)])
    expect(await heap.peekDue(0, nowMs + 1_000, 10)).toEqual([])
    await heap.peekDue(0, nowMs + 2_000, 10)
    await heap.peekDue(0, nowMs + 3_000, 10)
    expect(world.missing).toHaveLength(2)
  })

  it('[HP11] files of others in the folder are in nobody’s way, and stay', async () => {
    const world = new TrialHeap(new MemoryStore())
    const others = ['1800000000000.bak', '180000000000', 'readme.txt', '1800000000000/inside']
    for (const name of others) await world.store.put(`heap/0/${name}`, encodeUtf8('mine'))
    const heap = world.open()
    for (let atMs = nowMs; atMs < nowMs + 300_000; atMs += 10_000) {
      await heap.push(0, [runOf(1, atMs)], atMs)
      await heap.prune(0, await heap.peekDue(0, atMs, 10), atMs)
    }
    for (const name of others) expect(await world.store.get(`heap/0/${name}`, 10)).toEqual(encodeUtf8('mine'))
  })
})

describe('what it costs', () => {
  const counted = (): { world: TrialHeap; store: CountedStore; spent: () => number } => {
    const store = new CountedStore(new MemoryStore())
    let before = 0
    const spent = (): number => {
      const since = store.requests - before
      before = store.requests
      return since
    }
    return { world: new TrialHeap(store), store, spent }
  }

  it('[HP22] idle, a look is one request, and a LIST a minute', async () => {
    const { world, spent } = counted()
    const heap = world.open()
    await heap.peekDue(0, nowMs, 10)
    expect(spent()).toBe(3)
    for (let second = 1; second <= 600; second++) await heap.peekDue(0, nowMs + second * 1_000, 10)
    expect(spent()).toBe(610)
  })

  it('[HP22] a push of 1 or of 100 runs into a bucket is two requests, one when its own process wrote it last', async () => {
    for (const count of [1, 100]) {
      const { world, spent } = counted()
      const heap = world.open()
      await heap.push(0, manyRuns(count, nowMs + 15_000), nowMs)
      expect(spent()).toBe(2)
      await heap.push(0, [runOf(1_000, nowMs + 15_000)], nowMs)
      expect(spent()).toBe(1)
      await heap.push(0, [runOf(1_000, nowMs + 15_000)], nowMs)
      expect(spent()).toBe(1)
    }
  })

  it('[HP22] the whole life of a bucket of runs is five requests above those of idling', async () => {
    for (const count of [1, 100]) {
      const { world, spent } = counted()
      const heap = world.open()
      await heap.peekDue(0, nowMs, 10)
      spent()
      const runs = manyRuns(count, nowMs + 15_000)
      await heap.push(0, runs, nowMs)
      for (let second = 1; second <= 120; second++) {
        const atMs = nowMs + second * 1_000
        const due = await heap.peekDue(0, atMs, 1_000)
        if (due.length > 0) await heap.prune(0, due, atMs)
      }
      expect(spent() - 122).toBeLessThanOrEqual(5)
      expect(await world.names(0)).toEqual(['marked'])
    }
  })

  it('[HP23] a look reads a bounded number of buckets, the oldest first, and comes to all of them', async () => {
    const { world, spent } = counted()
    const runs = Array.from({ length: 40 }, (_, at) => runOf(at, nowMs + at * width))
    await world.open().push(0, runs, nowMs)
    spent()
    const heap = world.open()
    const atMs = nowMs + 41 * width
    expect(await heap.peekDue(0, atMs, 1_000)).toEqual(runs.slice(0, 16))
    expect(spent()).toBe(limits.heapReadsMax + 2)
    expect(await heap.peekDue(0, atMs, 1_000)).toEqual(runs.slice(0, 32))
    expect(await heap.peekDue(0, atMs, 1_000)).toEqual(runs)
    spent()
    await heap.prune(0, runs, atMs)
    expect(spent()).toBeLessThanOrEqual(4)
    expect(await world.names(0)).toEqual([bucketName(nowMs + 39 * width), 'marked'])
  })

  it('[HP23] keeps a bounded number of runs in mind, and finds the others again', async () => {
    const world = new TrialHeap(new MemoryStore())
    const heap = world.open({ heapRunsKept: 5 })
    const runs = Array.from({ length: 30 }, (_, at) => runOf(at, nowMs + at * 4_000))
    await heap.push(0, runs, nowMs)
    const seen = new Set<string>()
    for (let atMs = nowMs; atMs < nowMs + 300_000; atMs += 2_000) {
      const due = await heap.peekDue(0, atMs, 3)
      for (const { picture } of due) seen.add(picture)
      await heap.prune(0, due, atMs)
    }
    expect(seen.size).toBe(30)
    expect(await world.names(0)).toEqual(['marked'])
  })

  it('[HP24] what is passed over keeps nothing else from being seen', async () => {
    const heap = new TrialHeap(new MemoryStore()).open()
    const runs = Array.from({ length: 30 }, (_, at) => runOf(at, nowMs + at * 1_000))
    await heap.push(0, runs, nowMs)
    const isPassedOver = ({ dueMs }: { dueMs: number }): boolean => dueMs < nowMs + 20_000
    expect(await heap.peekDue(0, nowMs + 60_000, 5, isPassedOver)).toEqual(runs.slice(20, 25))
  })

  it('[HP25] what another process pushed is found with the bucket of now, and within a minute or after a pause otherwise', async () => {
    const world = new TrialHeap(new MemoryStore())
    const heap = world.open()
    await heap.peekDue(0, nowMs, 10)
    const rival = world.open()
    await rival.push(0, [runOf(1, nowMs + 9_000)], nowMs)
    expect(await heap.peekDue(0, nowMs + 9_999, 10)).toEqual([runOf(1, nowMs + 9_000)])
    await heap.peekDue(0, nowMs + 19_000, 10)
    await rival.push(0, [runOf(2, nowMs + 19_001)], nowMs + 19_001)
    const twoRuns = [runOf(1, nowMs + 9_000), runOf(2, nowMs + 19_001)]
    expect(await heap.peekDue(0, nowMs + 20_000, 10)).toEqual(twoRuns.slice(0, 1))
    expect(await heap.peekDue(0, nowMs + 30_001, 10)).toEqual(twoRuns)
    await rival.push(0, [runOf(3, nowMs + 30_002)], nowMs + 30_002)
    for (let atMs = nowMs + 40_000; atMs < nowMs + 90_001; atMs += 10_000) {
      expect(await heap.peekDue(0, atMs, 10)).toEqual(twoRuns)
    }
    expect(await heap.peekDue(0, nowMs + 90_001, 10)).toEqual([...twoRuns, runOf(3, nowMs + 30_002)])
  })

  it('[HP26] a store that is away is told, and nothing is forgotten meanwhile', async () => {
    const store = new FaultyStore(new MemoryStore())
    const world = new TrialHeap(store)
    const heap = world.open()
    await heap.push(0, [runOf(1, nowMs)], nowMs)
    await heap.peekDue(0, nowMs, 10)
    store.fault = () => 'before'
    await expect(heap.prune(0, [runOf(1, nowMs)], nowMs)).rejects.toBeInstanceOf(StorageError)
    await expect(heap.push(0, [runOf(2, nowMs)], nowMs)).rejects.toBeInstanceOf(StorageError)
    await expect(heap.peekDue(0, nowMs + 60_000, 10)).rejects.toBeInstanceOf(StorageError)
    store.fault = () => undefined
    expect(await heap.peekDue(0, nowMs + 61_000, 10)).toEqual([runOf(1, nowMs)])
  })
})
