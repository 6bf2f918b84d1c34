// What the window and its worker say to each other. The worker is the client: it holds the connection and the pixels;
// the window holds the pen and the words. Everything here is plain data that crosses by structured clone.

import type { LayerOperation, PenPoint, PersonPresence, SessionState } from '../../sync-core/index.ts'
import type { View, Viewport } from '../view/view-transform.ts'
import type { AuthoringReply, AuthoringTask } from './authoring-contract.ts'
import type { StrokeStart } from './stroke-desk.ts'

/** From the window to the worker. `start` comes first and once. */
export type WindowMessage =
  | {
      readonly kind: 'start'
      /** An invite that parseInvite accepts. */
      readonly invite: string
      /** 16 bytes. */
      readonly participantKey: Uint8Array
      readonly name: string
      readonly color: number
    }
  /** The canvas to paint on from now on; an earlier one is let go. */
  | { readonly kind: 'canvas'; readonly canvas: OffscreenCanvas }
  | { readonly kind: 'view'; readonly view: View; readonly viewport: Viewport }
  /** The stroke is painted as stroke-desk.ts makes it of what the pen says. */
  | ({ readonly kind: 'stroke-begin' } & StrokeStart)
  | { readonly kind: 'stroke-points'; readonly points: readonly PenPoint[] }
  | { readonly kind: 'stroke-end' }
  /** Later steps of a movement of the hand, as of a slider, are undone together with the first one. */
  | {
      readonly kind: 'change-layers'
      readonly operation: LayerOperation
      readonly step?: 'first' | 'later'
    }
  /** What a tool of the canvas asks for. */
  | { readonly kind: 'author'; readonly task: AuthoringTask }
  | { readonly kind: 'undo' }
  | { readonly kind: 'redo' }
  | { readonly kind: 'presence'; readonly presence: Omit<PersonPresence, 'author'> }
  | { readonly kind: 'leave' }

/** From the worker to the window. */
export type WorkerMessage =
  | { readonly kind: 'state'; readonly state: SessionState }
  /** The picture hash of everything confirmed up to seq, 16 hex digits. Comes in calm moments, not at every seq. */
  | { readonly kind: 'hash'; readonly seq: number; readonly hash: string }
  | { readonly kind: 'presence'; readonly people: readonly PersonPresence[] }
  | { readonly kind: 'picked'; readonly color: number }
  | { readonly kind: 'authored'; readonly reply: AuthoringReply }
  /** Something that the person just did had no effect; the sentence says why. */
  | { readonly kind: 'refused'; readonly sentence: string }
