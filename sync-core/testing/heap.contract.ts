import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { limits } from '../base/limits.ts'
import { Prng } from '../base/prng.ts'
import type { ObjectStore } from '../pictures/object-store.ts'
import { StoredHeap } from '../scheduler/stored-heap.ts'
import { compareDue } from '../scheduler/heap-runs.ts'
import type { DueRun } from '../scheduler/task.ts'
import { heapStartMs, runOf, TrialHeap } from './heap-trial.ts'

const width = limits.heapBucketMs

/** What the heap promises over every store. `open` gives an empty one. */
export function testHeap(name: string, open: () => Promise<ObjectStore>): void {
  describe(`heap: ${name}`, () => {
    let world: TrialHeap
    let heap: StoredHeap
    beforeEach(async () => {
      world = new TrialHeap(await open())
      heap = world.open()
    })
    const nowMs = heapStartMs

    it('[HP1] gives what is due by now, the earliest first, and at most as many as asked for', async () => {
      const runs = [runOf(1, nowMs + 25_000), runOf(2, nowMs + 5_000), runOf(3, nowMs + 1), runOf(4, nowMs)]
      await heap.push(0, runs, nowMs)
      expect(await heap.peekDue(0, nowMs, 10)).toEqual([runs[3]])
      expect(await heap.peekDue(0, nowMs + 9_000, 10)).toEqual([runs[3], runs[2], runs[1]])
      expect(await heap.peekDue(0, nowMs + 9_000, 2)).toEqual([runs[3], runs[2]])
      expect(await heap.peekDue(0, nowMs + 24_999, 10)).toEqual([runs[3], runs[2], runs[1]])
      expect(await heap.peekDue(0, nowMs + 25_000, 10)).toEqual([runs[3], runs[2], runs[1], runs[0]])
      expect(await heap.peekDue(1, nowMs + 25_000, 10)).toEqual([])
    })

    it('[HP2] of runs of one task in one bucket only the highest stays; pushing again changes nothing', async () => {
      const [older, newer] = [runOf(1, nowMs, 4), runOf(1, nowMs + 3, 5)]
      await heap.push(0, [older, newer, older], nowMs)
      await heap.push(0, [older], nowMs)
      await heap.push(0, [newer], nowMs)
      expect(await heap.peekDue(0, nowMs + 100, 10)).toEqual([newer])
      const preview: DueRun = { ...runOf(1, nowMs), kind: 'preview' }
      await heap.push(0, [preview], nowMs)
      expect(await heap.peekDue(0, nowMs + 100, 10)).toEqual([preview, newer])
    })

    it('[HP3] takes off what is done with what is older, and leaves what is newer', async () => {
      const runs = [runOf(1, nowMs, 1), runOf(2, nowMs, 7), runOf(3, nowMs, 3)]
      await heap.push(0, runs, nowMs)
      await heap.prune(0, [runOf(1, 0, 2), runOf(2, 0, 6), runOf(3, 0, 3), runOf(9, 0, 1)], nowMs)
      expect(await heap.peekDue(0, nowMs, 10)).toEqual([runs[1]])
      await heap.prune(0, [], nowMs)
      await heap.prune(0, runs, nowMs)
      expect(await heap.peekDue(0, nowMs, 10)).toEqual([])
    })

    it('[HP4] another heap on the same store finds what is there, whenever it begins', async () => {
      const runs = Array.from({ length: 20 }, (_, at) => runOf(at, nowMs + at * 3_500))
      await heap.push(3, runs, nowMs)
      for (const laterMs of [nowMs + 70_000, nowMs + 30 * 86_400_000]) {
        expect(await world.open().peekDue(3, laterMs, 100)).toEqual(runs)
      }
    })

    it('[HP5] what is due in the past goes where it is found at once', async () => {
      await heap.peekDue(0, nowMs, 10)
      const late = runOf(1, nowMs - 5 * width)
      await world.open().push(0, [late], nowMs)
      expect(await heap.peekDue(0, nowMs, 10)).toEqual([late])
    })

    it('[HP6] emptied buckets are gone two widths and a LIST after their end', async () => {
      const runs = Array.from({ length: 6 }, (_, at) => runOf(at, nowMs + at * 5_000))
      await heap.push(0, runs, nowMs)
      for (let atMs = nowMs; atMs < nowMs + 180_000; atMs += 1_000) {
        await heap.prune(0, await heap.peekDue(0, atMs, 10), atMs)
      }
      expect(await world.names(0)).toEqual(['marked'])
    })

    it('[HP7] comes to what a plain set of runs comes to, whatever is asked in whatever order', async () => {
      let shard = 0
      await fc.assert(
        fc.asyncProperty(fc.nat(), async (seed) => {
          const prng = new Prng(seed)
          shard += 1
          const known = new Map<string, DueRun>()
          let pushed = 0
          let atMs = nowMs
          for (let step = 0; step < 12; step++) {
            atMs += prng.below(6_000)
            const runs = Array.from({ length: 1 + prng.below(5) }, () =>
              runOf(prng.below(6), atMs + prng.below(30_000) - 5_000, ++pushed),
            )
            if (prng.chance(0.6)) {
              await heap.push(shard, runs, atMs)
              for (const run of runs) known.set(run.picture, run)
            } else {
              const done = [...known.values()].filter(() => prng.chance(0.4))
              await heap.prune(shard, done, atMs)
              for (const run of done) known.delete(run.picture)
            }
            const due = await heap.peekDue(shard, atMs, 1_000)
            for (const run of known.values()) if (run.dueMs <= atMs) expect(due).toContainEqual(run)
            const highest = due.filter((run) => known.get(run.picture)?.run === run.run)
            expect(highest).toEqual([...known.values()].filter((run) => run.dueMs <= atMs).sort(compareDue))
          }
        }),
        { numRuns: 20 },
      )
    })

    it('[HP8] many who push and prune at once lose nothing', async () => {
      const heaps = Array.from({ length: 4 }, () => world.open())
      const runs = Array.from({ length: 24 }, (_, at) => runOf(at, nowMs + (at % 3) * 4_000))
      await Promise.all(runs.map((run, at) => heaps[at % 4]!.push(0, [run], nowMs)))
      await Promise.all(
        heaps.map(async (each, at) => {
          await each.peekDue(0, nowMs + width, 100)
          await each.prune(
            0,
            runs.filter((_, which) => which % 4 === at && which < 12),
            nowMs + width,
          )
        }),
      )
      const due = await world.open().peekDue(0, nowMs + width, 100)
      expect(due).toEqual(runs.slice(12).sort(compareDue))
    })
  })
}
