import { describe, expect, it } from 'vitest'
import { limits } from '../base/limits.ts'
import { tileValues } from '../kernel/tile-layout.ts'
import type { PatchPart } from '../raster/operation.ts'
import { patchWeight } from '../raster/patch-weight.ts'
import { encodePixels } from '../raster/tile-codec.ts'
import { createStructure, firstLayer } from '../raster/structure.ts'
import type { ScriptedHost } from '../testing/scripted-host.ts'
import {
  lineSamples,
  operationsSent,
  penBrush,
  reopenLine,
  screen,
  startJoined,
  startScripted,
  tileOfPicture,
} from '../testing/scripted-client.ts'

const kindsSent = (host: ScriptedHost): string[] => operationsSent(host).map(({ kind }) => kind)

/** A tile of noise: it can't be compressed. */
function noise(seed: number): Uint16Array {
  let value = seed
  const pixels = new Uint16Array(tileValues)
  for (let at = 0; at < tileValues; at++) {
    value = (Math.imul(value, 1103515245) + 12345) >>> 0
    pixels[at] = (at & 3) === 3 ? 32767 : value >>> 17
  }
  return pixels
}
const imageOf = (...places: number[]): PatchPart[] =>
  places.map((place) => {
    return { index: tileOfPicture(place), form: 'over', bytes: encodePixels(noise(place + 1)) }
  })
const image = { layer: firstLayer, color: 0, alphaLock: false }

describe('a patch', () => {
  it('[RP23] is sent in updates within the limits, and looks the same when it has come back', () => {
    const { host, client } = startJoined()
    const coverage = new Uint8Array(4096).fill(255, 100, 900)
    const parts = [
      { index: tileOfPicture(0), form: 'cover', coverage } as const,
      { index: tileOfPicture(1), form: 'cover', coverage: new Uint8Array(4096) } as const,
      { index: tileOfPicture(2), form: 'over', pixels: noise(1) } as const,
      { index: tileOfPicture(3), form: 'over', pixels: new Uint16Array(tileValues) } as const,
      ...imageOf(4, 5),
    ]
    expect(client.patch({ ...image, color: 0x3060c0, parts })).toEqual({ kind: 'taken' })
    expect(kindsSent(host)).toEqual(['patch-begin', 'patch-parts', 'patch-parts', 'patch-parts', 'end'])
    expect(Math.max(...host.line.updates.map(({ operation }) => operation.length))).toBeLessThanOrEqual(
      limits.operationBytesMax,
    )
    const shown = screen(client)
    for (let i = 0; i < 5; i++) {
      host.echo(1)
      expect(screen(client)).toEqual(shown)
    }
    expect(client.hash()).toBe(host.picture().hash())
    expect([...host.picture().layerTiles(firstLayer).keys()]).toEqual([0, 2, 4, 5].map(tileOfPicture))
  })

  it('[RP23] without any paint is nothing', () => {
    const { host, client } = startJoined()
    const parts = [{ index: 5, form: 'erase', coverage: new Uint8Array(4096) } as const]
    expect(client.patch({ ...image, parts })).toEqual({ kind: 'taken' })
    expect(host.line.updates).toEqual([])
  })

  it('[RP23] tells how far it has come, as long as it is large', () => {
    const { host, client, states } = startJoined({ sendingShownBytes: 80_000 })
    client.patch({ ...image, parts: imageOf(0, 1, 2, 3) })
    const bytesTotal = host.line.updates.reduce((sum, { operation }) => sum + operation.length, 0)
    expect(client.state().sending).toEqual({ bytes: 0, bytesTotal })
    host.echo(2)
    const bytes = host.line.updates.slice(0, 2).reduce((sum, { operation }) => sum + operation.length, 0)
    expect(states.at(-1)!.sending).toEqual({ bytes, bytesTotal })
    host.echo()
    expect(client.state()).not.toHaveProperty('sending')
    client.patch({ ...image, parts: imageOf(0, 1) })
    expect(client.state()).not.toHaveProperty('sending')
  })

  it('[RP23] that is too large is refused with its size, and nothing of it is sent', () => {
    const { host, client } = startJoined({ patchBytesMax: 60_000 })
    expect(client.patch({ ...image, parts: imageOf(0, 1, 2, 3) })).toEqual({
      kind: 'refused',
      sentence: 'This has 0.1 MB when it is sent, and at most 0.1 MB can be.',
    })
    expect(host.line.updates).toEqual([])
  })

  it('[RA42] of many small parts is refused by the count of the host, and drawn whole at the limit', () => {
    const parts = Array.from({ length: 600 }, (): PatchPart => {
      return { index: tileOfPicture(0), form: 'cover', bytes: Uint8Array.of(0, 3) }
    })
    const { host, client } = startJoined()
    expect(client.patch({ ...image, parts })).toEqual({ kind: 'taken' })
    const weights = operationsSent(host)
      .slice(0, -1)
      .map((operation, i) => patchWeight(operation, host.line.updates[i]!.operation.length))
    const patchBytesMax = weights.reduce((sum, weight) => sum + weight, 0)
    expect(patchBytesMax).toBeGreaterThan(600 * limits.patchPartBytesMin)
    expect(startJoined({ patchBytesMax }).client.patch({ ...image, parts }).kind).toBe('taken')
    const short = startJoined({ patchBytesMax: patchBytesMax - 1 })
    expect(short.client.patch({ ...image, parts }).kind).toBe('refused')
    expect(short.host.line.updates).toEqual([])
  })

  it('[RP23] ends an open stroke, and undo takes all of it back at once', () => {
    const { host, client } = startJoined()
    client.beginStroke(firstLayer, penBrush, lineSamples(10, 3))
    const drawn = screen(client)
    client.patch({ ...image, parts: imageOf(0, 1, 2) })
    client.addSamples(lineSamples(100, 3))
    expect(kindsSent(host).slice(0, 3)).toEqual(['stroke-begin', 'end', 'patch-begin'])
    host.echo(4)
    client.undo()
    expect(screen(client)).toEqual(drawn)
    host.echo()
    expect(screen(client)).toEqual(drawn)
    expect(client.hash()).toBe(host.picture().hash())
    expect(client.state()).toMatchObject({ canUndo: true, canRedo: true })
  })

  it('[RP13] of which the host had a part when it gave up waiting goes on as another patch', async () => {
    const session = startJoined()
    const { host, client } = session
    client.patch({ ...image, parts: imageOf(0, 1, 2) })
    const shown = screen(client)
    host.echo(2)
    host.line.close()
    client.beginStroke(firstLayer, penBrush, lineSamples(200, 3))
    client.endStroke()
    client.undo()
    host.orderOthers(0, { kind: 'close', author: host.you })
    await reopenLine(session)
    host.sendResume(2)
    expect(operationsSent(host)).toMatchObject([
      { kind: 'patch-begin', layer: firstLayer },
      { kind: 'patch-parts' },
      { kind: 'patch-parts' },
      { kind: 'end' },
      { kind: 'stroke-begin' },
      { kind: 'end' },
      { kind: 'undo', action: 7 },
    ])
    expect(screen(client)).toEqual(shown)
    host.echo()
    expect(screen(client)).toEqual(shown)
    expect(client.hash()).toBe(host.picture().hash())
  })

  it('[RP5] that a former run left open is ended', () => {
    const { host } = startScripted()
    host.orderOthers(host.you, { kind: 'patch-begin', ...image }, { kind: 'patch-parts', parts: imageOf(0) })
    host.accepted = 2
    host.line.open()
    host.sendSnapshot()
    expect(operationsSent(host)).toEqual([{ kind: 'end' }])
  })
})

