// What a window says to the worker on which brushes are tried, and what it answers. All px are of the sheet.

import type { Brush, PenPoint } from '../../sync-core/index.ts'

/** A rectangle of colour (0xRRGGBB) that lies on the sheet before anything is painted. */
export interface ColorBox {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  readonly color: number
}

/** One stroke on a sheet of its own. */
export interface TrialStroke {
  readonly width: number
  readonly height: number
  readonly boxes: readonly ColorBox[]
  readonly brush: Brush
  readonly points: readonly PenPoint[]
}

export type TrialMessage =
  | { readonly kind: 'paint'; readonly id: number; readonly stroke: TrialStroke }
  /** A sheet to draw on; one that was there before is gone. */
  | { readonly kind: 'pad'; readonly width: number; readonly height: number }
  | {
      readonly kind: 'pad-begin'
      readonly brush: Brush
      readonly steadiness: number
      readonly points: readonly PenPoint[]
    }
  | { readonly kind: 'pad-points'; readonly points: readonly PenPoint[] }
  | { readonly kind: 'pad-end' }
  | { readonly kind: 'pad-clear' }

export interface TrialPixels {
  readonly width: number
  readonly height: number
  /** Straight RGBA of 8 bits. */
  readonly rgba: Uint8ClampedArray<ArrayBuffer>
}

export type TrialReply =
  ({ readonly kind: 'painted'; readonly id: number } & TrialPixels) | ({ readonly kind: 'pad' } & TrialPixels)
