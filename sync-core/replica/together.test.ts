import { describe, expect, it } from 'vitest'
import { limits } from '../base/limits.ts'
import type { HostMessageOf } from '../protocol/messages.ts'
import { reopenLine, startJoined, startScripted, type ScriptedSession } from '../testing/scripted-client.ts'

type Line = HostMessageOf<'chat'>['lines'][number]

const none = { layer: undefined, view: undefined, follows: undefined, hand: false } as const

function stancesSent({ host }: ScriptedSession): unknown[] {
  return host.line.received.filter((message) => message.kind === 'stance')
}

function saysSent({ host }: ScriptedSession) {
  return host.line.received.filter((message) => message.kind === 'say')
}

function textsSent(session: ScriptedSession): string[] {
  return saysSent(session).map(({ text }) => text)
}

/** What the host makes of own lines that came on the newest line. */
function echo(session: ScriptedSession, from = 0): void {
  const lines = saysSent(session)
    .slice(from)
    .map((say, i): Line => ({ ...say, number: from + i + 1, author: 3, timeMs: 1000 + i }))
  session.host.line.say({ kind: 'chat', lines })
}

function linesOf({ chats }: ScriptedSession): string[] {
  return chats.at(-1)!.lines.map(({ text }) => text)
}

function waitingOf({ chats }: ScriptedSession): string[] {
  return chats.at(-1)!.waiting.map(({ text }) => text)
}

describe('what this person is at', () => {
  it('[TG6] is said when it changed, the last one always, and no more often than the limit', async () => {
    const session = startJoined({ stancePerSecond: 4 })
    const { client, clock } = session
    client.setStance({ hand: false })
    expect(stancesSent(session)).toEqual([])
    for (let layer = 1; layer <= 20; layer++) client.setStance({ layer })
    client.setStance({ hand: true })
    client.setView({ x: 1, y: 2, width: 3, height: 4 })
    expect(stancesSent(session)).toEqual([{ kind: 'stance', ...none, layer: 1 }])
    await clock.run(250)
    const last = { kind: 'stance', layer: 20, view: { x: 1, y: 2, width: 3, height: 4 }, follows: undefined }
    expect(stancesSent(session).slice(1)).toEqual([{ ...last, hand: true }])
    client.setStance({ layer: 20, hand: true })
    await clock.run(1000)
    expect(stancesSent(session).length).toBe(2)
    client.setStance({ layer: undefined, view: undefined, hand: false })
    expect(stancesSent(session).at(-1)).toEqual({ kind: 'stance', ...none })
  })

  it('[TG6] is brought into range', () => {
    const session = startJoined()
    session.client.setStance({
      layer: -5,
      follows: 1e9,
      view: { x: -3, y: 0.4, width: Infinity, height: NaN },
    })
    const view = { x: 0, y: 0, width: limits.pictureSidePxMax, height: 0 }
    const follows = limits.participantsMax
    expect(stancesSent(session)).toEqual([{ kind: 'stance', layer: 0, view, follows, hand: false }])
  })

  it('[TG6] is said again after a reconnect, and first then when it was said before', async () => {
    const session = startScripted()
    session.client.setStance({ hand: true })
    session.host.line.open()
    session.host.sendSnapshot()
    expect(stancesSent(session)).toEqual([{ kind: 'stance', ...none, hand: true }])
    session.host.line.close()
    await reopenLine(session)
    expect(stancesSent(session)).toEqual([])
    session.host.sendResume(0)
    expect(stancesSent(session)).toEqual([{ kind: 'stance', ...none, hand: true }])
  })

  it('[TG7] of others is told when it changed, without one’s own, those who left, and after the connection', () => {
    const { host, stances, states } = startJoined()
    const bob = { ...none, author: 1, layer: 5 }
    const cid = { ...none, author: 2, hand: true, follows: 3 }
    const before = states.length
    host.line.say({ kind: 'stances', people: [bob, { ...none, author: 3 }] })
    host.line.say({ kind: 'stances', people: [cid] })
    host.line.say({ kind: 'presence', people: [{ author: 1, x: 1, y: 1, down: true, tool: 'laser' }] })
    expect(stances).toEqual([[bob], [bob, cid]])
    expect(states.length).toBe(before)
    host.line.say({
      kind: 'roster',
      people: [{ author: 2, name: 'C', color: 0, role: 'painter', present: true }],
    })
    expect(stances.at(-1)).toEqual([cid])
    host.line.close()
    expect(stances.at(-1)).toEqual([])
  })
})

