// Bugs that the simulation found, told the shortest way. Those of one room alone stand in that room's tests, also as [SI10].

import { describe, expect, it } from 'vitest'
import type { Limits } from '../base/limits.ts'
import { checkAllDrawn, checkPictures, isAtRest } from './rest-checks.ts'
import { SimulatedPainter } from './simulated-painter.ts'
import { SimulatedSession } from './simulated-session.ts'

async function hostedSession(limits: Partial<Limits> = {}) {
  const session = new SimulatedSession({ seed: 1, size: { width: 130, height: 70 }, limits })
  await session.createPicture()
  session.startHost()
  await session.runUntil(() => session.hostKind === 'up', 1000)
  return { session, ann: new SimulatedPainter(session, 0, 1), bob: new SimulatedPainter(session, 1, 2) }
}

describe('regressions', () => {
  it('[SI10] knows after a crash who came in while the disk was full (seed 52)', async () => {
    const { session, ann, bob } = await hostedSession()
    const { condition } = session.disk.journalFaults
    condition.full = true
    condition.copiesOnWrite = true
    ann.join()
    await session.runUntil(() => false, 200)
    expect(ann.author).toBe(undefined)
    condition.full = false
    expect(await session.runUntil(() => isAtRest(session, [ann]), 20_000)).toBe(true)
    const { author } = ann
    ann.work(1)
    await session.runUntil(() => false, 3000)
    ann.rest()
    expect(await session.runUntil(() => isAtRest(session, [ann]), 20_000)).toBe(true)
    session.endHost('kill')
    session.startHost()
    bob.join()
    expect(await session.runUntil(() => isAtRest(session, [ann, bob]), 40_000)).toBe(true)
    expect([ann.author, bob.author]).toEqual([author, author! + 1])
    checkPictures(session, [ann, bob])
    checkAllDrawn(session, [ann, bob])
    session.endHost('kill')
  })

  it('[SI10] is writable again after a full disk, and loses nothing in a later crash (seeds 13, 17)', async () => {
    const { session, ann } = await hostedSession()
    const { condition } = session.disk.journalFaults
    ann.join()
    ann.work(1)
    for (const end of ['kill', 'power-cut'] as const) {
      await session.runUntil(() => false, 1500)
      condition.full = true
      await session.runUntil(() => session.host?.state().health.writable === false, 20_000)
      expect(session.host?.state().health.sentence).toMatch(/no room/)
      condition.full = false
      await session.runUntil(() => session.host?.state().health.writable === true, 20_000)
      await session.runUntil(() => false, 3000)
      session.endHost(end)
      session.startHost()
      await session.runUntil(() => session.hostKind === 'up', 1000)
    }
    ann.rest()
    expect(await session.runUntil(() => isAtRest(session, [ann]), 40_000)).toBe(true)
    checkPictures(session, [ann])
    checkAllDrawn(session, [ann])
    session.endHost('kill')
  })

  it('[SI10] starts a slow client anew without a word of the old stream (seeds 327, 1619)', async () => {
    const { session, ann, bob } = await hostedSession({ socketWindowBytes: 300, outboxBytesMax: 900 })
    ann.join()
    bob.join()
    expect(await session.runUntil(() => isAtRest(session, [ann, bob]), 20_000)).toBe(true)
    ann.work(1)
    bob.work(1)
    // A slow disk: updates are ordered between the moment when the socket is empty and the new welcome.
    Object.assign(session.disk.journalFaults.condition, { delayMs: 20, jitterMs: 60 })
    for (let i = 0; i < 8; i++) {
      Object.assign(bob.line, { bytesPerMs: i % 2 === 0 ? 0.05 : 10 })
      await session.runUntil(() => false, 2000)
    }
    ann.rest()
    bob.rest()
    expect(await session.runUntil(() => isAtRest(session, [ann, bob]), 40_000)).toBe(true)
    expect(session.history.reached['starts anew']).toBeGreaterThan(0)
    checkPictures(session, [ann, bob])
    checkAllDrawn(session, [ann, bob])
    session.endHost('kill')
  })
})
