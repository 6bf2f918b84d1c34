import { describe, expect, it } from 'vitest'
import { limits } from '../base/limits.ts'
import { decodeOperation } from '../raster/operation-codec.ts'
import type { Operation } from '../raster/operation.ts'
import { byPressure, keepUsedChannels, roundBrush } from '../raster/brush.ts'
import { fromOffsets } from '../raster/sample-offsets.ts'
import type { Sample } from '../raster/sample.ts'
import { firstLayer } from '../raster/structure.ts'
import {
  lineSamples,
  penBrush,
  screen,
  startJoined,
  startScripted,
  wholeStroke,
} from '../testing/scripted-client.ts'
import type { ScriptedHost } from '../testing/scripted-host.ts'

const sentKinds = (host: ScriptedHost): Operation['kind'][] =>
  host.line.updates.map(({ operation }) => decodeOperation(operation).kind)

/** This brush makes nothing of pressure, so it is told as full. */
const asSent = (sample: Sample): Sample => keepUsedChannels(penBrush, sample)

/** The samples of each stroke that was sent, in the plane. */
const strokesSent = (host: ScriptedHost): Sample[][] => {
  const strokes: Sample[][] = []
  for (const { operation: bytes } of host.line.updates) {
    const operation = decodeOperation(bytes)
    if (operation.kind === 'stroke-begin') strokes.push([...operation.samples])
    if (operation.kind !== 'stroke-points') continue
    const stroke = strokes.at(-1)!
    stroke.push(...fromOffsets(stroke.at(-1)!, operation.samples))
  }
  return strokes
}

