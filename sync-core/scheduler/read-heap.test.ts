import { expect, it } from 'vitest'
import { encodeUtf8 } from '../base/utf8.ts'
import { MemoryStore } from '../pictures/memory-store.ts'
import { FaultyStore } from '../testing/faulty-store.ts'
import { heapStartMs, runOf, TrialHeap } from '../testing/heap-trial.ts'
import { readHeap, type ReadBucket } from './read-heap.ts'

it('[HP28] people see every bucket with its runs, or why it can’t be read, and nothing is changed by that', async () => {
  const store = new FaultyStore(new MemoryStore())
  const heap = new TrialHeap(store).open()
  await heap.push(10, [runOf(3, heapStartMs)], heapStartMs)
  await heap.push(2, [runOf(1, heapStartMs), runOf(2, heapStartMs + 10_000)], heapStartMs)
  await store.put('heap/2/1800000020000', encodeUtf8('something else'))
  await store.put('heap/readme.txt', encodeUtf8('mine'))
  store.calls.length = 0
  const seen: ReadBucket[] = []
  for await (const bucket of readHeap(store, 'heap')) seen.push(bucket)
  expect(seen).toEqual([
    { shard: 2, startMs: heapStartMs, runs: [runOf(1, heapStartMs)], problem: '' },
    { shard: 2, startMs: heapStartMs + 10_000, runs: [runOf(2, heapStartMs + 10_000)], problem: '' },
    {
      shard: 2,
      startMs: heapStartMs + 20_000,
      runs: [],
      problem: 'The list of what is due (1800000020000 of shard 2) is damaged: its checksum is wrong.',
    },
    { shard: 10, startMs: heapStartMs, runs: [runOf(3, heapStartMs)], problem: '' },
  ])
  expect(store.calls.every((call) => /^(?:list|get) /.test(call))).toBe(true)
})
