import type { Brush } from './brush.ts'
import { type Dab, dabRadiusMin, fadeThin } from './dab.ts'
import { integerRoot } from './integer-root.ts'

// The tapers of a stroke: over how much of its way it grows to its size, and shrinks before its end. The end is not known while
// the pen is down, so dabs are held back until the stroke is certainly longer than that; what is held back is painted on top
// of the mask for the time being, as if the stroke ended now.
//
//   size   1 ┤  ╭────────────╮       a dab is final once the way after it is longer than the taper of the end,
//            │ ╱              ╲      and the stroke longer than both tapers
//          0 ┼╱────────────────╲     a stroke that is shorter than both tapers is not tapered fully: a dot stays a dot
//             start            end
//
// Tapered dabs are smaller than those their spacing was made for, so more are put between them. Tapers count px of the way,
// never samples or time, so they look the same at any rate of samples.

/** A dab and how far along the stroke's way it is, in 1/256 px. */
export interface PlacedDab {
  readonly dab: Dab
  readonly way: number
}

/** The length of a stroke that goes on for long. */
export const longStroke = Infinity

const taperOne = 32768
const betweenMax = 16
const spacingMin = 64
const radiusFloor = 16

export class StrokeTaper {
  private readonly start: number
  private readonly end: number
  private readonly spacing: number

  constructor(brush: Brush) {
    this.start = brush.taperStart * 256
    this.end = brush.taperEnd * 256
    this.spacing = brush.spacing
  }

  get isNone(): boolean {
    return this.start + this.end === 0
  }

  /** Whether a dab at `way` looks the same whatever else comes, when the stroke is at least `length` long. */
  isFinal(way: number, length: number): boolean {
    return length >= this.start + this.end && way <= length - this.end
  }

  /**
   * The dabs to paint for `placed`, in a stroke of this length: itself, and before it those that fill the way from the one
   * before.
   */
  shape(placed: PlacedDab, before: PlacedDab | undefined, length: number): Dab[] {
    const factor = this.factorAt(placed.way, length)
    const dab = scale(placed.dab, factor)
    if (before === undefined) return [dab]
    const factorBefore = this.factorAt(before.way, length)
    if (factor === taperOne && factorBefore === taperOne) return [dab]
    const from = scale(before.dab, factorBefore)
    return [...between(from, dab, this.spacing), dab]
  }

  /** 0..32768 */
  private factorAt(way: number, length: number): number {
    const both = this.start + this.end
    const started = this.start === 0 ? taperOne : rise(way, this.start)
    const ending = this.end === 0 ? taperOne : rise(length - way, this.end)
    const factor = Math.min(started, ending)
    if (length >= both) return factor
    // A part of the full effect, as long as the stroke is a part of both tapers.
    return taperOne - Math.floor(((taperOne - factor) * length) / both)
  }
}

/** From 0 to 1 over `taper`, as a round tip: 1 − (1 − t)². */
function rise(way: number, taper: number): number {
  if (way >= taper) return taperOne
  const left = Math.floor(((taper - Math.max(0, way)) * taperOne) / taper)
  return taperOne - Math.floor((left * left) / taperOne)
}

function scale(dab: Dab, factor: number): Dab {
  if (factor === taperOne) return dab
  const short = Math.max(radiusFloor, Math.floor((dab.radius * factor) / taperOne))
  const long = Math.max(short, Math.floor(((dab.radius + dab.flat) * factor) / taperOne))
  const radius = Math.max(dabRadiusMin, short)
  return { ...dab, radius, flat: Math.max(0, long - radius), limit: fadeThin(dab.limit, short) }
}

function between(from: Dab, to: Dab, spacing: number): Dab[] {
  const dx = to.x - from.x
  const dy = to.y - from.y
  const wanted = Math.max(spacingMin, (Math.min(from.radius, to.radius) * spacing) >> 5)
  const parts = Math.min(betweenMax, Math.ceil(integerRoot(dx * dx + dy * dy) / wanted))
  const dabs: Dab[] = []
  for (let part = 1; part < parts; part++) {
    const mix = (a: number, b: number): number => a + Math.floor(((b - a) * part) / parts)
    dabs.push({
      ...to,
      x: mix(from.x, to.x),
      y: mix(from.y, to.y),
      radius: mix(from.radius, to.radius),
      flat: mix(from.flat, to.flat),
      limit: mix(from.limit, to.limit),
    })
  }
  return dabs
}
