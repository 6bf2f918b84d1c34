import { limits } from '../base/limits.ts'
import { Prng } from '../base/prng.ts'
import { type Brush, usedChannels } from './brush.ts'
import { tipOf } from './brush-tips.ts'
import { type Dab, dabRadiusMax, shapeNib } from './dab.ts'
import { cosineOf, sineOf, toUnit, unitOne } from './integer-sine.ts'
import { factorAt, factorOne, multiply } from './pen-dynamics.ts'
import { channel, type PathReach, shareOne } from './stroke-path.ts'

// Makes the dabs of a stroke from the points of its path: the brush's set values times its dynamics, turned to where the nib
// points, and different from each other as far as its jitter says. The random numbers of a dab follow from the stroke's seed
// and the dab's number alone.
//
// A stroke has a credit of pixels, which grows with each sample. Dabs get sparser when it runs low, so that bytes of a hostile
// stranger can't cost minutes; a hand does not get there.

/** The thinnest a pen can paint: a sixteenth of a px, which is drawn as one px, fainter. */
const radiusFloor = 16
const spacingMin = 64
/** Longer than any segment. */
const stepMax = 2 ** 30
/** What a dab costs besides its pixels. */
const dabCostPx = 256
const creditSpread = 65_536

/** What changes from dab to dab. Plain numbers, so that the way on can be tried out and taken back. */
export interface MakerState {
  number: number
  creditPx: number
}

export class DabMaker {
  readonly brush: Brush
  readonly isColored: boolean
  readonly reach: PathReach
  private readonly isRandom: boolean
  private readonly opacity: number
  private readonly flow: number
  private readonly red: number
  private readonly green: number
  private readonly blue: number

  constructor(brush: Brush) {
    this.brush = brush
    const used = usedChannels(brush)
    this.isColored = used.color && brush.blend === 'normal'
    const { position, size, flow, angle } = brush.jitter
    this.isRandom = position > 0 || size > 0 || flow > 0 || angle > 0 || tipOf(brush.tip)?.lies === 'anywhere'
    this.opacity = widen(brush.opacity, factorOne)
    this.flow = widen(brush.flow, factorOne)
    this.red = widen(brush.color >> 16, 32767)
    this.green = widen((brush.color >> 8) & 0xff, 32767)
    this.blue = widen(brush.color & 0xff, 32767)
    const radius = brush.size * 8
    const isFlat = brush.roundness < 255 || brush.tip === 'bristle'
    this.reach = {
      pressure: used.pressure ? radius : 0,
      turn: radius,
      heading: Math.max(256, radius >> 1),
      channels: this.isColored
        ? channel.alpha + 1
        : used.tilt || used.speed
          ? channel.speed + 1
          : isFlat
            ? channel.headingY + 1
            : channel.pressure + 1,
    }
  }

  begin(): MakerState {
    return { number: 0, creditPx: limits.strokeCreditPx }
  }

  /** The pen reported another sample. */
  takeSample(state: MakerState): void {
    state.creditPx += limits.sampleCreditPx
  }

