import { expect, it } from 'vitest'
import { limits } from '../base/limits.ts'
import { cadence, done, due, lease, p, q, run, t0, fresh, type SysdbWorld } from './sysdb-world.ts'

/** Deleting, bringing back, and what counts as done. */
export function testPictures(world: SysdbWorld): void {
  const { at, row, claimed, waiting } = world

  it('[SD12] ends the tasks of a deleted picture, whoever is at them, and sweeps it later', async () => {
    await world.db.create(p, 0, cadence)
    await at(cadence)
    const claim = await claimed(run(p, 1))
    const sweep = due(p, 1, t0 + cadence + 5000, 'sweep')
    expect(await world.db.delete(p, 0, 5000)).toEqual([sweep])
    const ended = { ...fresh, status: 'deleted', run: 2, attempt: 2, nextRunMs: undefined } as const
    const endedRow = { ...ended, lastRunMs: t0 + cadence, deletedAtMs: t0 + cadence }
    expect(await row()).toEqual(endedRow)
    expect(await row(p, 'sweep')).toEqual({
      ...fresh,
      kind: 'sweep',
      cadenceMs: 0,
      nextRunMs: t0 + cadence + 5000,
    })
    expect(await world.db.finish(claim, done(3))).toBeUndefined()
    expect(await world.db.renew(claim, lease)).toBe(false)
    expect(await world.db.create(p, 0, cadence)).toBe('deleted')
    expect(await world.db.schedule([{ picture: p, seq: 9 }], 0)).toEqual({ due: [], missing: [] })
    expect(await world.db.scheduleNow(p, 9)).toBe('clean')
    expect(await world.db.claim(run(p, 2), lease)).toBeUndefined()
    await at(cadence + 10)
    expect(await world.db.delete(p, 1, 5000)).toEqual([])
    expect(await world.db.delete(p, 0, 5000)).toEqual([sweep])
    expect(await row()).toEqual(endedRow)
  })

  it('[SC66] lets no run that found a picture deleted end it once it was brought back', async () => {
    await world.db.create(p, 0, cadence)
    await world.db.schedule([{ picture: p, seq: 5 }], 0)
    await at(cadence)
    const claim = await claimed(run(p, 1))
    await world.db.restore(p, 0)
    expect(await world.db.gone(claim, 5000)).toBe(false)
    expect(await world.db.finish(claim, done(5))).toBeUndefined()
    expect(await row()).toMatchObject({ status: 'live', run: 1, attempt: 2, wantSeq: 5, leaseUntilMs: 0 })
    expect(await row(p, 'sweep')).toBeUndefined()
    expect(await world.db.claim(run(p, 1), lease)).toBeUndefined()
    await at(2 * cadence)
    expect(await world.db.claim(run(p, 1), lease)).toMatchObject({ attempt: 3, wantSeq: 5 })
  })

  it('[SD12] knows a picture as deleted that it never knew, and sweeps again what was swept without success', async () => {
    expect(await world.db.delete(p, 3, 100)).toEqual([due(p, 1, t0 + 100, 'sweep')])
    expect(await row()).toEqual({
      ...fresh,
      shard: 3,
      status: 'deleted',
      cadenceMs: limits.persistCadenceMs,
      nextRunMs: undefined,
      deletedAtMs: t0,
    })
    await at(100)
    await world.db.finish(await claimed(run(p, 1, 'sweep')), done(0, ''))
    expect(await row(p, 'sweep')).toMatchObject({ run: 1, nextRunMs: undefined })
    expect(await world.db.delete(p, 4, 100)).toEqual([due(p, 2, t0 + 200, 'sweep')])
    await at(200)
    await world.db.gone(await claimed(run(p, 2, 'sweep')))
    expect(await world.db.delete(p, 4, 100)).toEqual([due(p, 4, t0 + 300, 'sweep')])
  })

  it('[SD13] brings a deleted picture back into the shard, with new runs that are due', async () => {
    await waiting()
    await world.db.delete(p, 0, 5000)
    await at(cadence + 50)
    expect(await world.db.restore(p, 6)).toEqual([due(p, 3, t0 + 2 * cadence)])
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
    expect(await world.db.isDone([run(p, 1), run(p, 2), run(p, 3), run(p, 1, 'sweep')])).toEqual([
      true,
      true,
      false,
      true,
    ])
    const before = await world.db.rows(undefined, 10)
    expect(await world.db.restore(p, 6)).toEqual([due(p, 3, t0 + 2 * cadence)])
    expect(await world.db.restore(q, 6)).toEqual([])
    expect(await world.db.rows(undefined, 10)).toEqual(before)
    await world.db.delete(p, 0, 5000)
    await at(9 * cadence)
    expect(await world.db.restore(p, 0)).toEqual([due(p, 5, t0 + 9 * cadence)])
  })

  it('[SD14] removes the rows of a picture that is gone, after a grace, and no others', async () => {
    await world.db.create(p, 0, cadence)
    await world.db.create(q, 0, cadence)
    await world.db.delete(p, 0, 10)
    await world.db.delete(q, 0, 10)
    await at(20)
    const sweeping = await claimed(run(p, 1, 'sweep'))
    expect(await world.db.gone({ ...sweeping, attempt: 0 })).toBe(false)
    expect(await row(p, 'sweep')).toMatchObject({ status: 'live', run: 1 })
    expect(await world.db.gone(sweeping)).toBe(true)
    expect(await row(p, 'sweep')).toMatchObject({ status: 'deleted', run: 2, deletedAtMs: t0 + 20 })
    expect(await row()).toMatchObject({ status: 'deleted', run: 2, deletedAtMs: t0 })
    await at(120)
    expect(await world.db.removeDead(100)).toBe(0)
    await at(121)
    expect(await world.db.removeDead(100)).toBe(1)
    expect((await world.db.rows(undefined, 10)).map(({ picture, kind }) => `${picture[0]} ${kind}`)).toEqual([
      'q persist',
      'q sweep',
    ])
    expect(await world.db.isDone([run(p, 1), run(p, 2)])).toEqual([true, true])
    await world.db.gone(sweeping)
  })

  it('[SD47] does not end what was brought back for a run that found it gone before', async () => {
    await world.db.create(p, 0, cadence)
    await at(cadence)
    const claim = await claimed(run(p, 1))
    await world.db.delete(p, 0, 5000)
    await world.db.restore(p, 0)
    const before = await world.db.rows(undefined, 10)
    for (const sweepAfterMs of [undefined, 5000]) {
      expect(await world.db.gone(claim, sweepAfterMs)).toBe(false)
    }
    expect(await world.db.rows(undefined, 10)).toEqual(before)
  })

  it('[SC61] has what a run found deleted swept after a time, also when a sweep was scheduled before', async () => {
    await world.db.create(p, 0, cadence)
    await world.db.create(q, 1, cadence)
    await world.db.delete(q, 1, 1)
    await at(2 * cadence)
    await world.db.restore(q, 1)
    for (const [picture, shard, first] of [
      [p, 0, 1],
      [q, 1, 3],
    ] as const) {
      const claim = await claimed(run(picture, first))
      expect(await world.db.gone(claim, 5000)).toBe(true)
      const rows = (await world.db.rows(undefined, 10)).filter((row) => row.picture === picture)
      expect(rows).toMatchObject([
        { kind: 'persist', status: 'deleted', nextRunMs: undefined, leaseUntilMs: 0 },
        { kind: 'sweep', status: 'live', shard, nextRunMs: t0 + 2 * cadence + 5000, heapRun: 0 },
      ])
    }
    expect(await world.db.removeDead(0)).toBe(0)
  })

  it('[SD15] calls a run done that has no row, is older, waits or is deleted', async () => {
    expect(await world.db.isDone([])).toEqual([])
    expect(await world.db.isDone([run(p, 1)])).toEqual([true])
    await world.db.create(p, 0, cadence)
    const several = [run(p, 1), run(q, 1), run(p, 0), run(p, 1)]
    expect(await world.db.isDone(several)).toEqual([false, true, true, false])
    await at(cadence)
    await world.db.finish(await claimed(run(p, 1)), done(0))
    expect(await world.db.isDone([run(p, 1)])).toEqual([true])
    await world.db.schedule([{ picture: p, seq: 1 }], 0)
    expect(await world.db.isDone([run(p, 1), run(p, 2)])).toEqual([true, false])
    await world.db.delete(p, 0, 1)
    expect(await world.db.isDone([run(p, 1), run(p, 2), run(p, 1, 'sweep')])).toEqual([true, true, false])
  })
}
