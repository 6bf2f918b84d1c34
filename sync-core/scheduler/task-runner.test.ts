import { describe, expect, it } from 'vitest'
import { StorageError } from '../base/errors.ts'
import type { Limits } from '../base/limits.ts'
import { openPromise } from '../base/open-promise.ts'
import { pictureOf, SchedulerTrial } from '../testing/scheduler-trial.ts'
import type { TrialRun } from '../testing/scheduler-trial.ts'

const picture = pictureOf(1)
const failing = new StorageError('no-permission', 'The key may not write there.')

/** Some pictures, dirty, pushed, and due. */
async function running(pictures = 1, changed: Partial<Limits> = {}) {
  const trial = new SchedulerTrial(changed)
  const parts = trial.parts()
  await parts.keeper.keep()
  for (let number = 1; number <= pictures; number++) trial.write(pictureOf(number))
  await parts.tender.tick()
  // The heap's first look tells that it may have lost something.
  await parts.runner.tick()
  await parts.outbox.scan()
  await wait(15_000, trial, parts)
  trial.takeCalls()
  return { trial, ...parts }
}

async function wait(
  ms: number,
  trial: SchedulerTrial,
  { keeper }: Pick<Awaited<ReturnType<SchedulerTrial['parts']>>, 'keeper'>,
): Promise<void> {
  await trial.clock.run(ms)
  await keeper.keep()
}

const saves = (trial: SchedulerTrial): readonly TrialRun[] =>
  trial.runs.filter(({ kind }) => kind === 'persist')

