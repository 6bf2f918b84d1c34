import { describe, expect, it } from 'vitest'
import { limits } from './base/limits.ts'
import type { Host } from './host-contract.ts'
import type { LoadedSnapshot, PictureClaim } from './pictures/picture-accessor.ts'
import { HostedSession } from './testing/hosted-session.ts'
import { instead } from './testing/instead.ts'
import type { ScriptedGuest } from './testing/scripted-guest.ts'
import { ownerToken } from './testing/test-door.ts'

const secondMs = 1000

function isSaved(host: Host, seq: number): boolean {
  const { saved } = host.state()
  return saved.kind === 'saved' && saved.seq === seq
}

/** The host's hash once drawing rests. */
async function settledHash(session: HostedSession, guest: ScriptedGuest): Promise<Uint8Array | undefined> {
  await session.until(() => (guest.last('stamp')?.seq ?? -1) >= 4)
  return guest.last('stamp')?.hash
}

describe('leaving', () => {
  it('[BC14] writes the picture at once when the last one leaves', async () => {
    const session = await HostedSession.open()
    const { host } = session
    const ann = await session.join(1, ownerToken)
    ann.stroke(10, 10)
    await session.until(() => ann.order().length === 2)
    const leftMs = session.world.clock.elapsedMs()
    ann.drop()
    await session.until(() => host.state().people === 0 && isSaved(host, 2))
    expect(session.world.clock.elapsedMs() - leftMs).toBeLessThan(100)
  })

  it('[BC15] writes while people draw, no faster than the cadence', async () => {
    const session = await HostedSession.open()
    const { host } = session
    const ann = await session.join(1)
    const savedAt: number[] = []
    for (let i = 0; i < 100; i++) {
      ann.stroke(i, 50)
      await session.world.clock.run(secondMs)
      const { saved } = host.state()
      if (saved.kind === 'saved' && saved.sinceMs !== savedAt.at(-1)) savedAt.push(saved.sinceMs)
    }
    expect(savedAt.length).toBeGreaterThanOrEqual(6)
    for (let i = 2; i < savedAt.length; i++) {
      expect(savedAt[i]! - savedAt[i - 1]!).toBeGreaterThanOrEqual(limits.persistCadenceMs)
    }
    await session.world.clock.run(2 * limits.persistCadenceMs)
    expect(isSaved(host, 200)).toBe(true)
    ann.stroke(10, 90)
    await session.world.clock.run(2 * limits.tenderEveryMs + 100)
    expect(isSaved(host, 202)).toBe(true)
  })

  it('[BC14][BC15] writes what a killed host left, without anybody who comes', async () => {
    const session = await HostedSession.open()
    const { host } = session
    const ann = await session.join(1)
    ann.stroke(10, 10)
    await session.until(() => host.state().durableSeq === 2)
    session.world.endHost('kill')
    await session.restart()
    const again = session.host
    await session.world.clock.run(2 * secondMs + limits.persistCadenceMs)
    // The one who was there does not come back, and is closed.
    expect(isSaved(again, again.state().seq)).toBe(true)
    expect(again.state().seq).toBeGreaterThanOrEqual(2)
  })

  it('[BC17] says goodbye, writes everything that arrived, and gives the picture back', async () => {
    const session = await HostedSession.open()
    const { host } = session
    const ann = await session.join(1)
    ann.stroke(10, 10)
    ann.stroke(30, 30)
    let closed = false
    session.world.closeHost(() => (closed = true))
    await session.until(() => closed)
    expect(ann.last('bye')?.sentence).toBe('The host closed this session.')
    expect(ann.isEnded).toBe(true)
    await session.restart()
    const again = session.host
    expect(again.state()).toMatchObject({ seq: 4, saved: { seq: 4 } })
    expect(host.state().saved).toMatchObject({ kind: 'saved', seq: 4 })
  })
})

