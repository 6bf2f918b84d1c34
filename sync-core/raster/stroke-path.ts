import { limits } from '../base/limits.ts'
import { unitOne } from './integer-sine.ts'
import { integerRoot } from './integer-root.ts'
import type { Sample } from './sample.ts'

// Where the dabs of a stroke go. The pen's samples are the control points of a quadratic spline whose joints lie midway:
//
//     p0 ──── m01 ╮                p0..m01 is straight, m01..m12 bends towards p1, and so on; on `end` the path
//                  ╲  (p1)         goes straight to the last sample. A joint needs no sample after the next one,
//                   m12 ── …       so the path never has to be corrected as samples come in.
//
// The curve is cut into linear pieces (at most 1/16 px off) and walked; what is left of a step at the end of a piece is
// carried over, so dabs depend on the samples alone, never on how updates or pieces split them. Distance is what the outline
// moves: a change of pressure counts by what it changes of the radius (a pen that rests and presses harder paints), and
// a turn by how far it swings the outer edge of a large brush, which would show the single dabs otherwise.
// A point of the path is a list of whole numbers (`channel`), all of which go along the same curve. The first dab waits for the
// first piece, because a nib may follow the direction.
// Rejected: Catmull-Rom (overshoots at sharp turns), waiting for the next sample (lag), arc length by integration (floats).

/** Pressure 1.0 in the unit of the path. */
export const pressureOne = limits.pressureMax * 64
/** One degree, and one step of speed, in the unit of the path. */
export const fineOne = 64

/** What each number of a point is: 1/256 px, 1/64 steps, a vector of at most 16384, premultiplied channels 0..32767. */
export const channel = {
  x: 0,
  y: 1,
  pressure: 2,
  headingX: 3,
  headingY: 4,
  tiltX: 5,
  tiltY: 6,
  speed: 7,
  red: 8,
  green: 9,
  blue: 10,
  alpha: 11,
} as const
const channelCount = 12

/** One whole step, as the `share` of a dab. */
export const shareOne = 32768

/** A place of the path, a number for each channel: 48 bytes, which engines keep like any object; more would be memory of its own. */
export type PathPoint = Int32Array

/** The beginning of the plane, with nothing pressed. */
export function newPoint(): PathPoint {
  return new Int32Array(channelCount)
}

/**
 * Puts a dab at a point (valid during the call only), `way` 1/256 px from the beginning; returns the distance to the next in
 * 1/256 px. `share` is below 32768 for a stroke's last dab, which comes before its step is done.
 */
export type PlaceDab = (point: PathPoint, way: number, share: number) => number

/** What a path has to know of the brush; distances in 1/256 px. */
export interface PathReach {
  /** What a change of pressure from 0 to 1 counts for. */
  readonly pressure: number
  /** What a turn by 90° counts for: the brush's radius. */
  readonly turn: number
  /** Over which distance the direction is averaged. */
  readonly heading: number
  /** How many channels of a point matter; the others may have any value. */
  readonly channels: number
}

const piecesMax = 64
/** A turn counts for at most so many times the piece's own length, so that a trembling hand costs no flood of dabs. */
const turnMax = 3

/** Walks along samples and places dabs. */
export class StrokePath {
  private readonly place: PlaceDab
  private readonly reach: PathReach
  private count = 0
  private isBegun = false
  /** The newest sample, which is the control point of the curve to come. */
  private readonly control = newPoint()
  /** How far the path was walked. */
  private readonly at = newPoint()
  private way = 0
  private step = 0
  private distanceLeft = 0
  private stepMin = 0
  // The direction of the last piece that had one.
  private headingX = 0
  private headingY = 0
  private headingLength = 0
  private readonly next = newPoint()
  private readonly from = newPoint()
  private readonly joint = newPoint()
  private readonly piece = newPoint()
  private readonly point = newPoint()

  constructor(place: PlaceDab, reach: PathReach) {
    this.place = place
    this.reach = reach
  }

