import { expect, it } from 'vitest'
import { limits } from '../base/limits.ts'
import { inParallel } from '../pictures/in-parallel.ts'
import type { TaskRow } from '../scheduler/sysdb.ts'
import { taskKinds } from '../scheduler/task.ts'
import { cadence, done, due, lease, me, p, q, run, t0, type SysdbWorld } from './sysdb-world.ts'

/** Shards, and what people and hostile words see of it. */
export function testShards(world: SysdbWorld): void {
  const { at, row, claimed } = world

  it('[SD16] gives a shard to one owner for the time of a lease, with its cursor', async () => {
    expect(await world.db.takeShard(0, me, 100)).toEqual({ cursor: '' })
    expect(await world.db.shards()).toEqual([{ shard: 0, ...me, leaseUntilMs: t0 + 100, cursor: '' }])
    expect(await world.db.saveCursor(0, me, 'c1')).toBe(true)
    const other = { owner: 'other', incarnation: 'first' }
    await at(99)
    expect(await world.db.takeShard(0, other, 100)).toBeUndefined()
    expect(await world.db.takeShard(0, me, 100)).toEqual({ cursor: 'c1' })
    await at(199)
    expect(await world.db.takeShard(0, other, 100)).toEqual({ cursor: 'c1' })
    expect(await world.db.saveCursor(0, me, 'late')).toBe(false)
    await world.db.leaveShard(0, me)
    expect(await world.db.shards()).toEqual([{ shard: 0, ...other, leaseUntilMs: t0 + 299, cursor: 'c1' }])
    await world.db.leaveShard(0, other)
    expect(await world.db.saveCursor(0, other, 'late')).toBe(false)
    expect(await world.db.takeShard(0, me, 100)).toEqual({ cursor: 'c1' })
    expect(await world.db.saveCursor(7, me, 'none')).toBe(false)
    expect(await world.db.takeShard(7, me, 100)).toEqual({ cursor: '' })
    expect((await world.db.shards()).map(({ shard }) => shard)).toEqual([0, 7])
  })

  it('[SD16] lets one of several win who take a shard at once', async () => {
    const everybody = world.everybody()
    const owners = Array.from({ length: 10 }, (_, number) => number)
    const taken = await inParallel(owners, 10, (number) =>
      everybody[number % everybody.length]!.takeShard(0, { owner: `o${number}`, incarnation: 'i' }, 100),
    )
    expect(taken.filter((one) => one !== undefined)).toEqual([{ cursor: '' }])
  })

  it('[SD17] ends the leases of a process that died, at once under the same name, and keeps them for one that lives', async () => {
    await world.db.takeShard(0, me, 100_000)
    await world.db.create(p, 0, cadence)
    await world.db.create(q, 0, cadence)
    await world.db.create('z', 1, cadence)
    await at(cadence)
    const claims = [await claimed(run(p, 1)), await claimed(run(q, 1)), await claimed(run('z', 1))]
    await world.db.ackPush(claims)
    expect(await world.db.scheduleNow(q, 3)).toBe('leased')
    await world.db.takeShard(0, me, 100_000)
    expect(await world.db.renew(claims[0]!, lease)).toBe(true)
    await at(cadence + 5)
    expect(await world.db.takeShard(0, { ...me, incarnation: 'second' }, 100_000)).toEqual({ cursor: '' })
    const state = { run: 1, attempt: 2, leaseUntilMs: 0 }
    expect(await row()).toMatchObject({ ...state, nextRunMs: t0 + 2 * cadence })
    expect(await row(q)).toMatchObject({ ...state, nextRunMs: t0 + cadence, urgent: true })
    expect(await row('z')).toMatchObject({ attempt: 1, leaseUntilMs: t0 + cadence + lease })
    expect(await world.db.finish(claims[0]!, done(1))).toBeUndefined()
    expect(await world.db.saveCursor(0, me, 'late')).toBe(false)
    expect(await world.db.claim(run(p, 1), lease)).toBeUndefined()
    expect(await claimed(run(q, 1))).toMatchObject({ attempt: 3, isUrgent: true })
  })

  it('[SD57] takes nothing for pushed that another incarnation pushed', async () => {
    await world.db.takeShard(0, me, 100)
    for (const picture of [p, q]) await world.db.create(picture, 0, cadence)
    await world.db.create('z', 1, cadence)
    await world.db.ackPush([run(p, 1), run(q, 1), run('z', 1)])
    await world.db.takeShard(0, me, 100)
    expect(await world.db.outbox(0, 10)).toEqual([])
    await world.db.takeShard(0, { ...me, incarnation: 'second' }, 100)
    expect(await world.db.outbox(0, 10)).toEqual([due(p, 1, t0 + cadence), due(q, 1, t0 + cadence)])
    expect(await world.db.outbox(1, 10)).toEqual([])
    await world.db.ackPush([run(p, 1), run(q, 1)])
    await at(100)
    await world.db.takeShard(0, { owner: 'other', incarnation: 'first' }, 100)
    expect(await world.db.outbox(0, 10)).toHaveLength(2)
  })

  it('[SD18] shows its rows in pages, by picture and kind', async () => {
    const pictures = ['b', 'a', 'c']
    for (const picture of pictures) await world.db.delete(picture, 0, 1)
    const names = (rows: readonly TaskRow[]): string =>
      rows.map((one) => one.picture + one.kind[0]!).join(' ')
    expect(names(await world.db.rows(undefined, 10))).toBe('ap as bp bs cp cs')
    const first = await world.db.rows(undefined, 3)
    expect(names(first)).toBe('ap as bp')
    expect(names(await world.db.rows(first.at(-1), 2))).toBe('bs cp')
    expect(await world.db.rows({ picture: 'c', kind: 'sweep' }, 2)).toEqual([])
  })

  it('[SD18] keeps hostile words as they are, and cuts what is too long', async () => {
    const hostile = `'; DROP TABLE sysdb_task; -- "\\ $1 ?1 %s sysdb_now_ms() {"a":1} \u{1F58C}\n\t`
    await world.db.create(hostile, 0, 1)
    await at(1)
    const claim = await claimed(run(hostile, 1))
    const [next] = (await world.db.fail(claim, 1, `${hostile}\0\uD800${'x'.repeat(5000)}`))!
    expect(next).toEqual(due(hostile, 2, t0 + 2))
    const { problem } = (await row(hostile))!
    expect(problem.startsWith(`${hostile}\uFFFDxxx`)).toBe(true)
    expect(problem.length).toBeLessThanOrEqual(limits.taskProblemChars)
    await world.db.ackPush([next!])
    expect(await world.db.outbox(0, 10)).toEqual([])
    await at(2)
    await world.db.finish(await claimed(next!), { seq: 1, snapshotKey: hostile, wakes: [] })
    expect((await world.db.schedule([{ picture: hostile, seq: 2 }], 0)).due).toHaveLength(1)
    expect(await world.db.isDone([run(hostile, 2), run(hostile, 3)])).toEqual([true, false])
    const owner = { owner: hostile, incarnation: hostile }
    await world.db.takeShard(0, owner, 5)
    expect(await world.db.saveCursor(0, owner, hostile)).toBe(true)
    expect(await world.db.takeShard(0, owner, 5)).toEqual({ cursor: hostile })
    expect(await row(hostile)).toMatchObject({ snapshotKey: hostile })
  })

  it('[SD18] keeps numbers as large as they get', async () => {
    const large = Number.MAX_SAFE_INTEGER
    await world.db.create(p, large, cadence)
    await world.db.schedule([{ picture: p, seq: large }], large)
    expect(await row()).toMatchObject({ wantSeq: large, shard: large })
    await at(cadence)
    await world.db.finish(await claimed(run(p, 1)), done(large))
    expect(await row()).toMatchObject({ doneSeq: large, nextRunMs: undefined })
  })

  it('[SD5] takes a batch of thousands', async () => {
    const pictures = Array.from({ length: 3000 }, (_, number) => `n${String(number).padStart(4, '0')}`)
    for (const picture of pictures.slice(0, 150)) await world.db.create(picture, 0, cadence)
    const { due: dues, missing } = await world.db.schedule(
      pictures.map((picture) => ({ picture, seq: 1 })),
      0,
    )
    expect([dues.length, missing.length]).toEqual([150, 2850])
    await world.db.ackPush(pictures.map((picture) => run(picture, 1)))
    expect(await world.db.outbox(0, 10_000)).toEqual([])
    const isDone = await world.db.isDone(pictures.map((picture) => run(picture, 1)))
    expect(isDone.filter((one) => !one)).toHaveLength(150)
    expect(await world.db.forgetPushes(0)).toBe(150)
    expect(await world.db.outbox(0, 100)).toHaveLength(100)
  })

  it('[SD1] knows every kind of task', async () => {
    await world.db.create(p, 0, 1)
    await at(1)
    const wakes = taskKinds.filter((kind) => kind === 'preview' || kind === 'compact')
    await world.db.schedule([{ picture: p, seq: 1 }], 0)
    const claim = await claimed(run(p, 1))
    await world.db.finish(claim, {
      seq: 1,
      snapshotKey: '',
      wakes: wakes.map((kind) => ({ kind, cadenceMs: 1 })),
    })
    await world.db.delete(p, 0, 1)
    const kinds = (await world.db.rows(undefined, 10)).map(({ kind }) => kind)
    expect(kinds.sort()).toEqual([...taskKinds].sort())
  })
}