describe('drawing', () => {
  it('[RP6] sends the first samples at once, then segments of limits.segmentMs, and the end at once', async () => {
    const { clock, host, client } = startJoined()
    client.beginStroke(firstLayer, penBrush, lineSamples(10, 1))
    expect(sentKinds(host)).toEqual(['stroke-begin'])
    client.addSamples(lineSamples(14, 1))
    await clock.run(10)
    client.addSamples(lineSamples(18, 1))
    expect(host.line.updates.length).toBe(1)
    await clock.run(limits.segmentMs - 10)
    expect(sentKinds(host)).toEqual(['stroke-begin', 'stroke-points'])
    client.addSamples(lineSamples(22, 1))
    client.endStroke()
    expect(sentKinds(host)).toEqual(['stroke-begin', 'stroke-points', 'stroke-points', 'end'])
    expect(host.line.received.at(-1)).toMatchObject({
      kind: 'updates',
      updates: [{ clientSeq: 3 }, { clientSeq: 4 }],
    })
  })

  it('[RP6] a stroke without samples is nothing', () => {
    const { host, client } = startJoined()
    client.beginStroke(firstLayer, penBrush, [])
    client.endStroke()
    expect(host.line.updates).toEqual([])
  })

  it('[RP6] a long stroke is ended and begun again where it was', () => {
    const { host, client } = startJoined({ samplesPerStrokeMax: 20, samplesPerUpdateMax: 9 })
    client.beginStroke(firstLayer, penBrush, lineSamples(10, 3))
    client.addSamples(lineSamples(22, 40))
    client.endStroke()
    const strokes = strokesSent(host)
    expect(sentKinds(host).filter((kind) => kind === 'end').length).toBe(strokes.length)
    expect(strokes.length).toBeGreaterThan(1)
    const all = strokes.flatMap((stroke, place) => stroke.slice(place === 0 ? 0 : 1))
    expect(all).toEqual([...lineSamples(10, 3), ...lineSamples(22, 40)].map(asSent))
    for (const [place, stroke] of strokes.entries()) {
      if (place > 0) expect(stroke[0]).toEqual(strokes[place - 1]!.at(-1))
    }
    const shown = screen(client)
    host.echo()
    expect(screen(client)).toEqual(shown)
    expect(client.hash()).toBe(host.picture().hash())
  })

  it('[RP6] brings samples into the range of the wire', () => {
    const { host, client } = startJoined()
    client.beginStroke(firstLayer, roundBrush({ sizeBy: byPressure }), [{ x: 1.4, y: -1e9, pressure: 5000 }])
    client.addSamples([{ x: NaN, y: Infinity, pressure: -3 }])
    client.endStroke()
    const { samplePositionMin: min, samplePositionMax: max } = limits
    expect(strokesSent(host)).toEqual([
      [
        { x: 1, y: min, pressure: 1023 },
        { x: min, y: max, pressure: 0 },
      ],
    ])
  })

  it('[RP7] shows own strokes at once, and nothing changes on the screen as they come back', async () => {
    const { clock, host, client } = startJoined()
    const blank = screen(client)
    client.beginStroke(firstLayer, penBrush, lineSamples(10, 3))
    client.addSamples(lineSamples(22, 10))
    const drawn = screen(client)
    expect(drawn).not.toEqual(blank)
    await clock.run(limits.segmentMs)
    for (let i = 0; i < 2; i++) {
      host.echo(1)
      expect(screen(client)).toEqual(drawn)
    }
    client.endStroke()
    const ended = screen(client)
    host.echo()
    expect(screen(client)).toEqual(ended)
    expect(client.hash()).toBe(host.picture().hash())
  })

  it('[RP7] an own ended stroke stays above others’ open strokes until it comes back', () => {
    const { host, client } = startJoined()
    client.beginStroke(firstLayer, penBrush, lineSamples(10, 5))
    client.endStroke()
    const own = screen(client)
    host.orderOthers(1, ...wholeStroke(10, 90))
    host.sendUpdates(1)
    expect(screen(client)[0]).toEqual(own[0])
    host.echo()
    expect(client.hash()).toBe(host.picture().hash())
    expect(screen(client)[0]).toEqual(own[0])
  })

  it('[RP8] undoes the newest own stroke and redoes it, until another stroke is drawn', () => {
    const { host, client } = startJoined()
    expect(client.state()).toMatchObject({ canUndo: false, canRedo: false })
    for (const x of [10, 70]) {
      client.beginStroke(firstLayer, penBrush, lineSamples(x, 3))
      client.endStroke()
    }
    host.echo()
    const both = client.hash()
    client.undo()
    client.undo()
    expect(client.state()).toMatchObject({ canUndo: false, canRedo: true })
    host.echo()
    expect(client.hash()).toBe(host.picture(0).hash())
    client.redo()
    client.redo()
    client.redo()
    host.echo()
    expect(client.hash()).toBe(both)
    expect(client.state()).toMatchObject({ canUndo: true, canRedo: false })
    client.undo()
    client.beginStroke(firstLayer, penBrush, lineSamples(130, 3))
    expect(client.state()).toMatchObject({ canUndo: false, canRedo: false })
    client.endStroke()
    expect(client.state()).toMatchObject({ canUndo: true, canRedo: false })
    host.echo()
    const undone = host.order
      .map(({ operation }) => decodeOperation(operation))
      .filter(({ kind }) => kind === 'undo')
    expect(undone).toEqual([3, 1, 3].map((action) => ({ kind: 'undo', action })))
  })

  it('[RP8] hides a stroke at once that is undone before the host has it', () => {
    const { host, client } = startJoined()
    const blank = screen(client)
    client.beginStroke(firstLayer, penBrush, lineSamples(10, 3))
    client.endStroke()
    const drawn = screen(client)
    client.undo()
    expect(screen(client)).toEqual(blank)
    client.redo()
    expect(screen(client)).toEqual(drawn)
    client.undo()
    host.echo()
    expect(screen(client)).toEqual(blank)
    expect(client.hash()).toBe(host.picture().hash())
  })

  it('[RP9] draws nothing before the picture is here, and says why', () => {
    const { host, client } = startScripted()
    client.beginStroke(firstLayer, penBrush, lineSamples(10, 3))
    client.endStroke()
    host.line.open()
    host.sendSnapshot()
    expect(host.line.updates).toEqual([])
    expect(client.state().unacknowledged).toBe(0)
  })

  it('[RP9] while the host takes nothing, drawing is refused with its sentence; what is queued goes out after that', () => {
    const { host, client } = startJoined()
    client.beginStroke(firstLayer, penBrush, lineSamples(10, 3))
    host.echo()
    client.addSamples(lineSamples(22, 2))
    host.line.say({ kind: 'health', writable: false, sentence: 'The disk is full.' })
    const shown = screen(client)
    client.addSamples(lineSamples(30, 2))
    expect(client.state().health).toEqual({ writable: false, sentence: 'The disk is full.' })
    expect(screen(client)).toEqual(shown)
    expect(host.line.updates.length).toBe(1)
    expect(client.state().unacknowledged).toBe(3)
    host.line.say({ kind: 'health', writable: true, sentence: '' })
    client.addSamples(lineSamples(38, 2))
    client.endStroke()
    expect(sentKinds(host)).toEqual(['stroke-begin', 'stroke-points', 'end', 'stroke-begin', 'end'])
    host.echo()
    expect(client.hash()).toBe(host.picture().hash())
  })

  it('[RO2] a viewer’s window refuses every mark and change with a sentence, and sends none', () => {
    const { host, client } = startScripted()
    host.line.open()
    host.sendSnapshot({ role: 'viewer' })
    const refused = { kind: 'refused', sentence: expect.stringMatching(/^You are here to watch/) as string }
    expect(client.beginStroke(firstLayer, penBrush, lineSamples(10, 3))).toEqual(refused)
    client.addSamples(lineSamples(20, 3))
    client.endStroke()
    expect(client.changeLayers({ kind: 'layer-remove', id: firstLayer }, 'first')).toEqual(refused)
    client.undo()
    expect(host.line.updates).toEqual([])
    expect(client.state()).toMatchObject({
      you: { role: 'viewer' },
      health: { writable: true },
      unacknowledged: 0,
    })
  })

  it('[RP9] what the host ignored while it took nothing is sent again', () => {
    const { host, client } = startJoined()
    client.beginStroke(firstLayer, penBrush, lineSamples(10, 3))
    client.endStroke()
    host.line.say({ kind: 'health', writable: false, sentence: 'The disk is full.' })
    host.line.say({ kind: 'health', writable: true, sentence: '' })
    expect(host.line.updates.map(({ clientSeq }) => clientSeq)).toEqual([1, 2, 1, 2])
  })

  it('[RP9] refuses drawing past limits.unsentUpdatesMax, until the host has taken some', async () => {
    const { host, client } = startJoined({ unsentUpdatesMax: 4 })
    const stroke = (): void => {
      client.beginStroke(firstLayer, penBrush, lineSamples(10, 3))
      client.endStroke()
    }
    for (let i = 0; i < 5; i++) stroke()
    expect(client.state().unacknowledged).toBe(4)
    expect(client.state().health.writable).toBe(false)
    expect(client.state().health.sentence).toContain('4 of your updates wait')
    host.echo()
    host.sayDurable()
    expect(client.state().health.writable).toBe(true)
    stroke()
    expect(client.state().unacknowledged).toBe(2)
  })

  it('[RP10] sends no faster than the host allows, and no more than the socket takes', async () => {
    const { clock, host, client } = startJoined({ updatesBurst: 20, updatesPerSecond: 100 })
    for (let i = 0; i < 15; i++) {
      client.beginStroke(firstLayer, penBrush, lineSamples(10, 2))
      client.endStroke()
    }
    expect(host.line.updates.length).toBe(10)
    await clock.run(100)
    expect(host.line.updates.length).toBe(20)
    host.line.buffered = limits.socketWindowBytes
    await clock.run(1000)
    expect(host.line.updates.length).toBe(20)
    host.line.drain()
    expect(host.line.updates.length).toBe(30)
    expect(host.line.updates.map(({ clientSeq }) => clientSeq)).toEqual(
      Array.from({ length: 30 }, (_, i) => i + 1),
    )
  })

  it('[RP10] counts a gradient as the host does, and sends one that costs more than all after a rest', async () => {
    const at = { x: 0, y: 0 }
    const ink = { red: 0, green: 0, blue: 0, alpha: 255 }
    const gradient = {
      layer: firstLayer,
      shape: 'linear',
      from: at,
      to: { x: 16, y: 0 },
      start: ink,
      stop: ink,
    } as const
    const { clock, host, client } = startJoined({ updatesBurst: 20, updatesPerSecond: 100 })
    // 8 tiles are in the picture: each costs 2.
    for (let i = 0; i < 7; i++) client.gradient(gradient)
    expect(host.line.updates.length).toBe(5)
    await clock.run(25)
    expect(host.line.updates.length).toBe(6)
    await clock.run(25)
    expect(host.line.updates.length).toBe(7)
    const large = startJoined({ updatesBurst: 2, updatesPerSecond: 100 })
    for (let i = 0; i < 2; i++) large.client.gradient(gradient)
    expect(large.host.line.updates.length).toBe(1)
    await large.clock.run(15)
    expect(large.host.line.updates.length).toBe(1)
    await large.clock.run(20)
    expect(large.host.line.updates.length).toBe(2)
  })

  it('[RP10] a message has at most limits.updatesPerMessageMax updates and limits.clientMessageBytesMax bytes', async () => {
    const session = startJoined({ clientMessageBytesMax: 400, updatesPerMessageMax: 5 })
    const { host, client } = session
    host.line.buffered = limits.socketWindowBytes
    for (let i = 0; i < 20; i++) {
      client.beginStroke(firstLayer, penBrush, lineSamples(10, 30))
      client.endStroke()
    }
    host.line.drain()
    const counts = host.line.received.flatMap((message) =>
      message.kind === 'updates' ? message.updates.length : [],
    )
    expect(Math.max(...counts)).toBeLessThanOrEqual(5)
    expect(counts.reduce((a, b) => a + b)).toBe(40)
  })
})
