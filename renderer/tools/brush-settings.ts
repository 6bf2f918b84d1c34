import { checkBrush, linearCurve, roundBrush, type Brush, type Dynamics } from '../../sync-core/index.ts'

/**
 * A brush as a person keeps it: what the engine knows in its own units, without what belongs to the moment (colour, whether it
 * erases, the seed of a stroke), and what only the person's own window does.
 */
export interface BrushSettings extends Omit<Brush, 'blend' | 'size' | 'color' | 'seed'> {
  /** Diameter in px of the picture, 1..1024; fractions below 10. */
  readonly sizePx: number
  /** Percent, 0..100: how much a pen's line is steadied before it is painted. */
  readonly steadiness: number
}

/** What a pen changes while it paints. */
export type Followed = 'size' | 'opacity' | 'flow'

export const brushSizePxMin = 1
export const brushSizePxMax = 1024

/** Steps between the smallest and the largest size; the slider and the `[` `]` keys move along them. */
const sizeSteps = 100

/** One press of comma or full stop changes opacity by so many percent. */
const opacityStep = 10

/** One press of Shift and a bracket makes a brush harder or softer by so many percent. */
const hardnessStep = 10

const settingNames: readonly (keyof BrushSettings)[] = Object.keys(toSettings(roundBrush(), 0)) as never

/** The settings of a brush of the engine. */
export function toSettings(brush: Brush, steadiness: number): BrushSettings {
  const { blend: _blend, size, color: _color, seed: _seed, ...rest } = brush
  return { ...rest, sizePx: roundSize(size / 16), steadiness }
}

/** The settings as the engine wants them, for one stroke. */
export function toBrush(settings: BrushSettings, tool: 'paint' | 'erase', color: number, seed = 0): Brush {
  const { sizePx, steadiness: _steadiness, ...rest } = settings
  const isErasing = tool === 'erase'
  return roundBrush({
    ...rest,
    blend: isErasing ? 'erase' : 'normal',
    size: clampWhole(sizePx * 16, brushSizePxMin * 16, brushSizePxMax * 16),
    color: isErasing ? 0 : color,
    // An eraser has no colour that could pick up another.
    smudge: isErasing ? 0 : settings.smudge,
    seed: hasChance(settings) ? seed : 0,
  })
}

/** Whether a stored value can be painted with. */
export function isBrushSettings(value: unknown): value is BrushSettings {
  const settings = value as BrushSettings | null | undefined
  if (typeof settings !== 'object' || settings === null) return false
  // The engine has usual values for what is missing; a brush that is kept says everything.
  if (settingNames.some((name) => settings[name] === undefined)) return false
  const { steadiness, sizePx, jitter } = settings
  const areNumbers = [steadiness, sizePx, jitter?.position, jitter?.size, jitter?.flow, jitter?.angle].every(
    (each) => typeof each === 'number',
  )
  if (!areNumbers || steadiness < 0 || steadiness > 100 || sizePx < brushSizePxMin) return false
  try {
    checkBrush(toBrush(settings, 'paint', 0))
    return sizePx <= brushSizePxMax
  } catch {
    return false
  }
}

/** The settings without anything else that their object holds. */
export function onlySettings(settings: BrushSettings): BrushSettings {
  const { jitter } = settings
  const dynamics = ({ curve, tilt, speed }: Dynamics): Dynamics => ({
    ...(curve !== undefined && { curve: [...curve] }),
    tilt,
    speed,
  })
  return {
    sizePx: settings.sizePx,
    steadiness: settings.steadiness,
    mode: settings.mode,
    opacity: settings.opacity,
    flow: settings.flow,
    hardness: settings.hardness,
    spacing: settings.spacing,
    roundness: settings.roundness,
    angle: settings.angle,
    angleFrom: settings.angleFrom,
    tip: settings.tip,
    sizeBy: dynamics(settings.sizeBy),
    opacityBy: dynamics(settings.opacityBy),
    flowBy: dynamics(settings.flowBy),
    jitter: { position: jitter.position, size: jitter.size, flow: jitter.flow, angle: jitter.angle },
    smudge: settings.smudge,
    taperStart: settings.taperStart,
    taperEnd: settings.taperEnd,
  }
}

