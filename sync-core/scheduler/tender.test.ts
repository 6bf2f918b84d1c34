import { describe, expect, it } from 'vitest'
import { pictureOf, SchedulerTrial } from '../testing/scheduler-trial.ts'
import { cursorOf, savedCursor } from './tender.ts'

const picture = pictureOf(1)

async function tending() {
  const trial = new SchedulerTrial()
  const parts = trial.parts()
  await parts.keeper.keep()
  trial.takeCalls()
  return { trial, ...parts }
}

describe('tender', () => {
  it('[SC1] schedules, makes the task that is missing, pushes, and saves its cursor last', async () => {
    const { trial, tender } = await tending()
    trial.write(picture)
    await tender.tick()
    expect(trial.takeCalls()).toEqual([
      'log.after',
      'schedule',
      'create',
      'schedule',
      'nowMs',
      'heap.push',
      'ackPush',
      'saveCursor',
    ])
    expect(await trial.row(picture)).toMatchObject({
      wantSeq: 1,
      run: 1,
      heapRun: 1,
      nextRunMs: trial.nowMs + 15_000,
    })
    expect((await trial.truth.shards())[0]!.cursor).toBe('host:1')
  })

  it('[SC1] costs one look where nothing was written, and pushes nothing twice', async () => {
    const { trial, tender } = await tending()
    trial.write(picture)
    await tender.tick()
    trial.takeCalls()
    await tender.tick()
    expect(trial.takeCalls()).toEqual(['log.after'])
    trial.write(picture)
    await tender.tick()
    expect(trial.takeCalls()).toEqual(['log.after', 'schedule', 'saveCursor'])
    expect(await trial.row(picture)).toMatchObject({ wantSeq: 2, run: 1 })
  })

  it('[SC2] does everything again after a failure at any call, and the cursor never passes what is not scheduled', async () => {
    for (const fault of ['before', 'after'] as const) {
      for (let at = 0; at < 8; at++) {
        const { trial, tender, outbox } = await tending()
        trial.write(picture)
        let calls = 0
        trial.fault = () => (calls++ === at ? fault : undefined)
        await expect(tender.tick()).rejects.toThrow('The line is down')
        const { cursor } = (await trial.truth.shards())[0]!
        if (cursor !== '') expect(await trial.row(picture)).toMatchObject({ wantSeq: 1 })
        await tender.tick()
        await outbox.scan()
        const row = await trial.row(picture)
        expect(row).toMatchObject({ wantSeq: 1, run: 1, heapRun: 1 })
        expect((await trial.truth.shards())[0]!.cursor).toBe('host:1')
      }
    }
  })

  it('[SC2] reads no journal again because the heap is away', async () => {
    const { trial, tender } = await tending()
    trial.fault = (call) => (call === 'heap.push' ? 'before' : undefined)
    trial.write(picture)
    await expect(tender.tick()).rejects.toThrow('The line is down')
    trial.takeCalls()
    await tender.tick()
    expect(trial.takeCalls()).toEqual(['log.after'])
    expect(await trial.row(picture)).toMatchObject({ wantSeq: 1, heapRun: 0 })
  })

  it('[SC2] begins where another process of this host ended, and never at the cursor of another journal', async () => {
    const { trial, tender, keeper } = await tending()
    trial.write(picture)
    await tender.tick()
    const again = trial.parts('second')
    await again.keeper.keep()
    trial.takeCalls()
    await again.tender.tick()
    expect(trial.takeCalls()).toEqual(['log.after'])
    await keeper.leave()
    await again.keeper.leave()
    const other = trial.parts('third', 'another host')
    await other.keeper.keep()
    trial.takeCalls()
    await other.tender.tick()
    expect(trial.takeCalls()).toEqual([
      'log.after',
      'schedule',
      'nowMs',
      'heap.push',
      'ackPush',
      'saveCursor',
    ])
    expect((await trial.truth.shards())[0]!.cursor).toBe('another%20host:1')
  })

  it('[SC2] waits until sysdb told the cursor; with the shard in other hands it schedules, and saves no cursor', async () => {
    const trial = new SchedulerTrial()
    const { tender, keeper } = trial.parts('late', 'other')
    await trial.truth.takeShard(0, { owner: 'host', incarnation: 'first' }, 30_000)
    trial.write(picture)
    await tender.tick()
    expect(trial.takeCalls()).toEqual([])
    await keeper.keep()
    expect(keeper.owned()).toEqual([])
    await tender.tick()
    expect(trial.takeCalls().slice(-1)).toEqual(['ackPush'])
    expect((await trial.truth.shards())[0]!.cursor).toBe('')
  })

  it('[SC2] learns from a refused cursor that its shard is somebody else’s', async () => {
    const { trial, tender, keeper } = await tending()
    await trial.truth.leaveShard(0, { owner: 'host', incarnation: 'first' })
    await trial.truth.takeShard(0, { owner: 'other', incarnation: 'second' }, 30_000)
    trial.write(picture)
    await tender.tick()
    expect(keeper.owned()).toEqual([])
    expect((await trial.truth.shards())[0]!.cursor).toBe('')
  })

  it('[SC2] reads what it saved, and nothing else', () => {
    const host = { owner: 'a:b', incarnation: '' }
    expect(cursorOf(host, savedCursor(host, '7:8'))).toBe('7:8')
    expect(cursorOf({ owner: 'a', incarnation: '' }, savedCursor(host, '7'))).toBe('')
    expect(cursorOf(host, '')).toBe('')
  })

  it('[SC1] leaves a picture deleted that is written to', async () => {
    const { trial, tender } = await tending()
    await trial.truth.delete(picture, 0, 1000)
    trial.write(picture)
    await tender.tick()
    expect(await trial.row(picture)).toMatchObject({ status: 'deleted' })
  })

  it('[SC1] schedules many pictures in batches', async () => {
    const { trial, tender } = await tending()
    for (let number = 1; number <= 2500; number++) trial.write(pictureOf(number))
    await tender.tick()
    const calls = trial.takeCalls()
    expect(calls.filter((call) => call === 'heap.push')).toHaveLength(3)
    expect(calls.filter((call) => call === 'schedule')).toHaveLength(6)
    expect(calls.at(-1)).toBe('saveCursor')
    expect(await trial.truth.outbox(0, 10)).toEqual([])
  })
})
