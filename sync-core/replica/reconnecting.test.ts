import { describe, expect, it } from 'vitest'
import { limits } from '../base/limits.ts'
import { encodeOperation } from '../raster/operation-codec.ts'
import { toOffsets } from '../raster/sample-offsets.ts'
import { firstLayer } from '../raster/structure.ts'
import {
  lineSamples,
  operationsSent,
  penBrush,
  plainPlace,
  reopenLine,
  screen,
  startJoined,
  startScripted,
  wholeStroke,
} from '../testing/scripted-client.ts'
import type { ScriptedHost } from '../testing/scripted-host.ts'

const numbersSent = (host: ScriptedHost): number[] => host.line.updates.map(({ clientSeq }) => clientSeq)

describe('own updates', () => {
  it('[RP11] are kept until they are durable', () => {
    const { host, client } = startJoined()
    client.beginStroke(firstLayer, penBrush, lineSamples(10, 3))
    client.endStroke()
    expect(client.state().unacknowledged).toBe(2)
    host.echo()
    expect(client.state().unacknowledged).toBe(2)
    host.sayDurable(1)
    expect(client.state().unacknowledged).toBe(1)
    host.sayDurable(2)
    expect(client.state().unacknowledged).toBe(0)
  })

  it('[RP11] beyond the welcome’s count are sent after a reconnect, in order and once', async () => {
    const session = startJoined()
    const { host, client } = session
    for (const x of [10, 70, 130]) {
      client.beginStroke(firstLayer, penBrush, lineSamples(x, 3))
      client.endStroke()
    }
    // Three came through, of which one was echoed.
    host.echo(1)
    host.orderOwn(2)
    host.line.close()
    const drawn = screen(client)
    await reopenLine(session)
    expect(screen(client)).toEqual(drawn)
    host.sendResume(1)
    expect(numbersSent(host)).toEqual([4, 5, 6])
    expect(screen(client)).toEqual(drawn)
    host.echo()
    expect(screen(client)).toEqual(drawn)
    expect(host.order.map(({ clientSeq }) => clientSeq)).toEqual([1, 2, 3, 4, 5, 6])
    expect(client.hash()).toBe(host.picture().hash())
  })

  it('[RP11] drawn while away are sent when the host is back, also into a snapshot', async () => {
    const session = startJoined()
    const { host, client } = session
    client.beginStroke(firstLayer, penBrush, lineSamples(10, 3))
    host.orderOwn()
    host.line.close()
    client.addSamples(lineSamples(22, 3))
    client.endStroke()
    client.beginStroke(firstLayer, penBrush, lineSamples(70, 3))
    const drawn = screen(client)
    await reopenLine(session)
    host.sendSnapshot()
    expect(numbersSent(host)).toEqual([2, 3, 4])
    expect(screen(client)).toEqual(drawn)
    client.endStroke()
    const ended = screen(client)
    host.echo()
    expect(screen(client)).toEqual(ended)
    expect(client.hash()).toBe(host.picture().hash())
  })

  it('[RO15] and not taken any more are told, as actions', async () => {
    const session = startJoined()
    const { host, client } = session
    host.line.close()
    for (const x of [10, 70]) {
      client.beginStroke(firstLayer, penBrush, lineSamples(x, 3))
      client.addSamples(lineSamples(x + 12, 3))
      client.endStroke()
    }
    await reopenLine(session)
    host.sendResume(0)
    const sent = host.line.updates
    expect(client.state().turnedDown).toBe(0)
    const end = encodeOperation({ kind: 'end' })
    host.line.say({
      kind: 'updates',
      firstSeq: 1,
      updates: sent.map(({ clientSeq }) => ({ author: 3, clientSeq, operation: end })),
    })
    expect(client.state()).toMatchObject({ turnedDown: 2, unacknowledged: sent.length })
    client.beginStroke(firstLayer, penBrush, lineSamples(30, 3))
    client.endStroke()
    expect(client.state().turnedDown).toBe(2)
  })

  it('[RP12] that a host lost in a power cut are sent again, and shown meanwhile', async () => {
    const session = startJoined()
    const { host, client } = session
    for (const x of [10, 70]) {
      client.beginStroke(firstLayer, penBrush, lineSamples(x, 3))
      client.addSamples(lineSamples(x + 12, 3))
      client.endStroke()
    }
    host.echo()
    host.sayDurable(2)
    const drawn = screen(client)
    host.line.close()
    host.forgetAfter(2)
    host.orderOthers(1, ...wholeStroke(10, 100))
    await reopenLine(session)
    host.sendSnapshot()
    expect(numbersSent(host)).toEqual([3, 4, 5, 6])
    expect(screen(client).slice(0, 3)).toEqual(drawn.slice(0, 3))
    host.echo()
    expect(client.hash()).toBe(host.picture().hash())
  })

  it('[RP12] get new numbers when the host lost even what was durable; nothing that is left is named wrongly', async () => {
    const session = startJoined()
    const { host, client } = session
    for (const x of [10, 70, 130]) {
      client.beginStroke(firstLayer, penBrush, lineSamples(x, 3))
      client.endStroke()
    }
    host.echo()
    client.undo()
    host.sayDurable(4)
    host.line.close()
    host.forgetAfter(1)
    await reopenLine(session)
    host.sendSnapshot()
    // The first two strokes were given up as durable; the third and its undo were 5, 6 and 7.
    expect(numbersSent(host)).toEqual([2, 3, 4])
    expect(operationsSent(host).map(({ kind }) => kind)).toEqual(['stroke-begin', 'end', 'undo'])
    expect(operationsSent(host)[2]).toEqual({ kind: 'undo', action: 2 })
    host.echo()
    expect(client.hash()).toBe(host.picture().hash())
    expect(client.state().canRedo).toBe(true)
  })

  it('[RP13] of a stroke that the host ended meanwhile go on as a stroke of their own, from its last sample', async () => {
    const session = startJoined()
    const { clock, host, client } = session
    client.beginStroke(firstLayer, penBrush, lineSamples(10, 3))
    client.addSamples(lineSamples(22, 2))
    await clock.run(limits.segmentMs)
    host.echo(1)
    host.line.close()
    client.addSamples(lineSamples(30, 2))
    client.endStroke()
    client.undo()
    client.redo()
    host.orderOthers(0, { kind: 'close', author: host.you })
    await reopenLine(session)
    host.sendResume(1)
    expect(numbersSent(host)).toEqual([2, 3, 4, 5, 6])
    const [begin, points, end, undo] = operationsSent(host)
    expect(begin).toEqual({
      kind: 'stroke-begin',
      ...plainPlace,
      brush: penBrush,
      samples: [lineSamples(10, 3).at(-1), ...lineSamples(22, 2)],
    })
    const samples = toOffsets(lineSamples(22, 2).at(-1)!, lineSamples(30, 2))
    expect(points).toEqual({ kind: 'stroke-points', samples })
    expect(end).toEqual({ kind: 'end' })
    expect(undo).toEqual({ kind: 'undo', action: 2 })
    const shown = screen(client)
    host.echo()
    expect(screen(client)).toEqual(shown)
    expect(client.hash()).toBe(host.picture().hash())
  })

  it('[RP13] the pen goes on after the host ended its stroke, with nothing of it under way', async () => {
    const session = startJoined()
    const { host, client } = session
    client.beginStroke(firstLayer, penBrush, lineSamples(10, 3))
    host.echo()
    host.line.close()
    host.orderOthers(0, { kind: 'close', author: host.you })
    await reopenLine(session)
    host.sendSnapshot()
    expect(operationsSent(host)).toEqual([])
    client.addSamples(lineSamples(22, 2))
    client.endStroke()
    const samples = [lineSamples(10, 3).at(-1), ...lineSamples(22, 2)]
    expect(operationsSent(host)).toEqual([
      { kind: 'stroke-begin', ...plainPlace, brush: penBrush, samples },
      { kind: 'end' },
    ])
    host.echo()
    expect(client.hash()).toBe(host.picture().hash())
  })

  it('[RP13] an end that comes too late does nothing', async () => {
    const session = startJoined()
    const { host, client } = session
    client.beginStroke(firstLayer, penBrush, lineSamples(10, 3))
    host.echo()
    host.line.close()
    host.orderOthers(0, { kind: 'close', author: host.you })
    client.endStroke()
    await reopenLine(session)
    host.sendResume(1)
    host.echo()
    expect(host.order.length).toBeLessThanOrEqual(3)
    expect(client.state().canUndo).toBe(true)
    expect(client.hash()).toBe(host.picture().hash())
  })

  it('[RP13] a second welcome before the first one’s updates does not hide that the stroke was ended', async () => {
    const session = startJoined()
    const { clock, host, client } = session
    client.beginStroke(firstLayer, penBrush, lineSamples(10, 3))
    host.echo()
    host.line.close()
    client.addSamples(lineSamples(22, 2))
    await clock.run(limits.segmentMs)
    host.orderOthers(0, { kind: 'close', author: host.you })
    await reopenLine(session)
    host.line.say(host.welcome({ kind: 'resume' }))
    host.sendSnapshot()
    expect(operationsSent(host).map(({ kind }) => kind)).toEqual(['stroke-begin'])
  })
})

