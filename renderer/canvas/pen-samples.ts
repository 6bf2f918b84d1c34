import { limits, type PenPoint } from '../../sync-core/index.ts'
import { screenToPicture, type View } from '../view/view-transform.ts'

/** What a pointer event says about one position; a PointerEvent fits. */
export interface PointerPosition {
  /** CSS px of the window. */
  readonly clientX: number
  readonly clientY: number
  readonly pointerType: string
  /** 0..1; only a pen's is believed. */
  readonly pressure: number
  /** Degrees -90..90; only a pen's are believed. */
  readonly tiltX: number
  readonly tiltY: number
  /** ms, never running back. */
  readonly timeStamp: number
}

/** Where the canvas area begins in the window (CSS px), and device px per CSS px. */
export interface StagePlace {
  readonly left: number
  readonly top: number
  readonly ratio: number
}

const pressureFull = 1023

/**
 * A position as the engine wants it, a pen's pressure as `curved` has it: 1/16 px of the plane inside the limits of the wire, pressure 0..1023, and what tilt and
 * time say. Fractions of a sixteenth are kept until the line is smoothed.
 */
export function toPenPoint(
  position: PointerPosition,
  place: StagePlace,
  view: View,
  curved: (pressure: number) => number = asItIs,
): PenPoint {
  const point = screenToPicture(view, {
    x: (position.clientX - place.left) * place.ratio,
    y: (position.clientY - place.top) * place.ratio,
  })
  const isPen = position.pointerType === 'pen'
  return {
    x: toSixteenths(point.x),
    y: toSixteenths(point.y),
    pressure: isPen ? curved(toPressure(position.pressure)) : pressureFull,
    tiltX: isPen ? position.tiltX : 0,
    tiltY: isPen ? position.tiltY : 0,
    timeMs: position.timeStamp,
  }
}

/** The points without those that repeat the one before; `last` is the point before the first. */
export function dropRepeats(points: readonly PenPoint[], last?: PenPoint): PenPoint[] {
  const kept: PenPoint[] = []
  let before = last
  for (const point of points) {
    const isRepeat =
      before !== undefined &&
      point.x === before.x &&
      point.y === before.y &&
      point.pressure === before.pressure &&
      point.tiltX === before.tiltX &&
      point.tiltY === before.tiltY
    if (!isRepeat) kept.push(point)
    before = point
  }
  return kept
}

function toSixteenths(px: number): number {
  return Math.min(limits.samplePositionMax, Math.max(limits.samplePositionMin, px * 16))
}

function asItIs(pressure: number): number {
  return pressure
}

/** What a browser calls 0..1 as the engine's 0..1023. */
export function toPressure(pressure: number): number {
  return Math.min(pressureFull, Math.max(0, Math.round(pressure * pressureFull)))
}