describe('a disk that fails', () => {
  it('[BC18] becomes read-only when the journal finds no room, says so to everyone, and takes updates again by itself', async () => {
    const session = await HostedSession.open()
    const { host } = session
    const ann = await session.join(1)
    const ben = await session.join(2)
    Object.assign(session.world.disk.journalFaults.condition, { full: true, copiesOnWrite: true })
    ann.stroke(10, 10)
    await session.until(() => ben.last('health')?.writable === false)
    expect(ben.last('health')?.sentence).toContain('Nobody can draw')
    expect(ben.order()).toEqual([])
    expect(ben.isEnded).toBe(false)
    session.world.disk.journalFaults.condition.full = false
    await session.until(() => host.state().health.writable)
    expect(ann.isEnded).toBe(true)
    const back = await session.join(1)
    expect(back.last('welcome')?.lastClientSeq).toBe(0)
    back.stroke(10, 10)
    await session.until(() => ben.order().length === 2)
  })

  it('[BC19] goes on drawing when the picture can’t be written, says since when, and writes when it can', async () => {
    const session = await HostedSession.open()
    const { host } = session
    const ann = await session.join(1)
    session.world.disk.objectFaults.condition.full = true
    ann.stroke(10, 10)
    await session.until(() => ann.last('saved')?.state === 'failed')
    expect(ann.last('saved')?.sentence).not.toBe('')
    ann.stroke(40, 40)
    await session.until(() => ann.order().length === 4)
    session.world.disk.objectFaults.condition.full = false
    await session.until(() => ann.last('saved')?.state === 'saved' && ann.last('saved')?.seq === 4)
    expect(host.state().health.writable).toBe(true)
  })

  it('[BC30] tells everyone how far a slow save is, and nobody how far a quick one is', async () => {
    let pauseMs = 0
    const session = await HostedSession.open()
    session.world.endHost('kill')
    session.world.mistake.hostOptions = (options) => {
      const save: PictureClaim['save'] = async (snapshot, { onProgress } = {}) => {
        const result = await options.claim.save(snapshot, {})
        for (const done of [1, 2, 3, 4]) {
          await new Promise<void>((resolve) => void session.world.clock.after(pauseMs, resolve))
          onProgress?.(done * 1_000_000, 4_000_000)
        }
        return result
      }
      return { ...options, claim: instead(options.claim, { save }) }
    }
    await session.restart()
    const ann = await session.join(1)
    const told = (): string[] =>
      ann.messages.flatMap((each) => (each.kind === 'saved' && each.sentence !== '' ? [each.sentence] : []))
    ann.stroke(10, 10)
    await session.until(() => ann.last('saved')?.state === 'saved' && ann.last('saved')?.seq === 2)
    expect(told()).toEqual([])
    pauseMs = 400
    ann.stroke(40, 40)
    await session.until(() => ann.last('saved')?.state === 'saved' && ann.last('saved')?.seq === 4)
    expect(told()).toEqual(['Saving the picture: 3.0 of 4.0 MB are written.'])
  })

  it('[BC20] loses nothing to a newest snapshot that can’t be read', async () => {
    const session = await HostedSession.open()
    const ann = await session.join(1)
    for (const count of [1, 2]) {
      ann.stroke(30 * count, 40)
      await session.until(() => ann.last('saved')?.state === 'saved' && ann.last('saved')?.seq === 2 * count)
    }
    const before = await settledHash(session, ann)
    session.world.endHost('kill')
    const { objects } = session.world.disk
    const newest = objects
      .names()
      .filter((name) => name.includes('/packs/'))
      .sort()
      .at(-1)!
    objects.replace(newest, Uint8Array.of(1, 2, 3))
    await session.restart()
    const again = session.host
    expect(again.state().seq).toBe(4)
    expect(again.notices.length).toBeGreaterThan(0)
    expect(await settledHash(session, await session.join(2))).toEqual(before)
  })

  it('[PI11] does not open a picture whose last updates it can’t read, with a sentence', async () => {
    const session = await HostedSession.open()
    const ann = await session.join(1)
    ann.stroke(10, 10)
    await session.until(() => ann.last('saved')?.seq === 2)
    session.world.endHost('kill')
    session.world.mistake.hostOptions = (options) => {
      const load = async (): Promise<LoadedSnapshot | undefined> => {
        const stored = (await options.claim.load())!
        const pending = stored.pending.map((update) => ({ ...update, operation: Uint8Array.of(99) }))
        return { ...stored, pending }
      }
      return { ...options, claim: instead(options.claim, { load }) }
    }
    session.world.startHost()
    const words = (): string => session.world.trace.tail(20).join()
    await session.until(() => words().includes("the host can't open"))
    expect(words()).toContain("corrupt What was drawn last in this picture can't be read: ")
  })
})
