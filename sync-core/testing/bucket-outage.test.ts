import { describe, expect, it } from 'vitest'
import { ScriptedGuest } from './scripted-guest.ts'
import { calmBucket } from './simulated-bucket.ts'
import { inviteToken } from './test-door.ts'
import { RivalComputers, type OpenedRival } from './rival-computers.ts'

const pictureId = 'aaaaaaaaaaaaaaaaaaaaaaaaaa'
const minuteMs = 60_000

async function openNew(world: RivalComputers): Promise<OpenedRival> {
  const { pictures } = world.newProcess()
  await world.wait(world.create(pictures, pictureId).then((claim) => claim.release()))
  return reopen(world)
}

/** On a computer that never saw the picture. */
async function reopen(world: RivalComputers): Promise<OpenedRival> {
  const opened = await world.wait(world.open(world.newComputer(), pictureId))
  if (typeof opened === 'string') throw new Error(`the picture can't be opened: ${opened}`)
  return opened
}

describe('a bucket that is away', () => {
  it('[BC29] for an hour costs ten painters nothing, and has everything soon after', async () => {
    const world = new RivalComputers(3, { slotBytes: 4000, slotQueueBytesMax: 8000, previewSidePx: 16 })
    const { clock, prng, bucket } = world
    const session = await openNew(world)
    const { host, process } = session
    const painters = Array.from({ length: 10 }, (_, at) => new ScriptedGuest(host, at + 2))
    for (const painter of painters) painter.hello(inviteToken)
    await clock.run(1000)
    const { condition } = bucket.faults
    Object.assign(condition, { failChance: 1, delayMs: 400 })
    const awaySinceMs = clock.elapsedMs()
    let strokes = 0
    while (clock.elapsedMs() - awaySinceMs < 60 * minuteMs) {
      for (const painter of painters) {
        painter.messages.length = 0
        painter.stroke(prng.below(200), prng.below(150))
        strokes += 1
      }
      await clock.run(30)
      // Everybody has everything that everybody drew, as soon as on any other day.
      for (const painter of painters) expect(painter.order()).toHaveLength(20)
      await clock.run(prng.below(15_000))
      expect(host.state().health.writable).toBe(true)
    }
    const { seq, durableSeq, uploaded, saved } = host.state()
    expect([seq, durableSeq]).toEqual([2 * strokes, seq])
    expect(uploaded).toMatchObject({ state: 'waiting', seq: 0 })
    expect(uploaded?.sentence).toMatch(/failed/)
    expect(clock.nowMs() - uploaded!.sinceMs).toBeGreaterThan(59 * minuteMs)
    expect(saved).toMatchObject({ kind: 'failed', seq: 0 })

    Object.assign(condition, calmBucket())
    await clock.run(20_000)
    expect(host.state().uploaded).toMatchObject({ state: 'uploaded', seq })
    process.kill()
    const again = await reopen(world)
    expect(again.host.state().seq).toBe(seq)
    await clock.run(2 * minuteMs)
    const history = await world.wait(again.pictures.history(pictureId))
    expect([history.firstSeq, history.lastSeq]).toEqual([1, again.host.state().seq])
    again.process.kill()
  })

  it('[JO31][SI12] loses with a disk no more than two seconds and a request', async () => {
    const world = new RivalComputers(5, { persistCadenceMs: 5000 })
    const { clock, prng } = world
    let session = await openNew(world)
    let lost = 0
    for (let round = 0; round < 10; round++) {
      const { host, process } = session
      const guest = new ScriptedGuest(host, 100 + round)
      guest.hello(inviteToken)
      await clock.run(100)
      const toldMs: [number, number][] = []
      const untilMs = clock.elapsedMs() + 3000 + prng.below(6000)
      while (clock.elapsedMs() < untilMs) {
        guest.stroke(prng.below(200), prng.below(150))
        await clock.run(20 + prng.below(80))
        toldMs.push([host.state().seq, clock.elapsedMs()])
      }
      process.kill()
      const { seq } = host.state()
      session = await reopen(world)
      const back = session.host.state().seq
      lost += seq - back
      for (const [told, ms] of toldMs) if (told > back) expect(untilMs - ms).toBeLessThan(2100)
    }
    expect(lost).toBeGreaterThan(10)
    session.process.kill()
  })
})
