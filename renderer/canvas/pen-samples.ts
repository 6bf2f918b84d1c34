import { limits, type Sample } from '../../sync-core/index.ts'
import { screenToPicture, type View } from '../view/view-transform.ts'

/** What a pointer event says about one position; a PointerEvent fits. */
export interface PointerPosition {
  /** CSS px of the window. */
  readonly clientX: number
  readonly clientY: number
  readonly pointerType: string
  /** 0..1; only a pen's is believed. */
  readonly pressure: number
}

/** Where the canvas area begins in the window (CSS px), and device px per CSS px. */
export interface StagePlace {
  readonly left: number
  readonly top: number
  readonly ratio: number
}

const pressureFull = 1023

/** A position as the engine wants it: 1/16 px of the picture, pressure 0..1023, inside the limits of the wire. */
export function toSample(position: PointerPosition, place: StagePlace, view: View): Sample {
  const point = screenToPicture(view, {
    x: (position.clientX - place.left) * place.ratio,
    y: (position.clientY - place.top) * place.ratio,
  })
  return {
    x: toSixteenths(point.x),
    y: toSixteenths(point.y),
    pressure: position.pointerType === 'pen' ? toPressure(position.pressure) : pressureFull,
  }
}

/** The samples without those that repeat the one before; `last` is the sample before the first. */
export function dropRepeats(samples: readonly Sample[], last?: Sample): Sample[] {
  const kept: Sample[] = []
  let before = last
  for (const sample of samples) {
    const isRepeat =
      before !== undefined &&
      sample.x === before.x &&
      sample.y === before.y &&
      sample.pressure === before.pressure
    if (!isRepeat) kept.push(sample)
    before = sample
  }
  return kept
}

function toSixteenths(px: number): number {
  return Math.min(limits.samplePositionMax, Math.max(limits.samplePositionMin, Math.round(px * 16)))
}

function toPressure(pressure: number): number {
  return Math.min(pressureFull, Math.max(0, Math.round(pressure * pressureFull)))
}
