import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { StorageError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import { Prng } from '../base/prng.ts'
import { MemoryStore } from '../pictures/memory-store.ts'
import { FaultyStore, type StoreFault } from '../testing/faulty-store.ts'
import { heapStartMs, pictureOf, runOf, TrialHeap } from '../testing/heap-trial.ts'
import { LateStore } from '../testing/late-store.ts'
import { SteppedStore } from '../testing/stepped-store.ts'
import type { StoredHeap } from './stored-heap.ts'
import type { DueRun } from './task.ts'

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))

/** What sysdb would say of one task: its run, and whether that is known to be on the heap, or done. */
interface KnownTask {
  run: DueRun
  isAcked: boolean
  isDone: boolean
}

/** Several processes that all believe to own one shard, on one store, each doing one thing at a time. */
class Rivals {
  readonly world = new TrialHeap(new MemoryStore())
  readonly tasks = new Map<number, KnownTask>()
  private readonly prng: Prng
  private readonly stepped = new SteppedStore(this.world.store)
  private readonly heaps: readonly StoredHeap[]

  constructor(seed: number, heaps: number) {
    this.prng = new Prng(seed)
    const small = { heapBucketRunsMax: 3, heapRunsKept: 4, heapListEveryMs: 20_000, heapTriesMax: 100 }
    this.heaps = Array.from({ length: heaps }, () => this.world.open(small, this.stepped.store))
  }

  async run(rounds: number): Promise<void> {
    const { prng } = this
    const busy = this.heaps.map(() => false)
    const underWay = (): boolean => busy.includes(true)
    for (let round = 0; round < rounds || underWay();) {
      const which = prng.below(busy.length)
      if (round < rounds && !busy[which]! && prng.chance(0.5)) {
        round += 1
        busy[which] = true
        void this.act(this.heaps[which]!).then(() => (busy[which] = false))
      }
      await turn()
      this.stepped.step(prng)
      // Somebody sleeps, or the store takes its time.
      if (prng.chance(0.1)) this.world.clock.timeMs += prng.below(prng.chance(0.1) ? 60_000 : 6_000)
    }
  }

  private async act(heap: StoredHeap): Promise<void> {
    const { prng } = this
    const nowMs = this.world.clock.timeMs
    if (prng.chance(0.3)) await heap.peekDue(0, nowMs, 1 + prng.below(10))
    else if (prng.chance(0.6)) await this.push(heap, nowMs)
    else await this.prune(heap, nowMs)
  }

  private async push(heap: StoredHeap, nowMs: number): Promise<void> {
    const { prng } = this
    const pushed = Array.from({ length: 1 + prng.below(4) }, () => {
      const picture = prng.below(8)
      let task = this.tasks.get(picture)
      if (task === undefined || task.isDone) {
        const run = runOf(picture, nowMs - 5_000 + prng.below(40_000), 1 + (task?.run.run ?? 0))
        task = { run, isAcked: false, isDone: false }
        this.tasks.set(picture, task)
      }
      return task
    })
    await heap.push(
      0,
      pushed.map(({ run }) => run),
      nowMs,
    )
    for (const task of pushed) task.isAcked = true
  }

  private async prune(heap: StoredHeap, nowMs: number): Promise<void> {
    const due = await heap.peekDue(0, nowMs, 100)
    for (const task of this.tasks.values()) if (this.prng.chance(0.5)) task.isDone = true
    await heap.prune(
      0,
      due.filter((run) => {
        const task = [...this.tasks.values()].find(({ run: { picture } }) => picture === run.picture)!
        return run.run < task.run.run || task.isDone
      }),
      nowMs,
    )
  }
}

