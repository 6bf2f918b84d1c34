import { expect, it } from 'vitest'
import { limits } from '../base/limits.ts'
import { longestLeaseMs } from '../scheduler/task-cadence.ts'
import { cadence, done, due, lease, me, p, q, run, t0, type SysdbWorld } from './sysdb-world.ts'

const day = 86_400_000

/** A clock that was set back. */
export function testClocks(world: SysdbWorld): void {
  const { at, row, claimed } = world

  it('[SD51] puts nothing off for a clock that was set back: what is wanted is due within a cadence', async () => {
    const day = 86_400_000
    await at(day)
    await world.db.create(p, 0, cadence)
    await world.db.create(q, 0, cadence)
    await at(day + cadence)
    await world.db.schedule([{ picture: p, seq: 1 }], 0)
    const wakes = [{ kind: 'preview', cadenceMs: 2 * cadence } as const]
    await world.db.finish(await claimed(run(p, 1)), { ...done(1), wakes })
    const failing = await claimed(run(q, 1))

    await at(0)
    const { due: pushes } = await world.db.schedule([{ picture: p, seq: 2 }], 0)
    expect(pushes).toEqual([due(p, 2, t0 + cadence)])
    expect(await world.db.fail(failing, 1, 'away')).toEqual([due(q, 2, t0 + cadence)])
    await at(cadence)
    const woken = await world.db.finish(await claimed(run(p, 2)), { ...done(2), wakes })
    expect(woken).toEqual([due(p, 2, t0 + 3 * cadence, 'preview')])
  })

  it('[SD51] brings back what was scheduled before its clock was set back, and leaves what was put off', async () => {
    const day = 86_400_000
    await at(day)
    await world.db.create(p, 0, cadence)
    await world.db.create(q, 0, cadence)
    await at(0)
    const writes = [p, q].map((picture) => ({ picture, seq: 1 }))
    const pushes = [due(p, 2, t0), due(q, 2, t0)]
    expect((await world.db.schedule(writes, 0)).due).toEqual(pushes)
    expect((await world.db.schedule(writes, 0)).due).toEqual(pushes)
    await at(cadence)
    const hour = limits.setAsideBackOffMsMax
    const putOff = await world.db.postpone(await claimed(run(p, 2)), hour, 'later')
    expect(putOff).toEqual([due(p, 3, t0 + cadence + hour)])
    expect((await world.db.schedule([{ picture: p, seq: 2 }], 0)).due).toEqual(putOff)
  })

  it('[SD51] ends the lease of a dead process whose clock was ahead', async () => {
    await at(86_400_000)
    await world.db.takeShard(0, { owner: 'me', incarnation: 'first' }, lease)
    await world.db.create(p, 0, cadence)
    await at(86_400_000 + cadence)
    await claimed(run(p, 1))
    await at(0)
    await world.db.takeShard(0, { owner: 'me', incarnation: 'second' }, lease)
    expect(await row()).toMatchObject({ nextRunMs: t0 + cadence, leaseUntilMs: 0 })
    await at(cadence)
    expect(await world.db.claim(run(p, 1), lease)).toMatchObject({ attempt: 3 })
  })

  /** Both pictures failed by a clock that was a day ahead, and their runs are pushed. */
  const failedAhead = async (): Promise<void> => {
    await at(day)
    await world.db.takeShard(0, me, 1000)
    for (const picture of [p, q]) await world.db.create(picture, 0, cadence)
    await world.db.delete('z', 0, 30 * day)
    await at(day + cadence)
    for (const picture of [p, q]) {
      const claim = await claimed(run(picture, 1))
      await world.db.fail(claim, limits.setAsideBackOffMsMax, 'The disk is full.')
    }
    await world.db.takeShard(0, me, 1000)
    await world.db.ackPush([run(p, 2), run(q, 2), run('z', 1, 'sweep')])
  }

  it('[SD58] makes due in a cadence what failed before its clock was set back, and pushes it again', async () => {
    await failedAhead()
    await at(0)
    const { due: pushes } = await world.db.schedule([{ picture: q, seq: 1 }], 0)
    expect(pushes).toEqual([due(q, 3, t0 + cadence)])
    expect(await world.db.outbox(0, 10)).toEqual(pushes)
    await world.db.takeShard(0, me, 1000)
    const sweep = due('z', 1, t0 + 31 * day, 'sweep')
    expect(await world.db.outbox(0, 10)).toEqual([due(p, 2, t0 + cadence), due(q, 3, t0 + cadence), sweep])
    await world.db.ackPush([run(p, 2), run(q, 3), run('z', 1, 'sweep')])
    await at(5)
    await world.db.takeShard(0, me, 1000)
    expect(await world.db.outbox(0, 10)).toEqual([])
    await at(cadence)
    expect(await claimed(run(p, 2))).toMatchObject({ failures: 1, dueMs: t0 + cadence })
  })

  it('[SD58] gives out a run that is due later than can be, and not what waits as long as it may', async () => {
    await failedAhead()
    await at(day - limits.setAsideBackOffMsMax)
    expect(await world.db.claim(run(p, 2), lease)).toMatchObject({
      dueMs: t0 + day - limits.setAsideBackOffMsMax,
    })
    await at(day)
    expect(await world.db.claim(run(q, 2), lease)).toBeUndefined()
    await at(0)
    expect(await world.db.claim(run('z', 1, 'sweep'), lease)).toBeUndefined()
  })

  it('[SD58] takes a lease for over that ends later than any, also a shard’s', async () => {
    await at(day)
    await world.db.takeShard(0, me, 1000)
    for (const picture of [p, q]) await world.db.create(picture, 0, cadence)
    await at(day + cadence)
    await world.db.takeShard(0, me, 1000)
    const claims = [await claimed(run(p, 1)), await claimed(run(q, 1))]
    await at(day + cadence - 1)
    expect(await world.db.claim(run(p, 1), lease)).toBeUndefined()
    expect(await world.db.scheduleNow(p, 1)).toBe('leased')
    const other = { owner: 'other', incarnation: 'first' }
    expect(await world.db.takeShard(0, other, 1000)).toBeUndefined()

    await at(day + cadence - 2 * longestLeaseMs(limits))
    expect(await world.db.claim(run(p, 1), lease)).toMatchObject({ attempt: 2, isUrgent: true })
    expect(await world.db.finish(claims[0]!, done(1))).toBeUndefined()
    expect(await world.db.scheduleNow(q, 1)).toMatchObject({ picture: q, run: 2 })
    expect(await world.db.takeShard(0, other, 1000)).toEqual({ cursor: '' })
    expect(await row(q)).toMatchObject({ leaseUntilMs: 0, attempt: 2 })
  })

  it('[SD58] ends leases that last too long when its shard is renewed, and no others', async () => {
    await at(day)
    await world.db.takeShard(0, me, 1000)
    for (const picture of [p, q]) await world.db.create(picture, 0, cadence)
    await at(day + cadence)
    await world.db.takeShard(0, me, 1000)
    const claims = [await claimed(run(p, 1)), await claimed(run(q, 1))]
    await world.db.ackPush(claims)
    await at(0)
    expect(await world.db.renew(claims[1]!, lease)).toBe(true)
    await world.db.takeShard(0, me, 1000)
    expect(await row()).toMatchObject({ attempt: 2, leaseUntilMs: 0, nextRunMs: t0 + cadence, heapRun: 0 })
    expect(await row(q)).toMatchObject({ attempt: 1, leaseUntilMs: t0 + lease, heapRun: 0 })
    expect(await world.db.finish(claims[0]!, done(1))).toBeUndefined()
    expect(await world.db.finish(claims[1]!, done(1))).toEqual([])
  })
}
