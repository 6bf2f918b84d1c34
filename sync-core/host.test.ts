import { beforeEach, describe, expect, it } from 'vitest'
import { limits } from './base/limits.ts'
import { encodeClientMessage, helloMagic, protocolVersion } from './protocol/messages.ts'
import { encodeOperation } from './raster/operation-codec.ts'
import { HostedSession } from './testing/hosted-session.ts'
import { inviteToken } from './testing/test-door.ts'
import { simulationStartMs } from './testing/simulated-clock.ts'
import { ScriptedGuest } from './testing/scripted-guest.ts'

const secondMs = 1000

describe('order', () => {
  let session: HostedSession
  let ann: ScriptedGuest
  let ben: ScriptedGuest
  beforeEach(async () => {
    session = await HostedSession.open()
    ann = await session.join(1)
    ben = await session.join(2)
  })

  it('[BC1] gives every client the same gapless order, the sender included', async () => {
    for (let i = 0; i < 5; i++) {
      ann.stroke(10 * i, 20)
      ben.stroke(10 * i, 60)
    }
    await session.until(() => ann.order().length === 20 && ben.order().length === 20)
    expect(ann.order()).toEqual(ben.order())
    expect(ann.order().map(([seq]) => seq)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))
  })

  it('[BC2] keeps each author’s own order, and gathers a tick into one frame', async () => {
    for (let i = 0; i < 10; i++) ann.stroke(10 * i, 20)
    await session.until(() => ben.order().length === 20)
    expect(ben.order().map(([, , clientSeq]) => clientSeq)).toEqual(
      Array.from({ length: 20 }, (_, i) => i + 1),
    )
    expect(ben.all('updates').length).toBe(1)
  })

  it('[BC3] drops what it has already, by participant and clientSeq', async () => {
    ann.stroke(10, 10)
    ann.update({ kind: 'end' }, 2)
    ann.update({ kind: 'end' }, 1)
    ann.update({ kind: 'end' }, 3)
    await session.until(() => ben.order().length === 3)
    await session.world.clock.run(secondMs)
    expect(ben.order()).toEqual([
      [1, 1, 1],
      [2, 1, 2],
      [3, 1, 3],
    ])
  })

  it('[BC4] refuses a gap, and ends that connection only', async () => {
    ann.update({ kind: 'end' }, 3)
    expect(ann.last('refusal')).toMatchObject({
      code: 'sequence-gap',
      sentence: expect.stringContaining('1 is next') as string,
    })
    expect(ann.isEnded).toBe(true)
    ben.stroke(10, 10)
    await session.until(() => ben.order().length === 2)
  })

  it('[BC5] refuses malformed, oversized and forbidden messages with a sentence', async () => {
    const refusalOf = async (bytes: Uint8Array): Promise<string | undefined> => {
      const guest = await session.join(9)
      guest.sendBytes(bytes)
      expect(guest.isEnded).toBe(true)
      return guest.last('refusal')?.code
    }
    expect(await refusalOf(Uint8Array.of(250))).toBe('malformed')
    expect(await refusalOf(new Uint8Array(limits.clientMessageBytesMax + 1))).toBe('too-large')
    const broken = [{ clientSeq: 1, operation: Uint8Array.of(99) }]
    expect(await refusalOf(encodeClientMessage({ kind: 'updates', updates: broken }))).toBe('malformed')
    const guest = await session.join(8)
    guest.update({ kind: 'close', author: 1 })
    expect(guest.last('refusal')?.code).toBe('not-allowed')
  })

  it('[BC5] counts a message as a whole or not at all, so that its good part can be sent again', async () => {
    const good = encodeOperation({ kind: 'end' })
    const updates = [good, Uint8Array.of(99)].map((operation, i) => ({ clientSeq: i + 1, operation }))
    ann.sendBytes(encodeClientMessage({ kind: 'updates', updates }))
    expect(ann.last('refusal')?.code).toBe('malformed')
    const back = await session.join(1)
    expect(back.last('welcome')?.lastClientSeq).toBe(0)
    back.stroke(10, 10)
    await session.until(() => ben.order().length === 2)
  })

  it('[BC6] limits how fast one client may send', async () => {
    for (let i = 0; i < limits.updatesBurst; i++) ann.update({ kind: 'end' })
    expect(ann.isEnded).toBe(false)
    ann.update({ kind: 'end' })
    expect(ann.last('refusal')?.code).toBe('too-fast')
    await session.until(() => ben.order().length === limits.updatesBurst)
  })

  it('[BC7] sends an update only after the journal has it', async () => {
    session.world.disk.journalFaults.condition.delayMs = 500
    ann.stroke(10, 10)
    await session.world.clock.run(400)
    expect(ben.order()).toEqual([])
    await session.until(() => ben.order().length === 2)
    session.world.endHost('kill')
    session.world.disk.journalFaults.condition.delayMs = 1
    await session.restart()
    const again = session.host
    expect(again.state().seq).toBe(2)
  })

  it('[BC8] announces as durable only what was synced', async () => {
    ann.stroke(10, 10)
    await session.until(() => (ann.last('durable')?.seq ?? 0) === 2)
    session.world.endHost('power-cut')
    await session.restart()
    expect(session.host.state().seq).toBe(2)
  })
})

