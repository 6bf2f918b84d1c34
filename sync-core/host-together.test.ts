import { describe, expect, it } from 'vitest'
import { limits } from './base/limits.ts'
import { encodeClientMessage, type ClientMessageOf, type HostMessageOf } from './protocol/messages.ts'
import { startClient } from './client.ts'
import { Prng } from './base/prng.ts'
import { strictMemory } from './testing/picture-memories.ts'
import { SimulatedProcess } from './testing/simulated-process.ts'
import { inviteToken } from './testing/test-door.ts'
import { HostedSession } from './testing/hosted-session.ts'
import type { ScriptedGuest } from './testing/scripted-guest.ts'

type Stance = Omit<ClientMessageOf<'stance'>, 'kind'>

const none: Stance = { layer: undefined, view: undefined, follows: undefined, hand: false }
const raised: Stance = { ...none, hand: true }

function take(guest: ScriptedGuest, stance: Stance): void {
  guest.sendBytes(encodeClientMessage({ kind: 'stance', ...stance }))
}

function say(guest: ScriptedGuest, line: number, text = `line ${line}`, window = 7): void {
  guest.sendBytes(encodeClientMessage({ kind: 'say', window, line, text, place: undefined }))
}

function chatOf(guest: ScriptedGuest): HostMessageOf<'chat'>['lines'] {
  return guest.all('chat').flatMap(({ lines }) => lines)
}

function textsOf(guest: ScriptedGuest): string[] {
  return chatOf(guest).map(({ text }) => text)
}

describe('what people are at', () => {
  it('[TG1] a laser is passed on like any pen, and kept for nobody who comes later', async () => {
    const session = await HostedSession.open()
    const [ann, ben] = [await session.join(1), await session.join(2)]
    ann.sendBytes(encodeClientMessage({ kind: 'presence', x: 5, y: 6, down: true, tool: 'laser' }))
    await session.run(limits.presenceTickMs)
    const laser = { author: 1, x: 5, y: 6, down: true, tool: 'laser' }
    expect(ben.last('presence')?.people).toEqual([laser])
    const late = await session.join(3)
    await session.run(1000)
    expect(late.all('presence')).toEqual([])
  })

  it('[TG2] goes out once a tick, the newest of each', async () => {
    const session = await HostedSession.open()
    const [ann, ben] = [await session.join(1), await session.join(2)]
    for (let layer = 1; layer <= 20; layer++) take(ann, { ...none, layer })
    take(ben, { ...raised, follows: 1, view: { x: 1, y: 2, width: 3, height: 4 } })
    expect(ben.all('stances')).toEqual([])
    await session.run(limits.stanceTickMs)
    const people = [
      { ...none, author: 1, layer: 20 },
      { ...raised, author: 2, follows: 1, view: { x: 1, y: 2, width: 3, height: 4 } },
    ]
    expect(ben.all('stances')).toEqual([{ kind: 'stances', people }])
    expect(ann.all('stances')).toEqual([{ kind: 'stances', people }])
    take(ann, none)
    await session.run(limits.stanceTickMs)
    expect(ben.last('stances')?.people).toEqual([{ ...none, author: 1 }])
    await session.run(10 * limits.stanceTickMs)
    expect(ben.all('stances').length).toBe(2)
  })

  it('[TG3][TG5] is told to who comes in: of those who are here, and of this window of theirs', async () => {
    const session = await HostedSession.open()
    const [ann, ben] = [await session.join(1), await session.join(2)]
    take(ann, raised)
    take(ben, { ...none, layer: 9 })
    await session.run(limits.stanceTickMs)
    const cid = await session.join(3)
    expect(cid.all('stances')).toEqual([
      {
        kind: 'stances',
        people: [
          { ...raised, author: 1 },
          { ...none, author: 2, layer: 9 },
        ],
      },
    ])
    ben.drop()
    await session.join(1)
    await session.run(limits.stanceTickMs)
    expect(cid.last('stances')?.people).toEqual([{ ...none, author: 1 }])
    const dan = await session.join(4)
    expect(dan.last('stances')?.people).toEqual([{ ...none, author: 1 }])
  })

  it('[TG4] waits for a slow client, which then gets the newest of everybody who changed', async () => {
    const session = await HostedSession.open({ outboxPresenceBytes: 50, socketWindowBytes: 100 })
    const [ann, ben, cid] = [await session.join(1), await session.join(2), await session.join(3)]
    await session.run(1000)
    cid.isStuck = true
    for (let x = 0; x < 5; x++) ann.stroke(x, x)
    await session.until(() => ben.order().length === 10)
    const before = cid.messages.length
    for (let layer = 1; layer <= 5; layer++) {
      take(ann, { ...none, layer })
      take(ben, { ...raised, layer })
      await session.run(limits.stanceTickMs)
    }
    expect(cid.all('stances')).toEqual([])
    expect(ben.all('stances').length).toBe(5)
    cid.unstick()
    const people = [
      { ...none, author: 1, layer: 5 },
      { ...raised, author: 2, layer: 5 },
    ]
    expect(cid.all('stances')).toEqual([{ kind: 'stances', people }])
    expect(cid.messages.length).toBeGreaterThan(before)
    await session.run(1000)
    expect(cid.all('stances').length).toBe(1)
  })

  it('[TG8] ends the connection of whoever says it without end; what they said counts', async () => {
    const session = await HostedSession.open()
    const [ann, ben] = [await session.join(1), await session.join(2)]
    for (let i = 0; i < limits.stanceBurst; i++) take(ann, { ...none, layer: i })
    expect(ann.isEnded).toBe(false)
    take(ann, raised)
    expect([ann.isEnded, ann.last('refusal')?.code]).toEqual([true, 'too-fast'])
    expect(ben.isEnded).toBe(false)
  })
})