describe('the connection', () => {
  it('[RP14] is tried again after pauses that double up to a longest one, each shortened by up to half', async () => {
    const { clock, host, client } = startScripted()
    const pauses: number[] = []
    for (let attempt = 1; attempt <= 9; attempt++) {
      const dialed = host.lines.length
      const lostMs = clock.elapsedMs()
      host.line.close()
      expect(client.state().connection).toMatchObject({ kind: 'reconnecting', attempt })
      await clock.runUntil(() => host.lines.length > dialed, lostMs + 60_000)
      pauses.push(clock.elapsedMs() - lostMs)
    }
    pauses.forEach((pauseMs, i) => {
      const fullMs = Math.min(limits.reconnectMsMax, limits.reconnectMs * 2 ** i)
      expect(pauseMs).toBeGreaterThanOrEqual(fullMs / 2)
      expect(pauseMs).toBeLessThanOrEqual(fullMs)
    })
    host.line.open()
    host.sendSnapshot()
    host.line.close()
    expect(client.state().connection).toMatchObject({ kind: 'reconnecting', attempt: 1 })
  })

  it('[RP14] is given up when nothing is heard for limits.silenceMs', async () => {
    const { clock, host, client } = startJoined()
    await clock.run(limits.silenceMs - 1000)
    host.sayDurable(0)
    await clock.run(limits.silenceMs - 1000)
    expect(client.state().connection).toEqual({ kind: 'connected' })
    await clock.run(1100)
    expect(client.state().connection.kind).toBe('reconnecting')
    expect(host.lines[0]!.state).toBe('closed')
  })

  it('[RP14] that never opens, or opens and says nothing, is given up as well', async () => {
    const { clock, host } = startScripted()
    await clock.run(limits.silenceMs + limits.reconnectMs)
    expect(host.lines.length).toBe(2)
    host.line.open()
    await clock.run(limits.silenceMs + limits.reconnectMs * 2)
    expect(host.lines.length).toBe(3)
  })

  it.each(['bad-token', 'expired-token', 'version', 'session-full', 'replaced', 'not-allowed'])(
    '[RP15] ends for good by the refusal %s, with the host’s sentence',
    async (code) => {
      const { clock, host, client } = startScripted()
      host.line.open()
      host.line.say({ kind: 'refusal', code, sentence: 'So it is.' })
      host.line.close()
      await clock.run(60_000)
      expect(host.lines.length).toBe(1)
      expect(client.state().connection).toEqual({ kind: 'ended', code, sentence: 'So it is.' })
    },
  )

  it.each(['too-fast', 'internal', 'malformed', 'sequence-gap', 'of-a-later-version'])(
    '[RP15] is tried again after the refusal %s, for a snapshot',
    async (code) => {
      const session = startJoined()
      const { host } = session
      host.line.say({ kind: 'refusal', code, sentence: 'Not now.' })
      await reopenLine(session)
      expect(host.line.hello.resume).toBeUndefined()
    },
  )

  it('[RP15] ends when the host says goodbye, and not when it just disappears', async () => {
    const { clock, host, client } = startJoined()
    host.line.say({ kind: 'bye', sentence: 'The host closed the session.' })
    await clock.run(60_000)
    expect(host.lines.length).toBe(1)
    const { connection, health } = client.state()
    expect(connection).toEqual({
      kind: 'ended',
      code: 'host-closing',
      sentence: 'The host closed the session.',
    })
    expect(health).toEqual({ writable: false, sentence: 'The host closed the session.' })
  })

  it('[RP15] ends when the address has another picture, or another version', () => {
    const joined = startJoined()
    joined.host.sendSnapshot({ pictureId: 'another', title: 'Cats' })
    expect(joined.client.state().connection).toEqual({
      kind: 'ended',
      code: 'not-allowed',
      sentence: 'This address now shows another picture, “Cats”.',
    })
    const fresh = startScripted()
    fresh.host.line.open()
    fresh.host.sendSnapshot({ major: 1 })
    expect(fresh.client.state().connection).toMatchObject({ kind: 'ended', code: 'version' })
  })

  it('[RP16] keeps the view for the next hello', async () => {
    const session = startJoined()
    const { host, client } = session
    client.setView({ x: 10.6, y: -5, width: 100, height: 1e9 })
    host.line.close()
    await reopenLine(session)
    expect(host.line.hello.view).toEqual({ x: 11, y: 0, width: 100, height: limits.pictureSidePxMax })
  })

  it('[RP16] leaving sends what is drawn, says goodbye and ends', async () => {
    const { clock, host, client } = startJoined()
    client.beginStroke(firstLayer, penBrush, lineSamples(10, 2))
    client.leave()
    expect(host.line.received.map(({ kind }) => kind)).toEqual(['hello', 'updates', 'updates', 'bye'])
    expect(host.line.state).toBe('closed')
    expect(client.state().connection).toMatchObject({ kind: 'ended', code: 'left' })
    client.leave()
    await clock.run(60_000)
    expect(host.lines.length).toBe(1)
  })
})
