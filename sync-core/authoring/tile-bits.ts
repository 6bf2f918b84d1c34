import { tilePixels, tileSidePx } from '../kernel/tile-layout.ts'
import { planeTiles, tileLeft, tileTop } from '../raster/plane.ts'
import type { Frame } from '../raster/structure.ts'

// One bit for each px of a tile. Flooding, growing and tracing work on 32 px at once this way, and a tile takes 512 bytes:
// a map of the largest plane 32 MiB.
//
//   row y:   word 2y: x = 0 (lowest bit) .. 31      word 2y + 1: x = 32 .. 63
//
// Signed words, because whole numbers of 32 bits stay plain integers in JavaScript engines only so.

/** 128 words. */
export type TileBits = Int32Array

export const tileWords = tileSidePx * 2

/** The one tile with all bits; tiles that are full must be this one, tiles with none must be absent. */
export const fullBits: TileBits = new Int32Array(tileWords).fill(-1)

/** A tile without bits, to read from where none exists. */
export const noBits: TileBits = new Int32Array(tileWords)

/** Bits of tiles of the plane; undefined: none. */
export type BitSource = (index: number) => TileBits | undefined

/** Bits in their one form. */
export function normalBits(bits: TileBits): TileBits | undefined {
  const first = bits[0]!
  if (first !== 0 && first !== -1) return bits
  for (let i = 1; i < tileWords; i++) if (bits[i] !== first) return bits
  return first === 0 ? undefined : fullBits
}

/** Asks for each tile once. */
export function rememberBits(source: BitSource): BitSource {
  // An array, as a map of all tiles of the plane is ten times slower to read; noBits stands for a tile known to have none.
  const known = new Array<TileBits | undefined>(planeTiles)
  return (index) => {
    const bits = known[index] ?? (known[index] = source(index) ?? noBits)
    return bits === noBits ? undefined : bits
  }
}

/** The px of a tile that lie in a frame. */
export function frameBits(frame: Frame, index: number): TileBits | undefined {
  const left = Math.max(0, frame.x - tileLeft(index))
  const right = Math.min(tileSidePx, frame.x + frame.width - tileLeft(index))
  const top = Math.max(0, frame.y - tileTop(index))
  const bottom = Math.min(tileSidePx, frame.y + frame.height - tileTop(index))
  if (left >= right || top >= bottom) return undefined
  if (right - left === tileSidePx && bottom - top === tileSidePx) return fullBits
  const low = lowBits(Math.min(32, right)) & ~lowBits(Math.min(32, left))
  const high = lowBits(Math.max(0, right - 32)) & ~lowBits(Math.max(0, left - 32))
  const bits = new Int32Array(tileWords)
  for (let y = top; y < bottom; y++) {
    bits[2 * y] = low
    bits[2 * y + 1] = high
  }
  return bits
}

/** A word whose lowest `count` (0..32) bits are set. */
function lowBits(count: number): number {
  return count === 32 ? -1 : (1 << count) - 1
}

/** The px that are covered at `threshold` (1..255) or more. */
export function coveredBits(coverage: Uint8Array, threshold: number): TileBits | undefined {
  const bits = new Int32Array(tileWords)
  for (let word = 0, at = 0; word < tileWords; word++) {
    let value = 0
    for (let bit = 0; bit < 32; bit++, at++) if (coverage[at]! >= threshold) value |= 1 << bit
    bits[word] = value
  }
  return normalBits(bits)
}

/** 255 for each bit. */
export function coverageOfBits(bits: TileBits): Uint8Array {
  const coverage = new Uint8Array(tilePixels)
  for (let word = 0; word < tileWords; word++) {
    const value = bits[word]!
    if (value === -1) coverage.fill(255, word * 32, word * 32 + 32)
    else if (value !== 0) {
      for (let bit = 0; bit < 32; bit++) coverage[word * 32 + bit] = -((value >>> bit) & 1)
    }
  }
  return coverage
}

export function hasBit(bits: TileBits | undefined, x: number, y: number): boolean {
  return bits !== undefined && ((bits[2 * y + (x >> 5)]! >>> (x & 31)) & 1) === 1
}

/** What is in both, in its one form. */
export function bothBits(a: TileBits | undefined, b: TileBits | undefined): TileBits | undefined {
  if (a === undefined || b === undefined) return undefined
  if (a === fullBits) return b
  if (b === fullBits) return a
  const bits = new Int32Array(tileWords)
  for (let i = 0; i < tileWords; i++) bits[i] = a[i]! & b[i]!
  return normalBits(bits)
}

/** What is in the first and not in the second, in its one form. */
export function withoutBits(a: TileBits | undefined, b: TileBits | undefined): TileBits | undefined {
  if (a === undefined || b === fullBits) return undefined
  if (b === undefined) return a
  const bits = new Int32Array(tileWords)
  for (let i = 0; i < tileWords; i++) bits[i] = a[i]! & ~b[i]!
  return normalBits(bits)
}

/** How many bits a word has. */
export function countBits(word: number): number {
  let n = word - ((word >>> 1) & 0x55555555)
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333)
  n = (n + (n >>> 4)) & 0x0f0f0f0f
  return Math.imul(n, 0x01010101) >>> 24
}
