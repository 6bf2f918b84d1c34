import type { View, Viewport } from '../view/view-transform.ts'

/** What is around the picture and over it, apart from where it lies. */
export interface ViewLook {
  /** The colour around the picture, as CSS has it. */
  readonly ground: string
  readonly hasPixelGrid: boolean
}

/** What the window tells the worker about what it looks at. */
export type ViewMessage =
  /** The canvas to paint on from now on; an earlier one is let go. */
  | { readonly kind: 'canvas'; readonly canvas: OffscreenCanvas }
  | { readonly kind: 'view'; readonly view: View; readonly viewport: Viewport; readonly look: ViewLook }
  /** The small canvas that has the whole picture; undefined when it is put away. */
  | { readonly kind: 'navigator'; readonly canvas: OffscreenCanvas | undefined }
