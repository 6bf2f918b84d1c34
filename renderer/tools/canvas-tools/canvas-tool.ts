// A tool of the canvas: what a pointer does that neither draws a stroke, nor moves the view, nor picks a colour. Tools know
// no DOM: they get positions in px of the plane, say what is to be shown above the picture, and ask the worker.
//
//   PointerInput ──press, move, release──▶ CanvasTools ──▶ the chosen tool ──▶ AuthoringTask to the worker
//                                               │
//                                               ╰──▶ Preview, drawn by ToolOverlay

import type { Affine, Box, Brush, Frame, LayerId, Point } from '../../../sync-core/index.ts'
import type { AuthoringTask, DraggedShape, ShapeLook } from '../../worker/authoring-contract.ts'
import type { WindowMessage } from '../../worker/contract.ts'
import type { ToolOptions } from '../../stores/tool-options-store.ts'

/** Where the pointer is, and what is held with it. */
export interface ToolPointer {
  /** px of the plane, fractions. */
  readonly at: Point
  readonly shift: boolean
  readonly alt: boolean
  /** How many px of the plane one CSS px of the screen is. */
  readonly pxPerScreenPx: number
}

/** What is shown above the picture while a tool is in use. */
export type Preview =
  | ({ readonly kind: 'shape'; readonly look: ShapeLook } & DraggedShape)
  | { readonly kind: 'marquee'; readonly shape: 'rectangle' | 'ellipse'; readonly box: Box }
  | { readonly kind: 'lasso'; readonly points: readonly Point[] }
  | {
      readonly kind: 'gradient'
      readonly shape: 'linear' | 'radial'
      readonly from: Point
      readonly to: Point
      /** CSS colours. */
      readonly start: string
      readonly stop: string
    }
  | { readonly kind: 'crop'; readonly frame: Frame }
  | {
      readonly kind: 'floating'
      readonly box: Box
      readonly image: CanvasImageSource
      readonly map: Affine
    }

/** What the tools are given to work with. */
export interface ToolPorts {
  readonly ask: (task: AuthoringTask) => void
  /** Asks, and goes on showing how it will look until it does. */
  readonly settle: (task: AuthoringTask, preview: Preview) => void
  readonly send: (message: WindowMessage) => void
  readonly show: (preview: Preview | undefined) => void
  readonly options: () => ToolOptions
  readonly color: () => number
  /** The brush in the chosen colour. */
  readonly brush: () => Brush
  /** The colour was painted with. */
  readonly noteColor: (color: number) => void
  readonly layer: () => LayerId
  readonly frame: () => Frame | undefined
}

export interface CanvasTool {
  press(pointer: ToolPointer): void
  move(pointer: ToolPointer): void
  release(pointer: ToolPointer): void
  /** The press was taken away: by the system, by a second finger, by Esc. */
  abort(): void
  /** The cursor over a place that is not pressed, as CSS has it; a cross without this. */
  cursorAt?(pointer: ToolPointer): string
  /** The tool was chosen, or another is chosen from now on. */
  enter?(): void
  leave?(): void
  /** Enter, and Esc or undo. Says whether there was something to be applied or cancelled. */
  apply?(): boolean
  cancel?(): boolean
  /** Whether something was made that is nowhere yet but here: it stays until it can be laid down. */
  holds?(): boolean
}

/** Less is a click, in CSS px. */
const dragPxMin = 3

/** Whether the pointer went further than a hand trembles. */
export function isDrag(from: Point, { at, pxPerScreenPx }: ToolPointer): boolean {
  return Math.hypot(at.x - from.x, at.y - from.y) >= dragPxMin * pxPerScreenPx
}
