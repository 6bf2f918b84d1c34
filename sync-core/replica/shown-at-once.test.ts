import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limits } from '../base/limits.ts'
import { Prng } from '../base/prng.ts'
import type { Client } from '../client.ts'
import { blankBase } from '../raster/base.ts'
import { composeStack } from '../raster/compose-stack.ts'
import type { LayerOperation } from '../raster/layer-operation.ts'
import { showTile } from '../raster/show-tile.ts'
import { createStructure, type Layer } from '../raster/structure.ts'
import { pixelTileBytes, tileSidePx } from '../kernel/tile-layout.ts'
import type { Timeline } from '../raster/timeline.ts'
import { xxh64 } from '../base/xxh64.ts'
import { randomBrush, randomSamples } from '../testing/random-strokes.ts'
import {
  reopenLine,
  screen,
  type ScriptedSession,
  startJoined,
  takeDirtyPlaces,
  tileOfPicture,
} from '../testing/scripted-client.ts'
import type { ScriptedHost } from '../testing/scripted-host.ts'
import { newTimeline } from '../testing/picture-memories.ts'

/** The picture with everything that the client sent, as anybody would have it once that is ordered. */
function pictureOfSent(host: ScriptedHost): Timeline {
  const timeline = newTimeline(blankBase(host.size))
  const underWay = host.line.updates.filter(({ clientSeq }) => clientSeq > host.accepted)
  for (const update of host.order) timeline.apply(update)
  for (const update of new Map(underWay.map((each) => [each.clientSeq, each])).values()) {
    timeline.apply({ ...update, author: host.you, seq: timeline.seq + 1 })
  }
  return timeline
}

/** What the picture looks like with its open actions, as digests like those of `screen`. */
function look(timeline: Timeline): string[] {
  const { memory } = timeline
  const bytes = new Uint8Array(tileSidePx * tileSidePx * 4)
  return Array.from({ length: 8 }, (_, place) => {
    const index = tileOfPicture(place)
    const blocks = new Map(timeline.structure.layers.map(({ id }) => [id, memory.newBlock('pixels')]))
    for (const [layer, { pointer }] of blocks) {
      const tile = timeline.tile(layer, index)
      if (tile !== undefined) memory.kernel.copyBlock(tile.pointer, pointer, pixelTileBytes)
      for (const { marks } of timeline.openActions()) if (marks.layer === layer) marks.layOn(index, pointer)
    }
    const composed = composeStack(
      memory,
      timeline.structure.layers,
      (layer) => blocks.get(layer)!.pointer,
      'paper',
    )
    showTile(memory.kernel, composed, bytes)
    for (const block of blocks.values()) block.free()
    const { hi, lo } = xxh64(bytes)
    return `${hi} ${lo}`
  })
}

const { frame } = createStructure({ width: 256, height: 128 })

function maskOf(prng: Prng): Map<number, Uint8Array> {
  const count = 1 + prng.below(3)
  return new Map(
    Array.from({ length: count }, () => {
      const edge = prng.below(4096)
      return [tileOfPicture(prng.below(8)), new Uint8Array(4096).fill(255, 0, edge).fill(99, edge)]
    }),
  )
}

function layerOperation(prng: Prng, layers: readonly Layer[]): LayerOperation {
  const one = prng.pick(layers).id
  const other = prng.pick(layers).id
  const id = 10 + prng.below(1e6)
  switch (prng.below(9)) {
    case 0:
      return { kind: 'layer-add', id, above: one, name: 'A' }
    case 1:
      return { kind: 'layer-remove', id: one }
    case 2:
      return { kind: 'layer-move', id: one, above: other }
    case 3:
      return { kind: 'layer-set', id: one, field: { kind: 'opacity', value: prng.below(256) } }
    case 4:
      return {
        kind: 'layer-set',
        id: one,
        field: { kind: 'blend', value: prng.pick(['multiply', 'normal', 'add']) },
      }
    case 5:
      return { kind: 'layer-copy', from: one, id, name: 'B' }
    case 6:
      return {
        kind: 'layer-merge',
        top: one,
        below: other,
        opacity: prng.below(256),
        blend: 'normal',
        clipped: false,
      }
    case 7:
      return { kind: 'layer-set', id: one, field: { kind: 'clipped', value: prng.chance(0.5) } }
    default:
      return { kind: 'resize', ...frame, width: 64 + prng.below(200) }
  }
}

type Step =
  'stroke' | 'points' | 'end' | 'layers' | 'gradient' | 'patch' | 'select' | 'undo' | 'redo' | 'echo' | 'lose'

const stepsAway: readonly Step[] = ['stroke', 'points', 'end', 'layers', 'patch', 'select', 'undo', 'redo']
const steps: readonly Step[] = [...stepsAway, 'points', 'layers', 'gradient', 'undo', 'echo', 'echo']