  /** The same path from here on, placing its dabs elsewhere. */
  fork(place: PlaceDab): StrokePath {
    const fork = new StrokePath(place, this.reach)
    fork.count = this.count
    fork.isBegun = this.isBegun
    fork.control.set(this.control)
    fork.at.set(this.at)
    fork.way = this.way
    fork.step = this.step
    fork.distanceLeft = this.distanceLeft
    fork.stepMin = this.stepMin
    fork.headingX = this.headingX
    fork.headingY = this.headingY
    fork.headingLength = this.headingLength
    return fork
  }

  /** How long the path is up to the last joint, in 1/256 px. */
  get length(): number {
    return this.way
  }

  add(sample: Sample): void {
    const { next, control, joint, at } = this
    const { channels } = this.reach
    toPoint(sample, next)
    if (this.count === 0) copy(next, at, channels)
    else {
      // All but colours are multiples of 16, so halves are whole.
      for (let i = 0; i < channels; i++) joint[i] = (control[i]! + next[i]!) >> 1
      if (this.count === 1) this.walkLine(joint)
      else this.walkCurve(joint)
    }
    copy(next, control, channels)
    this.count++
  }

  /** Walks to the last sample and puts a dab there, so that a stroke reaches exactly as far as the pen did. */
  end(): void {
    if (this.count === 0) return
    if (this.count > 1) this.walkLine(this.control)
    this.begin()
    const walked = this.step - this.distanceLeft
    if (walked <= 0) return
    this.place(this.at, this.way, Math.min(shareOne, Math.floor((walked * shareOne) / this.step)))
    this.distanceLeft = this.step
  }

  private begin(): void {
    if (this.isBegun) return
    this.isBegun = true
    this.step = this.place(this.at, this.way, shareOne)
    this.distanceLeft = this.step
  }

  private walkLine(to: PathPoint): void {
    const { at, piece, reach } = this
    const longest = Math.max(Math.abs(to[0]! - at[0]!), Math.abs(to[1]! - at[1]!))
    this.stepMin = (longest / limits.dabsPerSegmentMax) | 0
    copy(to, piece, reach.channels)
    this.walkPiece()
  }

  /** The quadratic curve from here, bent towards the control point. */
  private walkCurve(to: PathPoint): void {
    const { control, piece, from } = this
    const { channels } = this.reach
    copy(this.at, from, channels)
    const longest = Math.max(lengthBy(channel.x, from, control, to), lengthBy(channel.y, from, control, to))
    this.stepMin = (longest / limits.dabsPerSegmentMax) | 0
    // A curve strays from its n chords by |second difference| / (4·n²); at most 16/256 px are wanted.
    const bend = Math.max(bendBy(channel.x, from, control, to), bendBy(channel.y, from, control, to))
    let pieces = 1
    while (pieces < piecesMax && 64 * pieces * pieces < bend) pieces *= 2
    const square = pieces * pieces
    for (let k = 1; k < pieces; k++) {
      // Sums stay below 2^25 · 2^12, and dividing by a power of two is exact.
      const a = (pieces - k) * (pieces - k)
      const b = 2 * k * (pieces - k)
      const c = k * k
      for (let i = 0; i < channels; i++) {
        piece[i] = Math.floor((a * from[i]! + b * control[i]! + c * to[i]!) / square)
      }
      this.walkPiece()
    }
    copy(to, piece, channels)
    this.walkPiece()
  }

