import { limits } from '../base/limits.ts'
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
// a turn by how far it swings the outer edge of a large brush, which would show the single dabs otherwise. All numbers are whole: 1/256 px, and pressure in 1/64 of the sample's unit.
// Rejected: Catmull-Rom (overshoots at sharp turns), waiting for the next sample (lag), arc length by integration (floats).

/** Pressure 1.0 in the unit of `PlaceDab`. */
export const pressureOne = limits.pressureMax * 64

/** Puts a dab at x, y (1/256 px) with a pressure of 0..pressureOne; returns the distance to the next in 1/256 px. */
export type PlaceDab = (x: number, y: number, pressure: number) => number

const piecesMax = 64
/** A turn counts for at most so many times the piece's own length, so that a trembling hand costs no flood of dabs. */
const turnMax = 3

/** Walks along samples and places dabs. */
export class StrokePath {
  private readonly place: PlaceDab
  private readonly pressureReach: number
  private readonly turnReach: number
  private count = 0
  // The newest sample, which is the control point of the curve to come.
  private controlX = 0
  private controlY = 0
  private controlP = 0
  // How far the path was walked.
  private atX = 0
  private atY = 0
  private atP = 0
  private distanceLeft = 0
  private stepMin = 0
  // The direction of the last piece that had one.
  private headingX = 0
  private headingY = 0
  private headingLength = 0

  /**
   * Distances in 1/256 px: what a change of pressure from 0 to 1 counts for, and what a turn by 90° counts for (the
   * brush's radius).
   */
  constructor(place: PlaceDab, reach: { readonly pressure: number; readonly turn: number }) {
    this.place = place
    this.pressureReach = reach.pressure
    this.turnReach = reach.turn
  }

  add(sample: Sample): void {
    const x = sample.x * 16
    const y = sample.y * 16
    const p = sample.pressure * 64
    if (this.count === 0) {
      this.atX = x
      this.atY = y
      this.atP = p
      this.distanceLeft = this.place(x, y, p)
    } else {
      // Both are multiples of 16 (64), so halves are whole.
      const jointX = (this.controlX + x) / 2
      const jointY = (this.controlY + y) / 2
      const jointP = (this.controlP + p) / 2
      if (this.count === 1) this.walkLine(jointX, jointY, jointP)
      else this.walkCurve(jointX, jointY, jointP)
    }
    this.controlX = x
    this.controlY = y
    this.controlP = p
    this.count++
  }

  /** Walks to the last sample and puts a dab there, so that a stroke reaches exactly as far as the pen did. */
  end(): void {
    if (this.count < 2) return
    this.walkLine(this.controlX, this.controlY, this.controlP)
    this.place(this.controlX, this.controlY, this.controlP)
  }

  private walkLine(x: number, y: number, p: number): void {
    const longest = Math.max(Math.abs(x - this.atX), Math.abs(y - this.atY))
    this.stepMin = Math.floor(longest / limits.dabsPerSegmentMax)
    this.walkPiece(x, y, p)
  }

  /** The quadratic curve from here, bent towards the control point, to x, y. */
  private walkCurve(x: number, y: number, p: number): void {
    const { atX, atY, atP, controlX, controlY, controlP } = this
    const inX = Math.abs(controlX - atX)
    const inY = Math.abs(controlY - atY)
    const outX = Math.abs(x - controlX)
    const outY = Math.abs(y - controlY)
    this.stepMin = Math.floor((Math.max(inX, inY) + Math.max(outX, outY)) / limits.dabsPerSegmentMax)
    // A curve strays from its n chords by |second difference| / (4·n²); at most 16/256 px are wanted.
    const bend = Math.max(Math.abs(atX - 2 * controlX + x), Math.abs(atY - 2 * controlY + y))
    let pieces = 1
    while (pieces < piecesMax && 64 * pieces * pieces < bend) pieces *= 2
    const square = pieces * pieces
    for (let k = 1; k < pieces; k++) {
      // Sums stay below 2^25 · 2^12, and dividing by a power of two is exact.
      const a = (pieces - k) * (pieces - k)
      const b = 2 * k * (pieces - k)
      const c = k * k
      this.walkPiece(
        Math.floor((a * atX + b * controlX + c * x) / square),
        Math.floor((a * atY + b * controlY + c * y) / square),
        Math.floor((a * atP + b * controlP + c * p) / square),
      )
    }
    this.walkPiece(x, y, p)
  }

  private walkPiece(x: number, y: number, p: number): void {
    const { atX, atY, atP } = this
    const dx = x - atX
    const dy = y - atY
    const dp = p - atP
    const reach = Math.floor((Math.abs(dp) * this.pressureReach) / pressureOne)
    const moved = integerRoot(dx * dx + dy * dy)
    const length = integerRoot(dx * dx + dy * dy + reach * reach) + this.turn(dx, dy, moved)
    let walked = 0
    while (walked + this.distanceLeft <= length) {
      walked += this.distanceLeft
      // Products stay below 2^49 and a fraction differs from the next whole number by 1/length at least (length < 2^25):
      // the floor of the rounded quotient is the floor of the true one.
      const next = this.place(
        atX + Math.floor((dx * walked) / length),
        atY + Math.floor((dy * walked) / length),
        atP + Math.floor((dp * walked) / length),
      )
      this.distanceLeft = Math.max(next, this.stepMin)
    }
    this.distanceLeft -= length - walked
    this.atX = x
    this.atY = y
    this.atP = p
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
    const swing = Math.floor((Math.floor(cross / headingLength) * this.turnReach) / moved)
    return Math.min(swing, turnMax * moved)
  }
}
