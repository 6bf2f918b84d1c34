import { composite } from '../kernel/blend-kernel.ts'
import { coverageOne } from '../kernel/tile-layout.ts'
import { tilePixels } from './canvas-size.ts'
import { widenOpacity } from './merge-tiles.ts'
import { layTile } from './scratch-tiles.ts'
import { tileValues } from './tile.ts'

// What patches and gradients lay on a tile, in place. Each says whether any number changed. Everything becomes a tile of
// pixels that is laid over, so that a fill, an image and a layer follow the same formula; only erasing is a merge of its own.

const normal = 0
const source = new Uint16Array(tileValues)

/** Lays a colour (0xRRGGBB) where the coverage (4096 of 0..255) says. */
export function layCover(
  pixels: Uint16Array,
  coverage: Uint8Array,
  color: number,
  alphaLock: boolean,
): boolean {
  const red = widen(color >> 16)
  const green = widen((color >> 8) & 0xff)
  const blue = widen(color & 0xff)
  for (let i = 0; i < tilePixels; i++) {
    const alpha = widen(coverage[i]!)
    const at = i * 4
    source[at] = share(red, alpha)
    source[at + 1] = share(green, alpha)
    source[at + 2] = share(blue, alpha)
    source[at + 3] = alpha
  }
  return layOver(pixels, source, alphaLock)
}

/** Takes away what the coverage says. */
export function layErase(pixels: Uint16Array, coverage: Uint8Array): boolean {
  let difference = 0
  for (let at = 0; at < tileValues; at++) {
    const c = widenOpacity(coverage[at >> 2]!)
    const move = (16384 + Math.imul(c, pixels[at]!)) >> 15
    pixels[at]! -= move
    difference |= move
  }
  return difference !== 0
}

/** Lays pixels over; where there is a selection (4096 of 0..255), only as much as it says. */
export function layOver(
  pixels: Uint16Array,
  above: Uint16Array,
  alphaLock: boolean,
  selection?: Uint8Array,
): boolean {
  const rule = alphaLock ? composite.atop : composite.over
  const laid = selection === undefined ? above : select(above, selection)
  return layTile(pixels, laid, (kernel, target, from) =>
    kernel.blendTile(target, from, coverageOne, normal, rule),
  )
}

function select(pixels: Uint16Array, selection: Uint8Array): Uint16Array {
  for (let at = 0; at < tileValues; at++) source[at] = share(pixels[at]!, widen(selection[at >> 2]!))
  return source
}

/** 0..255 as a channel 0..32767. */
function widen(value: number): number {
  return ((value * 32767 + 127) / 255) | 0
}

/** The product of two channels, rounded to the nearest. */
function share(x: number, y: number): number {
  const product = Math.imul(x, y) + 16384
  return (product + (product >> 15)) >> 15
}
