import { describe, expect, it } from 'vitest'
import { limits, type Limits } from './base/limits.ts'
import type { Host } from './host-contract.ts'
import type { LoadedSnapshot, PictureClaim } from './pictures/picture-accessor.ts'
import { HostedSession } from './testing/hosted-session.ts'
import type { ScriptedGuest } from './testing/scripted-guest.ts'
import { ownerToken, type SimulatedSession } from './testing/simulated-session.ts'

const secondMs = 1000
let hosted: HostedSession
let session: SimulatedSession

async function open(overrides: Partial<Limits> = {}): Promise<Host> {
  hosted = await HostedSession.open(overrides)
  session = hosted.world
  return hosted.host
}

async function restart(): Promise<Host> {
  await hosted.restart()
  return hosted.host
}

const until = (isDone: () => boolean): Promise<void> => hosted.until(isDone)
const join = (person: number, token?: Uint8Array<ArrayBuffer>): Promise<ScriptedGuest> =>
  hosted.join(person, token)

function isSaved(host: Host, seq: number): boolean {
  const { saved } = host.state()
  return saved.kind === 'saved' && saved.seq === seq
}

/** The host's hash once drawing rests. */
async function settledHash(guest: ScriptedGuest): Promise<Uint8Array | undefined> {
  await until(() => (guest.last('stamp')?.seq ?? -1) >= 4)
  return guest.last('stamp')?.hash
}

describe('leaving', () => {
  it('[BC14] writes the picture at once when the last one leaves', async () => {
    const host = await open()
    const ann = await join(1, ownerToken)
    ann.stroke(10, 10)
    await until(() => ann.order().length === 2)
    const leftMs = session.clock.elapsedMs()
    ann.drop()
    await until(() => host.state().people === 0 && isSaved(host, 2))
    expect(session.clock.elapsedMs() - leftMs).toBeLessThan(100)
  })

  it('[BC15] writes while people draw, no faster than the cadence', async () => {
    const host = await open()
    const ann = await join(1)
    const savedAt: number[] = []
    for (let i = 0; i < 100; i++) {
      ann.stroke(i, 50)
      await session.clock.run(secondMs)
      const { saved } = host.state()
      if (saved.kind === 'saved' && saved.sinceMs !== savedAt.at(-1)) savedAt.push(saved.sinceMs)
    }
    expect(savedAt.length).toBeGreaterThanOrEqual(6)
    for (let i = 2; i < savedAt.length; i++) {
      expect(savedAt[i]! - savedAt[i - 1]!).toBeGreaterThanOrEqual(limits.persistCadenceMs)
    }
    await session.clock.run(2 * limits.persistCadenceMs)
    expect(isSaved(host, 200)).toBe(true)
    ann.stroke(10, 90)
    await session.clock.run(2 * limits.tenderEveryMs + 100)
    expect(isSaved(host, 202)).toBe(true)
  })

  it('[BC14][BC15] writes what a killed host left, without anybody who comes', async () => {
    const host = await open()
    const ann = await join(1)
    ann.stroke(10, 10)
    await until(() => host.state().durableSeq === 2)
    session.endHost('kill')
    const again = await restart()
    await session.clock.run(2 * secondMs + limits.persistCadenceMs)
    // The one who was there does not come back, and is closed.
    expect(isSaved(again, again.state().seq)).toBe(true)
    expect(again.state().seq).toBeGreaterThanOrEqual(2)
  })

  it('[BC17] says goodbye, writes everything that arrived, and gives the picture back', async () => {
    const host = await open()
    const ann = await join(1)
    ann.stroke(10, 10)
    ann.stroke(30, 30)
    let closed = false
    session.closeHost(() => (closed = true))
    await until(() => closed)
    expect(ann.last('bye')?.sentence).toBe('The host closed this session.')
    expect(ann.isEnded).toBe(true)
    const again = await restart()
    expect(again.state()).toMatchObject({ seq: 4, saved: { seq: 4 } })
    expect(host.state().saved).toMatchObject({ kind: 'saved', seq: 4 })
  })
})

