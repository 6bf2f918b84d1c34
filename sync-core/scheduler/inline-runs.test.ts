import { describe, expect, it } from 'vitest'
import { StorageError } from '../base/errors.ts'
import { openPromise } from '../base/open-promise.ts'
import { pictureOf, SchedulerTrial } from '../testing/scheduler-trial.ts'

const picture = pictureOf(1)
const full = new StorageError('disk-full', 'The disk is full.')

/** One picture that was written once, and whose task is not due yet. */
async function inlining(changed = {}) {
  const trial = new SchedulerTrial(changed)
  const parts = trial.parts()
  await parts.keeper.keep()
  trial.write(picture)
  await parts.tender.tick()
  trial.takeCalls()
  return { trial, ...parts }
}

/** The same, with a run under way that ends when `open` does. */
async function underWay() {
  const trying = await inlining()
  const { trial, runner, pass } = trying
  await runner.tick()
  await pass(15_000)
  const open = openPromise()
  trial.work = async (run) => {
    if (run === trial.runs[0]) await open.done
  }
  await runner.look()
  await trial.clock.run(10)
  expect(trial.runs).toHaveLength(1)
  trial.takeCalls()
  return { ...trying, open }
}

describe('persistNow', () => {
  it('[SC12] claims, runs and finishes at once, and asks no heap', async () => {
    const { trial, runner } = await inlining()
    await runner.runInline(picture, 1)
    expect(trial.takeCalls()).toEqual(['scheduleNow', 'claim', 'persist 1', 'finish'])
    expect(trial.runs[0]).toMatchObject({ atMs: trial.nowMs, request: { isUrgent: true, wantSeq: 1 } })
    expect(await trial.row(picture)).toMatchObject({ doneSeq: 1, nextRunMs: undefined })
  })

  it('[SC12] does nothing when nothing is dirty', async () => {
    const { trial, runner } = await inlining()
    await runner.runInline(picture, 1)
    trial.takeCalls()
    await runner.runInline(picture, 1)
    await runner.runInline(pictureOf(2), 1)
    expect(trial.takeCalls()).toEqual(['scheduleNow', 'scheduleNow'])
    expect(trial.runs).toHaveLength(1)
  })

  it('[SC12] waits for no place', async () => {
    const { trial, runner, pass, tender } = await inlining({ runsAtOnce: 1 })
    const open = openPromise()
    trial.write(pictureOf(2))
    await tender.tick()
    await runner.tick()
    await pass(15_000)
    trial.work = async (run) => {
      if (run === trial.runs[0]) await open.done
    }
    await runner.look()
    await trial.clock.run(10)
    const waiting = trial.runs[0]!.picture === picture ? pictureOf(2) : picture
    await runner.runInline(waiting, 1)
    expect(trial.stored).toEqual(new Map([[waiting, 1]]))
    open.resolve()
    await runner.settled()
  })

  it('[SC12][SC17] needs no heap', async () => {
    const { trial, runner } = await inlining()
    trial.fault = (call) => (call.startsWith('heap.') ? 'hang' : undefined)
    await runner.runInline(picture, 1)
    expect(trial.stored.get(picture)).toBe(1)
  })

  it('[SC13] hurries the run that is under way, waits for it, and is content when that did all', async () => {
    const { trial, runner, open } = await underWay()
    let hurries = 0
    trial.runs[0]!.request.onHurry(() => (hurries += 1))
    const answer = runner.runInline(picture, 1)
    await trial.clock.run(100)
    expect(hurries).toBe(1)
    expect(trial.takeCalls()).toEqual(['scheduleNow'])
    open.resolve()
    await answer
    expect(trial.takeCalls()).toEqual(['finish', 'scheduleNow'])
    expect(trial.runs).toHaveLength(1)
  })

  it('[SC13] runs again when that lacked something', async () => {
    const { trial, runner, open } = await underWay()
    trial.write(picture)
    const answer = runner.runInline(picture, 2)
    await trial.clock.run(100)
    open.resolve()
    await answer
    expect(trial.takeCalls()).toEqual([
      'scheduleNow',
      'finish',
      'scheduleNow',
      'claim',
      'persist 1',
      'finish',
    ])
    expect(trial.stored.get(picture)).toBe(2)
    expect(trial.runs[1]!.request.isUrgent).toBe(true)
  })

  it('[SC13] runs again when that failed, and rejects with the error of its own try', async () => {
    const { trial, runner, open } = await underWay()
    trial.work = () => Promise.reject(full)
    const answer = runner.runInline(picture, 1)
    open.reject(new StorageError('unavailable', 'The first one failed.', true))
    await expect(answer).rejects.toBe(full)
    expect(await trial.row(picture)).toMatchObject({ failures: 2, problem: full.message })
  })

  it('[SC13] callers share a run; who wants more gets another one', async () => {
    const { trial, runner } = await inlining()
    trial.work = () => trial.clockTurn(1000)
    const first = [runner.runInline(picture, 1), runner.runInline(picture, 1), runner.runInline(picture, 0)]
    await trial.clock.run(500)
    trial.write(picture)
    const second = [runner.runInline(picture, 2), runner.runInline(picture, 2)]
    await trial.clock.run(600)
    await Promise.all(first)
    await trial.clock.run(1000)
    await Promise.all(second)
    expect(trial.runs).toHaveLength(2)
    expect(trial.stored.get(picture)).toBe(2)
  })

  it('[SC13] rejects at once when somebody else has the run', async () => {
    const { trial, runner } = await inlining()
    const due = await trial.truth.scheduleNow(picture, 1)
    await trial.truth.claim(due as Exclude<typeof due, string>, 30_000)
    await expect(runner.runInline(picture, 1)).rejects.toMatchObject({ code: 'in-use', retryable: true })
    expect(await trial.row(picture)).toMatchObject({ urgent: true })
    expect(trial.runs).toEqual([])
  })

  it('[SC13] rejects with what keeps another computer’s picture from being saved', async () => {
    const { trial, runner } = await inlining()
    trial.work = async () => ({ kind: 'later', sentence: 'Another computer has it.' })
    await expect(runner.runInline(picture, 1)).rejects.toMatchObject({
      code: 'in-use',
      message: 'Another computer has it.',
    })
  })

  it('[SC13] ends after a bounded number of runs, and at once when the picture is gone', async () => {
    const { trial, runner } = await inlining()
    trial.work = async () => ({ kind: 'done', seq: 0, key: '' })
    await expect(runner.runInline(picture, 1)).rejects.toMatchObject({ code: 'in-use' })
    expect(trial.runs).toHaveLength(trial.limits.inlineTriesMax)
    trial.work = async () => ({ kind: 'gone' })
    await runner.runInline(picture, 1)
    expect(await trial.row(picture)).toMatchObject({ status: 'deleted' })
  })

  it('[SC13] rejects with the store’s error, whichever call of it fails', async () => {
    for (const call of ['scheduleNow', 'claim', 'finish']) {
      const { trial, runner } = await inlining()
      trial.fault = (name) => (name === call ? 'before' : undefined)
      await expect(runner.runInline(picture, 1)).rejects.toThrow(`The line is down (${call}).`)
    }
  })

  it('[SC6][SC13] takes up what was claimed and had no place', async () => {
    const { trial, runner, tender } = await inlining()
    trial.write(pictureOf(2))
    await tender.tick()
    await runner.tick()
    const bad = [picture, pictureOf(2)]
    for (const id of bad) {
      for (let failures = 0; failures < 5; failures++) {
        const due = await trial.truth.scheduleNow(id, 1)
        const claim = await trial.truth.claim(due as Exclude<typeof due, string>, 30_000)
        await trial.truth.fail(claim!, 15_000, 'It failed.')
      }
    }
    const next = trial.parts('second')
    await next.keeper.keep()
    await next.outbox.scan()
    await next.pass(15_000)
    const open = openPromise()
    trial.work = async (run) => {
      if (run === trial.runs[0]) await open.done
    }
    await next.runner.look()
    await trial.clock.run(10)
    expect(trial.runs).toHaveLength(1)
    const held = bad.find((id) => id !== trial.runs[0]!.picture)!
    expect((await trial.row(held)).leaseUntilMs).toBeGreaterThan(trial.nowMs)
    await next.runner.runInline(held, 1)
    expect(trial.stored.get(held)).toBe(1)
    open.resolve()
    await next.runner.settled()
  })
})
