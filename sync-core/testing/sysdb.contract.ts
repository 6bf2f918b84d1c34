// What every sysdb promises, with a clock that the suite moves. Memory, SQLite and PostgreSQL run the same.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { inParallel } from '../pictures/in-parallel.ts'
import type { Claim, ShardOwner, Sysdb, TaskRow } from '../scheduler/sysdb.ts'
import { taskKinds, type DueRun, type TaskKind, type TaskRun } from '../scheduler/task.ts'
import { limits } from '../base/limits.ts'

export interface TrialSysdb {
  /** Empty. */
  readonly sysdb: Sysdb
  /** More connections to the same database, where there can be some. */
  readonly rivals?: readonly Sysdb[]
  /** Moves its clock. */
  setNow(nowMs: number): Promise<void> | void
}

const t0 = 1_000_000
const cadence = 30_000
const lease = 40_000
const p = 'p'.repeat(26)
const q = 'q'.repeat(26)

const run = (picture: string, number: number, kind: TaskKind = 'persist'): TaskRun => ({
  picture,
  kind,
  run: number,
})
const due = (picture: string, number: number, dueMs: number, kind: TaskKind = 'persist'): DueRun => ({
  ...run(picture, number, kind),
  dueMs,
})
const fresh: TaskRow = {
  picture: p,
  kind: 'persist',
  shard: 0,
  status: 'live',
  wantSeq: 0,
  doneSeq: 0,
  snapshotKey: '',
  run: 1,
  nextRunMs: t0 + cadence,
  heapRun: 0,
  lastRunMs: 0,
  cadenceMs: cadence,
  attempt: 0,
  leaseUntilMs: 0,
  urgent: false,
  failures: 0,
  problem: '',
  deletedAtMs: 0,
}
const me: ShardOwner = { owner: 'me', incarnation: 'first' }
const done = (seq: number, snapshotKey = `k${seq}`) => ({ seq, snapshotKey, wakes: [] })

