import { afterEach, expect, it, vi } from 'vitest'
import { limits } from './base/limits.ts'
import { StoredClaim } from './pictures/stored-claim.ts'
import { HostedSession } from './testing/hosted-session.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

/** Nothing of the scheduler is ever due. */
const asleep = { tenderEveryMs: 1e9, persistCadenceMs: 1e9, outboxEveryMs: 1e9 }

it('[SC62] shows everybody that what is drawn is not saved for long, until it is', async () => {
  const session = await HostedSession.open(asleep)
  const ann = await session.join(1)
  await session.world.clock.run(limits.saveLateMs)
  expect(session.host.state().saved).toMatchObject({ kind: 'saved', seq: 0 })
  ann.stroke(20, 40)
  await session.world.clock.run(limits.saveLateMs - 1000)
  expect(session.host.state().saved).toMatchObject({ kind: 'saved', seq: 0 })
  await session.world.clock.run(1000 + 2 * limits.heartbeatMs)
  const late = { seq: 0, sentence: 'It should have been saved minutes ago.' }
  expect(session.host.state().saved).toMatchObject({ kind: 'failed', ...late })
  expect(ann.last('saved')).toMatchObject({ state: 'failed', ...late })
  const bob = await session.join(2)
  expect(bob.last('saved')).toMatchObject({ state: 'failed', ...late })
  const saving = session.host.save({ isUrgent: true, isStopping: () => false })
  await session.world.clock.run(10_000)
  await saving
  expect(ann.last('saved')).toMatchObject({ state: 'saved', seq: 2, sentence: '' })
  await session.world.clock.run(2 * limits.saveLateMs)
  expect(session.host.state().saved).toMatchObject({ kind: 'saved', seq: 2 })
})

it('[SC62] shows nothing of it while each stroke is saved soon', async () => {
  const session = await HostedSession.open(asleep)
  const ann = await session.join(1)
  for (let minute = 0; minute < 6; minute++) {
    ann.stroke(20 + minute, 40)
    await session.world.clock.run(30_000)
    const saving = session.host.save({ isUrgent: true, isStopping: () => false })
    ann.stroke(20 + minute, 50)
    await session.world.clock.run(30_000)
    await saving
    expect(session.host.state().saved).toMatchObject({ kind: 'saved' })
  }
})

it('[SC65] a save that takes minutes and goes on makes nothing late', async () => {
  const session = await HostedSession.open(asleep)
  const ann = await session.join(1)
  let goOn: () => void = () => undefined
  const hold = new Promise<void>((resolve) => (goOn = resolve))
  vi.spyOn(StoredClaim.prototype, 'save').mockImplementationOnce(async function (
    this: StoredClaim,
    ...asked
  ) {
    await hold
    return this.save(...asked)
  })
  ann.stroke(20, 40)
  await session.world.clock.run(1000)
  const saving = session.host.save({ isUrgent: true, isStopping: () => false })
  await session.world.clock.run(10)
  ann.stroke(20, 60)
  await session.world.clock.run(2 * limits.saveLateMs)
  goOn()
  await session.world.clock.run(1000)
  await saving
  await session.world.clock.run(3 * limits.heartbeatMs)
  expect(session.host.state().saved).toMatchObject({ kind: 'saved', seq: 2 })
})