describe('layers', () => {
  const add = { kind: 'layer-add', id: 7, above: firstLayer, name: 'Sky' } as const

  it('[RP25] are changed at once, and nothing changes on the screen when that comes back', () => {
    const { host, client, states } = startJoined()
    client.changeLayers(add)
    expect(states.at(-1)!.layers.map(({ name }) => name)).toEqual(['Layer 1', 'Sky'])
    client.beginStroke(7, penBrush, lineSamples(10, 3))
    client.endStroke()
    const drawn = screen(client)
    client.changeLayers({ kind: 'layer-set', id: 7, field: { kind: 'visible', value: false } })
    const hidden = screen(client)
    expect(hidden).not.toEqual(drawn)
    client.undo()
    expect(screen(client)).toEqual(drawn)
    client.changeLayers({
      kind: 'layer-merge',
      top: 7,
      below: firstLayer,
      opacity: 255,
      blend: 'normal',
      clipped: false,
    })
    expect(screen(client)).toEqual(drawn)
    expect(client.state().layers.length).toBe(1)
    for (let i = 0; i < 6; i++) {
      host.echo(1)
      expect(screen(client)).toEqual(drawn)
    }
    expect(client.hash()).toBe(host.picture().hash())
  })

  it('[RP25] the picture’s size follows the frame as it is shown', () => {
    const { host, client } = startJoined()
    const { frame } = createStructure(host.size)
    client.changeLayers({ kind: 'resize', ...frame, x: frame.x - 64, width: 300 })
    expect(client.state()).toMatchObject({
      picture: { size: { width: 300, height: 128 } },
      frame: { x: frame.x - 64, y: frame.y, width: 300, height: 128 },
    })
    client.undo()
    expect(client.state().frame).toEqual(frame)
    host.echo()
    expect(client.state().frame).toEqual(frame)
  })

  it('[TG31] the shared palette is shown at once, undone and redone like anything else', () => {
    const { host, client, states } = startJoined()
    expect(client.changeLayers({ kind: 'palette', colors: [5, 6] }).kind).toBe('taken')
    expect([client.state().palette, states.at(-1)!.palette]).toEqual([
      [5, 6],
      [5, 6],
    ])
    client.changeLayers({ kind: 'palette', colors: [5, 6] })
    expect(host.line.updates.length).toBe(1)
    host.echo()
    client.undo()
    expect(client.state().palette).toEqual([])
    client.redo()
    expect(client.state().palette).toEqual([5, 6])
    host.echo()
    expect(client.hash()).toBe(host.picture().hash())
    expect(client.changeLayers({ kind: 'palette', colors: new Array<number>(257).fill(0) })).toEqual({
      kind: 'refused',
      sentence: 'The shared palette has at most 256 colours.',
    })
    expect(client.state().palette).toEqual([5, 6])
  })

  it('[RP25] what makes no difference is not sent; too many are refused', () => {
    const { host, client } = startJoined({ layersMax: 2 })
    client.changeLayers({ kind: 'layer-remove', id: firstLayer })
    client.changeLayers({ kind: 'layer-set', id: firstLayer, field: { kind: 'opacity', value: 255 } })
    client.changeLayers({ kind: 'layer-move', id: 9, above: 0 })
    expect(host.line.updates).toEqual([])
    client.changeLayers(add)
    expect(client.changeLayers({ ...add, id: 8 })).toEqual({
      kind: 'refused',
      sentence: 'A picture has at most 2 layers.',
    })
  })

  it('[RP21] that are locked, hidden or gone are not painted on, with a sentence', () => {
    const { host, client } = startJoined()
    const begin = (layer: number): unknown => client.beginStroke(layer, penBrush, lineSamples(10, 3))
    const set = (kind: 'locked' | 'visible', value: boolean): void => {
      client.changeLayers({ kind: 'layer-set', id: firstLayer, field: { kind, value } })
    }
    set('locked', true)
    const before = host.line.updates.length
    expect(begin(firstLayer)).toEqual({
      kind: 'refused',
      sentence: 'The layer “Layer 1” is locked. Unlock it to paint on it.',
    })
    expect(client.patch({ ...image, parts: imageOf(0) })).toMatchObject({ kind: 'refused' })
    client.addSamples(lineSamples(22, 3))
    client.endStroke()
    expect(host.line.updates.length).toBe(before)
    set('locked', false)
    set('visible', false)
    expect(begin(firstLayer)).toMatchObject({ sentence: expect.stringContaining('is hidden') })
    expect(begin(99)).toMatchObject({ sentence: expect.stringContaining('not there any more') })
    set('visible', true)
    expect(begin(firstLayer)).toEqual({ kind: 'taken' })
  })

  it('[RP21] are not painted on when the picture is full', () => {
    const { host, client } = startJoined({ pictureTilesMax: 2 })
    client.patch({ ...image, parts: imageOf(0, 1) })
    host.echo()
    expect(client.beginStroke(firstLayer, penBrush, lineSamples(10, 3))).toEqual({
      kind: 'refused',
      sentence:
        'The picture is full: its layers have 2 painted squares of 64 × 64 px. Merge or remove some layers.',
    })
  })

  it('[RP22] whose alpha is locked are painted on so', () => {
    const { host, client } = startJoined()
    client.changeLayers({ kind: 'layer-set', id: firstLayer, field: { kind: 'alphaLocked', value: true } })
    client.beginStroke(firstLayer, penBrush, lineSamples(10, 3))
    client.endStroke()
    expect(operationsSent(host)[1]).toMatchObject({ kind: 'stroke-begin', alphaLock: true, selected: false })
    host.echo()
    expect(host.picture().layerTiles(firstLayer).size).toBe(0)
  })
})