describe('heaps of many processes on one shard', () => {
  it(
    '[HP13] keep each run that was pushed and is not done, in any order of their calls',
    { timeout: 300_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.nat(), fc.integer({ min: 2, max: 4 }), async (seed, heaps) => {
          const rivals = new Rivals(seed, heaps)
          await rivals.run(40)
          const due = await allDue(rivals.world, rivals.world.clock.timeMs + 100_000)
          for (const { run, isAcked, isDone } of rivals.tasks.values()) {
            if (isAcked && !isDone) expect(due).toContainEqual(run)
          }
        }),
        { numRuns: 1000 },
      )
    },
  )

  it('[HP6] leave nothing, once all is done and one of them looks on', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const rivals = new Rivals(seed, 3)
        await rivals.run(30)
        const { world } = rivals
        const last = world.open()
        const fromMs = world.clock.timeMs
        for (let atMs = fromMs; atMs < fromMs + 300_000; atMs += 5_000) {
          await last.prune(0, await last.peekDue(0, atMs, 100), atMs)
        }
        expect(await world.names(0)).toEqual(['marked'])
      }),
      { numRuns: 20 },
    )
  })
})

/** A swap waits for its sign; a removal lets it go first. */
class SlowSwaps extends MemoryStore {
  private letGo: (() => void) | undefined
  isSlow = false

  override async compareAndSwap(key: string, bytes: Uint8Array, etag: string): Promise<string> {
    if (this.isSlow) await new Promise<void>((resolve) => (this.letGo = resolve))
    return super.compareAndSwap(key, bytes, etag)
  }

  override async remove(keys: readonly string[]): Promise<void> {
    if (keys.length > 0) await this.go()
    await super.remove(keys)
  }

  async go(): Promise<void> {
    this.isSlow = false
    this.letGo?.()
    await turn()
  }
}

describe('a push into an emptied bucket', () => {
  const widths = limits.heapBucketMs
  it.each([1.9 * widths, 3 * widths, 4 * widths])(
    '[HP27] that takes effect %d ms after its beginning counts or is made again, though the bucket is removed',
    async (laterMs) => {
      const store = new SlowSwaps()
      const world = new TrialHeap(store)
      const [slow, rival] = [world.open(), world.open()]
      const done = runOf(1, heapStartMs)
      await rival.push(0, [done], heapStartMs)
      await rival.prune(0, [done], heapStartMs)
      store.isSlow = true
      const run = runOf(2, heapStartMs)
      const pushing = slow.push(0, [run], heapStartMs)
      await turn()
      world.clock.timeMs = heapStartMs + laterMs
      expect(await rival.peekDue(0, world.clock.timeMs, 10)).toEqual([])
      await store.go()
      await pushing
      for (const heap of [rival, slow, world.open()]) {
        expect(await heap.peekDue(0, world.clock.timeMs + 60_000, 10)).toEqual([run])
      }
    },
  )
})

