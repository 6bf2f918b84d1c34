import { describe, expect, it } from 'vitest'
import type { Client } from '../client.ts'
import { limits } from '../base/limits.ts'
import { firstLayer } from '../raster/structure.ts'
import type { ScriptedHost } from '../testing/scripted-host.ts'
import {
  lineSamples,
  operationsSent,
  penBrush,
  reopenLine,
  screen,
  startJoined,
  tileOfPicture,
  wholeStroke,
} from '../testing/scripted-client.ts'

const kindsSent = (host: ScriptedHost): string[] =>
  operationsSent(host).map((operation) =>
    operation.kind === 'select' ? `select ${operation.stage}` : operation.kind,
  )

/** The left half of the tiles, each with a soft edge of its own. */
const maskOf = (...places: number[]): Map<number, Uint8Array> =>
  new Map(
    places.map((place) => {
      const coverage = Uint8Array.from({ length: 4096 }, (_, i) =>
        (i & 63) < 30 ? 255 : (i & 63) === 30 ? 90 + place : 0,
      )
      return [tileOfPicture(place), coverage]
    }),
  )

function drawLine(client: Client, fromPx: number): void {
  client.beginStroke(firstLayer, penBrush, lineSamples(fromPx, 20))
  client.endStroke()
}

describe('a selection', () => {
  it('[RP24] is told to the host right before something is painted with it, once, and clips it', () => {
    const { host, client } = startJoined()
    client.setSelection(maskOf(0, 1))
    expect(host.line.updates).toEqual([])
    drawLine(client, 10)
    drawLine(client, 14)
    expect(kindsSent(host)).toEqual(['select whole', 'stroke-begin', 'end', 'stroke-begin', 'end'])
    expect(operationsSent(host)[1]).toMatchObject({ selected: true })
    const shown = screen(client)
    host.echo()
    expect(screen(client)).toEqual(shown)
    expect(client.hash()).toBe(host.picture().hash())
    const pixels = host.picture().tile(firstLayer, tileOfPicture(0))!.copyPixels()
    const row = 40 * 64 * 4
    expect([pixels[row + 29 * 4 + 3]! > 0, pixels[row + 31 * 4 + 3]]).toEqual([true, 0])
    drawLine(client, 18)
    expect(kindsSent(host).slice(5)).toEqual(['stroke-begin', 'end'])
  })

  it('[RP24] is not needed for what is painted without one, nor when nothing is covered', () => {
    const { host, client } = startJoined()
    client.setSelection(maskOf(0))
    client.setSelection(new Map([[5, new Uint8Array(4096)]]))
    expect(client.selection()).toBeUndefined()
    drawLine(client, 10)
    client.setSelection(maskOf(0))
    client.setSelection(undefined)
    drawLine(client, 10)
    expect(kindsSent(host)).toEqual(['stroke-begin', 'end', 'stroke-begin', 'end'])
    expect(operationsSent(host)[0]).toMatchObject({ selected: false })
  })

  it('[UI86] a gradient is sent as far as it can be, whoever asks for it', () => {
    const { host, client } = startJoined()
    const color = { red: 1, green: 2, blue: 3, alpha: 200 }
    const [from, to] = [
      { x: 131072, y: 131072 },
      { x: 131072 - 10 * 393216, y: 131072 + 10 * 100 },
    ]
    client.gradient({ layer: firstLayer, shape: 'linear', from, to, start: color, stop: color })
    expect(operationsSent(host)).toMatchObject([{ kind: 'gradient', from, to: { x: -262144, y: 131172 } }])
  })

  it('[RP24] is told anew when it is another one, also for a gradient', () => {
    const { host, client } = startJoined()
    client.setSelection(maskOf(0))
    drawLine(client, 10)
    client.setSelection(maskOf(1))
    const color = { red: 1, green: 2, blue: 3, alpha: 200 }
    const [from, to] = lineSamples(10, 2)
    client.gradient({ layer: firstLayer, shape: 'radial', from: from!, to: to!, start: color, stop: color })
    expect(kindsSent(host)).toEqual(['select whole', 'stroke-begin', 'end', 'select whole', 'gradient'])
    const shown = screen(client)
    host.echo()
    expect(screen(client)).toEqual(shown)
    expect(host.picture().layerTiles(firstLayer).has(tileOfPicture(1))).toBe(true)
    expect(host.picture().layerTiles(firstLayer).has(tileOfPicture(2))).toBe(false)
  })

  it('[RP24] that is large comes in parts; one that is too large is refused when it is used', () => {
    const { host, client } = startJoined({ operationBytesMax: 90, selectionBytesMax: 400 })
    client.setSelection(maskOf(0, 1, 2, 3, 4))
    drawLine(client, 10)
    const stages = kindsSent(host).slice(0, -2)
    expect(stages[0]).toBe('select first')
    expect(stages.at(-1)).toBe('select last')
    expect(stages.slice(1, -1).every((stage) => stage === 'select middle')).toBe(true)
    host.echo()
    expect(client.hash()).toBe(host.picture().hash())
    client.setSelection(new Map(Array.from({ length: 60 }, (_, i) => [i, maskOf(1).get(tileOfPicture(1))!])))
    const outcome = client.beginStroke(firstLayer, penBrush, lineSamples(10, 2))
    expect(outcome).toMatchObject({ kind: 'refused', sentence: expect.stringContaining('The selection has') })
  })

  it('[RP24] that the host forgot is told again before the next stroke', async () => {
    const session = startJoined()
    const { host, client } = session
    client.setSelection(maskOf(0))
    drawLine(client, 10)
    host.echo()
    host.line.close()
    host.orderOthers(0, { kind: 'close', author: host.you })
    await reopenLine(session)
    host.sendResume(3)
    drawLine(client, 14)
    expect(kindsSent(host)).toEqual(['select whole', 'stroke-begin', 'end'])
    host.echo()
    expect(client.hash()).toBe(host.picture().hash())
  })

  it.each(['resume', 'snapshot'] as const)(
    '[RP24] that the host forgot is told again before what waited for the connection: %s',
    async (how) => {
      const session = startJoined()
      const { host, client } = session
      client.setSelection(maskOf(0))
      drawLine(client, 10)
      host.echo()
      const selected = screen(client)
      host.line.close()
      drawLine(client, 10)
      client.undo()
      client.redo()
      const shown = screen(client)
      host.orderOthers(0, { kind: 'close', author: host.you })
      await reopenLine(session)
      if (how === 'resume') host.sendResume(3)
      else host.sendSnapshot()
      expect(operationsSent(host)).toMatchObject([
        { kind: 'select' },
        { kind: 'stroke-begin', selected: true },
        { kind: 'end' },
        { kind: 'undo', action: 5 },
        { kind: 'redo', action: 5 },
      ])
      expect(host.line.updates.map(({ clientSeq }) => clientSeq)).toEqual([4, 5, 6, 7, 8])
      expect(screen(client)).toEqual(shown)
      expect(shown.slice(1)).toEqual(selected.slice(1))
      host.echo()
      expect(screen(client)).toEqual(shown)
      expect(client.hash()).toBe(host.picture().hash())
      expect(client.state().canUndo).toBe(true)
    },
  )

  it('[RP24] of which the host had only a part is told from its beginning', async () => {
    const session = startJoined({ operationBytesMax: 90 })
    const { host, client } = session
    client.setSelection(maskOf(0, 1, 2))
    drawLine(client, 10)
    const shown = screen(client)
    const count = host.line.updates.length - 2
    expect(count).toBeGreaterThan(1)
    host.orderOwn(count - 1)
    host.line.close()
    host.orderOthers(0, { kind: 'close', author: host.you })
    await reopenLine(session)
    host.sendResume(0)
    expect(kindsSent(host)[0]).toBe('select first')
    expect(kindsSent(host).length).toBe(count + 2)
    expect(screen(client)).toEqual(shown)
    host.echo()
    expect(screen(client)).toEqual(shown)
    expect(client.hash()).toBe(host.picture().hash())
    drawLine(client, 10)
    expect(kindsSent(host).at(-3)).toBe('end')
  })

  it('[RP24] of a stroke that the host ended is told again before the rest of it', async () => {
    const session = startJoined()
    const { clock, host, client } = session
    client.setSelection(maskOf(0))
    client.beginStroke(firstLayer, penBrush, lineSamples(10, 3))
    client.addSamples(lineSamples(22, 2))
    await clock.run(limits.segmentMs)
    host.echo(2)
    host.line.close()
    client.endStroke()
    host.orderOthers(0, { kind: 'close', author: host.you })
    await reopenLine(session)
    host.sendResume(2)
    expect(kindsSent(host)).toEqual(['select whole', 'stroke-begin', 'end'])
    expect(host.line.updates.map(({ clientSeq }) => clientSeq)).toEqual([3, 4, 5])
    const shown = screen(client)
    host.echo()
    expect(screen(client)).toEqual(shown)
    expect(client.hash()).toBe(host.picture().hash())
    client.undo()
    expect(operationsSent(host).at(-1)).toEqual({ kind: 'undo', action: 4 })
  })

  it('[RP12][RP24] that the host lost with all before it is told again', async () => {
    const session = startJoined()
    const { host, client } = session
    client.setSelection(maskOf(0))
    drawLine(client, 10)
    host.echo()
    host.sayDurable()
    drawLine(client, 14)
    host.echo()
    const shown = screen(client)
    host.line.close()
    host.forgetAfter(0)
    host.orderOthers(1, ...wholeStroke(70))
    await reopenLine(session)
    host.sendSnapshot()
    expect(kindsSent(host)).toEqual(['select whole', 'stroke-begin', 'end'])
    expect(host.line.updates.map(({ clientSeq }) => clientSeq)).toEqual([1, 2, 3])
    host.echo()
    expect(screen(client).slice(2)).toEqual(shown.slice(2))
    expect(client.hash()).toBe(host.picture().hash())
  })
})
