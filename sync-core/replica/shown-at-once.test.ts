import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Prng } from '../base/prng.ts'
import type { Client } from '../client.ts'
import { blankBase } from '../raster/base.ts'
import { composeStack } from '../raster/compose-stack.ts'
import { showTile } from '../raster/show-tile.ts'
import { pixelTileBytes, tileSidePx } from '../kernel/tile-layout.ts'
import type { Timeline } from '../raster/timeline.ts'
import { xxh64 } from '../base/xxh64.ts'
import { stepsAtRandom, takeRandomStep, type RandomStep } from '../testing/random-client-steps.ts'
import { screen, startJoined, takeDirtyPlaces, tileOfPicture } from '../testing/scripted-client.ts'
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

/** Does random things, and looks at the shown picture after each. */
async function checkShown(script: readonly RandomStep[], seed: number): Promise<void> {
  const session = startJoined()
  const { client, host } = session
  const prng = new Prng(seed)
  let shown = screen(client)
  const kept: KeptPixels = new Map()
  keepPixels(client, kept, [])
  for (const step of script) {
    client.takeDirty()
    await takeRandomStep(step, prng, session)
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
    const script = fc.array(fc.constantFrom(...stepsAtRandom), { maxLength: 30, size: 'max' })
    await fc.assert(fc.asyncProperty(script, fc.nat(), checkShown), { numRuns: 30 })
  })

  it('[RP11][RP13][RP24][RP26][UI231] is that also after the connection was lost, and the host gave up waiting', async () => {
    const script = fc.array(fc.constantFrom(...stepsAtRandom, 'lose', 'lose', 'lose'), {
      maxLength: 20,
      size: 'max',
    })
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