describe('the chat', () => {
  it('[TG10] has one order, with the host’s number, time and author', async () => {
    const session = await HostedSession.open()
    const [ann, ben] = [await session.join(1), await session.join(2)]
    say(ann, 1, 'Hello')
    say(ben, 1, 'Hi', 8)
    await session.run(5000)
    say(ann, 2, 'Look')
    const [first, second, third] = chatOf(ann)
    expect(first).toEqual({
      number: 1,
      author: 1,
      timeMs: first!.timeMs,
      window: 7,
      line: 1,
      text: 'Hello',
      place: undefined,
    })
    expect(second).toMatchObject({ number: 2, author: 2, window: 8, line: 1, text: 'Hi' })
    expect(third).toMatchObject({ number: 3, author: 1, line: 2, timeMs: first!.timeMs + 5000 })
    expect(chatOf(ben)).toEqual(chatOf(ann))
  })

  it('[TG11] is told to who comes in: the newest lines; a new host has none', async () => {
    const session = await HostedSession.open({ chatKept: 3 })
    const ann = await session.join(1)
    for (let line = 1; line <= 5; line++) say(ann, line)
    const ben = await session.join(2)
    expect(textsOf(ben)).toEqual(['line 3', 'line 4', 'line 5'])
    expect(ben.all('chat').length).toBe(1)
    session.world.endHost('kill')
    await session.restart()
    const again = await session.join(2)
    expect(again.all('chat')).toEqual([])
  })

  it('[TG12] has a line once, however often it comes, also after it is no longer kept', async () => {
    const session = await HostedSession.open({ chatKept: 2 })
    const [ann, ben] = [await session.join(1), await session.join(2)]
    for (let line = 1; line <= 4; line++) say(ann, line)
    ann.drop()
    const again = await session.join(1)
    say(again, 1)
    say(again, 4)
    expect(again.all('said')).toEqual([
      { kind: 'said', window: 7, line: 4 },
      { kind: 'said', window: 7, line: 4 },
    ])
    say(again, 5)
    expect(textsOf(ben)).toEqual(['line 1', 'line 2', 'line 3', 'line 4', 'line 5'])
  })

  it('[TG12] takes over where a window counts on that an earlier host knew, and counts another window anew', async () => {
    const session = await HostedSession.open()
    const ann = await session.join(1)
    say(ann, 30)
    say(ann, 31)
    say(ann, 1, 'another window', 8)
    expect(textsOf(ann)).toEqual(['line 30', 'line 31', 'another window'])
    say(ann, 0, 'no number', 9)
    expect(ann.last('said')).toEqual({ kind: 'said', window: 9, line: 0 })
    expect(ann.isEnded).toBe(false)
  })

  it('[TG14] does not take what comes too soon, says so, and takes it in order later', async () => {
    const session = await HostedSession.open({ chatPerSecond: 1, chatBurst: 2 })
    const [ann, ben] = [await session.join(1), await session.join(2)]
    for (let line = 1; line <= 6; line++) say(ann, line)
    expect(textsOf(ben)).toEqual(['line 1', 'line 2', 'line 3', 'line 4'])
    expect(ann.all('said')).toEqual([
      { kind: 'said', window: 7, line: 4 },
      { kind: 'said', window: 7, line: 4 },
    ])
    await session.run(1000)
    say(ann, 6)
    say(ann, 5)
    say(ann, 6)
    expect(textsOf(ben).slice(4)).toEqual(['line 5', 'line 6'])
    expect(ann.isEnded).toBe(false)
  })

  it('[TG14] counts the rate of a person, not of a connection', async () => {
    const session = await HostedSession.open({ chatPerSecond: 1, chatBurst: 2 })
    const ann = await session.join(1)
    for (let line = 1; line <= 4; line++) say(ann, line)
    ann.drop()
    const again = await session.join(1)
    say(again, 5)
    say(again, 6)
    expect(textsOf(again)).not.toContain('line 6')
  })

  it('[TG8] ends the connection of a flood; what was said before counts', async () => {
    const session = await HostedSession.open()
    const [ann, ben] = [await session.join(1), await session.join(2)]
    for (let i = 1; i <= limits.chatFloodBurst; i++) say(ann, i)
    expect(ann.isEnded).toBe(false)
    say(ann, 1)
    expect([ann.isEnded, ann.last('refusal')?.code]).toEqual([true, 'too-fast'])
    expect(textsOf(ben).length).toBe(2 * limits.chatBurst)
  })

  it('[TG13] ends the connection of whoever sends what is no line, and nobody else’s', async () => {
    const session = await HostedSession.open()
    const [ann, ben] = [await session.join(1), await session.join(2)]
    const bytes = encodeClientMessage({ kind: 'say', window: 7, line: 1, text: 'x', place: undefined })
    ann.sendBytes(bytes.map((byte) => (byte === 0x78 ? 0x0a : byte)))
    expect([ann.isEnded, ann.last('refusal')?.code]).toEqual([true, 'malformed'])
    say(ben, 1)
    expect(textsOf(ben)).toEqual(['line 1'])
  })

  it('[TG17] goes on while the journal takes nothing', async () => {
    const session = await HostedSession.open()
    const [ann, ben] = [await session.join(1), await session.join(2)]
    Object.assign(session.world.disk.journalFaults.condition, { full: true, copiesOnWrite: true })
    ann.stroke(10, 10)
    await session.until(() => ben.last('health')?.writable === false)
    say(ann, 1, 'The disk is full?')
    expect(textsOf(ben)).toEqual(['The disk is full?'])
  })
})

