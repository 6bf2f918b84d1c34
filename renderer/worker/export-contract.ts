// How pixels come from the session's worker, which reads them out, to the worker that makes a file of them: over a port of
// their own, so the window never holds them. Each message is answered by 'next' before another one is sent: a large picture
// is never waiting anywhere as a whole.

import type { Frame, LayerId } from '../../sync-core/index.ts'
import type { ImageLayer } from '../files/layered-image.ts'

export const exportFormats = ['png', 'jpeg', 'webp', 'ora', 'psd'] as const
export type ExportFormat = (typeof exportFormats)[number]

export type ReadOutArea =
  /** Everything that is visible. */
  | { readonly kind: 'whole' }
  /** Of that, what is selected. */
  | { readonly kind: 'selection' }
  /** One layer as it is, hidden or not, without its opacity. */
  | { readonly kind: 'layer'; readonly layer: LayerId }
  /**
   * What a copy takes: of that layer as it is or, without one, of everything; only what is selected, where something is or
   * must be; cut to what is painted of it.
   */
  | { readonly kind: 'copy'; readonly layer: LayerId | undefined; readonly selected: 'if any' | 'only' }

export interface ReadOutAsk {
  readonly area: ReadOutArea
  /** On white paper as in the window, or on nothing. A layer never has paper. */
  readonly paper: boolean
  /** The layers one by one, too: of the whole picture only. */
  readonly layers: boolean
  /** More is refused, with its size. */
  readonly pxMax: number
  readonly sidePxMax: number
}

export type ReadOutMessage =
  | { readonly kind: 'begin'; readonly place: Frame; readonly hasAlpha: boolean }
  /** Straight RGBA, whole rows, from top to bottom. */
  | { readonly kind: 'rows'; readonly rgba: Uint8Array }
  /** From bottom to top, after all rows. */
  | { readonly kind: 'layer'; readonly layer: ImageLayer }
  | { readonly kind: 'end' }
  /** Nothing comes any more, or came. */
  | { readonly kind: 'refused'; readonly why: ReadOutRefusal }

export type ReadOutRefusal =
  | {
      readonly kind:
        'nothing-here' | 'nothing-selected' | 'nothing-painted' | 'no-layer' | 'no-memory' | 'fault'
    }
  | {
      readonly kind: 'too-large'
      readonly width: number
      readonly height: number
      readonly pxMax: number
      readonly sidePxMax: number
    }
  | { readonly kind: 'layers-too-large'; readonly bytes: number; readonly bytesMax: number }

/** From the window to the file writer, with the port on which the pixels come. */
export interface WriteAsk {
  readonly format: ExportFormat
  /** 0..1, of what loses something. */
  readonly quality: number
  readonly paperName: string
  readonly port: MessagePort
}

export type WriteReply =
  | { readonly kind: 'progress'; readonly step: 'pixels' | 'layers' | 'file'; readonly part: number }
  /** `place`: what of the plane it shows. */
  | { readonly kind: 'done'; readonly blob: Blob; readonly place: Frame }
  | { readonly kind: 'refused'; readonly why: ReadOutRefusal }
