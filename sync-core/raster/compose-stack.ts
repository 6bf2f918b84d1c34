import { composite } from '../kernel/blend-kernel.ts'
import { blendModes } from '../kernel/blend-mode.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { PictureMemory } from '../kernel/picture-memory.ts'
import { channelOne, pixelTileBytes, tileValues } from '../kernel/tile-layout.ts'
import { widenOpacity } from './merge-tiles.ts'
import type { Layer, LayerId } from './structure.ts'

// How the layers of a picture look together, a tile at a time, from bottom to top.
//
//   ┌ clipped ┐                 ┐
//   │ clipped ├─ atop, each ──▶ ├ a group: its alpha is the base's ──▶ over what is below,
//   └ base    ┘                 ┘                                      with the base's mode and opacity
//     base
//
// That is what painters know from Photoshop, Krita and Clip Studio: shade a figure on clipped layers, and fading the figure
// fades its shades. Merging a clipped layer into its base (atop as well) changes nothing that is seen. Rejected: scaling a
// clipped layer's coverage by the base's alpha and laying it over; soft edges of the base would get harder with each layer.
//
// Shown, the lowest layer lies on white paper, and modes see it, as in programs where the paper is a layer: screen does nothing
// on it. Rejected: laying paper only under stacks with such modes; it is a little faster, but the roundings differ, and a tile
// would look different by 1/255 from its neighbour, where such a layer has no pixels.
//
// Layers are read where they lie; two tiles of the picture's memory are worked on.

/** What the lowest layer is laid on. */
export type Backdrop = 'nothing' | 'paper'

type LayerLook = Pick<Layer, 'id' | 'opacity' | 'blend' | 'visible' | 'clipped'>

interface Painted {
  readonly layer: LayerLook
  /** Pointer of its pixels. */
  readonly pixels: number
}

/** A layer with what is clipped to it, as far as there is something to see. */
interface Group extends Painted {
  readonly clipped: readonly Painted[]
}

/**
 * What a stack of layers (bottom to top) looks like: the pointer of a tile, good until the next call, or 0 when there is nothing to
 * see. `pixelsOf` gives the pointer of a layer's pixels with everything that is laid on it, or 0 for none; these are not
 * changed. What comes for paper is to be shown on it: it may be a layer as it is, or opaque.
 */
export function composeStack(
  memory: PictureMemory,
  layers: readonly LayerLook[],
  pixelsOf: (layer: LayerId) => number,
  backdrop: Backdrop = 'nothing',
): number {
  const groups = groupsOf(layers, pixelsOf)
  const [first] = groups
  if (first === undefined) return 0
  // On nothing, whatever the mode, it is a copy; on paper, what shows it makes the same of it.
  const isAlone = groups.length === 1 && first.clipped.length === 0 && first.layer.opacity === 255
  if (isAlone && (backdrop === 'nothing' || first.layer.blend === 'normal')) return first.pixels
  const { kernel } = memory
  const below = memory.lasting('composed layers', 'pixels')
  const grouped = memory.lasting('composed group', 'pixels')
  kernel.u16.fill(backdrop === 'paper' ? channelOne : 0, below / 2, below / 2 + tileValues)
  for (const group of groups) {
    lay(kernel, below, gather(kernel, group, grouped), group.layer, composite.over)
  }
  return below
}

function groupsOf(layers: readonly LayerLook[], pixelsOf: (layer: LayerId) => number): Group[] {
  const groups: Group[] = []
  let clipped: Painted[] | undefined
  layers.forEach((layer, place) => {
    const isBase = !layer.clipped || place === 0
    if (isBase) clipped = undefined
    else if (clipped === undefined) return
    const pixels = layer.visible && layer.opacity > 0 ? pixelsOf(layer.id) : 0
    if (pixels === 0) return
    if (clipped !== undefined) clipped.push({ layer, pixels })
    else groups.push({ layer, pixels, clipped: (clipped = []) })
  })
  return groups
}

/** The pixels of a base with what is clipped to it. */
function gather(kernel: Kernel, { pixels, clipped }: Group, grouped: number): number {
  if (clipped.length === 0) return pixels
  kernel.copyBlock(pixels, grouped, pixelTileBytes)
  for (const each of clipped) lay(kernel, grouped, each.pixels, each.layer, composite.atop)
  return grouped
}

function lay(
  kernel: Kernel,
  target: number,
  source: number,
  { opacity, blend }: LayerLook,
  rule: typeof composite.over | typeof composite.atop,
): void {
  kernel.blendTile(target, source, widenOpacity(opacity), blendModes.indexOf(blend), rule)
}
