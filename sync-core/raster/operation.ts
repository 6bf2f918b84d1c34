// What may happen to a picture. An operation says nothing about who did it or when: an update adds the author, the
// author's own number and the host's number. Operations are small (samples, never dabs), so a late joiner can replay them.

import type { Brush } from './brush.ts'
import type { Sample } from './sample.ts'

export type Operation =
  /** Opens the author's stroke; an open one of the same author is ended first. At least one sample. */
  | { readonly kind: 'stroke-begin'; readonly brush: Brush; readonly samples: readonly Sample[] }
  /** Continues the author's open stroke; nothing happens when none is open. At least one sample. */
  | { readonly kind: 'stroke-points'; readonly samples: readonly Sample[] }
  /** Ends the author's open stroke: it is merged into the layer. Nothing happens when none is open. */
  | { readonly kind: 'end' }
  /** Takes back one of the author's own ended strokes, named by the clientSeq of its stroke-begin. */
  | { readonly kind: 'undo'; readonly stroke: number }
  | { readonly kind: 'redo'; readonly stroke: number }
  /** By the host only: ends the stroke of a participant who left. */
  | { readonly kind: 'close'; readonly author: number }

/** An operation in the session's total order. Its bytes are `encodeOperation`'s. */
export interface Update {
  /** The host's number: 1, 2, 3, … without gaps over the whole life of the picture. */
  readonly seq: number
  /** The participant's number in this picture; 0 is the host itself. */
  readonly author: number
  /** The author's own number: 1, 2, 3, … without gaps. */
  readonly clientSeq: number
  readonly operation: Uint8Array
}

/** The author number of updates that the host itself makes. */
export const hostAuthor = 0