/** `open` gives an empty one, whose clock is anywhere. */
export function testSysdb(name: string, open: () => Promise<TrialSysdb>): void {
  describe(`sysdb: ${name}`, () => {
    let trial: TrialSysdb
    let db: Sysdb
    const at = async (afterMs: number): Promise<void> => trial.setNow(t0 + afterMs)
    const row = async (picture = p, kind: TaskKind = 'persist'): Promise<TaskRow | undefined> =>
      (await db.rows(undefined, 1000)).find((one) => one.picture === picture && one.kind === kind)
    const claimed = async (one: TaskRun): Promise<Claim> => {
      const claim = await db.claim(one, lease)
      expect(claim).toBeDefined()
      return claim!
    }
    /** The picture's run 1 is done up to seq 5 at t0 + cadence. */
    const waiting = async (): Promise<Claim> => {
      await db.create(p, 0, cadence)
      await at(cadence)
      await db.schedule([{ picture: p, seq: 5 }], 0)
      const claim = await claimed(run(p, 1))
      expect(await db.finish(claim, done(5))).toEqual([])
      return claim
    }

    beforeEach(async () => {
      trial = await open()
      db = trial.sysdb
      await at(0)
    })
    afterEach(async () => {
      for (const rival of trial.rivals ?? []) await rival.close()
      await db.close()
    })

    it('[SD1] makes a task with run 1, due in a cadence, and tells its own time', async () => {
      expect(await db.nowMs()).toBe(t0)
      expect(await db.create(p, 0, cadence)).toEqual([due(p, 1, t0 + cadence)])
      expect(await db.rows(undefined, 10)).toEqual([fresh])
      await at(7)
      expect(await db.nowMs()).toBe(t0 + 7)
      expect(await db.create(p, 0, cadence)).toEqual([due(p, 1, t0 + cadence)])
      expect(await db.rows(undefined, 10)).toEqual([fresh])
      await db.ackPush([run(p, 1)])
      expect(await db.create(p, 0, cadence + 1)).toEqual([])
      expect(await row()).toEqual({ ...fresh, heapRun: 1, cadenceMs: cadence + 1 })
    })

    it('[SD2] moves a picture with all its tasks to the shard that makes it, each scheduled one with a new run', async () => {
      await waiting()
      await db.schedule([{ picture: p, seq: 6 }], 0)
      const second = {
        ...fresh,
        run: 2,
        nextRunMs: t0 + 2 * cadence,
        wantSeq: 6,
        doneSeq: 5,
        snapshotKey: 'k5',
      }
      await db.ackPush([run(p, 2)])
      const before = { ...second, heapRun: 2, lastRunMs: t0 + cadence, attempt: 1 }
      expect(await row()).toEqual(before)
      expect(await db.create(p, 3, cadence)).toEqual([due(p, 3, t0 + 2 * cadence)])
      expect(await row()).toEqual({ ...before, shard: 3, run: 3 })
      expect(await db.outbox(0, 10)).toEqual([])
      expect(await db.outbox(3, 10)).toEqual([due(p, 3, t0 + 2 * cadence)])
    })

    it('[SD2] ends the lease of a task that moves, which is due a cadence after it was claimed', async () => {
      await db.create(p, 0, cadence)
      await at(cadence + 10)
      const claim = await claimed(run(p, 1))
      expect(await db.create(p, 1, cadence)).toEqual([due(p, 2, t0 + 2 * cadence + 10)])
      expect(await row()).toMatchObject({ run: 2, attempt: 2, leaseUntilMs: 0, shard: 1 })
      expect(await db.finish(claim, done(1))).toBeUndefined()
      expect(await db.fail(claim, 1, 'late')).toBeUndefined()
      expect(await db.renew(claim, lease)).toBe(false)
    })

    it('[SD2] moves a waiting task without a run', async () => {
      await waiting()
      expect(await db.create(p, 1, cadence)).toEqual([])
      expect(await row()).toMatchObject({ run: 1, shard: 1, attempt: 1 })
      expect((await row())!.nextRunMs).toBeUndefined()
    })

    it('[SD3] schedules the highest seq of a batch, once, a cadence after the last run', async () => {
      await waiting()
      await at(cadence + 100)
      const writes = [9, 7, 8].map((seq) => ({ picture: p, seq }))
      const next = due(p, 2, t0 + 2 * cadence)
      expect(await db.schedule([...writes, { picture: q, seq: 1 }], 0)).toEqual({ due: [next], missing: [q] })
      expect(await row()).toMatchObject({ wantSeq: 9, doneSeq: 5, run: 2, nextRunMs: t0 + 2 * cadence })
      expect(await db.schedule([{ picture: p, seq: 12 }], 0)).toEqual({ due: [next], missing: [] })
      await db.ackPush([next])
      expect(await db.schedule([{ picture: p, seq: 3 }], 0)).toEqual({ due: [], missing: [] })
      expect(await row()).toMatchObject({ wantSeq: 12, run: 2 })
    })

    it('[SD3] makes due at once what did not run for a cadence, and nothing of what is done', async () => {
      await waiting()
      await at(5 * cadence)
      expect(await db.schedule([{ picture: p, seq: 5 }], 0)).toEqual({ due: [], missing: [] })
      expect(await row()).toMatchObject({ run: 1, nextRunMs: undefined })
      expect((await db.schedule([{ picture: p, seq: 6 }], 0)).due).toEqual([due(p, 2, t0 + 5 * cadence)])
      expect(await db.schedule([], 0)).toEqual({ due: [], missing: [] })
    })

    it('[SD3] gives nobody the push of another shard, and calls nothing missing that is deleted', async () => {
      await db.create(p, 4, cadence)
      await db.delete(q, 0, 1000)
      expect(
        await db.schedule(
          ['a', p, q].map((picture) => ({ picture, seq: 2 })),
          0,
        ),
      ).toEqual({
        due: [],
        missing: ['a'],
      })
      expect(await row()).toMatchObject({ wantSeq: 2, shard: 4 })
      expect(await db.outbox(4, 10)).toEqual([due(p, 1, t0 + cadence)])
    })

    it('[SD4] makes a task due now when the last one leaves, unless all is done', async () => {
      expect(await db.scheduleNow(p, 5)).toBe('clean')
      await waiting()
      expect(await db.scheduleNow(p, 5)).toBe('clean')
      await at(cadence + 10)
      expect(await db.scheduleNow(p, 6)).toEqual(due(p, 2, t0 + cadence + 10))
      expect(await row()).toMatchObject({ run: 2, wantSeq: 6, urgent: true, nextRunMs: t0 + cadence + 10 })
      await at(cadence + 20)
      expect(await db.scheduleNow(p, 7)).toEqual(due(p, 2, t0 + cadence + 10))
      const claim = await claimed(run(p, 2))
      expect(claim).toMatchObject({ isUrgent: true, wantSeq: 7, doneSeq: 5, attempt: 2 })
      expect(await row()).toMatchObject({ urgent: false })
    })

    it('[SD4] brings a run forward that is due later, under a new number', async () => {
      await db.create(p, 0, cadence)
      await at(1)
      expect(await db.scheduleNow(p, 1)).toEqual(due(p, 2, t0 + 1))
      expect(await db.isDone([run(p, 1), run(p, 2)])).toEqual([true, false])
    })

    it('[SD4] has a run follow at once when one is under way', async () => {
      await waiting()
      await db.schedule([{ picture: p, seq: 6 }], 0)
      await at(2 * cadence)
      const claim = await claimed(run(p, 2))
      expect(await db.scheduleNow(p, 8)).toBe('leased')
      expect(await row()).toMatchObject({ run: 2, urgent: true, wantSeq: 8 })
      await at(2 * cadence + 5)
      expect(await db.finish(claim, done(6))).toEqual([due(p, 3, t0 + 2 * cadence + 5)])
      expect(await claimed(run(p, 3))).toMatchObject({ isUrgent: true })
    })

    it('[SD4] takes a run whose lease is over as it is', async () => {
      await db.create(p, 0, cadence)
      await at(cadence)
      await claimed(run(p, 1))
      await at(cadence + lease)
      expect(await db.scheduleNow(p, 1)).toEqual(due(p, 1, t0 + cadence))
      expect(await claimed(run(p, 1))).toMatchObject({ isUrgent: true, attempt: 2 })
    })

    it('[SD5] has in the outbox what is scheduled and not acked, the earliest due first', async () => {
      await db.create(q, 0, cadence)
      await at(1)
      await db.create(p, 0, cadence - 5)
      await db.create('z', 1, 1)
      const both = [due(p, 1, t0 + cadence - 4), due(q, 1, t0 + cadence)]
      expect(await db.outbox(0, 10)).toEqual(both)
      expect(await db.outbox(0, 1)).toEqual([both[0]])
      await db.ackPush([run(p, 1), run(q, 2), run('unknown', 1)])
      expect(await db.outbox(0, 10)).toEqual([both[1]])
      await db.ackPush([])
      await db.ackPush([run(q, 1), run(q, 1)])
      expect(await db.outbox(0, 10)).toEqual([])
      await db.scheduleNow(q, 1)
      await db.ackPush([run(q, 1)])
      expect(await db.outbox(0, 10)).toEqual([due(q, 2, t0 + 1)])
    })

    it('[SD5] forgets the pushes of a shard whose heap was lost', async () => {
      await waiting()
      await db.create(q, 0, cadence)
      await db.create('z', 1, cadence)
      await db.ackPush([run(p, 1), run(q, 1), run('z', 1)])
      expect(await db.forgetPushes(0)).toBe(1)
      expect(await db.outbox(0, 10)).toEqual([due(q, 1, t0 + 2 * cadence)])
      expect(await db.outbox(1, 10)).toEqual([])
      expect(await db.forgetPushes(0)).toBe(0)
    })

    it('[SD6] gives a due run to one for the time of a lease, and then to another attempt', async () => {
      await db.create(p, 0, cadence)
      await at(cadence - 1)
      expect(await db.claim(run(p, 1), lease)).toBeUndefined()
      await at(cadence)
      expect(await db.claim(run(p, 2), lease)).toBeUndefined()
      expect(await db.claim(run(p, 0), lease)).toBeUndefined()
      expect(await db.claim(run(p, 1, 'preview'), lease)).toBeUndefined()
      expect(await db.claim(run(q, 1), lease)).toBeUndefined()
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
      expect(await db.claim(run(p, 1), lease)).toEqual(first)
      expect(await row()).toMatchObject({ leaseUntilMs: t0 + cadence + lease, lastRunMs: t0 + cadence })
      await at(cadence + lease - 1)
      expect(await db.claim(run(p, 1), lease)).toBeUndefined()
      await at(cadence + lease)
      const second = { ...first, attempt: 2, claimedMs: t0 + cadence + lease }
      expect(await db.claim(run(p, 1), lease)).toEqual(second)
      expect(await db.finish(first, done(1))).toBeUndefined()
      expect(await db.fail(first, 1, 'late')).toBeUndefined()
      expect(await db.renew(first, lease)).toBe(false)
      expect(await db.finish(second, done(1))).toEqual([])
    })

    it('[SD7] lets one of ten win who claim at once', async () => {
      const everybody = [db, ...(trial.rivals ?? [])]
      await db.create(p, 0, cadence)
      for (let round = 1; round <= 5; round++) {
        await at(round * 2 * lease)
        const rivals = Array.from({ length: 10 }, (_, at_) => everybody[at_ % everybody.length]!)
        const claims = await inParallel(rivals, 10, (one) => one.claim(run(p, 1), lease))
        expect(claims.filter((claim) => claim !== undefined)).toMatchObject([{ attempt: round }])
      }
    })

    it('[SD8] renews a lease for as long as the run is its own', async () => {
      await db.create(p, 0, cadence)
      await at(cadence)
      const claim = await claimed(run(p, 1))
      await at(cadence + lease - 1)
      expect(await db.renew(claim, lease)).toBe(true)
      await at(cadence + 2 * lease - 2)
      expect(await db.claim(run(p, 1), lease)).toBeUndefined()
      await at(cadence + 3 * lease)
      expect(await db.renew(claim, lease)).toBe(true)
      await db.finish(claim, done(1))
      expect(await db.renew(claim, lease)).toBe(false)
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
      expect(await db.finish(claim, done(9))).toBeUndefined()
      await db.schedule([{ picture: p, seq: 8 }], 0)
      await at(2 * cadence)
      const second = await claimed(run(p, 2))
      await db.schedule([{ picture: p, seq: 9 }], 0)
      await at(2 * cadence + 100)
      expect(await db.finish(second, done(8))).toEqual([due(p, 3, t0 + 3 * cadence)])
      await at(10 * cadence)
      const third = await claimed(run(p, 3))
      await db.schedule([{ picture: p, seq: 10 }], 0)
      await at(12 * cadence)
      expect(await db.finish(third, done(9))).toEqual([due(p, 4, t0 + 12 * cadence)])
    })

    it('[SD9] never takes back what is done', async () => {
      await waiting()
      await db.schedule([{ picture: p, seq: 6 }], 0)
      await at(2 * cadence)
      expect(await db.finish(await claimed(run(p, 2)), done(3))).toEqual([due(p, 3, t0 + 3 * cadence)])
      expect(await row()).toMatchObject({ doneSeq: 5, snapshotKey: 'k5', run: 3 })
    })

    it('[SD10] tries again after a delay and a cadence, never drops the task, and keeps the sentence until it went well', async () => {
      await db.create(p, 0, cadence)
      await at(cadence)
      const claim = await claimed(run(p, 1))
      expect(await db.fail(claim, 2 * cadence, 'The disk is full.')).toEqual([due(p, 2, t0 + 3 * cadence)])
      expect(await row()).toMatchObject({
        failures: 1,
        problem: 'The disk is full.',
        run: 2,
        leaseUntilMs: 0,
      })
      expect(await db.fail(claim, 1, 'again')).toBeUndefined()
      await at(3 * cadence)
      const second = await claimed(run(p, 2))
      expect(second.failures).toBe(1)
      expect(await db.fail(second, 5, 'b')).toEqual([due(p, 3, t0 + 4 * cadence)])
      await at(4 * cadence)
      await db.finish(await claimed(run(p, 3)), done(0))
      expect(await row()).toMatchObject({ failures: 0, problem: '', nextRunMs: undefined })
    })

    it('[SD10] tries at once when it became urgent meanwhile, but only once', async () => {
      await db.create(p, 0, cadence)
      await at(cadence)
      const claim = await claimed(run(p, 1))
      expect(await db.scheduleNow(p, 1)).toBe('leased')
      await at(cadence + 3)
      expect(await db.fail(claim, cadence, 'a')).toEqual([due(p, 2, t0 + cadence + 3)])
      const second = await claimed(run(p, 2))
      expect(second.isUrgent).toBe(true)
      expect(await db.fail(second, cadence, 'b')).toEqual([due(p, 3, t0 + 2 * cadence + 3)])
      expect(await row()).toMatchObject({ failures: 2, urgent: false })
    })

    it('[SD11] wakes other tasks of the picture with what was done, and makes those that are missing', async () => {
      await db.create(p, 2, cadence)
      await at(cadence)
      const wakes = [
        { kind: 'preview', cadenceMs: 500 },
        { kind: 'compact', cadenceMs: 900 },
      ] as const
      const nothing = await claimed(run(p, 1))
      expect(await db.finish(nothing, { seq: 0, snapshotKey: 'k', wakes })).toEqual([])
      expect(await row(p, 'preview')).toBeUndefined()

      await db.schedule([{ picture: p, seq: 4 }], 2)
      await at(2 * cadence)
      const now = t0 + 2 * cadence
      expect(await db.finish(await claimed(run(p, 2)), { seq: 4, snapshotKey: 'k4', wakes })).toEqual([
        due(p, 1, now, 'compact'),
        due(p, 1, now, 'preview'),
      ])
      expect(await row(p, 'preview')).toEqual({
        ...fresh,
        kind: 'preview',
        shard: 2,
        wantSeq: 4,
        cadenceMs: 500,
        nextRunMs: now,
      })
      await db.finish(await claimed(run(p, 1, 'preview')), { seq: 4, snapshotKey: '', wakes: [] })
      await db.ackPush([run(p, 1, 'compact')])

      await db.schedule([{ picture: p, seq: 5 }], 2)
      await at(3 * cadence)
      expect(
        await db.finish(await claimed(run(p, 3)), {
          seq: 5,
          snapshotKey: 'k5',
          wakes: [{ kind: 'preview', cadenceMs: 2 * cadence }, wakes[1]],
        }),
      ).toEqual([due(p, 2, t0 + 4 * cadence, 'preview')])
      expect(await row(p, 'preview')).toMatchObject({
        wantSeq: 5,
        doneSeq: 4,
        run: 2,
        cadenceMs: 2 * cadence,
      })
      expect(await row(p, 'compact')).toMatchObject({ wantSeq: 5, doneSeq: 0, run: 1 })
    })

    it('[SD12] ends the tasks of a deleted picture, whoever is at them, and sweeps it later', async () => {
      await db.create(p, 0, cadence)
      await at(cadence)
      const claim = await claimed(run(p, 1))
      const sweep = due(p, 1, t0 + cadence + 5000, 'sweep')
      expect(await db.delete(p, 0, 5000)).toEqual([sweep])
      const ended = { ...fresh, status: 'deleted', run: 2, attempt: 2, nextRunMs: undefined } as const
      const endedRow = { ...ended, lastRunMs: t0 + cadence, deletedAtMs: t0 + cadence }
      expect(await row()).toEqual(endedRow)
      expect(await row(p, 'sweep')).toEqual({
        ...fresh,
        kind: 'sweep',
        cadenceMs: 0,
        nextRunMs: t0 + cadence + 5000,
      })
      expect(await db.finish(claim, done(3))).toBeUndefined()
      expect(await db.renew(claim, lease)).toBe(false)
      expect(await db.create(p, 0, cadence)).toBe('deleted')
      expect(await db.schedule([{ picture: p, seq: 9 }], 0)).toEqual({ due: [], missing: [] })
      expect(await db.scheduleNow(p, 9)).toBe('clean')
      expect(await db.claim(run(p, 2), lease)).toBeUndefined()
      await at(cadence + 10)
      expect(await db.delete(p, 1, 5000)).toEqual([])
      expect(await db.delete(p, 0, 5000)).toEqual([sweep])
      expect(await row()).toEqual(endedRow)
    })

    it('[SD12] knows a picture as deleted that it never knew, and sweeps again what was swept without success', async () => {
      expect(await db.delete(p, 3, 100)).toEqual([due(p, 1, t0 + 100, 'sweep')])
      expect(await row()).toEqual({
        ...fresh,
        shard: 3,
        status: 'deleted',
        cadenceMs: limits.persistCadenceMs,
        nextRunMs: undefined,
        deletedAtMs: t0,
      })
      await at(100)
      await db.finish(await claimed(run(p, 1, 'sweep')), done(0, ''))
      expect(await row(p, 'sweep')).toMatchObject({ run: 1, nextRunMs: undefined })
      expect(await db.delete(p, 4, 100)).toEqual([due(p, 2, t0 + 200, 'sweep')])
      await db.gone(p)
      expect(await db.delete(p, 4, 100)).toEqual([due(p, 4, t0 + 200, 'sweep')])
    })

    it('[SD13] brings a deleted picture back into the shard, with new runs that are due', async () => {
      await waiting()
      await db.delete(p, 0, 5000)
      await at(cadence + 50)
      expect(await db.restore(p, 6)).toEqual([due(p, 3, t0 + 2 * cadence)])
      expect(await row()).toMatchObject({
        status: 'live',
        shard: 6,
        run: 3,
        doneSeq: 5,
        wantSeq: 5,
        deletedAtMs: 0,
      })
      expect(await row(p, 'sweep')).toMatchObject({
        status: 'deleted',
        run: 2,
        attempt: 1,
        nextRunMs: undefined,
      })
      expect(await db.isDone([run(p, 1), run(p, 2), run(p, 3), run(p, 1, 'sweep')])).toEqual([
        true,
        true,
        false,
        true,
      ])
      const before = await db.rows(undefined, 10)
      expect(await db.restore(p, 6)).toEqual([due(p, 3, t0 + 2 * cadence)])
      expect(await db.restore(q, 6)).toEqual([])
      expect(await db.rows(undefined, 10)).toEqual(before)
      await db.delete(p, 0, 5000)
      await at(9 * cadence)
      expect(await db.restore(p, 0)).toEqual([due(p, 5, t0 + 9 * cadence)])
    })

    it('[SD14] removes the rows of a picture that is gone, after a grace, and no others', async () => {
      await db.create(p, 0, cadence)
      await db.create(q, 0, cadence)
      await db.delete(p, 0, 10)
      await db.delete(q, 0, 10)
      await at(20)
      await db.gone(p)
      expect(await row(p, 'sweep')).toMatchObject({ status: 'deleted', run: 2, deletedAtMs: t0 + 20 })
      expect(await row()).toMatchObject({ status: 'deleted', run: 2, deletedAtMs: t0 })
      await at(120)
      expect(await db.removeDead(100)).toBe(0)
      await at(121)
      expect(await db.removeDead(100)).toBe(1)
      expect((await db.rows(undefined, 10)).map(({ picture, kind }) => `${picture[0]} ${kind}`)).toEqual([
        'q persist',
        'q sweep',
      ])
      expect(await db.isDone([run(p, 1), run(p, 2)])).toEqual([true, true])
      await db.gone('nobody')
    })

    it('[SD15] calls a run done that has no row, is older, waits or is deleted', async () => {
      expect(await db.isDone([])).toEqual([])
      expect(await db.isDone([run(p, 1)])).toEqual([true])
      await db.create(p, 0, cadence)
      const several = [run(p, 1), run(q, 1), run(p, 0), run(p, 1)]
      expect(await db.isDone(several)).toEqual([false, true, true, false])
      await at(cadence)
      await db.finish(await claimed(run(p, 1)), done(0))
      expect(await db.isDone([run(p, 1)])).toEqual([true])
      await db.schedule([{ picture: p, seq: 1 }], 0)
      expect(await db.isDone([run(p, 1), run(p, 2)])).toEqual([true, false])
      await db.delete(p, 0, 1)
      expect(await db.isDone([run(p, 1), run(p, 2), run(p, 1, 'sweep')])).toEqual([true, true, false])
    })

    it('[SD16] gives a shard to one owner for the time of a lease, with its cursor', async () => {
      expect(await db.takeShard(0, me, 100)).toEqual({ cursor: '' })
      expect(await db.shards()).toEqual([{ shard: 0, ...me, leaseUntilMs: t0 + 100, cursor: '' }])
      expect(await db.saveCursor(0, me, 'c1')).toBe(true)
      const other = { owner: 'other', incarnation: 'first' }
      await at(99)
      expect(await db.takeShard(0, other, 100)).toBeUndefined()
      expect(await db.takeShard(0, me, 100)).toEqual({ cursor: 'c1' })
      await at(199)
      expect(await db.takeShard(0, other, 100)).toEqual({ cursor: 'c1' })
      expect(await db.saveCursor(0, me, 'late')).toBe(false)
      await db.leaveShard(0, me)
      expect(await db.shards()).toEqual([{ shard: 0, ...other, leaseUntilMs: t0 + 299, cursor: 'c1' }])
      await db.leaveShard(0, other)
      expect(await db.saveCursor(0, other, 'late')).toBe(false)
      expect(await db.takeShard(0, me, 100)).toEqual({ cursor: 'c1' })
      expect(await db.saveCursor(7, me, 'none')).toBe(false)
      expect(await db.takeShard(7, me, 100)).toEqual({ cursor: '' })
      expect((await db.shards()).map(({ shard }) => shard)).toEqual([0, 7])
    })

    it('[SD16] lets one of several win who take a shard at once', async () => {
      const everybody = [db, ...(trial.rivals ?? [])]
      const owners = Array.from({ length: 10 }, (_, number) => number)
      const taken = await inParallel(owners, 10, (number) =>
        everybody[number % everybody.length]!.takeShard(0, { owner: `o${number}`, incarnation: 'i' }, 100),
      )
      expect(taken.filter((one) => one !== undefined)).toEqual([{ cursor: '' }])
    })

    it('[SD17] ends the leases of a process that died, at once under the same name, and keeps them for one that lives', async () => {
      await db.takeShard(0, me, 100_000)
      await db.create(p, 0, cadence)
      await db.create(q, 0, cadence)
      await db.create('z', 1, cadence)
      await at(cadence)
      const claims = [await claimed(run(p, 1)), await claimed(run(q, 1)), await claimed(run('z', 1))]
      await db.ackPush(claims)
      expect(await db.scheduleNow(q, 3)).toBe('leased')
      await db.takeShard(0, me, 100_000)
      expect(await db.renew(claims[0]!, lease)).toBe(true)
      await at(cadence + 5)
      expect(await db.takeShard(0, { ...me, incarnation: 'second' }, 100_000)).toEqual({ cursor: '' })
      const state = { run: 1, attempt: 2, leaseUntilMs: 0, heapRun: 1 }
      expect(await row()).toMatchObject({ ...state, nextRunMs: t0 + 2 * cadence })
      expect(await row(q)).toMatchObject({ ...state, nextRunMs: t0 + cadence, urgent: true })
      expect(await row('z')).toMatchObject({ attempt: 1, leaseUntilMs: t0 + cadence + lease })
      expect(await db.finish(claims[0]!, done(1))).toBeUndefined()
      expect(await db.saveCursor(0, me, 'late')).toBe(false)
      expect(await db.claim(run(p, 1), lease)).toBeUndefined()
      expect(await claimed(run(q, 1))).toMatchObject({ attempt: 3, isUrgent: true })
    })

    it('[SD18] shows its rows in pages, by picture and kind', async () => {
      const pictures = ['b', 'a', 'c']
      for (const picture of pictures) await db.delete(picture, 0, 1)
      const names = (rows: readonly TaskRow[]): string =>
        rows.map((one) => one.picture + one.kind[0]!).join(' ')
      expect(names(await db.rows(undefined, 10))).toBe('ap as bp bs cp cs')
      const first = await db.rows(undefined, 3)
      expect(names(first)).toBe('ap as bp')
      expect(names(await db.rows(first.at(-1), 2))).toBe('bs cp')
      expect(await db.rows({ picture: 'c', kind: 'sweep' }, 2)).toEqual([])
    })

    it('[SD18] keeps hostile words as they are, and cuts what is too long', async () => {
      const hostile = `'; DROP TABLE sysdb_task; -- "\\ $1 ?1 %s sysdb_now_ms() {"a":1} \u{1F58C}\n\t`
      await db.create(hostile, 0, 1)
      await at(1)
      const claim = await claimed(run(hostile, 1))
      const [next] = (await db.fail(claim, 1, `${hostile}\0\uD800${'x'.repeat(5000)}`))!
      expect(next).toEqual(due(hostile, 2, t0 + 2))
      const { problem } = (await row(hostile))!
      expect(problem.startsWith(`${hostile}\uFFFDxxx`)).toBe(true)
      expect(problem.length).toBeLessThanOrEqual(limits.taskProblemChars)
      await db.ackPush([next!])
      expect(await db.outbox(0, 10)).toEqual([])
      await at(2)
      await db.finish(await claimed(next!), { seq: 1, snapshotKey: hostile, wakes: [] })
      expect((await db.schedule([{ picture: hostile, seq: 2 }], 0)).due).toHaveLength(1)
      expect(await db.isDone([run(hostile, 2), run(hostile, 3)])).toEqual([true, false])
      const owner = { owner: hostile, incarnation: hostile }
      await db.takeShard(0, owner, 5)
      expect(await db.saveCursor(0, owner, hostile)).toBe(true)
      expect(await db.takeShard(0, owner, 5)).toEqual({ cursor: hostile })
      expect(await row(hostile)).toMatchObject({ snapshotKey: hostile })
    })

    it('[SD18] keeps numbers as large as they get', async () => {
      const large = Number.MAX_SAFE_INTEGER
      await db.create(p, large, cadence)
      await db.schedule([{ picture: p, seq: large }], large)
      expect(await row()).toMatchObject({ wantSeq: large, shard: large })
      await at(cadence)
      await db.finish(await claimed(run(p, 1)), done(large))
      expect(await row()).toMatchObject({ doneSeq: large, nextRunMs: undefined })
    })

    it('[SD5] takes a batch of thousands', async () => {
      const pictures = Array.from({ length: 3000 }, (_, number) => `n${String(number).padStart(4, '0')}`)
      for (const picture of pictures.slice(0, 150)) await db.create(picture, 0, cadence)
      const { due: dues, missing } = await db.schedule(
        pictures.map((picture) => ({ picture, seq: 1 })),
        0,
      )
      expect([dues.length, missing.length]).toEqual([150, 2850])
      await db.ackPush(pictures.map((picture) => run(picture, 1)))
      expect(await db.outbox(0, 10_000)).toEqual([])
      const isDone = await db.isDone(pictures.map((picture) => run(picture, 1)))
      expect(isDone.filter((one) => !one)).toHaveLength(150)
      expect(await db.forgetPushes(0)).toBe(150)
      expect(await db.outbox(0, 100)).toHaveLength(100)
    })

    it('[SD1] knows every kind of task', async () => {
      await db.create(p, 0, 1)
      await at(1)
      const wakes = taskKinds.filter((kind) => kind === 'preview' || kind === 'compact')
      await db.schedule([{ picture: p, seq: 1 }], 0)
      const claim = await claimed(run(p, 1))
      await db.finish(claim, {
        seq: 1,
        snapshotKey: '',
        wakes: wakes.map((kind) => ({ kind, cadenceMs: 1 })),
      })
      await db.delete(p, 0, 1)
      const kinds = (await db.rows(undefined, 10)).map(({ kind }) => kind)
      expect(kinds.sort()).toEqual([...taskKinds].sort())
    })
  })
}