describe('task runner', () => {
  it('[SC3] finds, claims, runs, finishes, pushes what is next, and takes it off the heap', async () => {
    const { trial, runner, keeper } = await running()
    await runner.tick()
    expect(trial.takeCalls()).toEqual([
      'nowMs',
      'heap.peekDue',
      'claim',
      'persist 1',
      'finish',
      'nowMs',
      'heap.push',
      'ackPush',
      'nowMs',
      'heap.prune',
    ])
    expect(await trial.row(picture)).toMatchObject({
      doneSeq: 1,
      snapshotKey: `${picture}@1`,
      nextRunMs: undefined,
    })
    expect(await trial.row(picture, 'preview')).toMatchObject({ wantSeq: 1, heapRun: 1, cadenceMs: 60_000 })
    expect(await trial.row(picture, 'compact')).toMatchObject({ wantSeq: 1, heapRun: 1, cadenceMs: 600_000 })
    await trial.clock.run(600_000)
    await keeper.keep()
    trial.takeCalls()
    await runner.tick()
    expect(trial.takeCalls()).toEqual([
      'nowMs',
      'heap.peekDue',
      'claim',
      'claim',
      'preview 1',
      'compact 1',
      'finish',
      'finish',
      'nowMs',
      'heap.prune',
    ])
    await wait(1000, trial, { keeper })
    await runner.tick()
    expect(trial.takeCalls()).toEqual(['takeShard', 'nowMs', 'heap.peekDue'])
  })

  it('[SC3] asks for what is dirty, without hurry, and does not run twice what more came to', async () => {
    const { trial, runner } = await running()
    trial.work = async () => {
      if (trial.runs.length === 1) await trial.truth.schedule([{ picture, seq: trial.write(picture) }], 0)
      return undefined
    }
    await runner.tick()
    expect(trial.runs[0]!.request).toMatchObject({ wantSeq: 1, doneSeq: 0, isUrgent: false })
    expect(await trial.row(picture)).toMatchObject({
      run: 2,
      doneSeq: 1,
      wantSeq: 2,
      heapRun: 2,
      nextRunMs: trial.nowMs + 15_000,
    })
  })

  it('[SC5] counts a failure, keeps its sentence, and pushes the next try', async () => {
    const { trial, runner } = await running()
    trial.work = () => Promise.reject(failing)
    await runner.tick()
    expect(trial.takeCalls()).toEqual([
      'nowMs',
      'heap.peekDue',
      'claim',
      'persist 1',
      'fail',
      'nowMs',
      'heap.push',
      'ackPush',
      'nowMs',
      'heap.prune',
    ])
    expect(await trial.row(picture)).toMatchObject({
      failures: 1,
      problem: failing.message,
      run: 2,
      heapRun: 2,
      nextRunMs: trial.nowMs + 30_000,
    })
    expect(trial.notes).toEqual([])
  })

  it('[SC5] takes our own mistakes for failures, and tells them', async () => {
    const { trial, runner } = await running()
    trial.work = async () => ({ kind: 'done', seq: -1, key: '' })
    await runner.tick()
    expect(await trial.row(picture)).toMatchObject({
      failures: 1,
      problem: 'a run is done up to a seq, not -1',
    })
    expect(trial.notes).toHaveLength(1)
  })

  it('[SC6] sets aside what keeps failing, in the way of none of 200 others', async () => {
    const { trial, runner, keeper, tender } = await running(206)
    const bad = new Set([1, 2, 3, 4, 5, 6].map(pictureOf))
    const open = openPromise()
    let isHanging = false
    let atOnce = 0
    let most = 0
    trial.work = async ({ picture: id, kind }) => {
      if (kind !== 'persist' || !bad.has(id)) return undefined
      most = Math.max(most, ++atOnce)
      if (isHanging) await open.done
      atOnce -= 1
      throw failing
    }
    for (let minute = 0; minute < 30; minute++) {
      await runner.tick()
      await wait(60_000, trial, { keeper })
    }
    expect((await trial.row(picture)).failures).toBeGreaterThanOrEqual(5)
    expect(trial.notes).toHaveLength(6)
    expect(trial.notes[0]).toContain('could not be saved 5 times in a row')
    expect(runner.work.setAside.size).toBe(6)
    // From here on whatever is set aside hangs, in a process that knows of none of it.
    const next = trial.parts('second')
    await next.keeper.keep()
    await wait(60 * 60_000, trial, next)
    for (let number = 1; number <= 206; number++) trial.write(pictureOf(number))
    await tender.tick()
    isHanging = true
    most = 0
    const before = trial.runs.length
    for (let second = 0; second < 30; second++) {
      await next.runner.look()
      await wait(1000, trial, next)
    }
    const saved = new Set(
      saves(trial)
        .slice(0)
        .filter(({ atMs }) => atMs > trial.nowMs - 31_000)
        .map((run) => run.picture),
    )
    expect(trial.runs.length).toBeGreaterThan(before)
    expect([...saved].filter((id) => !bad.has(id))).toHaveLength(200)
    expect(most).toBe(1)
    expect(next.runner.work.setAside.size).toBe(6)
    open.resolve()
    isHanging = false
    for (let second = 0; second < 60; second++) {
      await next.runner.tick()
      await wait(1000, trial, next)
    }
    expect(most).toBe(1)
    const tried = new Set(
      saves(trial)
        .filter((run) => bad.has(run.picture) && run.atMs > trial.nowMs - 95_000)
        .map((run) => run.picture),
    )
    expect(tried.size).toBe(6)
  })

  it('[SC7] renews its lease while it runs, so that nobody else claims it', async () => {
    const { trial, runner } = await running()
    const open = openPromise()
    trial.work = () => open.done
    const tick = runner.tick()
    await trial.clock.run(95_000)
    expect(trial.takeCalls().filter((call) => call === 'renew')).toHaveLength(9)
    open.resolve()
    await tick
    expect(await trial.row(picture)).toMatchObject({ doneSeq: 1, attempt: 1, leaseUntilMs: 0 })
    await trial.clock.run(60_000)
    expect(trial.takeCalls()).not.toContain('renew')
  })

  it('[SC7] a run that was overtaken is told to stop, and finishes nothing', async () => {
    const { trial, runner } = await running()
    const open = openPromise()
    trial.work = async (run) => {
      if (run.atMs === trial.runs[0]!.atMs) await open.done
      return undefined
    }
    const tick = runner.tick()
    await trial.clock.run(1000)
    const next = trial.parts('second')
    await next.keeper.keep()
    await trial.clock.run(14_000)
    expect(trial.runs[0]!.request.isStopping()).toBe(true)
    trial.write(picture)
    await next.runner.tick()
    await next.outbox.scan()
    await next.runner.tick()
    expect(await trial.row(picture)).toMatchObject({ doneSeq: 2, attempt: 3 })
    trial.takeCalls()
    open.resolve()
    await tick
    expect(trial.takeCalls()).not.toContain('finish')
    expect(await trial.row(picture)).toMatchObject({ doneSeq: 2 })
  })

  it('[SC7] a zombie that never heard of it is refused at its end', async () => {
    const { trial, runner } = await running()
    trial.work = async (run) => {
      if (run !== trial.runs[0]) return undefined
      await trial.truth.takeShard(0, { owner: 'host', incarnation: 'second' }, 30_000)
      return { kind: 'done', seq: 99, key: 'of the dead' }
    }
    await runner.tick()
    expect(trial.calls).toContain('finish')
    expect(await trial.row(picture)).toMatchObject({ doneSeq: 0, snapshotKey: '', attempt: 2 })
  })

  it('[SC8] what is under way for a lost shard finishes nothing, and nothing of it begins', async () => {
    const { trial, runner, keeper } = await running(2, { runsAtOnce: 1 })
    const open = openPromise()
    trial.work = () => open.done
    await runner.look()
    await trial.clock.run(10)
    keeper.lost(0)
    runner.drop(0)
    expect(trial.runs[0]!.request.isStopping()).toBe(true)
    open.resolve()
    await runner.settled()
    expect(trial.runs).toHaveLength(1)
    expect(trial.takeCalls()).toEqual(['nowMs', 'heap.peekDue', 'claim', 'persist 1'])
  })

  it('[SC10] starts a backlog of 10 000 no faster than the tokens come, the earliest due first', async () => {
    const { trial, runner, keeper } = await running(10_000)
    const begun: number[] = []
    trial.work = async (run) => {
      if (run.kind === 'persist') begun.push(Math.floor(trial.clock.elapsedMs() / 1000))
      return { kind: 'done', seq: 1, key: '' }
    }
    for (let second = 0; second < 20; second++) {
      await runner.look()
      await runner.settled()
      await wait(1000, trial, { keeper })
    }
    const claims = trial.takeCalls().filter((call) => call === 'claim').length
    expect(claims).toBe(100 + 50 * 19)
    const counts = new Map<number, number>()
    for (const second of begun) counts.set(second, (counts.get(second) ?? 0) + 1)
    expect(Math.max(...counts.values())).toBe(100)
  })

  it('[SC14] has so many runs at once; one that takes long keeps only its own place', async () => {
    const { trial, runner, keeper } = await running(40)
    const open = openPromise()
    let atOnce = 0
    let most = 0
    trial.work = async ({ picture: id, kind }) => {
      if (kind !== 'persist') return undefined
      most = Math.max(most, ++atOnce)
      if (id === picture) await open.done
      else await trial.clockTurn(100)
      atOnce -= 1
      return undefined
    }
    await runner.look()
    await wait(1500, trial, { keeper })
    // 39 in three places, 100 ms each, all begun by one look.
    expect(trial.stored.size).toBe(39)
    expect(most).toBe(4)
    open.resolve()
    await runner.settled()
    expect(trial.stored.size).toBe(40)
  })

  it('[SC15] takes off the heap what is done, and leaves what can’t be claimed yet', async () => {
    const { trial, runner, keeper } = await running()
    const due = await trial.truth.scheduleNow(picture, 1)
    expect(due).toMatchObject({ run: 1 })
    const claim = (await trial.truth.claim({ picture, kind: 'persist', run: 1 }, 30_000))!
    await runner.tick()
    expect(trial.takeCalls()).toEqual(['nowMs', 'heap.peekDue', 'claim', 'isDone'])
    await wait(1000, trial, { keeper })
    await runner.tick()
    expect(trial.takeCalls()).toEqual(['takeShard', 'nowMs', 'heap.peekDue'])
    await wait(5000, trial, { keeper })
    await runner.tick()
    expect(trial.takeCalls()).toEqual(['takeShard', 'nowMs', 'heap.peekDue', 'claim', 'isDone'])
    await trial.truth.finish(claim, { seq: 1, snapshotKey: '', wakes: [] })
    await wait(6000, trial, { keeper })
    await runner.tick()
    expect(trial.takeCalls()).toEqual([
      'takeShard',
      'nowMs',
      'heap.peekDue',
      'claim',
      'isDone',
      'nowMs',
      'heap.prune',
    ])
    expect(trial.runs).toEqual([])
  })

  it('[SC27] gives what must be opened first one place, one after another, and the others to what is open', async () => {
    const trial = new SchedulerTrial()
    const isOpen = (number: number): boolean => number > 20
    const parts = trial.parts('first', 'host', ({ picture: id }) => id >= pictureOf(21))
    await parts.keeper.keep()
    for (let number = 1; number <= 24; number++) trial.write(pictureOf(number))
    await parts.tender.tick()
    await parts.runner.tick()
    await parts.outbox.scan()
    await wait(15_000, trial, parts)
    let [opening, openingMost, open] = [0, 0, 0]
    trial.work = async (run) => {
      if (isOpen(Number(trial.calls.at(-1)!.split(' ')[1]))) {
        open += 1
        return
      }
      openingMost = Math.max(openingMost, ++opening)
      await trial.clockTurn(run.kind === 'persist' ? 100 : 0)
      opening -= 1
    }
    await parts.runner.look()
    await trial.clock.run(50)
    expect({ opening, open }).toEqual({ opening: 1, open: 4 })
    await trial.clock.run(20 * 100)
    expect(saves(trial)).toHaveLength(24)
    expect(openingMost).toBe(1)
  })

  it('[SC15] passes over what could not be taken off, and takes it off later', async () => {
    const { trial, runner } = await running()
    trial.fault = (call) => (call === 'heap.prune' ? 'before' : undefined)
    await expect(runner.tick()).rejects.toThrow('The line is down')
    trial.takeCalls()
    await expect(runner.tick()).rejects.toThrow('The line is down')
    expect(trial.takeCalls().filter((call) => call === 'claim')).toHaveLength(0)
    trial.fault = () => undefined
    await runner.tick()
    expect(trial.takeCalls()).toEqual(['nowMs', 'heap.prune', 'nowMs', 'heap.peekDue'])
  })

  it('[SC17] with sysdb away it claims once a look, and not all that is due', async () => {
    const { trial, runner } = await running(100)
    trial.fault = (call) => (call === 'claim' ? 'before' : undefined)
    await runner.tick()
    expect(trial.takeCalls().filter((call) => call === 'claim').length).toBeLessThanOrEqual(4)
  })

  it('[SC19] a picture that is gone loses its rows', async () => {
    const { trial, runner } = await running()
    trial.work = async () => ({ kind: 'gone' })
    await runner.tick()
    expect(trial.takeCalls()).toEqual([
      'nowMs',
      'heap.peekDue',
      'claim',
      'persist 1',
      'gone',
      'nowMs',
      'heap.prune',
    ])
    expect(await trial.row(picture)).toMatchObject({ status: 'deleted' })
  })

  it('[SC19] one that another computer has is tried an hour later, told, and no failure', async () => {
    const { trial, runner } = await running()
    trial.work = async () => ({ kind: 'later', sentence: 'Another computer has it open.' })
    await runner.tick()
    expect(await trial.row(picture)).toMatchObject({
      nextRunMs: trial.nowMs + 3_600_000,
      problem: 'Another computer has it open.',
    })
    expect(trial.notes).toEqual([expect.stringContaining('Another computer has it open.')])
    expect(runner.work.metrics.failures).toBe(0)
  })
})
