import { expect, it } from 'vitest'
import { cadence, done, due, fresh, p, point, run, t0, type SysdbWorld } from './sysdb-world.ts'

/** Opening pictures. */
export function testOpenings(world: SysdbWorld): void {
  const { at, row, claimed, waiting } = world

  it('[SD46] makes the task of a picture that is opened for the first time, which waits when all is saved', async () => {
    expect(await world.db.open(p, 2, cadence, point(7, 4, 3))).toEqual([due(p, 1, t0 + cadence)])
    const opened = { ...fresh, shard: 2, epoch: 7, wantSeq: 4, doneSeq: 3 }
    expect(await world.db.rows(undefined, 10)).toEqual([opened])
    expect(await world.db.open('a', 2, cadence, point(1, 0, 0))).toEqual([])
    expect(await row('a')).toEqual({ ...fresh, picture: 'a', shard: 2, epoch: 1, nextRunMs: undefined })
  })

  it('[SD46] is told by who opened the picture what it is, and ends the run of whoever had it before', async () => {
    await waiting()
    await world.db.open(p, 0, cadence, point(1, 5, 5))
    await world.db.schedule([{ picture: p, seq: 22 }], 0)
    await at(2 * cadence)
    const claim = await claimed(run(p, 2))
    const next = [due(p, 2, t0 + 3 * cadence)]
    expect(await world.db.open(p, 0, cadence, point(2, 4, 3))).toEqual(next)
    expect(await world.db.finish(claim, done(22))).toBeUndefined()
    expect(await row()).toMatchObject({ wantSeq: 4, doneSeq: 3, leaseUntilMs: 0, attempt: 3 })
    expect(await world.db.open(p, 0, cadence, point(3, 4, 4))).toEqual([])
    expect(await row()).toMatchObject({ wantSeq: 4, doneSeq: 4, nextRunMs: undefined, epoch: 3 })
    expect(await world.db.open(p, 0, cadence, point(4, 5, 2))).toEqual([due(p, 3, t0 + 3 * cadence)])
  })

  it('[SD59] keeps what is wanted of a picture of which no opening is known, so that a late one loses no write', async () => {
    await waiting()
    await world.db.schedule([{ picture: p, seq: 7 }], 0)
    expect(await world.db.open(p, 0, cadence, point(1, 3, 3))).toEqual([due(p, 2, t0 + 2 * cadence)])
    expect(await row()).toMatchObject({ wantSeq: 7, doneSeq: 3 })
    expect(await world.db.open(p, 0, cadence, point(2, 3, 3))).toEqual([])
    expect(await row()).toMatchObject({ wantSeq: 3, doneSeq: 3 })
  })

  it('[SD59] keeps what was written under a claim, however late its opening comes', async () => {
    await waiting()
    await world.db.open(p, 0, cadence, point(1, 5, 5))
    await world.db.schedule([{ picture: p, seq: 7, epoch: 2 }], 0)
    expect(await row()).toMatchObject({ epoch: 2, wantSeq: 7 })
    expect(await world.db.open(p, 1, cadence, point(1, 5, 5))).toEqual({ supersededBy: 2 })
    expect(await world.db.open(p, 0, cadence, point(2, 6, 6))).toEqual([due(p, 2, t0 + 2 * cadence)])
    expect(await row()).toMatchObject({ wantSeq: 7, doneSeq: 6 })
    await world.db.schedule([{ picture: p, seq: 9, epoch: 1 }], 0)
    expect(await row()).toMatchObject({ epoch: 2, wantSeq: 9 })
    expect(await world.db.open(p, 0, cadence, point(3, 7, 7))).toEqual([])
    expect(await row()).toMatchObject({ epoch: 3, wantSeq: 7, doneSeq: 7, nextRunMs: undefined })
  })

  it('[SD60] keeps what was wanted since the same claim opened it, when that is told again or arrives late', async () => {
    await waiting()
    await world.db.open(p, 0, cadence, point(1, 5, 5))
    await world.db.schedule([{ picture: p, seq: 7 }], 0)
    expect(await world.db.open(p, 0, cadence, point(1, 5, 5))).toEqual([due(p, 2, t0 + 2 * cadence)])
    expect(await row()).toMatchObject({ wantSeq: 7, doneSeq: 5 })
    await at(2 * cadence)
    await world.db.finish(await claimed(run(p, 2)), done(7))
    expect(await world.db.open(p, 0, cadence, point(1, 5, 5))).toEqual([due(p, 3, t0 + 3 * cadence)])
    expect(await row()).toMatchObject({ wantSeq: 7, doneSeq: 5 })
    expect(await world.db.open(p, 0, cadence, point(2, 5, 5))).toEqual([])
    expect(await row()).toMatchObject({ wantSeq: 5, doneSeq: 5 })
  })

  it('[SD54] sets the cadence, and brings a task forward that was put off', async () => {
    await world.db.create(p, 0, cadence)
    await at(cadence)
    await world.db.fail(await claimed(run(p, 1)), 50 * cadence, 'The disk is full.')
    expect(await world.db.open(p, 0, cadence, point(1, 1, 0))).toEqual([due(p, 3, t0 + 2 * cadence)])
    expect(await world.db.open(p, 0, cadence + 1, point(1, 1, 0))).toEqual([due(p, 3, t0 + 2 * cadence)])
    expect(await row()).toMatchObject({
      failures: 1,
      problem: 'The disk is full.',
      cadenceMs: cadence + 1,
    })
  })

  it('[SD55] changes nothing for a host whose picture a later one has', async () => {
    await world.db.open(p, 0, cadence, point(3, 9, 9))
    await world.db.schedule([{ picture: p, seq: 10 }], 0)
    await at(cadence)
    const claim = await claimed(run(p, 2))
    const before = await world.db.rows(undefined, 10)
    expect(await world.db.open(p, 1, cadence + 1, point(2, 8, 8))).toEqual({ supersededBy: 3 })
    expect(await world.db.open(p, 0, cadence, point(1, 8, 8))).toEqual({ supersededBy: 3 })
    expect(await world.db.rows(undefined, 10)).toEqual(before)
    expect(await world.db.finish(claim, done(10))).toEqual([])
    expect(await world.db.open(p, 1, cadence, point(3, 11, 10))).toEqual([due(p, 3, t0 + 2 * cadence)])
  })

  it('[SD55] lets a claim go on where a later one of another history was, and only there', async () => {
    await world.db.open(p, 0, cadence, point(30, 9, 9))
    expect(await world.db.open(p, 0, cadence, point(2, 4, 4), 29)).toEqual({ supersededBy: 30 })
    expect(await world.db.open(p, 1, cadence, point(2, 4, 4), 30)).toEqual([])
    expect(await row()).toMatchObject({ shard: 1, epoch: 2, wantSeq: 4, doneSeq: 4 })
    expect(await world.db.open(p, 0, cadence, point(1, 4, 4), 30)).toEqual({ supersededBy: 2 })
    await world.db.delete(p, 1, 1)
    expect(await world.db.open(p, 0, cadence, point(1, 4, 4), 2)).toBe('deleted')
  })

  it('[SD56] calls a picture deleted for who claimed it later only', async () => {
    await world.db.open(p, 0, cadence, point(3, 9, 9))
    await world.db.delete(p, 0, 5000)
    const before = await world.db.rows(undefined, 10)
    expect(await world.db.open(p, 1, cadence, point(2, 9, 9))).toEqual({ supersededBy: 3 })
    expect(await world.db.open(p, 1, cadence, point(3, 9, 9))).toEqual({ supersededBy: 3 })
    expect(await world.db.open(p, 1, cadence, point(4, 9, 9))).toBe('deleted')
    expect(await world.db.rows(undefined, 10)).toEqual(before)
    await world.db.restore(p, 1)
    expect(await world.db.open(p, 1, cadence, point(4, 9, 9))).toEqual([])
    expect(await row()).toMatchObject({ epoch: 4, shard: 1, nextRunMs: undefined })
    await world.db.delete('never known', 0, 5000)
    expect(await world.db.open('never known', 0, cadence, point(1, 0, 0))).toBe('deleted')
  })
}
