import { limits, type CanvasSize } from '../../sync-core/index.ts'
import { strings } from '../strings.ts'

export const sizePresets: readonly CanvasSize[] = [
  { width: 2048, height: 1536 },
  { width: 1920, height: 1080 },
  { width: 3000, height: 2000 },
  { width: 4096, height: 4096 },
]

export type SizeCheck =
  | { readonly kind: 'ok'; readonly size: CanvasSize }
  | { readonly kind: 'problem'; readonly field: 'width' | 'height'; readonly sentence: string }

/** Reads the two size fields; the first one that is wrong is named in the sentence. */
export function checkSize(width: string, height: string): SizeCheck {
  const widthProblem = sideProblem(width, strings.host.sideWidth)
  if (widthProblem !== undefined) return { kind: 'problem', field: 'width', sentence: widthProblem }
  const heightProblem = sideProblem(height, strings.host.sideHeight)
  if (heightProblem !== undefined) return { kind: 'problem', field: 'height', sentence: heightProblem }
  return { kind: 'ok', size: { width: Number(width), height: Number(height) } }
}

function sideProblem(text: string, side: string): string | undefined {
  const trimmed = text.trim()
  if (!/^\d{1,7}$/.test(trimmed)) return strings.host.sizeNotWhole(side)
  const value = Number(trimmed)
  if (value >= limits.pictureSidePxMin && value <= limits.pictureSidePxMax) return undefined
  return strings.host.sizeOutOfRange(side, trimmed, limits.pictureSidePxMin, limits.pictureSidePxMax)
}
