import { describe, expect, it } from 'vitest'
import { MemoryStore } from '../pictures/memory-store.ts'
import { heapStartMs, pictureOf, TrialHeap } from '../testing/heap-trial.ts'
import { MemorySysdb } from '../testing/memory-sysdb.ts'
import { pushRuns } from './push-runs.ts'

const day = 86_400_000
const picture = pictureOf(1)

describe('a heap that outlived its sysdb', () => {
  it('[SD50] does not keep a task from ever running, whose bucket has a run with a higher number', async () => {
    const world = new TrialHeap(new MemoryStore())
    const heap = world.open()
    const lost = new MemorySysdb(() => heapStartMs)
    await pushRuns({ sysdb: lost, heap }, 0, await lost.delete(picture, 0, 30 * day))
    await lost.restore(picture, 0)
    await pushRuns({ sysdb: lost, heap }, 0, await lost.delete(picture, 0, 30 * day))

    let nowMs = heapStartMs + 1000
    const sysdb = new MemorySysdb(() => nowMs)
    await pushRuns({ sysdb, heap }, 0, await sysdb.delete(picture, 0, 30 * day - 1000))
    expect(await sysdb.outbox(0, 10)).toEqual([])
    nowMs += 30 * day
    const [run] = await heap.peekDue(0, nowMs, 10)
    expect(run).toMatchObject({ kind: 'sweep', run: 3 })
    const claim = await sysdb.claim(run!, 1000)
    expect(claim).toMatchObject({ kind: 'sweep', run: 3 })
    expect(await sysdb.finish(claim!, { seq: 0, snapshotKey: '', wakes: [] })).toEqual([])
    expect(await sysdb.isDone([run!])).toEqual([true])
  })
})
