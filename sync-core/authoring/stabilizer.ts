import { limits } from '../base/limits.ts'
import type { Sample } from '../raster/sample.ts'

// Smooths a pen before its samples are sent, so that everybody paints the same smooth line. The line follows the pen like
// something drawn behind it: slowly when the pen is slow (a trembling hand shows most then), closely when it is fast (a
// lag would show most then).
//
//   pen ──▶ between two events: a straight way, in steps of at most 4 ms
//              ├──▶ speed, smoothed over 40 ms ──▶ time constant = slowest / (1 + speed / 200 px a s)
//              └──▶ two equal low passes, one behind the other, for position, pressure and tilt alike
//
// How far the line is behind a steady pen has a bound: slowest · 200 px a s, 80 px on the screen at the greatest strength. Time
// is that of the events, and a long way between two of them is walked in the same short steps: 30 events a second feel like
// 240. At the end the line goes on to where the pen is. Rejected: mean of the last n events (depends on the rate), one low
// pass (smooths a tremble of 10 Hz half as much with the same lag), a rope of fixed length (corners where it gets taut).

/** What a pointer says: position in 1/16 px of the plane, fractions allowed; time in ms, never running back. */
export interface PenPoint {
  readonly x: number
  readonly y: number
  readonly pressure: number
  readonly tiltX?: number
  readonly tiltY?: number
  readonly timeMs: number
}

export interface StabilizerOptions {
  /** 0 (none) .. 100. */
  readonly strength: number
  /** Screen px for a px of the plane: smoothness is a matter of the hand, not of the picture. */
  readonly zoom: number
}

const slowestMs = 400
/** Screen px a ms. */
const easySpeed = 0.2
const speedSmoothingMs = 40
const stepMs = 4
/** Events that are further apart are a pause and then a short move: a mouse at rest sends none. */
const pauseMs = 50
const moveAfterPauseMs = 16
/** At the end, the line catches up as if the pen waited for it so fast. */
const catchUpMs = 12
const catchUpSamplesMax = 16
/** The speed, in screen px a ms, that is told as limits.speedMax. */
const topSpeed = 5

/** x, y, pressure, tiltX, tiltY. */
type Values = [number, number, number, number, number]

/** Smooths one stroke. */
export class Stabilizer {
  private readonly slowest: number
  private readonly zoom: number
  private pen: Values | undefined
  private penMs = 0
  private middle: Values = [0, 0, 0, 0, 0]
  private line: Values = [0, 0, 0, 0, 0]
  private speed = 0
  private last: Sample | undefined

  constructor({ strength, zoom }: StabilizerOptions) {
    this.slowest = slowestMs * (Math.min(Math.max(strength, 0), 100) / 100) ** 2
    this.zoom = zoom
  }

  /** The samples that an event of the pen adds to the line: one, or none when nothing moved. */
  add({ x, y, pressure, tiltX = 0, tiltY = 0, timeMs }: PenPoint): Sample[] {
    const pen: Values = [x, y, pressure, tiltX, tiltY]
    if (this.pen === undefined) {
      this.middle = [...pen]
      this.line = [...pen]
    } else {
      const passedMs = Math.max(0, timeMs - this.penMs)
      const movedMs = passedMs > pauseMs ? moveAfterPauseMs : passedMs
      this.walk(this.pen, this.pen, passedMs - movedMs)
      this.walk(this.pen, pen, movedMs)
    }
    this.pen = pen
    this.penMs = Math.max(this.penMs, timeMs)
    return this.newSample()
  }

  /** The line catches up while the pen rests, for pointers that send nothing then: call it with every frame. */
  rest(timeMs: number): Sample[] {
    if (this.pen === undefined || timeMs <= this.penMs) return []
    this.walk(this.pen, this.pen, timeMs - this.penMs)
    this.penMs = timeMs
    return this.newSample()
  }

  /** Where the line is, and where it goes if the pen goes on as is foreseen. Nothing changes by it. */
  foresee(points: readonly PenPoint[]): Sample[] {
    if (this.last === undefined) return []
    const fork = new Stabilizer({ strength: 0, zoom: this.zoom })
    const { pen, middle, line } = this
    Object.assign(fork, this, { pen: pen && [...pen], middle: [...middle], line: [...line] })
    return [this.last, ...points.flatMap((point) => fork.add(point))]
  }

  /** The pen was lifted: the rest of the line, which ends exactly there. */
  end(): Sample[] {
    const { pen } = this
    if (pen === undefined) return []
    const samples: Sample[] = []
    for (let i = 1; i < catchUpSamplesMax && !this.isNear(pen); i++) {
      this.follow(pen, stepMs, catchUpMs)
      samples.push(...this.newSample())
    }
    this.line = [...pen]
    samples.push(...this.newSample())
    this.pen = undefined
    return samples
  }

  private isNear(pen: Values): boolean {
    return Math.hypot(pen[0] - this.line[0], pen[1] - this.line[1]) < 1
  }

  /** The pen goes straight from one place to another in so many ms. */
  private walk(from: Values, to: Values, ms: number): void {
    const steps = Math.min(Math.ceil(ms / stepMs), 1000)
    if (steps === 0) {
      if (this.slowest === 0) this.line = [...to]
      return
    }
    const distance = Math.hypot(to[0] - from[0], to[1] - from[1]) / 16
    const penSpeed = (distance * this.zoom) / ms
    const share = 1 - Math.exp(-ms / steps / speedSmoothingMs)
    for (let step = 1; step <= steps; step++) {
      this.speed += (penSpeed - this.speed) * share
      const at = to.map((value, i) => from[i]! + ((value - from[i]!) * step) / steps) as Values
      this.follow(at, ms / steps, this.slowest / (1 + this.speed / easySpeed))
    }
  }

  private follow(to: Values, ms: number, lagMs: number): void {
    // Each of the two has half of the lag.
    const share = lagMs === 0 ? 1 : 1 - Math.exp(-ms / (lagMs / 2))
    for (let i = 0; i < to.length; i++) {
      this.middle[i]! += (to[i]! - this.middle[i]!) * share
      this.line[i]! += (this.middle[i]! - this.line[i]!) * share
    }
  }

  private newSample(): Sample[] {
    const [x, y, pressure, tiltX, tiltY] = this.line.map(toWhole) as Values
    const { last } = this
    const isSame =
      last?.x === x &&
      last.y === y &&
      last.pressure === pressure &&
      last.tiltX === tiltX &&
      last.tiltY === tiltY
    if (isSame) return []
    const part = Math.min(1, this.speed / topSpeed)
    // The root, as hands are told apart by slow speeds more than by fast ones.
    this.last = { x, y, pressure, tiltX, tiltY, speed: Math.round(limits.speedMax * Math.sqrt(part)) }
    return [this.last]
  }
}

/** Rounded, and never -0. */
function toWhole(value: number): number {
  return Math.round(value) + 0
}
