import { describe, expect, it } from 'vitest'
import { limits } from '../base/limits.ts'
import { openPromise } from '../base/open-promise.ts'
import { dueTrial } from '../testing/due-trial.ts'
import { pictureOf, SchedulerTrial } from '../testing/scheduler-trial.ts'
import { taskCadenceMs } from './task-cadence.ts'

const picture = pictureOf(1)

/** A picture is written once; from when its preview is about to be due, the first call of this name goes wrong. */
async function losing(lost: string, fault: 'before' | 'after', workMs = 0) {
  const trial = new SchedulerTrial()
  const scheduler = trial.scheduler()
  let lostMs: number | undefined
  trial.work = async ({ kind }) => {
    if (kind === 'preview') await trial.clockTurn(workMs)
  }
  trial.write(picture)
  await scheduler.start()
  const dueMs = limits.persistCadenceMs + taskCadenceMs('preview', limits)
  await trial.clock.run(dueMs - 5_000)
  trial.fault = (call) => {
    if (call !== lost || lostMs !== undefined) return undefined
    lostMs = trial.nowMs
    return fault
  }
  await trial.clock.run(2 * dueMs)
  await scheduler.stop()
  return { begins: trial.begins(picture, 'preview'), lostMs: lostMs! }
}

describe('the lease of a run', () => {
  it('[SC26] lasts a cadence when nobody heard of the claim', async () => {
    const { begins, lostMs } = await losing('claim', 'after')
    expect(begins).toHaveLength(1)
    expect(begins[0]! - lostMs).toBeGreaterThanOrEqual(limits.previewCadenceMs)
    expect(begins[0]! - lostMs).toBeLessThan(limits.previewCadenceMs + 10_000)
  })

  it('[SC26] lasts a cadence also when it was renewed and its end was not told', async () => {
    const { begins } = await losing('finish', 'before', limits.leaseRenewMs + 1_000)
    expect(begins).toHaveLength(2)
    expect(begins[1]! - begins[0]!).toBeGreaterThanOrEqual(limits.previewCadenceMs)
  })

  it('[SC7] renews its lease while it runs, so that nobody else claims it', async () => {
    const { trial, runner } = await dueTrial()
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
    const { trial, runner } = await dueTrial()
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
    const { trial, runner } = await dueTrial()
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
    const { trial, runner, keeper } = await dueTrial(2, { runsAtOnce: 1 })
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
})
