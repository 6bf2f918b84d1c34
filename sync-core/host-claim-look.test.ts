import { describe, expect, it } from 'vitest'
import { limits } from './base/limits.ts'
import { RivalComputers, rivalPictureId, type OpenedRival } from './testing/rival-computers.ts'
import { ScriptedGuest } from './testing/scripted-guest.ts'
import { simulationStartMs } from './testing/simulated-clock.ts'
import { inviteToken } from './testing/test-door.ts'
import { sweepAll } from './testing/sweep-all.ts'

const copyId = 'bbbbbbbbbbbbbbbbbbbbbbbbba'
/** The time of a look, and of one request. */
const withinMs = limits.claimLookEveryMs + 200

/** A host with a stroke that is uploaded and saved, and a guest who looks at it. */
async function openIdle(world: RivalComputers): Promise<OpenedRival> {
  const opened = await world.opened()
  opened.guest.stroke(10, 10)
  await world.clock.run(30_000)
  const { seq, uploaded, saved } = opened.host.state()
  expect([uploaded?.seq, saved.kind === 'unknown' ? 0 : saved.seq]).toEqual([seq, seq])
  return opened
}

/** How many calls the bucket gets within this time. */
async function callsWithin(world: RivalComputers, durationMs: number): Promise<number> {
  let calls = 0
  world.bucket.faults.planned = () => void (calls += 1)
  await world.clock.run(durationMs)
  world.bucket.faults.planned = () => undefined
  return calls
}

async function purge(world: RivalComputers): Promise<void> {
  const { pictures } = world.newProcess()
  await world.wait(pictures.delete(rivalPictureId, simulationStartMs))
  await world.wait(sweepAll(pictures, simulationStartMs + 1))
}

describe('an idle host', () => {
  it('[BC32] learns in time that another one has the picture, and offers nothing that this one has', async () => {
    const world = await RivalComputers.withPicture({ persistCadenceMs: 3000 })
    const { host, guest } = await openIdle(world)
    const rival = await world.opened()
    await world.clock.run(withinMs)
    expect(host.state()).toMatchObject({ health: { writable: false }, failure: expect.any(String) })
    expect(guest.last('health')?.sentence).toMatch(/Another copy of Gesso/)
    expect(host.copyOffer()).toBeUndefined()
    expect(rival.host.state().seq).toBe(host.state().seq)
    expect(rival.host.state().failure).toBeUndefined()
  })

  it('[BC32] costs one request a look, and none while nobody is there', async () => {
    const cadences = { persistCadenceMs: 3000, previewCadenceMs: 3000, compactCadenceMs: 3000 }
    const world = await RivalComputers.withPicture(cadences)
    const { host, guest } = await openIdle(world)
    await world.clock.run(20_000)
    expect(await callsWithin(world, 10 * limits.claimLookEveryMs)).toBeLessThanOrEqual(10)
    guest.drop()
    await world.clock.run(60_000)
    expect(host.state().people).toBe(0)
    expect(await callsWithin(world, 10 * limits.claimLookEveryMs)).toBe(0)
    await world.opened()
    await world.clock.run(10 * limits.claimLookEveryMs)
    expect(host.state().failure).toBeUndefined()
    const late = new ScriptedGuest(host, 2)
    late.hello(inviteToken)
    await world.clock.run(withinMs)
    expect(late.last('health')?.sentence).toMatch(/Another copy of Gesso/)
  })

  it('[BC32] goes on while the bucket is away, and learns what happened when it is back', async () => {
    const world = await RivalComputers.withPicture({ persistCadenceMs: 3000 })
    const { host } = await openIdle(world)
    world.bucket.faults.planned = () => 'fails-before'
    await world.clock.run(10 * limits.claimLookEveryMs)
    expect(host.state()).toMatchObject({ health: { writable: true } })
    expect(host.state().failure).toBeUndefined()
    world.bucket.faults.planned = () => undefined
    await world.clock.run(withinMs)
    expect(host.state().failure).toBeUndefined()
    await world.opened()
    await world.clock.run(withinMs)
    expect(host.state().failure).toMatch(/Another copy of Gesso/)
  })

  it('[BC32] says that its picture was deleted for good, stays read-only, and keeps all of it as a copy', async () => {
    const world = await RivalComputers.withPicture({ persistCadenceMs: 3000 })
    const { host, guest, pictures } = await openIdle(world)
    const stamp = guest.last('stamp')
    await purge(world)
    await world.clock.run(withinMs)
    expect(host.state().health.writable).toBe(false)
    expect(guest.last('health')?.sentence).toMatch(/was deleted while it was open/)
    const { seq } = host.state()
    guest.stroke(50, 50)
    await world.clock.run(5000)
    expect(host.state().seq).toBe(seq)
    expect(world.bucket.names().filter((name) => name.startsWith(`${rivalPictureId}/slots`))).toEqual([])
    expect(host.copyOffer()).toMatch(/picture of its own/)
    const target = await world.wait(world.create(pictures, copyId))
    const sources = {
      history: undefined,
      newPrimary: () => expect.unreachable('a living host copies its own'),
    }
    await world.wait(host.keepCopy(target, sources))
    await target.release()
    const copy = await world.opened(undefined, copyId)
    await world.clock.run(1000)
    expect([copy.host.state().seq, copy.guest.last('stamp')]).toEqual([seq, stamp])
  })

  it('[BC32] looks no more once it is closed', async () => {
    const world = await RivalComputers.withPicture({ persistCadenceMs: 3000 })
    const { host, guest } = await openIdle(world)
    guest.stroke(30, 30)
    await world.clock.run(100)
    await world.wait(host.close('The host closed this session.'))
    expect(await callsWithin(world, 10 * limits.claimLookEveryMs)).toBe(0)
  })
})
