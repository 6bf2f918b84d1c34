// How a file from outside comes into the picture: a worker of its own reads it, and the authoring desk lays its layers down.

import type { LayerId } from '../../sync-core/index.ts'
import type { FileErrorCode, FileErrorDetail } from '../files/file-error.ts'
import type { FileLoss, ImageLayer, LayeredImage } from '../files/layered-image.ts'

/** What the file reader says of a file, once. */
export type FileReply =
  | { readonly kind: 'read'; readonly image: LayeredImage; readonly losses: readonly FileLoss[] }
  | { readonly kind: 'refused'; readonly code: FileErrorCode; readonly detail: FileErrorDetail }
  /** No format that is read here, nor one that the browser knows. */
  | { readonly kind: 'unreadable' }

export interface ImportedLayer extends ImageLayer {
  /** Of the layer that it becomes. */
  readonly id: LayerId
}

export interface ImportTask {
  readonly kind: 'import'
  /** From bottom to top; their places are counted from `at`. */
  readonly layers: readonly ImportedLayer[]
  /** They come above this one. */
  readonly above: LayerId
  readonly at: { readonly x: number; readonly y: number }
  /** A layer that they take the place of, once they are there. */
  readonly replaces?: LayerId
}
