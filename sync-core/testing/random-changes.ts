import { limits } from '../base/limits.ts'
import type { Prng } from '../base/prng.ts'
import type { Client } from '../client.ts'
import { blendModes } from '../kernel/blend-mode.ts'
import type { LayerField } from '../raster/layer-operation.ts'
import type { PlanePoint, Rgba } from '../raster/operation.ts'
import { tileIndexOf } from '../raster/plane.ts'
import type { Frame, Layer } from '../raster/structure.ts'
import type { PatchContent } from '../replica/encode-patch.ts'
import { type PatchSketch, sketchCoverage, sketchPixels } from './patch-pixels.ts'

// What a painter does besides drawing strokes, at random: layers, patches (fills, erased places, images), gradients, selections,
// resizing and cropping.

/** Does one of them with the client. */
export function changeSomething(prng: Prng, client: Client, frame: Frame, layers: readonly Layer[]): void {
  const choice = prng.unit()
  if (choice < 0.42) return changeLayers(prng, client, layers)
  const { id: layer } = randomLayer(prng, layers)
  if (choice < 0.65) {
    const alphaLock = prng.chance(0.2)
    const parts = Array.from({ length: 1 + prng.below(4) }, () => randomPart(prng, frame))
    client.patch({ layer, color: prng.below(0x1000000), alphaLock, parts })
  } else if (choice < 0.75) {
    const shape = prng.pick(['linear', 'radial'] as const)
    const [from, to] = [randomPoint(prng, frame), randomPoint(prng, frame)]
    const [start, stop] = [randomRgba(prng), randomRgba(prng)]
    client.gradient({ layer, shape, from, to, start, stop })
  } else if (choice < 0.92) {
    const isNone = prng.chance(0.3)
    const tiles = Array.from({ length: 1 + prng.below(4) }, () => {
      return [randomTile(prng, frame), randomCoverage(prng)] as const
    })
    client.setSelection(isNone ? undefined : new Map(tiles))
  } else if (choice < 0.97) {
    client.changeLayers({ kind: 'resize', ...randomFrame(prng, frame) }, randomStep(prng))
  } else {
    const colors = Array.from({ length: prng.below(5) }, () => prng.below(0x1000000))
    client.changeLayers({ kind: 'palette', colors })
  }
}

/** Mostly one that can be painted on: what is hidden or locked refuses, which has to be tried, too. */
export function randomLayer(prng: Prng, layers: readonly Layer[]): Layer {
  const open = layers.filter(({ visible, locked }) => visible && !locked)
  return prng.pick(open.length > 0 && prng.chance(0.9) ? open : layers)
}

function changeLayers(prng: Prng, client: Client, layers: readonly Layer[]): void {
  const layer = prng.pick(layers)
  const other = prng.pick(layers)
  const { id } = layer
  const choice = prng.unit()
  if (choice < 0.2) {
    client.changeLayers({ kind: 'layer-add', id: newLayerId(prng), above: id, name: randomName(prng) })
  } else if (choice < 0.6) {
    client.changeLayers({ kind: 'layer-set', id, field: randomField(prng, layer) }, randomStep(prng))
  } else if (choice < 0.7) client.changeLayers({ kind: 'layer-remove', id })
  else if (choice < 0.8) {
    client.changeLayers({ kind: 'layer-move', id, above: prng.chance(0.3) ? 0 : other.id })
  } else if (choice < 0.88) {
    client.changeLayers({ kind: 'layer-copy', from: id, id: newLayerId(prng), name: randomName(prng) })
  } else {
    // What the upper one looks like by now, or did a moment ago.
    const { opacity, blend, clipped } = prng.chance(0.3) ? layer : randomLook(prng)
    client.changeLayers({ kind: 'layer-merge', top: id, below: other.id, opacity, blend, clipped })
  }
}

function newLayerId(prng: Prng): number {
  return 1 + prng.below(2 ** 31)
}

function randomLook(prng: Prng): Pick<Layer, 'opacity' | 'blend' | 'clipped'> {
  return { opacity: prng.below(256), blend: prng.pick(blendModes), clipped: prng.chance(0.5) }
}

/** What the hand does in several steps, as with a slider, is one thing to undo. */
function randomStep(prng: Prng): 'first' | 'later' {
  return prng.chance(0.3) ? 'later' : 'first'
}

function randomName(prng: Prng): string {
  return `Layer ${prng.below(100)}`
}

/** What was switched is switched back sooner than another thing is switched, so that most layers can be painted on. */
function randomField(prng: Prng, layer: Layer): LayerField {
  const { visible, locked, alphaLocked, clipped, blend } = layer
  if (!visible && prng.chance(0.6)) return { kind: 'visible', value: true }
  if (locked && prng.chance(0.6)) return { kind: 'locked', value: false }
  if (clipped && prng.chance(0.3)) return { kind: 'clipped', value: false }
  if (blend !== 'normal' && prng.chance(0.2)) return { kind: 'blend', value: 'normal' }
  switch (prng.below(9)) {
    case 0:
      return { kind: 'opacity', value: prng.below(256) }
    case 1:
    case 7:
    case 8:
      return { kind: 'blend', value: prng.pick(blendModes) }
    case 2:
      return { kind: 'clipped', value: !clipped }
    case 3:
      return { kind: 'alphaLocked', value: !alphaLocked }
    case 4:
      return { kind: 'visible', value: !visible }
    case 5:
      return { kind: 'locked', value: !locked }
    default:
      return { kind: 'name', value: randomName(prng) }
  }
}

/** Moved, cropped or grown at any side, from a small picture to one of about the size of the largest in the simulation. */
function randomFrame(prng: Prng, { x, y, width, height }: Frame): Frame {
  const shift = (): number => (prng.chance(0.4) ? 0 : prng.below(81) - 40)
  const [left, top, right, bottom] = [shift(), shift(), shift(), shift()]
  const side = (sidePx: number, sidePxMax: number): number =>
    Math.max(limits.pictureSidePxMin, Math.min(sidePx, sidePxMax))
  return {
    x: x + left,
    y: y + top,
    width: side(width - left + right, 320),
    height: side(height - top + bottom, 192),
  }
}

/** Now and then one that can't be read. */
function randomPart(prng: Prng, frame: Frame): PatchContent {
  const index = randomTile(prng, frame)
  const form = prng.pick(['cover', 'cover', 'erase', 'over', 'over'] as const)
  if (prng.chance(0.05)) {
    return { index, form, bytes: Uint8Array.from({ length: prng.below(9) }, () => prng.below(256)) }
  }
  if (form !== 'over') return { index, form, coverage: randomCoverage(prng) }
  return { index, form, pixels: sketchPixels(randomSketch(prng), randomRgba(prng)) }
}

function randomCoverage(prng: Prng): Uint8Array {
  return sketchCoverage(randomSketch(prng), prng.below(256))
}

function randomSketch(prng: Prng): PatchSketch {
  return {
    columns: prng.chance(0.3) ? 64 : prng.below(65),
    fill: prng.chance(0.7) ? 'even' : 'fading',
  }
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
