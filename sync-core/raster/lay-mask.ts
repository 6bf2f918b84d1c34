import type { BrushBlend } from './brush.ts'
import { tilePixels } from './canvas-size.ts'
import { type BrushSource, coverageOne, mergeMask } from './merge-mask.ts'
import type { MaskTile } from './stroke-mask.ts'
import { channelOne } from './tile.ts'

// How the mask of a stroke is laid on the pixels of its layer, in place. One colour is a merge (merge-mask.ts). Others:
//
//   alpha locked    the same, towards src·alpha, and alpha stays; there is nothing to erase
//   colours         dst' = dst − C·dst + S                  S premultiplied and already times C
//   both            dst' = dst − Sα·dst + S·alpha           what the dabs cover, not what they reach: they may be transparent
//   selected        C and S are first scaled by the selection

export interface LayStyle {
  readonly source: BrushSource
  readonly blend: BrushBlend
  readonly alphaLock: boolean
}

const selectedCoverage = new Uint16Array(tilePixels)
const selectedColors = new Uint16Array(tilePixels * 4)

/** Lays a tile of a stroke on 16384 numbers; `selection` has 4096 of 0..255. Says whether any number changed. */
export function layMask(
  pixels: Uint16Array,
  tile: MaskTile,
  style: LayStyle,
  selection: Uint8Array | undefined,
): boolean {
  if (style.alphaLock && style.blend === 'erase') return false
  const { coverage, colors } = selection === undefined ? tile : select(tile, selection)
  if (colors !== undefined)
    return style.alphaLock ? layColorsLocked(pixels, colors) : layColors(pixels, coverage, colors)
  return style.alphaLock
    ? layLocked(pixels, coverage, style.source)
    : mergeMask(pixels, coverage, style.source)
}

function select({ coverage, colors }: MaskTile, selection: Uint8Array): MaskTile {
  for (let i = 0; i < tilePixels; i++) {
    const weight = ((selection[i]! * coverageOne + 127) / 255) | 0
    selectedCoverage[i] = Math.imul(coverage[i]!, weight) >>> 15
    if (colors === undefined) continue
    for (let at = 4 * i; at < 4 * i + 4; at++) selectedColors[at] = Math.imul(colors[at]!, weight) >>> 15
  }
  return { coverage: selectedCoverage, colors: colors && selectedColors }
}

function layLocked(pixels: Uint16Array, coverage: Uint16Array, source: BrushSource): boolean {
  const { red, green, blue } = source
  let difference = 0
  for (let i = 0; i < tilePixels; i++) {
    const c = coverage[i]!
    if (c === 0) continue
    const at = i << 2
    const alpha = pixels[at + 3]!
    const moveR = (16384 - Math.imul(c, share(red, alpha) - pixels[at]!)) >> 15
    const moveG = (16384 - Math.imul(c, share(green, alpha) - pixels[at + 1]!)) >> 15
    const moveB = (16384 - Math.imul(c, share(blue, alpha) - pixels[at + 2]!)) >> 15
    pixels[at]! -= moveR
    pixels[at + 1]! -= moveG
    pixels[at + 2]! -= moveB
    difference |= moveR | moveG | moveB
  }
  return difference !== 0
}

function layColors(pixels: Uint16Array, coverage: Uint16Array, colors: Uint16Array): boolean {
  let difference = 0
  for (let i = 0; i < tilePixels; i++) {
    const c = coverage[i]!
    if (c === 0) continue
    for (let at = 4 * i; at < 4 * i + 4; at++) {
      const before = pixels[at]!
      // Rounding may leave S a little above C.
      const after = Math.min(channelOne, before - ((Math.imul(c, before) + 16384) >> 15) + colors[at]!)
      pixels[at] = after
      difference |= after ^ before
    }
  }
  return difference !== 0
}

function layColorsLocked(pixels: Uint16Array, colors: Uint16Array): boolean {
  let difference = 0
  for (let i = 0; i < tilePixels; i++) {
    const covered = colors[4 * i + 3]!
    if (covered === 0) continue
    const alpha = pixels[4 * i + 3]!
    for (let at = 4 * i; at < 4 * i + 3; at++) {
      const before = pixels[at]!
      const after = Math.min(alpha, before - share(covered, before) + share(colors[at]!, alpha))
      pixels[at] = after
      difference |= after ^ before
    }
  }
  return difference !== 0
}

/** The product of two channels, rounded to the nearest. */
function share(x: number, y: number): number {
  const product = Math.imul(x, y) + 16384
  return (product + (product >> 15)) >> 15
}
