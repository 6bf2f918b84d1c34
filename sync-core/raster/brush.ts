import { limits } from '../base/limits.ts'
import type { Sample } from './sample.ts'

// What a stroke is painted with. All numbers are whole, so that every machine paints the same bytes. The set values are what
// an upright pen at rest gives at full pressure; `sizeBy`, `opacityBy` and `flowBy` say how pressure, tilt and speed change
// them. A dab's coverage is its profile (round or flattened, hardness, tip) times opacity; flow is how much of that a
// single dab lays down.

/** What is laid on the layer. The wire has the place in this list, so names are only ever added at the end. */
export const brushBlends = ['normal', 'erase'] as const
/** `wash`: a stroke never covers more than its opacity. `build-up`: every dab covers more. */
export const brushModes = ['wash', 'build-up'] as const
/** What `angle` counts from: the plane, the way the pen moves, or the way it leans (the plane again when it is upright). */
export const angleOrigins = ['fixed', 'direction', 'tilt'] as const
/** brush-tips.ts makes them. `round` has no texture. */
export const tipNames = ['round', 'paper', 'chalk', 'charcoal', 'bristle', 'spray'] as const

export type BrushBlend = (typeof brushBlends)[number]
export type BrushMode = (typeof brushModes)[number]
export type AngleOrigin = (typeof angleOrigins)[number]
export type TipName = (typeof tipNames)[number]

/** How something follows the pen; the parts are multiplied. */
export interface Dynamics {
  /** Nine values 0..255 (255: the set value) for pressures from 0 to full in equal steps, linear between them. */
  readonly curve?: readonly number[]
  /**
   * -100..100. Below 0, the part of the set value that a flat pen or a fast one takes away; above 0, what it adds: 100 makes it
   * eight times as much. Nothing ever exceeds the greatest value that can be set.
   */
  readonly tilt: number
  readonly speed: number
}

/** 0..255 each; how much the dabs of a stroke differ from each other. */
export interface Jitter {
  /** 255: up to one diameter away in x and y. */
  readonly position: number
  /** 255: from nothing to the whole. */
  readonly size: number
  readonly flow: number
  /** 255: up to a quarter turn to either side. */
  readonly angle: number
}

export interface Brush {
  readonly blend: BrushBlend
  readonly mode: BrushMode
  /** Diameter in 1/16 px, limits.brushSizeMin..brushSizeMax. */
  readonly size: number
  /** 1..255: the greatest coverage of one dab, and in a wash of the whole stroke. */
  readonly opacity: number
  /** 1..255: how much of its coverage one dab lays down; textured tips fill their texture with it. */
  readonly flow: number
  /** 0 (soft from the centre) .. 255 (hard, antialiased edge). */
  readonly hardness: number
  /** 1..255: from one dab to the next, in 1/64 of the (smaller) diameter. */
  readonly spacing: number
  /** 1..255: the smaller diameter of the nib in 1/255 of `size`; a nib has round ends and parallel sides. */
  readonly roundness: number
  /** 0..255: where the longer diameter points, in 1/256 of a half turn, clockwise on the screen. */
  readonly angle: number
  readonly angleFrom: AngleOrigin
  readonly tip: TipName
  /** 0xRRGGBB, sRGB. Ignored when erasing. */
  readonly color: number
  readonly sizeBy: Dynamics
  readonly opacityBy: Dynamics
  readonly flowBy: Dynamics
  readonly jitter: Jitter
  /** 0..255: how much of a dab's colour is its sample's, picked up by the author; the rest is the brush's own. */
  readonly smudge: number
  /** Over how many px of its way a stroke grows to its size, and shrinks before its end: 0..limits.brushTaperPxMax. */
  readonly taperStart: number
  readonly taperEnd: number
  /** u32: which jitter; the author chooses it anew for each stroke. */
  readonly seed: number
}

export const curvePoints = 9
/** The curve that follows the pressure. */
export const linearCurve: readonly number[] = [0, 32, 64, 96, 128, 159, 191, 223, 255]
/** Nothing changes anything. */
export const steady: Dynamics = { tilt: 0, speed: 0 }
/** In proportion to the pressure. */
export const byPressure: Dynamics = { curve: linearCurve, tilt: 0, speed: 0 }
export const noJitter: Jitter = { position: 0, size: 0, flow: 0, angle: 0 }

const plainRound: Brush = {
  blend: 'normal',
  mode: 'wash',
  size: 160,
  opacity: 255,
  flow: 255,
  hardness: 255,
  spacing: 4,
  roundness: 255,
  angle: 0,
  angleFrom: 'fixed',
  tip: 'round',
  color: 0,
  sizeBy: steady,
  opacityBy: steady,
  flowBy: steady,
  jitter: noJitter,
  smudge: 0,
  taperStart: 0,
  taperEnd: 0,
  seed: 0,
}

/** A round, hard, black brush of 10 px, with changes. These values cost no bytes on the wire. */
export function roundBrush(change: Partial<Brush> = {}): Brush {
  return { ...plainRound, ...change }
}

/** Which channels of a sample, besides the position, a brush makes something of. */
export interface UsedChannels {
  readonly pressure: boolean
  readonly tilt: boolean
  readonly speed: boolean
  readonly color: boolean
}

export function usedChannels(brush: Brush): UsedChannels {
  const dynamics = [brush.sizeBy, brush.opacityBy, brush.flowBy]
  return {
    pressure: dynamics.some(({ curve }) => curve !== undefined),
    tilt: brush.angleFrom === 'tilt' || dynamics.some(({ tilt }) => tilt !== 0),
    speed: dynamics.some(({ speed }) => speed !== 0),
    color: brush.smudge > 0,
  }
}

/** The sample without what the brush makes nothing of; pressure that does not matter is full, which costs no bytes. */
export function keepUsedChannels(brush: Brush, sample: Sample): Sample {
  const used = usedChannels(brush)
  const { x, y, pressure, tiltX, tiltY, speed, color } = sample
  return {
    x,
    y,
    pressure: used.pressure ? pressure : limits.pressureMax,
    ...(used.tilt && tiltX !== undefined && { tiltX }),
    ...(used.tilt && tiltY !== undefined && { tiltY }),
    ...(used.speed && speed !== undefined && { speed }),
    ...(used.color && color !== undefined && { color }),
  }
}
