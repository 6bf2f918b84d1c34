import { type BlendMode, blendModes } from './blend-mode.ts'
import { type BlendKernel, type Composite, composite } from './blend-kernel.ts'
import type { KernelMemory } from './kernel-memory.ts'
import { share } from './share.ts'
import { channelOne, tileValues } from './tile-layout.ts'

// How a source (channel s, alpha a) is laid on a backdrop (d, b), all premultiplied, 0..32767, in the formulas of W3C's
// Compositing and Blending. What they make of a pixel at full opacity is the sum of two parts:
//
//   result = beside + on       beside = s·(1 − b)                    the source where there is no backdrop; 0 if atop
//                              on     = d + a·b·(B(d/b, s/a) − d/b)   the backdrop, changed where the source covers it
//
// Each part is made of whole numbers, with every product and quotient rounded to the nearest. Alpha is a·(1 − b) + b, and
// `on` is never above b, so colour stays within alpha whatever the mode. Multiplied out, most modes need no division:
// a·b·(B − d/b) of screen is s·(b − d).
//
// Opacity then moves the backdrop towards that result, as the merge of a mask does, with the same rounding. Premultiplied, that
// equals scaling the source first, but it leaves the modes their full precision: dodging with colour 99 of alpha 100 must not
// depend on how a faint 98.6 of 99.5 was rounded. Add is not linear in the source, and scales the source first.
//
// Errors against real numbers are below 2/32767. Rejected: rounding with >> 15 (faster by a quarter, but "opaque" would need
// widened weights, and each mode a proof and a clamp of its own).

/** What the source makes of the backdrop where both are; 0..b. */
type On = (s: number, a: number, d: number, b: number) => number

/** x / y rounded to the nearest, halves up. Up to x = 2^50 the quotient of doubles never rounds up to a whole number. */
function quotient(x: number, y: number): number {
  return Math.floor((2 * x + y) / (2 * y))
}

/** The root of 0..32767², rounded to the nearest; there are no halves. */
function nearestRoot(value: number): number {
  let root = Math.sqrt(value) | 0
  while (root * root > value) root--
  while ((root + 1) * (root + 1) <= value) root++
  return value > root * root + root ? root + 1 : root
}

/** The backdrop lightened by `lean` (−1.0..1.0) of what it has room for above, or darkened by as much of what is below. */
function leaning(d: number, lean: number, above: number, below: number): number {
  return lean > 0 ? d + share(lean, above) : d - share(-lean, below)
}

const on: Record<Exclude<BlendMode, 'add'>, On> = {
  normal: (s, a, d, b) => share(s, b) + share(channelOne - a, d),
  multiply: (s, a, d) => d - share(a - s, d),
  screen: (s, _, d, b) => d + share(s, b - d),
  overlay(s, a, d, b) {
    const room = Math.min(d, b - d)
    return leaning(d, 2 * s - a, room, room)
  },
  darken: (s, a, d, b) => d + Math.min(0, share(s, b) - share(a, d)),
  lighten: (s, a, d, b) => d + Math.max(0, share(s, b) - share(a, d)),
  'color-dodge'(s, a, d, b) {
    if (d === 0) return 0
    const dodged = s === a ? b : Math.min(b, quotient(a * d, a - s))
    return d + share(a, dodged - d)
  },
  'color-burn'(s, a, d, b) {
    if (d === b) return b
    const missing = s === 0 ? b : Math.min(b, quotient(a * (b - d), s))
    return d - share(a, missing - (b - d))
  },
  'hard-light': (s, a, d, b) => leaning(d, 2 * s - a, b - d, d),
  'soft-light': (s, a, d, b) =>
    b === 0 ? 0 : leaning(d, 2 * s - a, softLightRoom(d, b), quotient(d * (b - d), b)),
  difference: (s, a, d, b) => d - share(a, d) + Math.abs(share(s, b) - share(a, d)),
}

/** b·(D(d/b) − d/b), W3C's curve D: a cubic up to a quarter, (b − (b − 4d)³/b²) / 4 when multiplied out, and then the root. */
function softLightRoom(d: number, b: number): number {
  if (4 * d > b) return nearestRoot(d * b) - d
  const rest = b - 4 * d
  return quotient(b * b * b - rest * rest * rest, 4 * b * b)
}

/** From `d` to `to` by the opacity, rounded like the merge of a mask: exact at 0 and 32768. */
function moved(d: number, to: number, opacity: number): number {
  return d - ((16384 - Math.imul(opacity, to - d)) >> 15)
}

/** Values of the two tiles, and what of the source is seen where there is no backdrop: all of it, or nothing. */
type Tiles = readonly [target: Uint16Array, source: Uint16Array, rule: Composite]

function mixTile([target, source, rule]: Tiles, opacity: number, mode: On): boolean {
  let difference = 0
  for (let i = 0; i < tileValues; i++) {
    const alphaAt = i | 3
    const a = source[alphaAt]!
    const b = target[alphaAt]!
    const s = source[i]!
    const d = target[i]!
    const beside = rule === composite.over ? share(s, channelOne - b) : 0
    const result = moved(d, beside + (i === alphaAt ? b : mode(s, a, d, b)), opacity)
    target[i] = result
    difference |= result - d
  }
  return difference !== 0
}

function addTile([target, source, rule]: Tiles, opacity: number): boolean {
  let difference = 0
  for (let i = 0; i < tileValues; i++) {
    const s = moved(0, source[i]!, opacity)
    const d = target[i]!
    const b = target[i | 3]!
    const result = rule === composite.over ? Math.min(channelOne, d + s) : Math.min(b, d + share(s, b))
    target[i] = result
    difference |= result - d
  }
  return difference !== 0
}

export function twinBlendKernel(memory: KernelMemory): BlendKernel {
  const valuesAt = (pointer: number): Uint16Array =>
    memory.u16.subarray(pointer / 2, pointer / 2 + tileValues)
  return {
    blendTile(target, source, opacity, mode, rule) {
      const name = blendModes[mode]!
      const tiles: Tiles = [valuesAt(target), valuesAt(source), rule]
      return (name === 'add' ? addTile(tiles, opacity) : mixTile(tiles, opacity, on[name])) ? 1 : 0
    },
  }
}
