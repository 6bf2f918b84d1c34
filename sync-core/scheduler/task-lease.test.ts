import { describe, expect, it } from 'vitest'
import { limits } from '../base/limits.ts'
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
})