describe('a disk that fails', () => {
  it('[BC18] becomes read-only when the journal finds no room, says so to everyone, and takes updates again by itself', async () => {
    const host = await open()
    const ann = await join(1)
    const ben = await join(2)
    Object.assign(session.disk.journalFaults.condition, { full: true, copiesOnWrite: true })
    ann.stroke(10, 10)
    await until(() => ben.last('health')?.writable === false)
    expect(ben.last('health')?.sentence).toContain('Nobody can draw')
    expect(ben.order()).toEqual([])
    expect(ben.isEnded).toBe(false)
    session.disk.journalFaults.condition.full = false
    await until(() => host.state().health.writable)
    expect(ann.isEnded).toBe(true)
    const back = await join(1)
    expect(back.last('welcome')?.lastClientSeq).toBe(0)
    back.stroke(10, 10)
    await until(() => ben.order().length === 2)
  })

  it('[BC19] goes on drawing when the picture can’t be written, says since when, and writes when it can', async () => {
    const host = await open()
    const ann = await join(1)
    session.disk.objectFaults.condition.full = true
    ann.stroke(10, 10)
    await until(() => ann.last('saved')?.state === 'failed')
    expect(ann.last('saved')?.sentence).not.toBe('')
    ann.stroke(40, 40)
    await until(() => ann.order().length === 4)
    session.disk.objectFaults.condition.full = false
    await until(() => ann.last('saved')?.state === 'saved' && ann.last('saved')?.seq === 4)
    expect(host.state().health.writable).toBe(true)
  })

  it('[BC30] tells everyone how far a slow save is, and nobody how far a quick one is', async () => {
    let pauseMs = 0
    await open()
    session.endHost('kill')
    session.mistake.hostOptions = (options) => {
      const save: PictureClaim['save'] = async (snapshot, { onProgress } = {}) => {
        const result = await options.claim.save(snapshot, {})
        for (const done of [1, 2, 3, 4]) {
          await new Promise<void>((resolve) => void session.clock.after(pauseMs, resolve))
          onProgress?.(done * 1_000_000, 4_000_000)
        }
        return result
      }
      return { ...options, claim: Object.assign(Object.create(options.claim) as PictureClaim, { save }) }
    }
    await restart()
    const ann = await join(1)
    const told = (): string[] =>
      ann.messages.flatMap((each) => (each.kind === 'saved' && each.sentence !== '' ? [each.sentence] : []))
    ann.stroke(10, 10)
    await until(() => ann.last('saved')?.state === 'saved' && ann.last('saved')?.seq === 2)
    expect(told()).toEqual([])
    pauseMs = 400
    ann.stroke(40, 40)
    await until(() => ann.last('saved')?.state === 'saved' && ann.last('saved')?.seq === 4)
    expect(told()).toEqual(['Saving the picture: 3.0 of 4.0 MB are written.'])
  })

  it('[BC20] loses nothing to a newest snapshot that can’t be read', async () => {
    await open()
    const ann = await join(1)
    for (const count of [1, 2]) {
      ann.stroke(30 * count, 40)
      await until(() => ann.last('saved')?.state === 'saved' && ann.last('saved')?.seq === 2 * count)
    }
    const before = await settledHash(ann)
    session.endHost('kill')
    const { objects } = session.disk
    const newest = objects
      .names()
      .filter((name) => name.includes('/packs/'))
      .sort()
      .at(-1)!
    objects.replace(newest, Uint8Array.of(1, 2, 3))
    const again = await restart()
    expect(again.state().seq).toBe(4)
    expect(again.notices.length).toBeGreaterThan(0)
    expect(await settledHash(await join(2))).toEqual(before)
  })

  it('[PI11] does not open a picture whose last updates it can’t read, with a sentence', async () => {
    await open()
    const ann = await join(1)
    ann.stroke(10, 10)
    await until(() => ann.last('saved')?.seq === 2)
    session.endHost('kill')
    session.mistake.hostOptions = (options) => {
      const load = async (): Promise<LoadedSnapshot | undefined> => {
        const stored = (await options.claim.load())!
        const pending = stored.pending.map((update) => ({ ...update, operation: Uint8Array.of(99) }))
        return { ...stored, pending }
      }
      return { ...options, claim: Object.assign(Object.create(options.claim) as PictureClaim, { load }) }
    }
    session.startHost()
    const words = (): string => session.trace.tail(20).join()
    await until(() => words().includes("the host can't open"))
    expect(words()).toContain("corrupt What was drawn last in this picture can't be read: ")
  })
})
