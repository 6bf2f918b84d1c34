import { limits } from '../base/limits.ts'
import { Prng } from '../base/prng.ts'
import { type Brush, usedChannels } from './brush.ts'
import { tipOf } from './brush-tips.ts'
import { type Dab, dabRadiusMax, dabRadiusMin, fadeThin } from './dab.ts'
import { cosineOf, sineOf, toUnit, unitOne } from './integer-sine.ts'
import { factorOne, multiply, PenValue } from './pen-dynamics.ts'
import { channel, type PathPoint, type PathReach, shareOne } from './stroke-path.ts'

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
const dabCostPx = 1024
const rowCostPx = 64
const creditSpread = 65_536

/** What changes from dab to dab. Plain numbers, so that the way on can be tried out and taken back. */
export interface MakerState {
  number: number
  creditPx: number
  /** From the newest dab to the next, in 1/256 px. */
  step: number
}

export class DabMaker {
  readonly brush: Brush
  readonly isColored: boolean
  readonly reach: PathReach
  private readonly isRandom: boolean
  private readonly isMoved: boolean
  /** Whether its dabs do not all point the same way. */
  private readonly isTurned: boolean
  private readonly radius: PenValue
  private readonly opacity: PenValue
  private readonly flow: PenValue
  private readonly red: number
  private readonly green: number
  private readonly blue: number
  /** One for all, because a replay makes millions. */
  private readonly dab: { -readonly [Key in keyof Dab]: Dab[Key] }

  constructor(brush: Brush) {
    this.brush = brush
    const used = usedChannels(brush)
    this.isColored = used.color && brush.blend === 'normal'
    const { position, size, flow, angle } = brush.jitter
    this.isMoved = tipOf(brush.tip)?.lies === 'anywhere'
    this.isRandom = position > 0 || size > 0 || flow > 0 || angle > 0 || this.isMoved
    this.isTurned = brush.angleFrom !== 'fixed' || angle > 0
    const radius = brush.size * 8
    this.radius = new PenValue(radius, dabRadiusMax, brush.sizeBy)
    this.opacity = new PenValue(widen(brush.opacity, factorOne), factorOne, brush.opacityBy)
    this.flow = new PenValue(widen(brush.flow, factorOne), factorOne, brush.flowBy)
    this.red = widen(brush.color >> 16, 32767)
    this.green = widen((brush.color >> 8) & 0xff, 32767)
    this.blue = widen(brush.color & 0xff, 32767)
    const { red, green, blue } = this
    this.dab = {
      x: 0,
      y: 0,
      radius: 0,
      flat: 0,
      cos: cosineOf(brush.angle),
      sin: sineOf(brush.angle),
      hardness: brush.hardness,
      limit: 0,
      flow: 0,
      grainX: 0,
      grainY: 0,
      red,
      green,
      blue,
      alpha: 32767,
    }
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
    return { number: 0, creditPx: limits.strokeCreditPx, step: 0 }
  }

  /** The pen reported another sample. */
  takeSample(state: MakerState): void {
    state.creditPx += limits.sampleCreditPx
  }

  /**
   * The dab at a point of the path (see PlaceDab), good until the next call. `state.step` becomes the distance to the next one in
   * 1/256 px.
   */
  make(state: MakerState, point: PathPoint, share: number): Dab {
    const { brush, dab } = this
    const { jitter, roundness } = brush
    const prng = this.isRandom
      ? new Prng((brush.seed + Math.imul(state.number, 0x85ebca6b)) >>> 0)
      : undefined
    state.number++
    const steady = Math.max(radiusFloor, this.radius.at(point))
    const away = prng === undefined ? 0 : Math.floor((steady * 2 * jitter.position) / 255)
    dab.x = point[channel.x]! + scatter(prng, away)
    dab.y = point[channel.y]! + scatter(prng, away)
    const long = Math.max(radiusFloor, reduce(prng, steady, jitter.size))
    const short = Math.max(radiusFloor, ((long * roundness) / 255) | 0)
    const radius = Math.max(dabRadiusMin, short)
    dab.radius = radius
    dab.flat = Math.max(0, long - radius)
    dab.limit = fadeThin(this.opacity.at(point), short)
    const flow = this.flow.at(point)
    dab.flow = reduce(prng, share === shareOne ? flow : this.shareOf(flow, share), jitter.flow)
    if (this.isTurned) this.turn(point, prng)
    if (prng !== undefined && this.isMoved) {
      dab.grainX = prng.below(128)
      dab.grainY = prng.below(128)
    }
    if (this.isColored) {
      dab.red = this.mix(this.red, point[channel.red]!)
      dab.green = this.mix(this.green, point[channel.green]!)
      dab.blue = this.mix(this.blue, point[channel.blue]!)
      dab.alpha = this.mix(32767, point[channel.alpha]!)
    }
    const spacing = (((steady * roundness) / 255) | 0) * brush.spacing
    state.step = this.spend(state, dab, Math.max(spacingMin, spacing >> 5))
    return dab
  }

  /** The last dab of a stroke, which comes before its step is done, adds as much less; a maximum needs all of it. */
  private shareOf(flow: number, share: number): number {
    return this.brush.mode === 'wash' && flow === factorOne && !this.isColored ? flow : multiply(flow, share)
  }

  /** Turns the dab to where the nib points. */
  private turn(point: PathPoint, prng: Prng | undefined): void {
    const { angle, angleFrom, jitter } = this.brush
    const { dab } = this
    const sway = jitter.angle === 0 || prng === undefined ? 0 : prng.below(jitter.angle + 1)
    const turned = (angle + sway - (jitter.angle >> 1)) & 0xff
    const cos = cosineOf(turned)
    const sin = sineOf(turned)
    if (angleFrom === 'fixed') {
      dab.cos = cos
      dab.sin = sin
      return
    }
    const isWay = angleFrom === 'direction'
    const from = toUnit(
      point[isWay ? channel.headingX : channel.tiltX]!,
      point[isWay ? channel.headingY : channel.tiltY]!,
    )
    dab.cos = Math.floor((from.cos * cos - from.sin * sin) / unitOne)
    dab.sin = Math.floor((from.sin * cos + from.cos * sin) / unitOne)
  }

  private mix(own: number, picked: number): number {
    const { smudge } = this.brush
    return smudge === 0 ? own : own + Math.floor(((picked - own) * smudge) / 255)
  }

  /** Pays for a dab; the step to the next one, longer when the credit runs low. */
  private spend(state: MakerState, { radius, flat }: Dab, step: number): number {
    // Twice the radius by twice the length, and for each row of pixels what finding its ends costs.
    const long = radius + flat
    state.creditPx -= dabCostPx + Math.floor((4 * radius * long) / 65536) + rowCostPx * (long >> 7)
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
