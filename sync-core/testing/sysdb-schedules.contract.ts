import { expect, it } from 'vitest'
import { cadence, done, due, fresh, lease, p, point, q, run, t0, type SysdbWorld } from './sysdb-world.ts'

/** Making, scheduling, and what is to be pushed. */
export function testSchedules(world: SysdbWorld): void {
  const { at, row, claimed, waiting } = world

  it('[SD1] makes a task with run 1, due in a cadence, and tells its own time', async () => {
    expect(await world.db.nowMs()).toBe(t0)
    expect(await world.db.create(p, 0, cadence)).toEqual([due(p, 1, t0 + cadence)])
    expect(await world.db.rows(undefined, 10)).toEqual([fresh])
    await at(7)
    expect(await world.db.nowMs()).toBe(t0 + 7)
    expect(await world.db.create(p, 0, cadence)).toEqual([due(p, 1, t0 + cadence)])
    expect(await world.db.rows(undefined, 10)).toEqual([fresh])
    expect(await world.db.create(p, 1, cadence)).toEqual([])
    await world.db.ackPush([run(p, 1)])
    expect(await world.db.create(p, 0, cadence + 1)).toEqual([])
    expect(await world.db.rows(undefined, 10)).toEqual([{ ...fresh, heapRun: 1 }])
  })

  it('[SD2] moves a picture with all its tasks to the shard in which it is opened, each scheduled one with a new run', async () => {
    await waiting()
    await world.db.schedule([{ picture: p, seq: 6 }], 0)
    const second = {
      ...fresh,
      run: 2,
      nextRunMs: t0 + 2 * cadence,
      wantSeq: 6,
      doneSeq: 5,
      snapshotKey: 'k5',
    }
    await world.db.ackPush([run(p, 2)])
    const before = { ...second, heapRun: 2, lastRunMs: t0 + cadence, attempt: 1 }
    expect(await row()).toEqual(before)
    expect(await world.db.open(p, 3, cadence, point(1, 6, 5))).toEqual([due(p, 3, t0 + 2 * cadence)])
    expect(await row()).toEqual({ ...before, shard: 3, run: 3, epoch: 1 })
    expect(await world.db.outbox(0, 10)).toEqual([])
    expect(await world.db.outbox(3, 10)).toEqual([due(p, 3, t0 + 2 * cadence)])
  })

  it('[SD2] ends the lease of a task that moves, which is due a cadence after it was claimed', async () => {
    await world.db.create(p, 0, cadence)
    await at(cadence + 10)
    const claim = await claimed(run(p, 1))
    expect(await world.db.open(p, 1, cadence, point(1, 1, 0))).toEqual([due(p, 2, t0 + 2 * cadence + 10)])
    expect(await row()).toMatchObject({ run: 2, attempt: 2, leaseUntilMs: 0, shard: 1 })
    expect(await world.db.finish(claim, done(1))).toBeUndefined()
    expect(await world.db.fail(claim, 1, 'late')).toBeUndefined()
    expect(await world.db.renew(claim, lease)).toBe(false)
  })

  it('[SD2] moves a waiting task without a run', async () => {
    await waiting()
    expect(await world.db.open(p, 1, cadence, point(1, 5, 5))).toEqual([])
    expect(await row()).toMatchObject({ run: 1, shard: 1, attempt: 1 })
    expect((await row())!.nextRunMs).toBeUndefined()
  })

  it('[SD3] schedules the highest seq of a batch, once, a cadence after the last run', async () => {
    await waiting()
    await at(cadence + 100)
    const writes = [9, 7, 8].map((seq) => ({ picture: p, seq }))
    const next = due(p, 2, t0 + 2 * cadence)
    expect(await world.db.schedule([...writes, { picture: q, seq: 1 }], 0)).toEqual({
      due: [next],
      missing: [q],
    })
    expect(await row()).toMatchObject({ wantSeq: 9, doneSeq: 5, run: 2, nextRunMs: t0 + 2 * cadence })
    expect(await world.db.schedule([{ picture: p, seq: 12 }], 0)).toEqual({ due: [next], missing: [] })
    await world.db.ackPush([next])
    expect(await world.db.schedule([{ picture: p, seq: 3 }], 0)).toEqual({ due: [], missing: [] })
    expect(await row()).toMatchObject({ wantSeq: 12, run: 2 })
  })

  it('[SD3] makes due at once what did not run for a cadence, and nothing of what is done', async () => {
    await waiting()
    await at(5 * cadence)
    expect(await world.db.schedule([{ picture: p, seq: 5 }], 0)).toEqual({ due: [], missing: [] })
    expect(await row()).toMatchObject({ run: 1, nextRunMs: undefined })
    expect((await world.db.schedule([{ picture: p, seq: 6 }], 0)).due).toEqual([due(p, 2, t0 + 5 * cadence)])
    expect(await world.db.schedule([], 0)).toEqual({ due: [], missing: [] })
  })

  it('[SD3] gives nobody the push of another shard, and calls nothing missing that is deleted', async () => {
    await world.db.create(p, 4, cadence)
    await world.db.delete(q, 0, 1000)
    expect(
      await world.db.schedule(
        ['a', p, q].map((picture) => ({ picture, seq: 2 })),
        0,
      ),
    ).toEqual({
      due: [],
      missing: ['a'],
    })
    expect(await row()).toMatchObject({ wantSeq: 2, shard: 4 })
    expect(await world.db.outbox(4, 10)).toEqual([due(p, 1, t0 + cadence)])
  })

  it('[SD4] makes a task due now when the last one leaves, unless all is done', async () => {
    expect(await world.db.scheduleNow(p, 5)).toBe('clean')
    await waiting()
    expect(await world.db.scheduleNow(p, 5)).toBe('clean')
    await at(cadence + 10)
    expect(await world.db.scheduleNow(p, 6)).toEqual(due(p, 2, t0 + cadence + 10))
    expect(await row()).toMatchObject({ run: 2, wantSeq: 6, urgent: true, nextRunMs: t0 + cadence + 10 })
    await at(cadence + 20)
    expect(await world.db.scheduleNow(p, 7)).toEqual(due(p, 2, t0 + cadence + 10))
    const claim = await claimed(run(p, 2))
    expect(claim).toMatchObject({ isUrgent: true, wantSeq: 7, doneSeq: 5, attempt: 2 })
    expect(await row()).toMatchObject({ urgent: false })
  })

  it('[SD4] brings a run forward that is due later, under a new number', async () => {
    await world.db.create(p, 0, cadence)
    await at(1)
    expect(await world.db.scheduleNow(p, 1)).toEqual(due(p, 2, t0 + 1))
    expect(await world.db.isDone([run(p, 1), run(p, 2)])).toEqual([true, false])
  })

  it('[SD4] has a run follow at once when one is under way', async () => {
    await waiting()
    await world.db.schedule([{ picture: p, seq: 6 }], 0)
    await at(2 * cadence)
    const claim = await claimed(run(p, 2))
    expect(await world.db.scheduleNow(p, 8)).toBe('leased')
    expect(await row()).toMatchObject({ run: 2, urgent: true, wantSeq: 8 })
    await at(2 * cadence + 5)
    expect(await world.db.finish(claim, done(6))).toEqual([due(p, 3, t0 + 2 * cadence + 5)])
    expect(await claimed(run(p, 3))).toMatchObject({ isUrgent: true })
  })

  it('[SD4] takes a run whose lease is over as it is', async () => {
    await world.db.create(p, 0, cadence)
    await at(cadence)
    await claimed(run(p, 1))
    await at(cadence + lease)
    expect(await world.db.scheduleNow(p, 1)).toEqual(due(p, 1, t0 + cadence))
    expect(await claimed(run(p, 1))).toMatchObject({ isUrgent: true, attempt: 2 })
  })

  it('[SD5] has in the outbox what is scheduled and not acked, the earliest due first', async () => {
    await world.db.create(q, 0, cadence)
    await at(1)
    await world.db.create(p, 0, cadence - 5)
    await world.db.create('z', 1, 1)
    const both = [due(p, 1, t0 + cadence - 4), due(q, 1, t0 + cadence)]
    expect(await world.db.outbox(0, 10)).toEqual(both)
    expect(await world.db.outbox(0, 1)).toEqual([both[0]])
    await world.db.ackPush([run(p, 1), run(q, 2), run('unknown', 1)])
    expect(await world.db.outbox(0, 10)).toEqual([both[1]])
    await world.db.ackPush([])
    await world.db.ackPush([run(q, 1), run(q, 1)])
    expect(await world.db.outbox(0, 10)).toEqual([])
    await world.db.scheduleNow(q, 1)
    await world.db.ackPush([run(q, 1)])
    expect(await world.db.outbox(0, 10)).toEqual([due(q, 2, t0 + 1)])
  })

  it('[SD5] forgets the pushes of a shard whose heap was lost', async () => {
    await waiting()
    await world.db.create(q, 0, cadence)
    await world.db.create('z', 1, cadence)
    await world.db.ackPush([run(p, 1), run(q, 1), run('z', 1)])
    expect(await world.db.forgetPushes(0)).toBe(1)
    expect(await world.db.outbox(0, 10)).toEqual([due(q, 1, t0 + 2 * cadence)])
    expect(await world.db.outbox(1, 10)).toEqual([])
    expect(await world.db.forgetPushes(0)).toBe(0)
  })
}
