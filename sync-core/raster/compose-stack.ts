import { composite } from '../kernel/blend-kernel.ts'
import { blendModes } from '../kernel/blend-mode.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { channelOne, pixelTileBytes, tileValues } from '../kernel/tile-layout.ts'
import { widenOpacity } from './merge-tiles.ts'
import { scratchBlocks, scratchKernel } from './scratch-kernel.ts'
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

/** What the lowest layer is laid on. */
export type Backdrop = 'nothing' | 'paper'

type LayerLook = Pick<Layer, 'id' | 'opacity' | 'blend' | 'visible' | 'clipped'>

interface Painted {
  readonly layer: LayerLook
  readonly pixels: Uint16Array
}

/** A layer with what is clipped to it, as far as there is something to see. */
interface Group extends Painted {
  readonly clipped: readonly Painted[]
}

const [below, grouped, laid] = scratchBlocks

/**
 * Writes what a stack of layers (bottom to top) looks like into `out` (16384 numbers). `pixelsOf` gives the pixels of a layer
 * with everything that is laid on it, or undefined for none; these are not changed, and must stay until the end of the call.
 * `blank` when there is nothing to see; `out` is all 0 then. Else it is opaque if there is paper and a mode that sees it.
 */
export function composeStack(
  layers: readonly LayerLook[],
  pixelsOf: (layer: LayerId) => Uint16Array | undefined,
  out: Uint16Array,
  backdrop: Backdrop = 'nothing',
): 'blank' | 'painted' {
  const groups = groupsOf(layers, pixelsOf)
  const [first] = groups
  if (first === undefined) {
    out.fill(0)
    return 'blank'
  }
  const seesPaper = backdrop === 'paper' && groups.some(({ layer }) => layer.blend !== 'normal')
  if (groups.length === 1 && first.clipped.length === 0 && first.layer.opacity === 255 && !seesPaper) {
    out.set(first.pixels)
    return 'painted'
  }
  const kernel = scratchKernel()
  if (seesPaper) kernel.u16.fill(channelOne, below / 2, below / 2 + tileValues)
  else kernel.zeroBlock(below, pixelTileBytes)
  for (const group of groups) layGroup(kernel, group)
  out.set(kernel.u16.subarray(below / 2, below / 2 + tileValues))
  return 'painted'
}

function groupsOf(
  layers: readonly LayerLook[],
  pixelsOf: (layer: LayerId) => Uint16Array | undefined,
): Group[] {
  const groups: Group[] = []
  let clipped: Painted[] | undefined
  layers.forEach((layer, place) => {
    const isBase = !layer.clipped || place === 0
    if (isBase) clipped = undefined
    else if (clipped === undefined) return
    const pixels = layer.visible && layer.opacity > 0 ? pixelsOf(layer.id) : undefined
    if (pixels === undefined) return
    if (clipped !== undefined) clipped.push({ layer, pixels })
    else groups.push({ layer, pixels, clipped: (clipped = []) })
  })
  return groups
}

function layGroup(kernel: Kernel, { layer, pixels, clipped }: Group): void {
  kernel.u16.set(pixels, grouped / 2)
  for (const each of clipped) {
    kernel.u16.set(each.pixels, laid / 2)
    lay(kernel, grouped, laid, each.layer, composite.atop)
  }
  lay(kernel, below, grouped, layer, composite.over)
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