describe('doors', () => {
  it('[BC9] refuses a wrong invite, an expired one from a stranger, and another version, each with its sentence', async () => {
    // The scheduler of two days in which nobody is there would look a hundred thousand times.
    const session = await HostedSession.open({
      tenderEveryMs: 60_000,
      outboxEveryMs: 60_000,
      leaseRenewMs: 20_000,
    })
    const { host } = session
    const ann = await session.join(1)
    const stranger = new ScriptedGuest(host, 2)
    stranger.hello(new Uint8Array(16).fill(1))
    expect(stranger.last('refusal')).toMatchObject({ code: 'bad-token' })
    ann.drop()
    await session.world.clock.run(2 * 86_400_000)
    const late = new ScriptedGuest(host, 3)
    late.hello(inviteToken)
    const day = new Date(simulationStartMs + 86_400_000).toISOString().slice(0, 10)
    expect(late.last('refusal')).toMatchObject({
      code: 'expired-token',
      sentence: expect.stringContaining(day) as string,
    })
    await session.join(1)
    const newer = new ScriptedGuest(host, 4)
    newer.hello(inviteToken, { major: protocolVersion.major + 1 })
    expect(newer.last('refusal')?.sentence).toContain('ask the host to update')
    const older = new ScriptedGuest(host, 4)
    older.sendBytes(Uint8Array.of(0, ...helloMagic, protocolVersion.major - 1))
    expect(older.last('refusal')?.sentence).toContain('update your Gesso')
  })

  it('[BC10] lets a participant in once: a second connection with the same key ends the first', async () => {
    const session = await HostedSession.open()
    const { host } = session
    const first = await session.join(1)
    const second = await session.join(1)
    expect(first.last('refusal')?.code).toBe('replaced')
    expect(second.last('welcome')?.you).toBe(first.last('welcome')?.you)
    expect(host.state().people).toBe(1)
  })

  it('[BC9] drops who says nothing, or something else than hello first', async () => {
    const session = await HostedSession.open()
    const { host } = session
    const silent = new ScriptedGuest(host, 1)
    const rude = new ScriptedGuest(host, 2)
    rude.sendBytes(encodeClientMessage({ kind: 'bye' }))
    expect(rude.last('refusal')?.code).toBe('malformed')
    await session.world.clock.run(limits.helloWithinMs + 1)
    expect(silent.isEnded).toBe(true)
  })
})

describe('joining', () => {
  it('[BC11] gives a joiner exactly base, updates after it and the live stream: no gap, none twice', async () => {
    const session = await HostedSession.open()
    const { host } = session
    const ann = await session.join(1)
    session.world.thread.messageMs = 20
    const joiners: ScriptedGuest[] = []
    for (let i = 0; i < 40; i++) {
      ann.stroke(7 * i, 40)
      await session.world.clock.run(3)
      if (i % 10 !== 5) continue
      const joiner = new ScriptedGuest(host, 2 + i)
      joiner.hello(inviteToken)
      joiners.push(joiner)
    }
    await session.until(() => joiners.every((joiner) => joiner.order().length === 80))
    for (const joiner of joiners) {
      expect(joiner.last('welcome')?.seq).toBeGreaterThan(0)
      expect(joiner.last('welcome')?.seq).toBeLessThan(80)
      expect(joiner.order()).toEqual(ann.order())
    }
  })

  it('[BC12] sends one who returns only what was missed, also after the host was killed', async () => {
    const session = await HostedSession.open()
    const { host } = session
    const ann = await session.join(1)
    const ben = await session.join(2)
    ann.stroke(10, 10)
    await session.until(() => ben.order().length === 2)
    ben.drop()
    ann.stroke(10, 50)
    await session.until(() => ann.order().length === 4)
    const back = new ScriptedGuest(host, 2)
    back.hello(inviteToken, { resume: { epoch: 1, seq: 2, stamp: undefined } })
    await session.until(() => back.order().length === 2)
    expect(back.last('welcome')?.start.kind).toBe('resume')
    expect(back.order().map(([seq]) => seq)).toEqual([3, 4])
    session.world.endHost('kill')
    await session.restart()
    const again = new ScriptedGuest(session.host, 2)
    again.hello(inviteToken, { resume: { epoch: 1, seq: 3, stamp: undefined } })
    await session.until(() => again.order().length === 1)
    expect(again.last('welcome')).toMatchObject({ epoch: 2, start: { kind: 'resume' } })
  })

  it('[BC12] sends a snapshot to one whose seq or hash this session does not know', async () => {
    const session = await HostedSession.open()
    const { host } = session
    const ann = await session.join(1)
    ann.stroke(10, 10)
    await session.until(() => ann.all('stamp').length > 0)
    const resumes = [
      { epoch: 1, seq: 99, stamp: undefined },
      { epoch: 7, seq: 1, stamp: undefined },
      { epoch: 1, seq: 2, stamp: { seq: 2, hash: new Uint8Array(8) } },
    ]
    for (const resume of resumes) {
      const guest = new ScriptedGuest(host, 2)
      guest.hello(inviteToken, { resume })
      await session.until(() => guest.last('welcome') !== undefined)
      expect(guest.last('welcome')?.start.kind).toBe('snapshot')
    }
  })

  it('[BC13] throws a slow client’s queue away past its budget, and brings it up to date from a snapshot', async () => {
    const session = await HostedSession.open({
      outboxBytesMax: 4000,
      outboxPresenceBytes: 1000,
      socketWindowBytes: 500,
    })
    const ann = await session.join(1)
    const slow = await session.join(2)
    slow.isStuck = true
    for (let i = 0; i < 200; i++) {
      ann.stroke(i, 40)
      await session.world.clock.run(20)
    }
    await session.until(() => ann.order().length === 400)
    expect(slow.order().length).toBeLessThan(100)
    slow.messages.length = 0
    slow.unstick()
    await session.until(() => slow.last('welcome') !== undefined && slow.last('updates') !== undefined)
    const { seq, horizon } = slow.last('welcome')!
    expect(seq).toBe(400)
    expect(slow.order()).toHaveLength(seq - horizon)
  })
})
