import { byPressure, roundBrush, steady, type Brush } from '../../sync-core/index.ts'

/** A brush as the person sets it. */
export interface BrushSettings {
  /** Diameter in px of the picture, 1..1024; fractions below 10. */
  readonly sizePx: number
  /** Percent, 1..100. */
  readonly opacity: number
  /** Percent, 0 (soft) .. 100 (hard). */
  readonly hardness: number
  /** What a pen's pressure changes. Mouse and fingers always press fully. */
  readonly pressureSize: boolean
  readonly pressureOpacity: boolean
}

export const brushSizePxMin = 1
export const brushSizePxMax = 1024

/** Steps between the smallest and the largest size; the slider and the `[` `]` keys move along them. */
const sizeSteps = 100

/** The settings as the engine wants them: whole numbers in its own units. */
export function toBrush(settings: BrushSettings, tool: 'paint' | 'erase', color: number): Brush {
  return roundBrush({
    blend: tool === 'erase' ? 'erase' : 'normal',
    size: clampWhole(settings.sizePx * 16, brushSizePxMin * 16, brushSizePxMax * 16),
    opacity: clampWhole((settings.opacity * 255) / 100, 1, 255),
    hardness: clampWhole((settings.hardness * 255) / 100, 0, 255),
    color: tool === 'erase' ? 0 : color,
    sizeBy: settings.pressureSize ? byPressure : steady,
    opacityBy: settings.pressureOpacity ? byPressure : steady,
  })
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

/** Halves below 10 px, whole px from there. */
export function roundSize(sizePx: number): number {
  const rounded = sizePx < 10 ? Math.round(sizePx * 2) / 2 : Math.round(sizePx)
  return Math.min(brushSizePxMax, Math.max(brushSizePxMin, rounded))
}

function clampWhole(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, Math.round(value)))
}