describe('the shared palette', () => {
  const folded = {
    pendingUpdatesMax: 1,
    pendingUpdatesKept: 0,
    pendingUpdatesHardMax: 1,
    undoActionsKept: 0,
    horizonEverySeqs: 1,
  }

  it.each([
    ['can be undone', {}],
    ['is beyond undoing', folded],
  ])('[TG32] is in the stored picture, and told to who comes in, while it %s', async (_, changed) => {
    const session = await HostedSession.open(changed)
    const { world } = session
    const ann = await session.join(1)
    ann.update({ kind: 'palette', colors: [0xff8000, 3] })
    ann.stroke(10, 10)
    await session.until(() => ann.order().length === 3)
    ann.drop()
    await session.until(() => {
      const { people, saved } = session.host.state()
      return people === 0 && saved.kind === 'saved' && saved.seq === 3
    })
    world.endHost('power-cut')
    world.disk.loseJournal()
    await session.restart()
    const process = new SimulatedProcess('ben', world.clock)
    const client = startClient({
      memory: strictMemory(),
      dialer: world.network.dialer(process, {
        delayMs: 1,
        jitterMs: 1,
        bytesPerMs: 1000,
        partitioned: false,
      }),
      clock: process.clock,
      prng: new Prng(1),
      token: inviteToken,
      participantKey: new Uint8Array(16).fill(2),
      name: 'Ben',
      color: 0,
      limits: world.limits,
      listener: { onState: () => undefined, onPresence: () => undefined, onDirty: () => undefined },
    })
    await session.until(() => client.state().connection.kind === 'connected')
    expect(client.state().palette).toEqual([0xff8000, 3])
    expect(client.state().horizon > 0).toBe(changed === folded)
  })
})
