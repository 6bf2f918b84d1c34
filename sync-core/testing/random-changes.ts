import type { Client } from '../client.ts'
import type { Prng } from '../base/prng.ts'
import { blendModes } from '../kernel/blend-mode.ts'
import { tilePixels } from '../kernel/tile-layout.ts'
import { encodeCoverage } from '../raster/coverage-codec.ts'
import type { LayerField } from '../raster/layer-operation.ts'
import type { PatchPart, PlanePoint, Rgba } from '../raster/operation.ts'
import { tileIndexOf } from '../raster/plane.ts'
import type { Frame, Layer } from '../raster/structure.ts'

// What a painter does besides drawing strokes, at random: layers, fills, gradients, selections, resizing.

/** Does one of them with the client. */
export function changeSomething(prng: Prng, client: Client, frame: Frame, layers: readonly Layer[]): void {
  const choice = prng.unit()
  if (choice < 0.45) return changeLayers(prng, client, layers)
  const { id: layer } = prng.pick(layers)
  const alphaLock = prng.chance(0.2)
  if (choice < 0.65) {
    const parts = Array.from({ length: 1 + prng.below(4) }, () => randomPart(prng, frame))
    client.patch({ layer, color: prng.below(0x1000000), alphaLock, parts })
  } else if (choice < 0.75) {
    const shape = prng.pick(['linear', 'radial'] as const)
    const [from, to] = [randomPoint(prng, frame), randomPoint(prng, frame)]
    const [start, stop] = [randomRgba(prng), randomRgba(prng)]
    client.gradient({ layer, shape, from, to, start, stop })
  } else if (choice < 0.95) {
    const isNone = prng.chance(0.3)
    const tiles = Array.from({ length: 1 + prng.below(3) }, () => {
      return [randomTile(prng, frame), randomCoverage(prng)] as const
    })
    client.setSelection(isNone ? undefined : new Map(tiles))
  } else {
    const x = frame.x + prng.below(33) - 16
    client.changeLayers({ kind: 'resize', x, y: frame.y, width: frame.width, height: frame.height })
  }
}

function changeLayers(prng: Prng, client: Client, layers: readonly Layer[]): void {
  const layer = prng.pick(layers)
  const other = prng.pick(layers)
  const { id } = layer
  const choice = prng.unit()
  if (choice < 0.3) {
    client.changeLayers({ kind: 'layer-add', id: 1 + prng.below(2 ** 31), above: id, name: 'New' })
  } else if (choice < 0.6) client.changeLayers({ kind: 'layer-set', id, field: randomField(prng) })
  else if (choice < 0.7) client.changeLayers({ kind: 'layer-remove', id })
  else if (choice < 0.8)
    client.changeLayers({ kind: 'layer-move', id, above: prng.chance(0.3) ? 0 : other.id })
  else if (choice < 0.9) {
    client.changeLayers({ kind: 'layer-copy', from: id, id: 1 + prng.below(2 ** 31), name: 'Copy' })
  } else {
    const { opacity, blend, clipped } = layer
    client.changeLayers({ kind: 'layer-merge', top: id, below: other.id, opacity, blend, clipped })
  }
}

function randomField(prng: Prng): LayerField {
  switch (prng.below(5)) {
    case 0:
      return { kind: 'opacity', value: prng.below(256) }
    case 1:
      return { kind: 'blend', value: prng.pick(blendModes) }
    case 2:
      return { kind: 'clipped', value: prng.chance(0.5) }
    case 3:
      return { kind: 'alphaLocked', value: prng.chance(0.3) }
    default:
      return { kind: 'name', value: `Layer ${prng.below(100)}` }
  }
}

function randomPart(prng: Prng, frame: Frame): PatchPart {
  const form = prng.chance(0.7) ? 'cover' : 'erase'
  return { index: randomTile(prng, frame), form, bytes: encodeCoverage(randomCoverage(prng)) }
}

function randomCoverage(prng: Prng): Uint8Array {
  const value = prng.below(256)
  const edge = prng.below(65)
  return Uint8Array.from({ length: tilePixels }, (_, i) => ((i & 63) < edge ? value : 0))
}

function randomTile(prng: Prng, { x, y, width, height }: Frame): number {
  return tileIndexOf((x + prng.below(width)) >> 6, (y + prng.below(height)) >> 6)
}

function randomPoint(prng: Prng, { x, y, width, height }: Frame): PlanePoint {
  return { x: 16 * (x + prng.below(width)), y: 16 * (y + prng.below(height)) }
}

function randomRgba(prng: Prng): Rgba {
  return { red: prng.below(256), green: prng.below(256), blue: prng.below(256), alpha: prng.below(256) }
}
