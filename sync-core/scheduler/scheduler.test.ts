import { describe, expect, it } from 'vitest'
import { StorageError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import { pictureOf, scheduling, SchedulerTrial } from '../testing/scheduler-trial.ts'
import type { StoreFault } from '../testing/scheduler-trial.ts'

const picture = pictureOf(1)

function counts(calls: readonly string[]): Readonly<Record<string, number>> {
  const counted: Record<string, number> = {}
  for (const call of calls) counted[call] = (counted[call] ?? 0) + 1
  return counted
}

/** Settles before the clock has gone on so far. */
async function within(ms: number, trial: SchedulerTrial, work: Promise<unknown>): Promise<boolean> {
  let isDone = false
  const settle = (): void => {
    isDone = true
  }
  work.then(settle, settle)
  return trial.clock.runUntil(() => isDone, trial.clock.elapsedMs() + ms)
}

describe('scheduler', () => {
  it('[SC4] persists what is written all the time once a cadence, and the last write in time', async () => {
    const { trial, scheduler } = await scheduling()
    await scheduler.adopt(picture, trial.opened(picture))
    let lastMs = 0
    for (let at = 0; at < 1200; at++) {
      trial.write(picture)
      lastMs = trial.nowMs
      await trial.clock.run(100)
    }
    await trial.clock.run(30_000)
    const begins = trial.begins(picture)
    const gaps = begins.slice(1).map((atMs, at) => atMs - begins[at]!)
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(limits.persistCadenceMs)
    expect(Math.max(...gaps)).toBeLessThanOrEqual(limits.persistCadenceMs + 2 * limits.tenderEveryMs)
    expect(begins.at(-1)! - lastMs).toBeLessThanOrEqual(limits.persistCadenceMs + 2 * limits.tenderEveryMs)
    expect(trial.stored.get(picture)).toBe(1200)
    expect(trial.begins(picture, 'preview').length).toBeLessThanOrEqual(4)
    await scheduler.stop()
  })

  it('[SC4] the tasks that a save wakes have cadences of their own', async () => {
    const { trial, scheduler } = await scheduling()
    for (let second = 0; second < 2500; second++) {
      trial.write(picture)
      await trial.clock.run(1000)
    }
    for (const [kind, cadenceMs] of [
      ['preview', 60_000],
      ['compact', 600_000],
    ] as const) {
      const begins = trial.begins(picture, kind)
      const gaps = begins.slice(1).map((atMs, at) => atMs - begins[at]!)
      expect(begins.length).toBeGreaterThan(2)
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(cadenceMs)
    }
    await scheduler.stop()
  })

  it('[SC16] with nothing to do costs the same for one picture and for a thousand', async () => {
    for (const pictures of [1, 1000]) {
      const { trial, scheduler } = await scheduling()
      for (let number = 1; number <= pictures; number++) trial.write(pictureOf(number))
      await trial.clock.run(240_000)
      trial.takeCalls()
      await trial.clock.run(60_000)
      expect(counts(trial.takeCalls())).toEqual({
        'log.after': 60,
        nowMs: 60,
        'heap.peekDue': 60,
        outbox: 12,
        takeShard: 6,
        removeDead: 1,
      })
      await scheduler.stop()
    }
  })

  it('[SC12] the last one leaves with nothing dirty: one question', async () => {
    const { trial, scheduler } = await scheduling()
    await scheduler.adopt(picture, trial.opened(picture))
    trial.write(picture)
    await trial.clock.run(20_000)
    trial.takeCalls()
    await scheduler.persistNow(picture, 1)
    expect(trial.takeCalls()).toEqual(['scheduleNow'])
    await scheduler.stop()
  })

  it('[SC12] saves at once what sysdb never heard of', async () => {
    const { trial, scheduler } = await scheduling()
    trial.write(picture)
    await scheduler.persistNow(picture, 1)
    expect(trial.takeCalls()).toEqual(['create', 'scheduleNow', 'claim', 'persist 1', 'finish'])
    await scheduler.deleted(pictureOf(2))
    await scheduler.persistNow(pictureOf(2), 1)
    expect(trial.stored).toEqual(new Map([[picture, 1]]))
    await scheduler.stop()
  })

  it('[SC22] a heap that is away holds nobody up', async () => {
    const { trial, scheduler } = await scheduling()
    trial.fault = (call) => (call === 'heap.push' ? 'before' : undefined)
    trial.write(picture)
    await scheduler.adopt(picture, trial.opened(picture))
    trial.fault = () => undefined
    await trial.clock.run(6_000)
    expect(await trial.row(picture)).toMatchObject({ heapRun: 1 })
    trial.fault = (call) => (call === 'open' ? 'before' : undefined)
    await expect(scheduler.adopt(pictureOf(2), trial.opened(pictureOf(2)))).rejects.toBeInstanceOf(
      StorageError,
    )
    await scheduler.stop()
  })

  it('[SC19][SC21] sweeps a deleted picture when its days are over, and its rows after a grace', async () => {
    const { trial, scheduler } = await scheduling({ deletedKeepDays: 0 })
    await scheduler.adopt(picture, trial.opened(picture))
    await scheduler.deleted(picture)
    await trial.clock.run(5_000)
    expect(trial.begins(picture, 'sweep')).toHaveLength(1)
    expect(await trial.row(picture, 'sweep')).toMatchObject({ status: 'deleted' })
    await trial.clock.run(limits.deadRowsKeptMs + limits.deadRowsEveryMs)
    expect(await trial.truth.rows(undefined, 10)).toEqual([])
    expect(trial.begins(picture)).toEqual([])
    await scheduler.stop()
  })

  it('[SC17] tells an outage once, asks again with pauses, and goes on after it', async () => {
    for (const store of ['sysdb', 'heap', 'log'] as const) {
      const { trial, scheduler } = await scheduling()
      trial.write(picture)
      await trial.clock.run(2000)
      trial.takeCalls()
      const isOf = (call: string): boolean =>
        store === 'sysdb' ? !call.includes('.') : call.startsWith(`${store}.`)
      trial.fault = (call) => (isOf(call) ? 'before' : undefined)
      await trial.clock.run(600_000)
      expect(trial.notes).toHaveLength(1)
      // Five loops, each at least every ten seconds, and not much more often.
      expect(trial.takeCalls().filter(isOf).length).toBeLessThan(5 * 75)
      trial.fault = () => undefined
      trial.write(picture)
      await trial.clock.run(60_000)
      expect(trial.stored.get(picture)).toBe(2)
      await scheduler.stop()
    }
  })

  it('[SC17] a heap that is away for long keeps nobody from leaving', async () => {
    const { trial, scheduler } = await scheduling()
    trial.write(picture)
    trial.fault = (call) => (call.startsWith('heap.') ? 'before' : undefined)
    await trial.clock.run(120_000)
    expect(trial.stored.size).toBe(0)
    await scheduler.persistNow(picture, 1)
    expect(trial.stored.get(picture)).toBe(1)
    await scheduler.stop()
  })

  it('[SC18] a heap whose objects are gone is filled again', async () => {
    const { trial, scheduler } = await scheduling()
    trial.write(picture)
    await trial.clock.run(2000)
    const names = await trial.objects.list('heap/0')
    await trial.objects.remove(names.map((name) => `heap/0/${name}`))
    await trial.clock.run(700_000)
    expect(trial.stored.get(picture)).toBe(1)
    await scheduler.heapLost(0, 'It was damaged.')
    expect(trial.notes).not.toContain('It was damaged.')
    trial.write(picture)
    await trial.clock.run(2000)
    await scheduler.heapLost(0, 'It was damaged.')
    expect(trial.notes).toContain('It was damaged.')
    await scheduler.stop()
  })

  it('[SC8] does another host’s work when that one is dead, and leaves it what it takes back', async () => {
    const { trial, scheduler } = await scheduling()
    const other = trial.scheduler('other', [1, 0], 'other')
    await other.start()
    await trial.clock.run(30_000)
    trial.write(picture)
    await scheduler.adopt(picture, trial.opened(picture))
    // It dies: its loops stop, and it leaves no shard.
    trial.fault = (call) => (call === 'leaveShard' ? 'hang' : undefined)
    const stopped = scheduler.stop()
    await trial.clock.run(1000)
    await stopped
    trial.fault = () => undefined
    await trial.clock.run(60_000)
    expect(trial.stored.get(picture)).toBe(1)
    expect((await trial.truth.shards()).map(({ owner }) => owner)).toEqual(['other', 'other'])
    await other.stop()
    expect((await trial.truth.shards()).map(({ owner }) => owner)).toEqual(['', ''])
  })

  it('[SC9] stops within a second, whatever hangs, and asks nobody afterwards', async () => {
    const hanging = [
      'nowMs',
      'heap.peekDue',
      'heap.push',
      'heap.prune',
      'claim',
      'finish',
      'log.after',
      'schedule',
    ]
    for (const name of [...hanging, 'outbox', 'takeShard', 'ackPush', 'isDone', 'leaveShard', 'persist']) {
      const { trial, scheduler } = await scheduling()
      let answer = (): void => undefined
      trial.fault = (call): StoreFault | undefined => (call === name ? 'hang' : undefined)
      if (name === 'persist') trial.work = () => new Promise((resolve) => void (answer = () => resolve()))
      for (let second = 0; second < 40; second++) {
        trial.write(picture)
        await trial.clock.run(1000)
      }
      const stopping = scheduler.stop()
      expect(await within(limits.schedulerStopMs, trial, stopping)).toBe(true)
      const before = trial.takeCalls().length
      expect(before).toBeGreaterThan(0)
      trial.fault = () => undefined
      answer()
      await trial.clock.run(600_000)
      expect(trial.takeCalls()).toEqual([])
      await expect(scheduler.adopt(picture, trial.opened(picture))).rejects.toMatchObject({
        code: 'unavailable',
      })
      await expect(scheduler.persistNow(picture, 99)).rejects.toMatchObject({ code: 'unavailable' })
      expect(scheduler.stop()).toBe(stopping)
    }
  })

  it('[SC9] leaves nobody waiting who asked for a picture', async () => {
    const { trial, scheduler } = await scheduling()
    trial.write(picture)
    trial.work = () => new Promise(() => undefined)
    let refused: unknown
    scheduler.persistNow(picture, 1).catch((error: unknown) => (refused = error))
    await trial.clock.run(100)
    expect(trial.runs[0]!.request.isStopping()).toBe(false)
    const stopping = scheduler.stop()
    expect(trial.runs[0]!.request.isStopping()).toBe(true)
    await trial.clock.run(1000)
    await stopping
    await trial.clock.run(0)
    expect(refused).toMatchObject({ code: 'unavailable', retryable: true })
  })

  it('[SC9] finishes what ends in time, and counts no failure of what was told to stop', async () => {
    const { trial, scheduler } = await scheduling()
    for (const number of [1, 2]) trial.write(pictureOf(number))
    trial.work = async (run) => {
      while (!run.request.isStopping()) await trial.clockTurn(100)
      if (run.picture === picture) throw new StorageError('unavailable', 'It was told to stop.', true)
    }
    await trial.clock.run(17_000)
    expect(scheduler.metrics().underWay).toBe(2)
    const stopping = scheduler.stop()
    await trial.clock.run(200)
    await stopping
    expect(await trial.row(picture)).toMatchObject({ failures: 0, doneSeq: 0, attempt: 1 })
    expect(await trial.row(pictureOf(2))).toMatchObject({ doneSeq: 1 })
    expect((await trial.truth.shards())[0]).toMatchObject({ owner: '', cursor: 'host:2' })
    // The next process takes it up at once, a cadence after it was claimed.
    trial.work = () => Promise.resolve()
    const next = trial.scheduler('second')
    await next.start()
    await trial.clock.run(32_000)
    expect(trial.stored.get(picture)).toBe(1)
    await next.stop()
  })

  it('[SC24] starts whatever fails or hangs, and catches up', async () => {
    for (const fault of ['before', 'after', 'hang'] as const) {
      const trial = new SchedulerTrial()
      trial.write(picture)
      trial.fault = () => fault
      const scheduler = trial.scheduler()
      const starting = scheduler.start()
      expect(scheduler.start()).toBe(starting)
      expect(await within(10_000, trial, starting)).toBe(fault !== 'hang')
      trial.fault = () => undefined
      if (fault === 'hang') {
        void scheduler.stop()
        expect(await within(1000, trial, starting)).toBe(true)
        continue
      }
      await trial.clock.run(60_000)
      expect(trial.stored.get(picture)).toBe(1)
      await scheduler.stop()
    }
  })

  it('[SC24] no step begins before the one before it ended', async () => {
    const { trial, scheduler } = await scheduling()
    trial.fault = (call) => (call === 'heap.peekDue' || call === 'log.after' ? 'hang' : undefined)
    await trial.clock.run(60_000)
    const { 'heap.peekDue': looks, 'log.after': ticks } = counts(trial.takeCalls())
    expect([looks, ticks]).toEqual([1, 1])
    const stopping = scheduler.stop()
    await trial.clock.run(1000)
    await stopping
  })

  it('[SC20] counts what it did', async () => {
    const { trial, scheduler } = await scheduling()
    expect(scheduler.metrics()).toMatchObject({
      runs: 0,
      failures: 0,
      latenessP99Ms: 0,
      underWay: 0,
      setAside: 0,
    })
    trial.write(picture)
    await trial.clock.run(30_000)
    trial.write(pictureOf(2))
    trial.work = () => Promise.reject(new StorageError('disk-full', 'The disk is full.'))
    await trial.clock.run(20_000)
    const { runs, failures, latenessP50Ms, latenessP99Ms, sysdbCalls, heapCalls } = scheduler.metrics()
    expect({ runs, failures }).toEqual({ runs: 1, failures: 1 })
    expect(latenessP50Ms).toBeLessThanOrEqual(1250)
    expect(latenessP99Ms).toBeLessThanOrEqual(2500)
    const calls = trial.calls
    expect(sysdbCalls).toBeGreaterThan(calls.filter((call) => !/[. ]/.test(call)).length)
    expect(heapCalls).toBeGreaterThan(50)
    await scheduler.stop()
  })
})