async function act(step: Step, prng: Prng, session: ScriptedSession): Promise<void> {
  const { clock, client, host } = session
  const { layers } = client.state()
  const layer = prng.pick(layers).id
  const point = (): { x: number; y: number } => {
    return { x: 16 * (frame.x + prng.below(256)), y: 16 * (frame.y + prng.below(128)) }
  }
  const rgba = (): { red: number; green: number; blue: number; alpha: number } => {
    return { red: prng.below(256), green: 0, blue: 90, alpha: prng.below(256) }
  }
  switch (step) {
    case 'stroke':
      client.beginStroke(layer, randomBrush(prng), randomSamples(prng, frame, 3, undefined))
      return
    case 'points':
      client.addSamples(randomSamples(prng, frame, 1 + prng.below(4), undefined))
      await clock.run(limits.segmentMs)
      return
    case 'end':
      return client.endStroke()
    case 'layers':
      return void client.changeLayers(layerOperation(prng, layers))
    case 'gradient':
      client.gradient({ layer, shape: 'linear', from: point(), to: point(), start: rgba(), stop: rgba() })
      return
    case 'patch': {
      const parts = [...maskOf(prng)].map(([index, coverage]) => {
        return { index, form: prng.chance(0.7) ? ('cover' as const) : ('erase' as const), coverage }
      })
      return void client.patch({ layer, color: prng.below(0x1000000), alphaLock: prng.chance(0.2), parts })
    }
    case 'select':
      return client.setSelection(prng.chance(0.4) ? undefined : maskOf(prng))
    case 'undo':
      return client.undo()
    case 'redo':
      return client.redo()
    case 'echo':
      return host.echo(1 + prng.below(4))
    case 'lose': {
      const seq = client.seq
      host.orderOwn(prng.below(4))
      host.line.close()
      for (let i = prng.below(3); i > 0; i--) await act(prng.pick(stepsAway), prng, session)
      if (prng.chance(0.6)) host.orderOthers(0, { kind: 'close', author: host.you })
      await reopenLine(session)
      if (prng.chance(0.5)) host.sendResume(seq)
      else host.sendSnapshot()
      return
    }
  }
}

/** Does random things, and looks at the shown picture after each. */
async function checkShown(script: readonly Step[], seed: number): Promise<void> {
  const session = startJoined()
  const { client, host } = session
  const prng = new Prng(seed)
  let shown = screen(client)
  const kept: KeptPixels = new Map()
  keepPixels(client, kept, [])
  for (const step of script) {
    client.takeDirty()
    await act(step, prng, session)
    const sent = pictureOfSent(host)
    const now = screen(client)
    expect(now).toEqual(look(sent))
    expect(client.state().layers).toEqual(sent.structure.layers)
    expect(client.state().frame).toEqual(sent.structure.frame)
    const told = takeDirtyPlaces(client)
    expectTold(told, shown, now)
    keepPixels(client, kept, told)
    shown = now
  }
  host.echo()
  expect(client.hash()).toBe(host.picture().hash())
}

describe('what is shown', () => {
  it('[RP4][RP7][RP8][RP25][RP26][UI231] is at each moment the picture with all own updates, whatever has come back', async () => {
    const script = fc.array(fc.constantFrom(...steps), { maxLength: 30, size: 'max' })
    await fc.assert(fc.asyncProperty(script, fc.nat(), checkShown), { numRuns: 30 })
  })

  it('[RP11][RP13][RP24][RP26][UI231] is that also after the connection was lost, and the host gave up waiting', async () => {
    const script = fc.array(fc.constantFrom(...steps, 'lose', 'lose', 'lose'), { maxLength: 20, size: 'max' })
    await fc.assert(fc.asyncProperty(script, fc.nat(), checkShown), { numRuns: 30 })
  })
})

/** Digests of the layers' pixels, by layer and place, with what stood for them when they were looked at. */
type KeptPixels = Map<string, { readonly tile: unknown; readonly digest: string }>

/** Looks again only where that is told to be needed, and expects everything else to be as it was. */
function keepPixels(client: Client, kept: KeptPixels, told: readonly number[]): void {
  const { layers } = client.state()
  const here = new Set(layers.map(({ id }) => String(id)))
  for (const key of kept.keys()) if (!here.has(key.split(' ')[0]!)) kept.delete(key)
  for (const { id } of layers) {
    const indices = client.layerIndices(id)
    for (const place of [0, 1, 2, 3, 4, 5, 6, 7]) {
      const index = tileOfPicture(place)
      const pixels = client.pixelSource({ kind: 'layer', layer: id })(index)
      const isBlank = pixels === undefined || pixels.every((value) => value === 0)
      const hash = isBlank
        ? undefined
        : xxh64(new Uint8Array(pixels.buffer, pixels.byteOffset, pixelTileBytes))
      const digest = hash === undefined ? 'blank' : `${hash.hi} ${hash.lo}`
      if (!isBlank) expect(indices).toContain(index)
      const known = kept.get(`${id} ${place}`)
      const tile = client.settledTile(id, index)
      const isKnown =
        known !== undefined && (!told.includes(place) || (tile !== undefined && tile === known.tile))
      if (isKnown) expect(digest).toBe(known.digest)
      else kept.set(`${id} ${place}`, { tile, digest })
    }
  }
}

function expectTold(told: readonly number[], before: readonly string[], after: readonly string[]): void {
  after.forEach((digest, place) => {
    if (digest !== before[place]) expect(told).toContain(place)
  })
}