describe('the pixels for tools', () => {
  it('[RP27] are those that are shown: of one layer, or of all that are visible', () => {
    const { host, client } = startJoined()
    const [layer, all] = [
      client.pixelSource({ kind: 'layer', layer: firstLayer }),
      client.pixelSource({ kind: 'all' }),
    ]
    const index = tileOfPicture(0)
    expect([layer(index), all(index)]).toEqual([undefined, undefined])
    client.patch({ ...image, parts: imageOf(0) })
    expect(layer(index)).toEqual(noise(1))
    expect(all(index)).toEqual(noise(1))
    host.echo()
    const kept = layer(index)
    client.changeLayers({ kind: 'layer-set', id: firstLayer, field: { kind: 'visible', value: false } })
    expect([layer(index), all(index), layer(5)]).toEqual([noise(1), undefined, undefined])
    client.changeLayers({ kind: 'layer-set', id: firstLayer, field: { kind: 'visible', value: true } })
    client.beginStroke(firstLayer, penBrush, lineSamples(10, 3))
    const drawn = layer(index)
    expect(drawn).not.toEqual(noise(1))
    screen(client)
    expect(all(index)).toEqual(drawn)
    expect(kept).toEqual(noise(1))
  })

  it('[RP27] are none before the picture is here', () => {
    const { client } = startScripted()
    expect(client.pixelSource({ kind: 'all' })(5)).toBeUndefined()
  })
})
