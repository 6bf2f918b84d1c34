// What the window and its worker say to each other. The worker is the client: it holds the connection and the pixels;
// the window holds the pen and the words. Everything here is plain data that crosses by structured clone.

import type {
  Deed,
  HistoryNews,
  LayerId,
  LayerOperation,
  PenPoint,
  PersonPresence,
  SessionState,
  Thumbnail,
  WorkFilter,
  ChatPlace,
  ChatState,
  PersonStance,
  Stance,
} from '../../sync-core/index.ts'
import type { AuthoringReply, AuthoringTask } from './authoring-contract.ts'
import type { LookedAt } from './look-around.ts'
import type { ReadOutAsk } from './export-contract.ts'
import type { StrokeStart } from './stroke-desk.ts'
import type { ViewMessage } from './view-contract.ts'

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
      /** Where the session has one. */
      readonly password?: string
    }
  | ViewMessage
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
  /** The picture's pixels, for a file: they go over the port, which is transferred. A number of its own tells it from others. */
  | {
      readonly kind: 'read-out'
      readonly number: number
      readonly ask: ReadOutAsk
      readonly port: MessagePort
    }
  /** Nobody takes any more of it. */
  | { readonly kind: 'read-out-end'; readonly number: number }
  | { readonly kind: 'undo' }
  | { readonly kind: 'redo' }
  /** Undoes own actions, newest first, down to this one: its author's number for it. */
  | { readonly kind: 'undo-down-to'; readonly action: number }
  /** Whose work the canvas shows. */
  | { readonly kind: 'show-work'; readonly filter: WorkFilter }
  /** Entries of the history whose thumbnails are wanted now; those of before are not any more. */
  | { readonly kind: 'thumbnails'; readonly entries: readonly number[] }
  /** Layers whose thumbnails are wanted from now on, as they change; `sidePx` is the longer side of one. */
  | { readonly kind: 'layer-thumbnails'; readonly layers: readonly LayerId[]; readonly sidePx: number }
  | { readonly kind: 'presence'; readonly presence: Omit<PersonPresence, 'author'> }
  /** What this person is at; what is not named stays as it is. The part in view follows from `view`. */
  | { readonly kind: 'stance'; readonly changes: Partial<Omit<Stance, 'view'>> }
  /** A line of the chat; it comes back as waiting at once. */
  | { readonly kind: 'say'; readonly text: string; readonly place?: ChatPlace | undefined }
  /** Keeps order, as far as this person's role goes. */
  | { readonly kind: 'moderate'; readonly deed: Deed }
  /** What strangers have to say; without it nothing. */
  | { readonly kind: 'password'; readonly password?: string }
  | { readonly kind: 'leave' }

/** From the worker to the window. */
export type WorkerMessage =
  | { readonly kind: 'state'; readonly state: SessionState }
  /** The picture hash of everything confirmed up to seq, 16 hex digits. Comes in calm moments, not at every seq. */
  | { readonly kind: 'hash'; readonly seq: number; readonly hash: string }
  | { readonly kind: 'history'; readonly news: HistoryNews }
  /** Undefined where there is nothing to see. */
  | { readonly kind: 'thumbnail'; readonly entry: number; readonly thumbnail: Thumbnail | undefined }
  /** A layer alone, within the frame. */
  | { readonly kind: 'layer-thumbnail'; readonly layer: LayerId; readonly thumbnail: Thumbnail }
  | { readonly kind: 'presence'; readonly people: readonly PersonPresence[] }
  /** What everybody else is at. */
  | { readonly kind: 'stances'; readonly people: readonly PersonStance[] }
  | { readonly kind: 'chat'; readonly chat: ChatState }
  | { readonly kind: 'picked'; readonly color: number }
  /** Undefined while there is no picture. */
  | { readonly kind: 'looked'; readonly look: LookedAt | undefined }
  /** The way to the host and back; undefined while there is none. */
  | { readonly kind: 'latency'; readonly ms: number | undefined }
  | { readonly kind: 'authored'; readonly reply: AuthoringReply }
  /** Something that the person just did had no effect; the sentence says why. */
  | { readonly kind: 'refused'; readonly sentence: string }