describe('what this person says', () => {
  it('[TG10][TG15] waits below the others’ lines until it came back, under one key', () => {
    const session = startJoined()
    expect(session.client.say('  Look\n here ').kind).toBe('taken')
    const [waiting] = session.chats.at(-1)!.waiting
    expect(waiting).toEqual({
      key: waiting!.key,
      author: 3,
      text: 'Look here',
      place: undefined,
    })
    const other: Line = {
      number: 1,
      author: 1,
      timeMs: 5,
      window: 9,
      line: 1,
      text: 'Hi',
      place: { x: 16, y: 32, scale: 500 },
    }
    session.host.line.say({ kind: 'chat', lines: [other] })
    expect([linesOf(session), waitingOf(session)]).toEqual([['Hi'], ['Look here']])
    expect(session.chats.at(-1)!.lines[0]!.place).toEqual({ x: 16, y: 32, scale: 500 })
    echo(session)
    expect([linesOf(session), waitingOf(session)]).toEqual([['Hi', 'Look here'], []])
    expect(session.chats.at(-1)!.lines[1]).toEqual({ ...waiting, timeMs: 1000 })
    const told = session.chats.length
    echo(session)
    expect(session.chats.length).toBe(told)
  })

  it('[TG13] is refused with a sentence when it is no line', () => {
    const session = startJoined()
    const { client } = session
    expect(client.say(' \n\t ')).toEqual({
      kind: 'refused',
      sentence: 'There is nothing to say in this line.',
    })
    expect(client.say('ä'.repeat(501))).toEqual({
      kind: 'refused',
      sentence: 'A line has at most 500 characters, and this one 501.',
    })
    expect(client.say('😀'.repeat(500)).kind).toBe('taken')
    expect(client.say('half \ud800 of a pair\u0085\u2028!').kind).toBe('taken')
    expect(textsSent(session)).toEqual(['😀'.repeat(500), 'half \ufffd of a pair !'])
  })

  it('[TG16] may carry a place, brought into range', () => {
    const session = startJoined()
    session.client.say('here', { x: 1e9, y: -1e9, scale: 2e9 })
    session.client.say('there', { x: 16.4, y: 0 })
    expect(saysSent(session).map(({ place }) => place)).toEqual([
      { x: limits.samplePositionMax, y: limits.samplePositionMin, scale: limits.chatScaleMax },
      { x: 16, y: 0, scale: undefined },
    ])
  })

  it('[TG14] goes out at the limit’s pace, and all of it in the end', async () => {
    const session = startJoined({ chatBurst: 3, chatPerSecond: 2 })
    const texts = ['1', '2', '3', '4', '5', '6']
    for (const text of texts) session.client.say(text)
    expect(textsSent(session)).toEqual(['1', '2', '3'])
    await session.clock.run(500)
    expect(textsSent(session)).toEqual(['1', '2', '3', '4'])
    await session.clock.run(1000)
    expect(textsSent(session)).toEqual(texts)
    expect(waitingOf(session)).toEqual(texts)
  })

  it('[TG14] is said again from where the host stopped, after a pause', async () => {
    const session = startJoined({ chatAgainMs: 800 })
    for (const text of ['1', '2', '3']) session.client.say(text)
    const { window } = saysSent(session)[0]!
    session.host.line.say({ kind: 'said', window: window + 1, line: 3 })
    expect(waitingOf(session)).toEqual(['1', '2', '3'])
    session.host.line.say({ kind: 'said', window, line: 1 })
    expect(waitingOf(session)).toEqual(['2', '3'])
    session.client.say('4')
    expect(textsSent(session)).toEqual(['1', '2', '3'])
    await session.clock.run(800)
    expect(textsSent(session)).toEqual(['1', '2', '3', '2', '3', '4'])
  })

  it('[TG12] is said again after a reconnect, as long as the host does not have it', async () => {
    const session = startJoined()
    for (const text of ['1', '2', '3']) session.client.say(text)
    const [first] = saysSent(session)
    session.host.line.say({ kind: 'chat', lines: [{ ...first!, number: 1, author: 3, timeMs: 1 }] })
    session.host.line.close()
    session.client.say('4')
    expect([linesOf(session), waitingOf(session)]).toEqual([['1'], ['2', '3', '4']])
    await reopenLine(session)
    session.host.sendResume(0)
    await session.clock.run(1000)
    expect(saysSent(session).map(({ line, text }) => [line, text])).toEqual([
      [2, '2'],
      [3, '3'],
      [4, '4'],
    ])
    session.host.line.say({ kind: 'said', window: first!.window, line: 4 })
    expect(waitingOf(session)).toEqual([])
  })

  it('[TG11][TG12] stays in the window when the host starts anew, and no line is shown twice', async () => {
    const session = startJoined({ chatKept: 3 })
    const said = (number: number, text: string, line = number): Line => {
      return { number, author: 1, timeMs: 1, window: 9, line, text, place: undefined }
    }
    session.host.line.say({ kind: 'chat', lines: [said(1, 'a'), said(2, 'b')] })
    session.host.line.close()
    await reopenLine(session)
    session.host.epoch += 1
    session.host.sendSnapshot()
    session.host.line.say({ kind: 'chat', lines: [said(1, 'b', 2), said(2, 'c', 3), said(3, 'd', 4)] })
    expect(linesOf(session)).toEqual(['b', 'c', 'd'])
  })

  it('[UI283] knows up to which line only those who are here since the last host see it', async () => {
    const session = startJoined()
    const said = (number: number, line: number): Line => {
      return { number, author: 1, timeMs: 1, window: 9, line, text: `${line}`, place: undefined }
    }
    session.host.line.say({ kind: 'chat', lines: [said(1, 1), said(2, 2)] })
    session.host.line.close()
    await reopenLine(session)
    session.host.sendResume(0)
    expect(session.chats.at(-1)!.former).toBe(undefined)
    session.host.line.close()
    await reopenLine(session)
    session.host.epoch += 1
    session.host.sendSnapshot()
    expect(session.chats.at(-1)!.former).toBe('1.9.2')
    session.host.line.say({ kind: 'chat', lines: [said(1, 3)] })
    expect(session.chats.at(-1)).toMatchObject({ former: '1.9.2' })
    expect(linesOf(session)).toEqual(['1', '2', '3'])
    // Nobody says again what an earlier host was told.
    expect(saysSent(session)).toEqual([])
  })

  it('[TG18] comes with what was said before this window came in, once and for all', async () => {
    const session = startJoined()
    const said = (line: number): Line => {
      return { number: line, author: 1, timeMs: 1, window: 9, line, text: `${line}`, place: undefined }
    }
    const roster = { kind: 'roster', people: [] } as const
    session.host.line.say({ kind: 'chat', lines: [said(1), said(2)] })
    expect(session.chats.at(-1)!.earlier).toBe(undefined)
    session.host.line.say(roster)
    expect(session.chats.at(-1)!.earlier).toBe('1.9.2')
    session.host.line.close()
    await reopenLine(session)
    session.host.sendResume(0)
    session.host.line.say({ kind: 'chat', lines: [said(1), said(2), said(3)] })
    session.host.line.say(roster)
    expect(session.chats.at(-1)!.earlier).toBe('1.9.2')
    const quiet = startJoined()
    quiet.host.line.say(roster)
    quiet.host.line.say({ kind: 'chat', lines: [said(1)] })
    expect(quiet.chats.map(({ earlier }) => earlier)).toEqual([undefined])
  })

  it('[TG15] is refused before the session is here, when too much waits, and after the end', () => {
    const session = startScripted({ chatWaitingMax: 2 })
    const { client, host } = session
    expect(client.say('early')).toMatchObject({ kind: 'refused' })
    host.line.open()
    host.sendSnapshot()
    host.line.close()
    expect([client.say('1').kind, client.say('2').kind]).toEqual(['taken', 'taken'])
    expect(client.say('3')).toEqual({
      kind: 'refused',
      sentence: '2 of your lines wait for the host. Say this one when it has them.',
    })
    client.leave()
    expect(client.say('late')).toEqual({ kind: 'refused', sentence: 'You left the session.' })
  })
})
