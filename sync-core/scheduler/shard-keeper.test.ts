import { describe, expect, it } from 'vitest'
import { limits } from '../base/limits.ts'
import { SchedulerTrial } from '../testing/scheduler-trial.ts'
import { ShardKeeper } from './shard-keeper.ts'

const mine = { owner: 'host', incarnation: 'first' }
const other = { owner: 'other', incarnation: 'second' }

function keeping() {
  const trial = new SchedulerTrial()
  const events: string[] = []
  const { clock, truth: sysdb } = trial
  const keeper = new ShardKeeper({
    clock,
    limits,
    sysdb,
    shards: [0, 1],
    owner: mine,
    onTaken: (shard) => events.push(`taken ${shard}`),
    onLost: (shard) => events.push(`lost ${shard}`),
  })
  return { trial, keeper, sysdb, events }
}

describe('shard keeper', () => {
  it('[SC8] takes what is free, and renews it', async () => {
    const { trial, keeper, events, sysdb } = keeping()
    await sysdb.takeShard(1, other, 30_000)
    await keeper.keep()
    expect(keeper.owned()).toEqual([0])
    await trial.clock.run(20_000)
    await keeper.keep()
    await trial.clock.run(20_000)
    expect(keeper.owned()).toEqual([0])
    await keeper.keep()
    expect(keeper.owned()).toEqual([0, 1])
    expect(events).toEqual(['taken 0', 'taken 1'])
  })

  it('[SC8] has a shard no longer than its lease, and takes it again', async () => {
    const { trial, keeper, events } = keeping()
    await keeper.keep()
    await trial.clock.run(30_000)
    expect(keeper.owned()).toEqual([])
    await keeper.keep()
    expect(keeper.owned()).toEqual([0, 1])
    expect(events).toEqual(['taken 0', 'taken 1', 'taken 0', 'taken 1'])
  })

  it('[SC8] tells once that another one has it, and takes it again when it is free', async () => {
    const { trial, keeper, events, sysdb } = keeping()
    await keeper.keep()
    await sysdb.leaveShard(0, mine)
    await sysdb.takeShard(0, other, 30_000)
    await keeper.keep()
    await keeper.keep()
    expect(keeper.owned()).toEqual([1])
    expect(events).toEqual(['taken 0', 'taken 1', 'lost 0'])
    await trial.clock.run(29_000)
    await sysdb.leaveShard(0, other)
    await keeper.keep()
    expect(keeper.owned()).toEqual([0, 1])
  })

  it('[SC8] gives back what it has, so that others need not wait', async () => {
    const { keeper, sysdb } = keeping()
    await keeper.keep()
    await keeper.leave()
    expect(keeper.owned()).toEqual([])
    expect(await sysdb.takeShard(0, other, 30_000)).toEqual({ cursor: '' })
    await keeper.leave()
    expect((await sysdb.shards())[0]!.owner).toBe('other')
  })

  it('[SC8] keeps its other shards when one can’t be asked for', async () => {
    const trial = new SchedulerTrial()
    let calls = 0
    const { sysdb } = trial.parts()
    trial.fault = () => (calls++ === 0 ? 'before' : undefined)
    const keeper = new ShardKeeper({ clock: trial.clock, limits, sysdb, shards: [0, 1], owner: mine })
    await expect(keeper.keep()).rejects.toThrow('The line is down')
    expect(keeper.owned()).toEqual([1])
  })
})