/** What is followed, with or without the pen's pressure; `usual` is how the brush follows it when it does. */
export function withPressure(dynamics: Dynamics, pressure: 'on' | 'off', usual: Dynamics): Dynamics {
  const { tilt, speed } = dynamics
  return pressure === 'off' ? { tilt, speed } : { curve: usual.curve ?? linearCurve, tilt, speed }
}

/** Whole percent of what the engine counts to 255. */
export function toPercent(value: number): number {
  return Math.round((value * 100) / 255)
}

export function fromPercent(percent: number, least: 0 | 1 = 0): number {
  return clampWhole((percent * 255) / 100, least, 255)
}

/** Percent of the diameter from one dab to the next; the engine counts in 64ths. */
export function spacingToPercent(spacing: number): number {
  return Math.round((spacing * 100) / 64)
}

export function spacingFromPercent(percent: number): number {
  return clampWhole((percent * 64) / 100, 1, 255)
}

/** Degrees of the half turn that the engine counts to 256. */
export function toDegrees(angle: number): number {
  return Math.round((angle * 180) / 256)
}

export function fromDegrees(degrees: number): number {
  return clampWhole((degrees * 256) / 180, 0, 255)
}

/** Slider position 0..100 of a size: each step grows it by the same factor. */
export function sizeToStep(sizePx: number): number {
  return Math.round(
    (Math.log(sizePx / brushSizePxMin) / Math.log(brushSizePxMax / brushSizePxMin)) * sizeSteps,
  )
}

export function stepToSize(step: number): number {
  return roundSize(brushSizePxMin * (brushSizePxMax / brushSizePxMin) ** (step / sizeSteps))
}

/** The next size for `[` (-1) and `]` (+1): two slider steps, and always at least a visible change. */
export function nextSize(sizePx: number, direction: -1 | 1): number {
  const grown = roundSize(sizePx * (brushSizePxMax / brushSizePxMin) ** ((2 * direction) / sizeSteps))
  const least = sizePx < 10 ? 0.5 : 1
  const next = direction > 0 ? Math.max(grown, sizePx + least) : Math.min(grown, sizePx - least)
  return Math.min(brushSizePxMax, Math.max(brushSizePxMin, next))
}

/** One step on the grid of tens; at least 1 %, as nothing at all can't be painted with. */
export function nextOpacity(opacity: number, direction: -1 | 1): number {
  const tens = toPercent(opacity) / opacityStep
  const next = direction > 0 ? Math.floor(tens) + 1 : Math.ceil(tens) - 1
  return fromPercent(Math.min(100, Math.max(1, next * opacityStep)), 1)
}

/** The next hardness for Shift and a bracket, in the engine's units: the next whole ten of percent. */
export function nextHardness(hardness: number, direction: -1 | 1): number {
  const tens = toPercent(hardness) / hardnessStep
  const next = direction > 0 ? Math.floor(tens) + 1 : Math.ceil(tens) - 1
  return fromPercent(Math.min(100, Math.max(0, next * hardnessStep)))
}

/** Halves below 10 px, whole px from there. */
export function roundSize(sizePx: number): number {
  const rounded = sizePx < 10 ? Math.round(sizePx * 2) / 2 : Math.round(sizePx)
  return Math.min(brushSizePxMax, Math.max(brushSizePxMin, rounded))
}

/** Whether two strokes of the brush differ by themselves; the others spare the bytes of a seed. */
function hasChance({ jitter, tip }: BrushSettings): boolean {
  return tip !== 'round' || Object.values(jitter).some((value) => value !== 0)
}

function clampWhole(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, Math.round(value)))
}
