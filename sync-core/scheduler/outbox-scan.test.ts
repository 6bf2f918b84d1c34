import { describe, expect, it } from 'vitest'
import { pictureOf, SchedulerTrial } from '../testing/scheduler-trial.ts'

async function scanning(pictures: number, changed = {}) {
  const trial = new SchedulerTrial(changed)
  const parts = trial.parts()
  await parts.keeper.keep()
  for (let number = 1; number <= pictures; number++) await trial.truth.create(pictureOf(number), 0, 15_000)
  trial.takeCalls()
  return { trial, ...parts }
}

describe('outbox scan', () => {
  it('[SC11] pushes what is not known to be on the heap, then says so', async () => {
    const { trial, outbox } = await scanning(1)
    await outbox.scan()
    expect(trial.takeCalls()).toEqual(['outbox', 'nowMs', 'heap.push', 'ackPush'])
    await outbox.scan()
    expect(trial.takeCalls()).toEqual(['outbox'])
  })

  it('[SC11] takes a failed push, and one whose answer was lost, as not done', async () => {
    for (const fault of ['before', 'after'] as const) {
      const { trial, outbox } = await scanning(1)
      trial.fault = (call) => (call === 'heap.push' ? fault : undefined)
      await expect(outbox.scan()).rejects.toThrow('The line is down')
      expect(await trial.row(pictureOf(1))).toMatchObject({ heapRun: 0 })
      trial.fault = () => undefined
      await outbox.scan()
      expect(await trial.row(pictureOf(1))).toMatchObject({ heapRun: 1 })
    }
  })

  it('[SC11] goes on in batches until it is empty, and leaves the rest to the next scan', async () => {
    const { trial, outbox } = await scanning(25, { pushedAtOnce: 10, outboxBatchesMax: 2 })
    await outbox.scan()
    expect(trial.takeCalls().filter((call) => call === 'outbox')).toHaveLength(2)
    await outbox.scan()
    expect(await trial.truth.outbox(0, 100)).toEqual([])
  })

  it('[SC49] passes over rows of no picture, once, and says so', async () => {
    const { trial, outbox, heap } = await scanning(3, { pushedAtOnce: 2 })
    for (const damaged of ['!', '../a', 'A'.repeat(26)]) await trial.truth.create(damaged, 0, 1)
    await outbox.scan()
    expect(await trial.truth.outbox(0, 10)).toEqual([])
    expect(trial.notes).toEqual([
      'The list of what is to be saved is damaged: it has 2 entries of no picture ("!"). Nothing is saved for that; every picture keeps its own.',
      'The list of what is to be saved is damaged: it has an entry of no picture ("AAAAAAAAAAAAAAAAAAAAAAAAAA"). Nothing is saved for that; every picture keeps its own.',
    ])
    await outbox.scan()
    expect(trial.notes).toHaveLength(2)
    expect((await heap.peekDue(0, trial.nowMs + 60_000, 10)).map(({ picture }) => picture)).toEqual(
      [1, 2, 3].map(pictureOf),
    )
  })

  it('[SC49] keeps a row of no picture from nobody’s push', async () => {
    const { trial, tender, heap } = await scanning(0)
    await trial.truth.create('!', 0, 1)
    trial.write('!')
    trial.write(pictureOf(1))
    await tender.tick()
    expect((await heap.peekDue(0, trial.nowMs + 60_000, 10)).map(({ picture }) => picture)).toEqual([
      pictureOf(1),
    ])
  })

  it('[SC18] pushes everything again once the heap’s pushes are forgotten', async () => {
    const { trial, outbox } = await scanning(3)
    await outbox.scan()
    expect(await outbox.heapLost(0)).toBe(3)
    trial.takeCalls()
    await outbox.scan()
    expect(trial.takeCalls()).toEqual(['outbox', 'nowMs', 'heap.push', 'ackPush'])
    expect(await trial.row(pictureOf(3))).toMatchObject({ heapRun: 1 })
  })

  it('[SC8] scans only shards that it has', async () => {
    const { trial, outbox, keeper } = await scanning(1)
    keeper.lost(0)
    await outbox.scan()
    expect(trial.takeCalls()).toEqual([])
  })
})
