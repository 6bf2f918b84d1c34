import { describe, expect, it } from 'vitest'
import { ScriptedGuest } from './testing/scripted-guest.ts'
import { SimulatedSession } from './testing/simulated-session.ts'
import { inviteToken } from './testing/test-door.ts'

async function open(place: 'disk' | 'bucket') {
  const size = { width: 256, height: 192 }
  const session = new SimulatedSession({ seed: 1, size, limits: { persistCadenceMs: 60_000 }, place })
  await session.createPicture()
  session.startHost()
  await session.runUntil(() => session.host !== undefined, 10_000)
  const guest = new ScriptedGuest(session.host!, 1)
  guest.hello(inviteToken)
  await session.clock.run(500)
  return { session, guest, host: session.host! }
}

describe('a picture in a bucket', () => {
  it('[BC26] tells everyone what is in the bucket, at once and on change', async () => {
    const { session, guest, host } = await open('bucket')
    expect(guest.all('uploaded')).toMatchObject([{ seq: 0, state: 'uploaded', sentence: '' }])
    for (let second = 0; second < 10; second++) {
      guest.stroke(second * 10, 20)
      await session.clock.run(1000)
    }
    await session.clock.run(2000)
    expect(guest.last('uploaded')).toMatchObject({ seq: 20, state: 'uploaded' })
    expect(host.state().uploaded).toMatchObject({ seq: 20, state: 'uploaded' })
    const told = guest.all('uploaded').length
    // In twelve seconds, with a second and a request's time between two slots.
    expect(told).toBeGreaterThan(5)
    expect(told).toBeLessThan(14)
    await session.clock.run(5000)
    expect(guest.all('uploaded')).toHaveLength(told)
    session.pictureFaults.condition.failChance = 1
    const awaySinceMs = session.clock.nowMs()
    guest.stroke(150, 20)
    await session.clock.run(30_000)
    const waiting = guest.last('uploaded')!
    expect(waiting).toMatchObject({ seq: 20, state: 'waiting' })
    expect(waiting.sentence).toMatch(/failed/)
    expect(waiting.sinceMs - awaySinceMs).toBeLessThan(2000)
    expect(guest.all('uploaded').length - told).toBeLessThan(10)
    const newcomer = new ScriptedGuest(host, 2)
    newcomer.hello(inviteToken)
    await session.clock.run(100)
    expect(newcomer.all('uploaded')).toEqual([waiting])
    session.endHost('kill')
  })

  it('[BC26] says nothing of it where there is no bucket', async () => {
    const { session, guest, host } = await open('disk')
    guest.stroke(10, 20)
    await session.clock.run(5000)
    expect(guest.all('uploaded')).toEqual([])
    expect(host.state().uploaded).toBeUndefined()
    session.endHost('kill')
  })
})
