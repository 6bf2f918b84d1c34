import { expect, it } from 'vitest'
import { limits } from '../base/limits.ts'
import { inParallel } from '../pictures/in-parallel.ts'
import type { Claim } from '../scheduler/sysdb.ts'
import { cadence, done, due, lease, p, q, run, t0, fresh, type SysdbWorld } from './sysdb-world.ts'

/** Claiming and ending runs. */
export function testRuns(world: SysdbWorld): void {
  const { at, row, claimed, waiting } = world

  it('[SD6] gives a due run to one for the time of a lease, and then to another attempt', async () => {
    await world.db.create(p, 0, cadence)
    await at(cadence - 1)
    expect(await world.db.claim(run(p, 1), lease)).toBeUndefined()
    await at(cadence)
    expect(await world.db.claim(run(p, 2 + limits.runsLostMax), lease)).toBeUndefined()
    expect(await world.db.claim(run(p, 0), lease)).toBeUndefined()
    expect(await world.db.claim(run(p, 1, 'preview'), lease)).toBeUndefined()
    expect(await world.db.claim(run(q, 1), lease)).toBeUndefined()
    const first: Claim = {
      ...run(p, 1),
      attempt: 1,
      wantSeq: 0,
      doneSeq: 0,
      isUrgent: false,
      failures: 0,
      dueMs: t0 + cadence,
      claimedMs: t0 + cadence,
    }
    expect(await world.db.claim(run(p, 1), lease)).toEqual(first)
    expect(await row()).toMatchObject({ leaseUntilMs: t0 + cadence + lease, lastRunMs: t0 + cadence })
    await at(cadence + lease - 1)
    expect(await world.db.claim(run(p, 1), lease)).toBeUndefined()
    await at(cadence + lease)
    const second = { ...first, attempt: 2, claimedMs: t0 + cadence + lease }
    expect(await world.db.claim(run(p, 1), lease)).toEqual(second)
    expect(await world.db.finish(first, done(1))).toBeUndefined()
    expect(await world.db.fail(first, 1, 'late')).toBeUndefined()
    expect(await world.db.renew(first, lease)).toBe(false)
    expect(await world.db.finish(second, done(1))).toEqual([])
  })

  it('[SD7] lets one of ten win who claim at once', async () => {
    const everybody = world.everybody()
    await world.db.create(p, 0, cadence)
    for (let round = 1; round <= 5; round++) {
      await at(round * 2 * lease)
      const rivals = Array.from({ length: 10 }, (_, at_) => everybody[at_ % everybody.length]!)
      const claims = await inParallel(rivals, 10, (one) => one.claim(run(p, 1), lease))
      expect(claims.filter((claim) => claim !== undefined)).toMatchObject([{ attempt: round }])
    }
  })

  it('[SD8] renews a lease for as long as the run is its own', async () => {
    await world.db.create(p, 0, cadence)
    await at(cadence)
    const claim = await claimed(run(p, 1))
    await at(cadence + lease - 1)
    expect(await world.db.renew(claim, lease)).toBe(true)
    await at(cadence + 2 * lease - 2)
    expect(await world.db.claim(run(p, 1), lease)).toBeUndefined()
    await at(cadence + 3 * lease)
    expect(await world.db.renew(claim, lease)).toBe(true)
    await world.db.finish(claim, done(1))
    expect(await world.db.renew(claim, lease)).toBe(false)
    expect(await row()).toMatchObject({ leaseUntilMs: 0 })
  })

  it('[SD9] waits when all that is wanted is done, and has the next run a cadence after the last if not', async () => {
    const claim = await waiting()
    expect(await row()).toEqual({
      ...fresh,
      wantSeq: 5,
      doneSeq: 5,
      snapshotKey: 'k5',
      nextRunMs: undefined,
      lastRunMs: t0 + cadence,
      attempt: 1,
    })
    expect(await world.db.finish(claim, done(9))).toBeUndefined()
    await world.db.schedule([{ picture: p, seq: 8 }], 0)
    await at(2 * cadence)
    const second = await claimed(run(p, 2))
    await world.db.schedule([{ picture: p, seq: 9 }], 0)
    await at(2 * cadence + 100)
    expect(await world.db.finish(second, done(8))).toEqual([due(p, 3, t0 + 3 * cadence)])
    await at(10 * cadence)
    const third = await claimed(run(p, 3))
    await world.db.schedule([{ picture: p, seq: 10 }], 0)
    await at(12 * cadence)
    expect(await world.db.finish(third, done(9))).toEqual([due(p, 4, t0 + 12 * cadence)])
  })

  it('[SD9] never takes back what is done', async () => {
    await waiting()
    await world.db.schedule([{ picture: p, seq: 6 }], 0)
    await at(2 * cadence)
    expect(await world.db.finish(await claimed(run(p, 2)), done(3))).toEqual([due(p, 3, t0 + 3 * cadence)])
    expect(await row()).toMatchObject({ doneSeq: 5, snapshotKey: 'k5', run: 3 })
  })

  it('[SD10] tries again after a delay and a cadence, never drops the task, and keeps the sentence until it went well', async () => {
    await world.db.create(p, 0, cadence)
    await at(cadence)
    const claim = await claimed(run(p, 1))
    expect(await world.db.fail(claim, 2 * cadence, 'The disk is full.')).toEqual([
      due(p, 2, t0 + 3 * cadence),
    ])
    expect(await row()).toMatchObject({
      failures: 1,
      problem: 'The disk is full.',
      run: 2,
      leaseUntilMs: 0,
    })
    expect(await world.db.fail(claim, 1, 'again')).toBeUndefined()
    await at(3 * cadence)
    const second = await claimed(run(p, 2))
    expect(second.failures).toBe(1)
    expect(await world.db.fail(second, 5, 'b')).toEqual([due(p, 3, t0 + 4 * cadence)])
    await at(4 * cadence)
    await world.db.finish(await claimed(run(p, 3)), done(0))
    expect(await row()).toMatchObject({ failures: 0, problem: '', nextRunMs: undefined })
  })

  it('[SD10] puts a run off without counting a failure', async () => {
    await world.db.create(p, 0, cadence)
    await at(cadence)
    const claim = await claimed(run(p, 1))
    expect(await world.db.postpone(claim, 3 * cadence, 'Open elsewhere.')).toEqual([
      due(p, 2, t0 + 4 * cadence),
    ])
    expect(await row()).toMatchObject({ failures: 0, problem: 'Open elsewhere.', leaseUntilMs: 0 })
    expect(await world.db.postpone(claim, 1, 'again')).toBeUndefined()
  })

  it('[SD45] wants no more than there is, but what was asked for since', async () => {
    await waiting()
    await world.db.schedule([{ picture: p, seq: 22 }], 0)
    await at(2 * cadence)
    const claim = await claimed(run(p, 2))
    expect(await world.db.finish(claim, { ...done(7), isAll: true })).toEqual([])
    expect(await row()).toMatchObject({ wantSeq: 7, doneSeq: 7, nextRunMs: undefined })
    await world.db.schedule([{ picture: p, seq: 22 }], 0)
    await at(3 * cadence)
    const second = await claimed(run(p, 3))
    await world.db.schedule([{ picture: p, seq: 23 }], 0)
    expect(await world.db.finish(second, { ...done(9), snapshotKey: '', isAll: true })).toEqual([
      due(p, 4, t0 + 4 * cadence),
    ])
    expect(await row()).toMatchObject({ wantSeq: 23, doneSeq: 9, snapshotKey: 'k7' })
  })

  it('[SD10] tries at once when it became urgent meanwhile, but only once', async () => {
    await world.db.create(p, 0, cadence)
    await at(cadence)
    const claim = await claimed(run(p, 1))
    expect(await world.db.scheduleNow(p, 1)).toBe('leased')
    await at(cadence + 3)
    expect(await world.db.fail(claim, cadence, 'a')).toEqual([due(p, 2, t0 + cadence + 3)])
    const second = await claimed(run(p, 2))
    expect(second.isUrgent).toBe(true)
    expect(await world.db.fail(second, cadence, 'b')).toEqual([due(p, 3, t0 + 2 * cadence + 3)])
    expect(await row()).toMatchObject({ failures: 2, urgent: false })
  })

  it('[SD11] wakes other tasks of the picture with what was done, and makes those that are missing', async () => {
    await world.db.create(p, 2, cadence)
    await at(cadence)
    const wakes = [
      { kind: 'preview', cadenceMs: 500 },
      { kind: 'compact', cadenceMs: 900 },
    ] as const
    const nothing = await claimed(run(p, 1))
    expect(await world.db.finish(nothing, { seq: 0, snapshotKey: 'k', wakes })).toEqual([])
    expect(await row(p, 'preview')).toBeUndefined()

    await world.db.schedule([{ picture: p, seq: 4 }], 2)
    await at(2 * cadence)
    const now = t0 + 2 * cadence
    expect(await world.db.finish(await claimed(run(p, 2)), { seq: 4, snapshotKey: 'k4', wakes })).toEqual([
      due(p, 1, now + 500, 'preview'),
      due(p, 1, now + 900, 'compact'),
    ])
    expect(await row(p, 'preview')).toEqual({
      ...fresh,
      kind: 'preview',
      shard: 2,
      wantSeq: 4,
      cadenceMs: 500,
      nextRunMs: now + 500,
    })
    await at(2 * cadence + 500)
    await world.db.finish(await claimed(run(p, 1, 'preview')), { seq: 4, snapshotKey: '', wakes: [] })
    await world.db.ackPush([run(p, 1, 'compact')])

    await world.db.schedule([{ picture: p, seq: 5 }], 2)
    await at(3 * cadence)
    expect(
      await world.db.finish(await claimed(run(p, 3)), {
        seq: 5,
        snapshotKey: 'k5',
        wakes: [{ kind: 'preview', cadenceMs: 2 * cadence }, wakes[1]],
      }),
    ).toEqual([due(p, 2, t0 + 5 * cadence, 'preview')])
    expect(await row(p, 'preview')).toMatchObject({
      wantSeq: 5,
      doneSeq: 4,
      run: 2,
      cadenceMs: 2 * cadence,
    })
    expect(await row(p, 'compact')).toMatchObject({ wantSeq: 5, doneSeq: 0, run: 1 })
  })

  it('[SD50] takes up a run of a sysdb that was lost, which is on the heap in the place of its own', async () => {
    await world.db.create(p, 0, cadence)
    await world.db.schedule([{ picture: p, seq: 4 }], 0)
    await world.db.ackPush([run(p, 1)])
    await at(cadence - 1)
    expect(await world.db.claim(run(p, 7), lease)).toBeUndefined()
    await at(cadence)
    const former = [run(p, 1), run(p, 6), run(p, 7)]
    expect(await world.db.isDone(former)).toEqual([false, false, false])
    const claim = await claimed(run(p, 7))
    expect(claim).toMatchObject({ run: 7, attempt: 1, wantSeq: 4 })
    expect(await world.db.claim(run(p, 8), lease)).toBeUndefined()
    expect(await world.db.isDone(former)).toEqual([true, true, false])
    expect(await world.db.finish(claim, done(4))).toEqual([])
    expect(await row()).toMatchObject({ run: 7, nextRunMs: undefined, doneSeq: 4 })
    expect(await world.db.isDone(former)).toEqual([true, true, true])
    expect(await world.db.claim(run(p, 9), lease)).toBeUndefined()
  })
}
