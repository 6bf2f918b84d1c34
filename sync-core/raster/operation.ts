// What may happen to a picture. An operation says nothing about who did it or when: an update adds the author, the
// author's own number and the host's number. Operations are small (samples, never dabs), so a late joiner can replay them.
//
// What one undo takes back is an action: an operation alone (a gradient, a change of the layers), or a begin, what continues
// it, and its end. An author has at most one open action; any operation that does not continue it ends it first. Whatever
// depends on pixels (a fill, a transformed selection, an image) is computed by its author and sent as patch parts.

import type { Brush } from './brush.ts'
import type { LayerOperation } from './layer-operation.ts'
import type { Sample } from './sample.ts'
import type { Frame, LayerId } from './structure.ts'

/** How marks are laid on a layer, as their author saw it. */
export interface MarkPlace {
  readonly layer: LayerId
  /** Colours change, what is covered does not. */
  readonly alphaLock: boolean
  /** Only inside of the author's selection at this time. */
  readonly selected: boolean
}

/** One tile of a patch, in encoded form: coverage (coverage-codec.ts) or pixels (tile-codec.ts). */
export interface PatchPart {
  readonly index: number
  /** `cover`: coverage laid with the patch's colour. `erase`: coverage taken away. `over`: pixels laid over. */
  readonly form: 'cover' | 'erase' | 'over'
  readonly bytes: Uint8Array
}

export interface SelectionPart {
  readonly index: number
  /** Coverage; a tile without part is not selected. */
  readonly bytes: Uint8Array
}

/** A point in 1/16 px of the plane. */
export interface PlanePoint {
  readonly x: number
  readonly y: number
}

/** 0..255 each, straight alpha. */
export interface Rgba {
  readonly red: number
  readonly green: number
  readonly blue: number
  readonly alpha: number
}

export interface Gradient extends MarkPlace {
  readonly shape: 'linear' | 'radial'
  /** Where it is painted: the picture's frame as its author saw it. */
  readonly area: Frame
  readonly from: PlanePoint
  readonly to: PlanePoint
  readonly start: Rgba
  readonly stop: Rgba
}

export type Operation =
  /** Opens a stroke. At least one sample. */
  | ({
      readonly kind: 'stroke-begin'
      readonly brush: Brush
      readonly samples: readonly Sample[]
    } & MarkPlace)
  /** Continues the author's open stroke; nothing happens when none is open. At least one sample. */
  | { readonly kind: 'stroke-points'; readonly samples: readonly Sample[] }
  /** Opens a patch: a fill, a shape, an image, a transformed selection. */
  | {
      readonly kind: 'patch-begin'
      readonly layer: LayerId
      /** 0xRRGGBB of the parts that cover. */
      readonly color: number
      readonly alphaLock: boolean
    }
  /** Continues the author's open patch; of one tile later parts are laid on earlier ones. */
  | { readonly kind: 'patch-parts'; readonly parts: readonly PatchPart[] }
  /** Ends the author's open action: it is merged into its layer. Nothing happens when none is open. */
  | { readonly kind: 'end' }
  | ({ readonly kind: 'gradient' } & Gradient)
  | LayerOperation
  /**
   * Replaces the author's selection, once its last part is here; a whole one without parts selects nothing in particular.
   * It is no action: undo leaves it alone.
   */
  | {
      readonly kind: 'select'
      readonly stage: 'whole' | 'first' | 'middle' | 'last'
      readonly parts: readonly SelectionPart[]
    }
  /** Takes back one of the author's own ended actions, named by the clientSeq of its first operation. */
  | { readonly kind: 'undo'; readonly action: number }
  | { readonly kind: 'redo'; readonly action: number }
  /** By the host only: the author is away. Ends the open action, and forgets the selection. */
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

/** Whether the operation belongs to an action that another operation began. */
export function continuesAction(operation: Operation): boolean {
  return operation.kind === 'stroke-points' || operation.kind === 'patch-parts'
}

/** Whether the operation opens an action that others continue. */
export function opensAction(operation: Operation): boolean {
  return operation.kind === 'stroke-begin' || operation.kind === 'patch-begin'
}