  /** The dab at a point of the path (see PlaceDab), and the distance to the next one in 1/256 px. */
  make(state: MakerState, point: Float64Array, share: number): { readonly dab: Dab; readonly step: number } {
    const { brush } = this
    const prng = this.isRandom
      ? new Prng((brush.seed + Math.imul(state.number, 0x85ebca6b)) >>> 0)
      : undefined
    state.number++
    const pressed = multiply(brush.size * 8, factorAt(brush.sizeBy, point))
    const steady = Math.min(dabRadiusMax, Math.max(radiusFloor, pressed))
    const away = prng === undefined ? 0 : Math.floor((steady * 2 * brush.jitter.position) / 255)
    const x = point[channel.x]! + scatter(prng, away)
    const y = point[channel.y]! + scatter(prng, away)
    const long = Math.max(radiusFloor, reduce(prng, steady, brush.jitter.size))
    const opacity = Math.min(factorOne, multiply(this.opacity, factorAt(brush.opacityBy, point)))
    const fullFlow = Math.min(factorOne, multiply(this.flow, factorAt(brush.flowBy, point)))
    const flow = reduce(
      prng,
      share === shareOne ? fullFlow : this.shareOf(fullFlow, share),
      brush.jitter.flow,
    )
    const short = Math.max(radiusFloor, Math.floor((long * brush.roundness) / 255))
    const isMoved = prng !== undefined && tipOf(brush.tip)?.lies === 'anywhere'
    const dab: Dab = {
      x,
      y,
      ...shapeNib(long, short, opacity),
      ...this.directionAt(point, prng),
      hardness: brush.hardness,
      flow,
      grainX: isMoved ? prng.below(128) : 0,
      grainY: isMoved ? prng.below(128) : 0,
      ...this.colorAt(point),
    }
    const spacing = Math.floor((steady * brush.roundness) / 255) * brush.spacing
    return { dab, step: this.spend(state, dab, Math.max(spacingMin, spacing >> 5)) }
  }

  /** The last dab of a stroke, which comes before its step is done, adds as much less; a maximum needs all of it. */
  private shareOf(flow: number, share: number): number {
    return this.brush.mode === 'wash' && flow === factorOne && !this.isColored ? flow : multiply(flow, share)
  }

  private directionAt(point: Float64Array, prng: Prng | undefined): Pick<Dab, 'cos' | 'sin'> {
    const { brush } = this
    const sway = brush.jitter.angle === 0 || prng === undefined ? 0 : prng.below(brush.jitter.angle + 1)
    const turn = (brush.angle + sway - (brush.jitter.angle >> 1)) & 0xff
    const cos = cosineOf(turn)
    const sin = sineOf(turn)
    if (brush.angleFrom === 'fixed') return { cos, sin }
    const [x, y] =
      brush.angleFrom === 'direction'
        ? [point[channel.headingX]!, point[channel.headingY]!]
        : [point[channel.tiltX]!, point[channel.tiltY]!]
    const from = toUnit(x, y)
    return {
      cos: Math.floor((from.cos * cos - from.sin * sin) / unitOne),
      sin: Math.floor((from.sin * cos + from.cos * sin) / unitOne),
    }
  }

  private colorAt(point: Float64Array): Pick<Dab, 'red' | 'green' | 'blue' | 'alpha'> {
    const { smudge } = this.brush
    const mix = (own: number, picked: number): number => own + Math.floor(((picked - own) * smudge) / 255)
    return {
      red: mix(this.red, point[channel.red]!),
      green: mix(this.green, point[channel.green]!),
      blue: mix(this.blue, point[channel.blue]!),
      alpha: mix(32767, point[channel.alpha]!),
    }
  }

  /** Pays for a dab; the step to the next one, longer when the credit runs low. */
  private spend(state: MakerState, { radius, flat }: Dab, step: number): number {
    state.creditPx -= dabCostPx + Math.floor((4 * radius * (radius + flat)) / 65536)
    const plenty = limits.strokeCreditPx / 2
    if (state.creditPx >= plenty) return step
    const rest = Math.max(Math.floor(plenty / creditSpread), state.creditPx)
    return Math.min(stepMax, Math.floor((step * plenty) / rest))
  }
}

/** 0..255 as 0..one, rounded. */
function widen(value: number, one: number): number {
  return ((value * one + 127) / 255) | 0
}

/** Around 0, at most `away` to either side, near 0 more often than far. */
function scatter(prng: Prng | undefined, away: number): number {
  if (prng === undefined || away === 0) return 0
  return Math.floor(((prng.below(65536) + prng.below(65536) - 65536) * away) / 65536)
}

/** The value less a random part of it, at most jitter/255. */
function reduce(prng: Prng | undefined, value: number, jitter: number): number {
  if (prng === undefined || jitter === 0) return value
  return value - Math.floor((value * jitter * prng.below(65536)) / (255 * 65536))
}
