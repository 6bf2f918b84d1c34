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
// Modes see the white paper when the picture is shown, as in programs where the paper is a layer: screen does nothing on it.
// In normal mode it makes no difference, so a stack without other modes is composed without paper.
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
 * changed. What comes is opaque if there is paper and a mode that sees it.
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
  const seesPaper = backdrop === 'paper' && groups.some(({ layer }) => layer.blend !== 'normal')
  const isPlain = first.layer.opacity === 255 && !seesPaper
  if (isPlain && groups.length === 1 && first.clipped.length === 0) return first.pixels
  const { kernel } = memory
  const below = memory.lasting('composed layers', 'pixels')
  const grouped = memory.lasting('composed group', 'pixels')
  if (seesPaper) kernel.u16.fill(channelOne, below / 2, below / 2 + tileValues)
  else kernel.zeroBlock(below, pixelTileBytes)
  for (const group of groups) {
    const pixels = gather(kernel, group, grouped)
    // On nothing, whatever the mode, it is a copy.
    if (group === first && isPlain) kernel.copyBlock(pixels, below, pixelTileBytes)
    else lay(kernel, below, pixels, group.layer, composite.over)
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
