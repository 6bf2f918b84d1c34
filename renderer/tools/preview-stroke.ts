// What a brush is shown by: an S with a swell of pressure. It is small, so a large brush is shown smaller than it is, and still larger
// than a small one; whatever goes by its size goes along.

import { toBrush, type BrushSettings } from './brush-settings.ts'
import type { DrawingTool } from './brush-presets.ts'
import type { ColorBox, TrialStroke } from '../worker/trial-contract.ts'

/** Colours of the theme, 0xRRGGBB. */
export interface PreviewColors {
  readonly ink: number
  /** What lies there to be erased. */
  readonly patch: number
  /** What lies beside it, to be smudged with it. */
  readonly other: number
}

export interface PreviewSize {
  /** CSS px. */
  readonly width: number
  readonly height: number
  /** Device px for a CSS px. */
  readonly ratio: number
}

const points = 72
/** The whole stroke, for brushes that follow speed. */
const strokeMs = 600
const lightest = 0.04
/** The greatest diameter, as a part of the height. */
const nibShare = 0.62
/** Any number does, as long as a preview always looks the same. */
const seed = 0x5eed
/** Stripes that a smudging brush is drawn over. */
const stripes = 6

/** The diameter in which a brush is shown, CSS px: small ones in theirs, none larger than there is room for. */
export function previewPx(sizePx: number, height: number): number {
  const most = height * nibShare
  return most * (1 - Math.exp(-sizePx / most))
}

/** The stroke that shows a brush, in device px. */
export function previewStroke(
  settings: BrushSettings,
  tool: DrawingTool,
  colors: PreviewColors,
  { width, height, ratio }: PreviewSize,
): TrialStroke {
  const shownPx = previewPx(settings.sizePx, height) * ratio
  const scale = shownPx / settings.sizePx
  const shown: BrushSettings = {
    ...settings,
    sizePx: Math.max(1, shownPx),
    taperStart: Math.round(settings.taperStart * scale),
    taperEnd: Math.round(settings.taperEnd * scale),
  }
  const brush = toBrush(shown, tool === 'eraser' ? 'erase' : 'paint', colors.ink, seed)
  const [pxWidth, pxHeight] = [Math.round(width * ratio), Math.round(height * ratio)]
  const margin = Math.min(pxHeight / 2, pxWidth / 8)
  const swing = (pxHeight - shownPx) * 0.32
  return {
    width: pxWidth,
    height: pxHeight,
    boxes: boxesFor(brush.blend === 'erase', brush.smudge > 0, colors, pxWidth, pxHeight),
    brush,
    points: Array.from({ length: points }, (_, at) => {
      const part = at / (points - 1)
      return {
        x: (margin + (pxWidth - 2 * margin) * part) * 16,
        y: (pxHeight / 2 - Math.sin(part * 2 * Math.PI) * swing) * 16,
        pressure: Math.round((lightest + (1 - lightest) * Math.sin(part * Math.PI)) * 1023),
        timeMs: part * strokeMs,
      }
    }),
  }
}

function boxesFor(
  erases: boolean,
  smudges: boolean,
  { patch, other }: PreviewColors,
  width: number,
  height: number,
): readonly ColorBox[] {
  const top = Math.round(height * 0.12)
  const high = height - 2 * top
  if (erases) {
    const left = Math.round(width * 0.1)
    return [{ left, top, width: width - 2 * left, height: high, color: patch }]
  }
  if (!smudges) return []
  return Array.from({ length: stripes }, (_, at) => {
    const left = Math.round((width * at) / stripes)
    const right = Math.round((width * (at + 1)) / stripes)
    return { left, top, width: right - left, height: high, color: at % 2 === 0 ? patch : other }
  })
}
