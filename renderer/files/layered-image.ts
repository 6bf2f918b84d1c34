// What files of other programs have in common with a picture: layers of straight RGBA at their places, from bottom to top.
// Formats turn it into bytes and back and know nothing else; reading it out of a picture, and laying it into one, is somebody
// else's work. What a format, or a picture, has no place for is counted as a loss and told, never dropped in silence.

import type { BlendMode } from '../../sync-core/index.ts'

export interface ImageLayer {
  readonly name: string
  /** 0..255 */
  readonly opacity: number
  readonly blend: BlendMode
  readonly visible: boolean
  readonly locked: boolean
  readonly alphaLocked: boolean
  readonly clipped: boolean
  /** Where its pixels begin, from the left upper corner of the image; they may lie outside. */
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** Straight alpha, width × height × 4 bytes; none when 0 × 0. */
  readonly rgba: Uint8Array
}

export interface LayeredImage {
  readonly width: number
  readonly height: number
  /** From bottom to top. */
  readonly layers: readonly ImageLayer[]
}

export interface FlatImage {
  readonly width: number
  readonly height: number
  /** Straight alpha, width × height × 4 bytes. */
  readonly rgba: Uint8Array
}

/**
 * What could not be kept of a file: groups that were taken apart; blend modes that became normal; masks, effects and
 * clippings that were left out; masks that became part of their layer; texts and shapes that became pixels; colours of more than 8 bits; layers whose pixels lie too far out.
 */
export const fileLossKinds = [
  'group',
  'mode',
  'mask',
  'merged-mask',
  'text',
  'effect',
  'bits',
  'clipping',
  'outside',
] as const
export type FileLossKind = (typeof fileLossKinds)[number]

export interface FileLoss {
  readonly kind: FileLossKind
  readonly count: number
}

/** What was read of a file with layers. */
export interface ReadImage {
  readonly image: LayeredImage
  readonly losses: readonly FileLoss[]
}

/** Counts losses while a file is read. */
export class LossCount {
  private readonly counts = new Map<FileLossKind, number>()

  add(kind: FileLossKind): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1)
  }

  /** Those that there are, in the order of their kinds. */
  list(): FileLoss[] {
    return fileLossKinds.flatMap((kind) => {
      const count = this.counts.get(kind)
      return count === undefined ? [] : [{ kind, count }]
    })
  }
}