  /** Walks straight to `piece`. */
  private walkPiece(): void {
    const { at, piece: to, point, reach } = this
    const { channels } = reach
    const dx = to[0]! - at[0]!
    const dy = to[1]! - at[1]!
    const swell = Math.floor((Math.abs(to[2]! - at[2]!) * reach.pressure) / pressureOne)
    const moved = integerRoot(dx * dx + dy * dy)
    if (channels > channel.headingX) this.steer(dx, dy, moved)
    if (!this.isBegun) {
      at[channel.headingX] = to[channel.headingX]!
      at[channel.headingY] = to[channel.headingY]!
      this.begin()
    }
    const swollen = swell === 0 ? moved : integerRoot(dx * dx + dy * dy + swell * swell)
    const length = swollen + this.turn(dx, dy, moved)
    const { stepMin } = this
    let walked = 0
    let left = this.distanceLeft
    while (walked + left <= length) {
      walked += left
      // Products stay below 2^51 and a fraction differs from the next whole number by 1/length at least (length < 2^27):
      // the floor of the rounded quotient is the floor of the true one.
      for (let i = 0; i < channels; i++) {
        point[i] = at[i]! + Math.floor(((to[i]! - at[i]!) * walked) / length)
      }
      const way = this.way + Math.floor((moved * walked) / length)
      left = Math.max(this.place(point, way, shareOne), stepMin)
      this.step = left
    }
    this.distanceLeft = left - (length - walked)
    this.way += moved
    copy(to, at, channels)
  }

  /** The direction at the end of a piece: that of its beginning, turned towards the piece by how long it is. */
  private steer(dx: number, dy: number, moved: number): void {
    const { at, piece: to } = this
    const { heading } = this.reach
    to[channel.headingX] = turnTowards(at[channel.headingX]!, dx, moved, heading)
    to[channel.headingY] = turnTowards(at[channel.headingY]!, dy, moved, heading)
  }

  /** What the change of direction adds to the length of a piece that moves by dx, dy. */
  private turn(dx: number, dy: number, moved: number): number {
    if (moved === 0) return 0
    const { headingX, headingY, headingLength } = this
    this.headingX = dx
    this.headingY = dy
    this.headingLength = moved
    if (headingLength === 0) return 0
    // |sine| times the reach: both quotients are of whole numbers below 2^53, so each floor is exact.
    const cross = Math.abs(headingX * dy - headingY * dx)
    const swing = Math.floor((Math.floor(cross / headingLength) * this.reach.turn) / moved)
    return Math.min(swing, turnMax * moved)
  }
}

function copy(from: PathPoint, to: PathPoint, channels: number): void {
  for (let i = 0; i < channels; i++) to[i] = from[i]!
}

/** How far a curve reaches along an axis, there and back. */
function lengthBy(axis: number, from: PathPoint, control: PathPoint, to: PathPoint): number {
  return Math.abs(control[axis]! - from[axis]!) + Math.abs(to[axis]! - control[axis]!)
}

/** A curve's second difference along an axis. */
function bendBy(axis: number, from: PathPoint, control: PathPoint, to: PathPoint): number {
  return Math.abs(from[axis]! - 2 * control[axis]! + to[axis]!)
}

function turnTowards(from: number, delta: number, moved: number, heading: number): number {
  if (moved === 0) return from
  return from + Math.floor(((Math.floor((delta * unitOne) / moved) - from) * moved) / (moved + heading))
}

function toPoint(sample: Sample, point: PathPoint): void {
  const { x, y, pressure, tiltX = 0, tiltY = 0, speed = 0, color = 0 } = sample
  point[channel.x] = x * 16
  point[channel.y] = y * 16
  point[channel.pressure] = pressure * 64
  point[channel.tiltX] = tiltX * fineOne
  point[channel.tiltY] = tiltY * fineOne
  point[channel.speed] = speed * fineOne
  const alpha = color & 0xff
  point[channel.red] = premultiply(color >>> 24, alpha)
  point[channel.green] = premultiply((color >>> 16) & 0xff, alpha)
  point[channel.blue] = premultiply((color >>> 8) & 0xff, alpha)
  point[channel.alpha] = premultiply(255, alpha)
}

/** 8 bits of straight colour and alpha as a channel 0..32767, rounded. */
function premultiply(value: number, alpha: number): number {
  return Math.floor((2 * value * alpha * 32767 + 65_025) / (2 * 65_025))
}
