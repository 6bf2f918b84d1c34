import type { PictureMemory } from '../kernel/picture-memory.ts'
import { tipAnywhere, tipHeaderBytes, tipOnNib, tipOnPlane } from '../kernel/shaped-dab-kernel.ts'
import { hairCount, reliefSide, reliefStride } from '../kernel/texture-row.ts'
import type { TipName } from './brush.ts'

// The project's own textures, as reliefs of heights; kernel/texture-row.ts says what a dab makes of them.
//
// `paper`, `chalk` and `charcoal` lie on the plane, so the grain stays where it is however often it is passed. `spray` is a
// relief that lies elsewhere for each dab. `bristle` belongs to the nib: hairs side by side, streaks along the stroke.
//
// Heights come from noise of whole numbers: random lattices of several cell sizes, smoothed and added, and then replaced by
// their rank, so that every height is as frequent as any other and flow 0.5 covers half of what there is.
// Rejected: photographed paper (bytes, licences), 64 px (the repetition is seen in a large shade).

export interface Tip {
  /** Where the heights lie: on the plane, anew for each dab, or across the nib. */
  readonly lies: 'plane' | 'anywhere' | 'nib'
  /** 0..32768: reliefSide rows of reliefStride, or, of a nib, a row of which a stroke has hairCount + 1. */
  readonly heights: Uint16Array
  readonly gain: number
}

const made = new Map<TipName, Tip>()

/** The texture of a tip, made at its first use; undefined when it has none. */
export function tipOf(name: TipName): Tip | undefined {
  if (name === 'round') return undefined
  let tip = made.get(name)
  if (tip === undefined) {
    tip = makeTip(name)
    made.set(name, tip)
  }
  return tip
}

const liesAs = { plane: tipOnPlane, anywhere: tipAnywhere, nib: tipOnNib }

/** The pointer of the tip that a stroke with this seed has, in the form of kernel/shaped-dab-kernel.ts; 0 when it has none. */
export function tipIn(memory: PictureMemory, name: TipName, seed: number): number {
  const tip = tipOf(name)
  if (tip === undefined) return 0
  const { lies, gain, heights } = tip
  const write = (pointer: number, from: Uint16Array): void => {
    memory.kernel.i32.set([liesAs[lies], gain, 0, 0], pointer >>> 2)
    memory.kernel.u16.set(from, (pointer + tipHeaderBytes) >>> 1)
  }
  if (lies !== 'nib') return memory.lasting(`tip ${name}`, 'relief', (pointer) => write(pointer, heights))
  // The first hair of the stroke.
  const first = seed % (2 * hairCount)
  const hairs = heights.subarray(first, first + hairCount + 1)
  return memory.lasting(`tip ${name} ${first}`, 'selection', (pointer) => write(pointer, hairs))
}

function makeTip(name: Exclude<TipName, 'round'>): Tip {
  switch (name) {
    case 'paper':
      return relief('plane', 2, 0, 19_000, [
        { seed: 1, cellX: 2, cellY: 2, weight: 4 },
        { seed: 2, cellX: 4, cellY: 4, weight: 2 },
        { seed: 3, cellX: 1, cellY: 1, weight: 3 },
      ])
    case 'chalk':
      return relief('plane', 4, 0, 30_000, [
        { seed: 4, cellX: 2, cellY: 2, weight: 4 },
        { seed: 5, cellX: 8, cellY: 8, weight: 2 },
        { seed: 6, cellX: 1, cellY: 1, weight: 2 },
      ])
    case 'charcoal':
      return relief('plane', 3, 0, 29_000, [
        { seed: 7, cellX: 8, cellY: 2, weight: 4 },
        { seed: 8, cellX: 2, cellY: 4, weight: 3 },
        { seed: 9, cellX: 1, cellY: 1, weight: 2 },
        { seed: 10, cellX: 32, cellY: 32, weight: 2 },
      ])
    case 'spray':
      return relief('anywhere', 4, 18_000, 32_768, [
        { seed: 11, cellX: 2, cellY: 2, weight: 2 },
        { seed: 15, cellX: 1, cellY: 1, weight: 3 },
      ])
    case 'bristle':
      return hairs(3, 26_000)
  }
}

interface Octave {
  readonly seed: number
  /** Size of a lattice cell in px: a power of two up to 128. */
  readonly cellX: number
  readonly cellY: number
  readonly weight: number
}

function relief(
  lies: Tip['lies'],
  gain: number,
  lowest: number,
  highest: number,
  octaves: readonly Octave[],
): Tip {
  const noise = new Int32Array(reliefSide * reliefSide)
  for (const octave of octaves) addOctave(noise, octave)
  const ranked = rank(noise, lowest, highest)
  const heights = new Uint16Array(reliefSide * reliefStride)
  for (let y = 0; y < reliefSide; y++) {
    for (let x = 0; x < reliefStride; x++) {
      heights[y * reliefStride + x] = ranked[y * reliefSide + (x % reliefSide)]!
    }
  }
  return { lies, heights, gain }
}

function addOctave(noise: Int32Array, { seed, cellX, cellY, weight }: Octave): void {
  const across = reliefSide / cellX
  const down = reliefSide / cellY
  const at = (column: number, row: number): number => randomAt(column % across, row % down, seed)
  for (let y = 0; y < reliefSide; y++) {
    const row = Math.floor(y / cellY)
    const intoY = ease(y % cellY, cellY)
    for (let x = 0; x < reliefSide; x++) {
      const column = Math.floor(x / cellX)
      const intoX = ease(x % cellX, cellX)
      const above = mix(at(column, row), at(column + 1, row), intoX)
      const below = mix(at(column, row + 1), at(column + 1, row + 1), intoX)
      noise[y * reliefSide + x]! += weight * mix(above, below, intoY)
    }
  }
}

/** Hairs of a nib: each a few heights wide, with gaps between some of them. */
function hairs(gain: number, highest: number): Tip {
  const length = hairCount * 4
  const noise = new Int32Array(length)
  for (let i = 0; i < length; i++) {
    const wide = Math.floor(i / 8)
    const spread = mix(
      randomAt(wide % (length / 8), 0, 12),
      randomAt((wide + 1) % (length / 8), 0, 12),
      ease(i % 8, 8),
    )
    noise[i] = 2 * randomAt(i, 0, 13) + 2 * randomAt(i >> 1, 0, 14) + 3 * spread
  }
  return { lies: 'nib', heights: rank(noise, 0, highest), gain }
}

/** The values replaced by their place in order, spread over lowest..highest. */
function rank(values: Int32Array, lowest: number, highest: number): Uint16Array {
  const order = Array.from(values.keys()).sort((a, b) => values[a]! - values[b]! || a - b)
  const ranked = new Uint16Array(values.length)
  order.forEach((index, place) => {
    ranked[index] = lowest + Math.floor(((highest - lowest) * place) / (values.length - 1))
  })
  return ranked
}

/** A number 0..65535 for a place of a lattice. */
function randomAt(x: number, y: number, seed: number): number {
  let h = Math.imul(x + 1, 0x9e3779b1) ^ Math.imul(y + 1, 0x85ebca77) ^ Math.imul(seed, 0xc2b2ae3d)
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d)
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39)
  return (h ^ (h >>> 15)) >>> 16
}

/** at / of as 0..256, slow at both ends. */
function ease(at: number, of: number): number {
  const t = Math.floor((at * 256) / of)
  return (t * t * (768 - 2 * t)) >> 16
}

function mix(a: number, b: number, into: number): number {
  return (a * (256 - into) + b * into) >> 8
}