describe('a heap on a store that fails', () => {
  /** Pushes, looks and prunes as a scheduler does, which tries again later; gives what is to be on the heap in the end. */
  async function live(heap: StoredHeap, world: TrialHeap): Promise<readonly DueRun[]> {
    const kept = new Map<string, DueRun>()
    for (let round = 0; round < 6; round++) {
      const nowMs = heapStartMs + round * 7_000
      world.clock.timeMs = nowMs
      const runs = [0, 1, 2].map((at) => runOf(at + round, nowMs + at * 9_000, round + 1))
      const isPushed = await succeeds(heap.push(0, runs, nowMs))
      if (isPushed) for (const run of runs) kept.set(run.picture, run)
      const due: readonly DueRun[] = await heap.peekDue(0, nowMs, 100).catch(onlyStorageError)
      const done = due.filter(({ picture }) => picture === pictureOf(round))
      await succeeds(heap.prune(0, done, nowMs))
      for (const run of done) kept.delete(run.picture)
    }
    return [...kept.values()]
  }

  async function expectKept(world: TrialHeap, kept: readonly DueRun[]): Promise<void> {
    const due = await allDue(world, heapStartMs + 200_000)
    for (const { picture, run } of kept) {
      expect(due.some((each) => each.picture === picture && each.run >= run)).toBe(true)
    }
    const fresh = world.open()
    for (let atMs = heapStartMs + 200_000; atMs < heapStartMs + 400_000; atMs += 5_000) {
      await fresh.prune(0, await fresh.peekDue(0, atMs, 100), atMs)
    }
    expect(await world.names(0)).toEqual(['marked'])
  }

  const aloneCalls = async (): Promise<number> => {
    const faulty = new FaultyStore(new MemoryStore())
    const world = new TrialHeap(faulty)
    expect((await live(world.open(), world)).length).toBe(2)
    return faulty.calls.length
  }

  it('[HP14] has what a push that resolved brought, whichever call fails, and whichever two do', async () => {
    const calls = await aloneCalls()
    expect(calls).toBeGreaterThan(20)
    for (const fault of ['before', 'after'] as const satisfies readonly StoreFault[]) {
      for (let first = 0; first < calls + 3; first++) {
        for (let second = first; second < calls + 3; second++) {
          const memory = new MemoryStore()
          const faulty = new FaultyStore(memory)
          faulty.fault = (_, number) => (number === first || number === second ? fault : undefined)
          const world = new TrialHeap(memory)
          await expectKept(world, await live(world.open({}, faulty), world))
        }
      }
    }
  })

  it('[HP14] has it too when a call takes effect long after it was given up', async () => {
    const calls = await aloneCalls()
    for (let which = 0; which < calls; which++) {
      for (const laterBy of [1, 2, 3, 5, 8, 13, 1_000]) {
        const memory = new MemoryStore()
        const late = new LateStore(memory, which, laterBy)
        const world = new TrialHeap(memory)
        const kept = await live(world.open({}, late.store), world)
        await late.arrive()
        await expectKept(world, kept)
      }
    }
  })

  it('[HP15] a swap whose answer was lost is looked up and counts', async () => {
    const memory = new MemoryStore()
    const faulty = new FaultyStore(memory)
    const world = new TrialHeap(memory)
    const heap = world.open({}, faulty)
    faulty.fault = (call) => (call.startsWith('swap') ? 'after' : undefined)
    await heap.push(0, [runOf(1, heapStartMs)], heapStartMs)
    expect(await heap.peekDue(0, heapStartMs, 10)).toEqual([runOf(1, heapStartMs)])
    faulty.fault = (call) => (call.startsWith('swap') ? 'before' : undefined)
    await expect(heap.push(0, [runOf(2, heapStartMs)], heapStartMs)).rejects.toBe(faulty.error)
    expect(await heap.peekDue(0, heapStartMs, 10)).toEqual([runOf(1, heapStartMs)])
  })

  it('[HP15] a heap that is changed by others all the time says so after a bounded number of tries', async () => {
    const faulty = new FaultyStore(
      new MemoryStore(),
      new StorageError('conflict', 'Somebody was first.', true),
    )
    faulty.fault = (call) => (call.startsWith('swap') ? 'before' : undefined)
    const heap = new TrialHeap(faulty).open()
    await expect(heap.push(0, [runOf(1, heapStartMs)], heapStartMs)).rejects.toMatchObject({
      code: 'conflict',
      retryable: true,
      message:
        'The list of what is due (shard 0) is changed by others all the time. Gesso tries again by itself.',
    })
    expect(faulty.calls).toHaveLength(2 * limits.heapTriesMax)
  })
})

/** What a new process finds; it reads a bounded number of buckets with each look. */
async function allDue(world: TrialHeap, nowMs: number): Promise<readonly DueRun[]> {
  const heap = world.open()
  let due: readonly DueRun[] = []
  for (let looks = 0; looks < 20; looks++) due = await heap.peekDue(0, nowMs, 10_000)
  return due
}

function succeeds(act: Promise<void>): Promise<boolean> {
  return act.then(
    () => true,
    (error: unknown) => {
      onlyStorageError(error)
      return false
    },
  )
}

function onlyStorageError(error: unknown): readonly DueRun[] {
  if (error instanceof StorageError) return []
  throw error
}
