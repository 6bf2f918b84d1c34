import { describe, expect, it } from 'vitest'
import { StorageError } from '../base/errors.ts'
import { dueTrial } from '../testing/due-trial.ts'
import { pictureOf } from '../testing/scheduler-trial.ts'

const picture = pictureOf(1)
const failing = new StorageError('no-permission', 'The key may not write there.')
const looks = ['nowMs', 'heap.peekDue']
const pushes = ['nowMs', 'heap.push', 'ackPush']
const prunes = ['nowMs', 'heap.prune']

describe('task runner', () => {
  it('[SC3] finds, claims, runs, finishes, pushes what is next, and takes it off the heap', async () => {
    const { trial, runner, pass } = await dueTrial()
    await runner.tick()
    expect(trial.takeCalls()).toEqual([...looks, 'claim', 'persist 1', 'finish', ...pushes, ...prunes])
    expect(await trial.row(picture)).toMatchObject({
      doneSeq: 1,
      snapshotKey: `${picture}@1`,
      nextRunMs: undefined,
    })
    expect(await trial.row(picture, 'preview')).toMatchObject({ wantSeq: 1, heapRun: 1, cadenceMs: 60_000 })
    expect(await trial.row(picture, 'compact')).toMatchObject({ wantSeq: 1, heapRun: 1, cadenceMs: 600_000 })
    await pass(600_000)
    trial.takeCalls()
    await runner.tick()
    expect(trial.takeCalls()).toEqual([
      ...looks,
      'claim',
      'claim',
      'preview 1',
      'compact 1',
      'finish',
      'finish',
      ...prunes,
    ])
    await pass(1000)
    await runner.tick()
    expect(trial.takeCalls()).toEqual(['takeShard', ...looks])
  })

  it('[SC3] asks for what is dirty, without hurry, and does not run twice what more came to', async () => {
    const { trial, runner } = await dueTrial()
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
    const { trial, runner } = await dueTrial()
    trial.work = () => Promise.reject(failing)
    await runner.tick()
    expect(trial.takeCalls()).toEqual([...looks, 'claim', 'persist 1', 'fail', ...pushes, ...prunes])
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
    const { trial, runner } = await dueTrial()
    trial.work = async () => ({ kind: 'done', seq: -1, key: '' })
    await runner.tick()
    expect(await trial.row(picture)).toMatchObject({
      failures: 1,
      problem: 'a run is done up to a seq, not -1',
    })
    expect(trial.notes).toHaveLength(1)
  })

  it('[SC15] takes off the heap what is done, and leaves what can’t be claimed yet', async () => {
    const { trial, runner, pass } = await dueTrial()
    const due = await trial.truth.scheduleNow(picture, 1)
    expect(due).toMatchObject({ run: 1 })
    const claim = (await trial.truth.claim({ picture, kind: 'persist', run: 1 }, 30_000))!
    await runner.tick()
    expect(trial.takeCalls()).toEqual([...looks, 'claim', 'isDone'])
    await pass(1000)
    await runner.tick()
    expect(trial.takeCalls()).toEqual(['takeShard', ...looks])
    await pass(5000)
    await runner.tick()
    expect(trial.takeCalls()).toEqual(['takeShard', ...looks, 'claim', 'isDone'])
    await trial.truth.finish(claim, { seq: 1, snapshotKey: '', wakes: [] })
    await pass(6000)
    await runner.tick()
    expect(trial.takeCalls()).toEqual(['takeShard', ...looks, 'claim', 'isDone', ...prunes])
    expect(trial.runs).toEqual([])
  })

  it('[SC15] passes over what could not be taken off, and takes it off later', async () => {
    const { trial, runner } = await dueTrial()
    trial.fault = (call) => (call === 'heap.prune' ? 'before' : undefined)
    await expect(runner.tick()).rejects.toThrow('The line is down')
    trial.takeCalls()
    await expect(runner.tick()).rejects.toThrow('The line is down')
    expect(trial.takeCalls().filter((call) => call === 'claim')).toHaveLength(0)
    trial.fault = () => undefined
    await runner.tick()
    expect(trial.takeCalls()).toEqual([...prunes, ...looks])
  })

  it('[SC17] with sysdb away it claims once a look, and not all that is due', async () => {
    const { trial, runner } = await dueTrial(100)
    trial.fault = (call) => (call === 'claim' ? 'before' : undefined)
    await runner.tick()
    expect(trial.takeCalls().filter((call) => call === 'claim').length).toBeLessThanOrEqual(4)
  })

  it('[SC19] a picture that is gone loses its rows', async () => {
    const { trial, runner } = await dueTrial()
    trial.work = async () => ({ kind: 'gone' })
    await runner.tick()
    expect(trial.takeCalls()).toEqual([...looks, 'claim', 'persist 1', 'gone', ...prunes])
    expect(await trial.row(picture)).toMatchObject({ status: 'deleted' })
  })

  it('[SC19] one that another computer has is tried an hour later, told, and no failure', async () => {
    const { trial, runner } = await dueTrial()
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
