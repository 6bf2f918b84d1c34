// What the window's tools ask the worker's authoring desk, and what comes back: a part of contract.ts. Positions are in px of
// the plane, fractions allowed. Why something was not done comes as the worker's `refused`.

import type {
  Affine,
  Box,
  Brush,
  DragRule,
  Gradient,
  ImagePixels,
  LayerId,
  Outline,
  Point,
  SelectionChange,
} from '../../sync-core/index.ts'
import type { PickRule } from './look-around.ts'
import type { ImportTask } from './import-contract.ts'

/** What a fill and the wand look at, and how far they go. */
export interface FillRule {
  /** 0..255 */
  readonly tolerance: number
  readonly growPx: number
  readonly gapPx: number
  readonly reach: 'connected' | 'everywhere'
  readonly sees: 'layer' | 'all'
}

/** What is dragged from one point to another. */
export interface DraggedShape {
  readonly shape: 'line' | 'rectangle' | 'ellipse'
  readonly from: Point
  readonly to: Point
  readonly rule: DragRule
}

export type ShapeLook =
  { readonly kind: 'filled'; readonly color: number } | { readonly kind: 'outlined'; readonly brush: Brush }

export type SelectionArea =
  | { readonly kind: 'rectangle' | 'ellipse'; readonly box: Box }
  | { readonly kind: 'lasso'; readonly points: readonly Point[] }
  /** What is painted on a layer, as far as it is opaque. */
  | { readonly kind: 'opaque'; readonly layer: LayerId }
  | { readonly kind: 'alike'; readonly at: Point; readonly layer: LayerId; readonly rule: FillRule }

export type AuthoringTask =
  | {
      readonly kind: 'fill'
      readonly layer: LayerId
      readonly color: number
      readonly at: Point
      readonly rule: FillRule
    }
  /** Over what is selected, or the whole picture. */
  | {
      readonly kind: 'gradient'
      readonly gradient: Omit<Gradient, 'alphaLock' | 'selected' | 'area'>
    }
  | ({ readonly kind: 'shape'; readonly layer: LayerId; readonly look: ShapeLook } & DraggedShape)
  | { readonly kind: 'select'; readonly change: SelectionChange; readonly area: SelectionArea }
  | { readonly kind: 'select-all' | 'select-none' | 'select-invert' }
  | { readonly kind: 'erase-selected'; readonly layer: LayerId }
  /** Erases what was selected when something was copied last: a cut. */
  | { readonly kind: 'erase-copied'; readonly layer: LayerId }
  /** Erases all that is on the layer, also outside of the frame. */
  | { readonly kind: 'clear'; readonly layer: LayerId }
  /** Takes what is selected (everything, when nothing is) off the layer, to be placed; `lifted` or a refusal answers. */
  | { readonly kind: 'lift'; readonly layer: LayerId }
  /** Lays what was lifted down again where the map takes it, or as it was. */
  | { readonly kind: 'drop'; readonly map: Affine }
  | { readonly kind: 'put-back' }
  /** Lays an image down; its px (0, 0) is the plane's before the map. */
  | {
      readonly kind: 'place-image'
      readonly layer: LayerId
      readonly image: ImagePixels
      readonly map: Affine
    }
  /** The mean colour of a square of px around a point: `picked` answers when it is in the picture. */
  | ({ readonly kind: 'pick-color'; readonly at: Point } & PickRule)
  /** What that would pick, and the px around it: `looked` answers always. */
  | ({ readonly kind: 'look-around'; readonly at: Point } & PickRule)
  /** Layers of a file; `imported` or `not-imported` answers in any case. */
  | ImportTask
  /** Ends what the desk is at, as if it had not begun. */
  | { readonly kind: 'cancel' }

/** Work that takes long enough to be told of. */
export type LongWork = 'fill' | 'select' | 'lift' | 'place' | 'shape' | 'import'

export type AuthoringReply =
  /** The selection's outline for the window to show; undefined: nothing in particular is selected. */
  | { readonly kind: 'selection'; readonly outline: Outline | undefined }
  | { readonly kind: 'lifted'; readonly box: Box; readonly image: ImageBitmap }
  /** Lifting came to nothing. */
  | { readonly kind: 'not-lifted' }
  /** The next task that changes pixels is over, and what came of it is on the screen. */
  | { readonly kind: 'settled' }
  /** The layers are there, as so many actions. */
  | { readonly kind: 'imported'; readonly actions: number }
  /** Nothing of them is. Why something was refused was said before. */
  | { readonly kind: 'not-imported'; readonly why: 'cancelled' | 'refused' }
  /** `part` is 0..1; undefined work: the desk is done. */
  | { readonly kind: 'progress'; readonly work: LongWork | undefined; readonly part: number }
