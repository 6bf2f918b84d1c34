// What a client knows about its session, for the window to show in plain words. Plain data: it crosses from the worker
// to the window as it is.

import type { Deed } from '../protocol/messages.ts'
import type { Role } from '../protocol/roles.ts'
import type { SavedState } from '../protocol/saved-state.ts'
import type { UploadedState } from '../protocol/uploaded-state.ts'
import type { CanvasSize } from '../raster/canvas-size.ts'
import type { Frame, Layer, LayerId } from '../raster/structure.ts'
import type { HealedState } from './healing.ts'
import type { WorkFilter } from './work-view.ts'

export type ConnectionState =
  | { readonly kind: 'connecting' }
  /** Somebody who keeps order has to let this window in. */
  | { readonly kind: 'waiting' }
  /** Connected; the base's tiles are arriving. Drawing works already. */
  | {
      readonly kind: 'catching-up'
      readonly bytes: number
      readonly tiles: number
      readonly tilesTotal: number
    }
  | { readonly kind: 'connected' }
  /** `attempt` counts from 1; the next try is at wall-clock `nextTryMs`. */
  | { readonly kind: 'reconnecting'; readonly attempt: number; readonly nextTryMs: number }
  /** For good: refused, replaced, host closed, or left. `code` is a RefusalCode or 'left'; `sentence` is for the person. */
  | { readonly kind: 'ended'; readonly code: string; readonly sentence: string }

export type SyncState =
  /** No stamp compared yet. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'in-sync'; readonly seq: number }
  /** The hash at seq differed: what is wrong is being fetched again. */
  | { readonly kind: 'differs'; readonly seq: number }

export interface RosterPerson {
  readonly author: number
  readonly name: string
  readonly color: number
  readonly role: Role
  readonly present: boolean
}

/** Somebody who asks to come in. */
export interface Asker {
  /** By which they are answered. */
  readonly number: number
  readonly name: string
  readonly color: number
}

export interface PersonPresence {
  readonly author: number
  /** 1/16 px of the plane. */
  readonly x: number
  readonly y: number
  readonly down: boolean
  /** A laser's trail is where it was while it was down. */
  readonly tool: 'paint' | 'erase' | 'pan' | 'laser'
}

/** A rectangle of the plane in px. */
export interface ViewRect {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** What somebody is at. */
export interface Stance {
  /** The layer in hand; it need not be there any more. */
  readonly layer: LayerId | undefined
  /** The part of the picture that they see. */
  readonly view: ViewRect | undefined
  /** The author whose view they follow. */
  readonly follows: number | undefined
  /** Whether they raised their hand. */
  readonly hand: boolean
}

export interface PersonStance extends Stance {
  readonly author: number
}

export const noStance: Stance = { layer: undefined, view: undefined, follows: undefined, hand: false }

/** A deed, who did it, and its number in this window. */
export interface ToldDeed {
  readonly number: number
  readonly by: number
  readonly deed: Deed
}

export interface SessionState {
  readonly connection: ConnectionState
  /** Set from the first welcome on. The size is the frame's. */
  readonly picture?: { readonly id: string; readonly title: string; readonly size: CanvasSize }
  /** The picture's rectangle in the plane, as it is shown. */
  readonly frame?: Frame
  /** From bottom to top, as they are shown. */
  readonly layers: readonly Layer[]
  /** The colours that everybody shares, 0xRRGGBB each, as they are shown. */
  readonly palette: readonly number[]
  readonly you?: { readonly author: number; readonly role: Role }
  readonly seq: number
  readonly horizon: number
  readonly durableSeq: number
  readonly saved: SavedState
  /** Only where the host keeps pictures in a bucket. */
  readonly uploaded?: UploadedState
  readonly sync: SyncState
  /** How often the picture differed from the host's and was put right without being fetched as a whole. */
  readonly healed: HealedState
  /** How far something large, as an image, has come on its way to the host. */
  readonly sending?: { readonly bytes: number; readonly bytesTotal: number }
  /** Whether the host takes updates now; when not, why. */
  readonly health: { readonly writable: boolean; readonly sentence: string }
  /** While the canvas is locked only who keeps order paints. */
  readonly isCanvasLocked: boolean
  /** Strangers ask before they come in. */
  readonly asksFirst: boolean
  /** Strangers need one. */
  readonly hasPassword: boolean
  /** Those who ask just now; for those who keep order only. */
  readonly askers: readonly Asker[]
  /** What was done last by those who keep order, the newest last; the same list while nothing is. */
  readonly deeds: readonly ToldDeed[]
  /** Own updates that are not durable yet. */
  readonly unacknowledged: number
  /** Own actions that the host did not take, since this window joined. */
  readonly turnedDown: number
  readonly roster: readonly RosterPerson[]
  readonly canUndo: boolean
  readonly canRedo: boolean
  /** The own action (its clientSeq) that undo would take back, and the one that redo would bring back. */
  readonly undoes?: number
  readonly redoes?: number
  /** Whose work is shown; undefined: everybody's. */
  readonly workShown?: Exclude<WorkFilter, { kind: 'all' }>
}

/** Before the host said anything. */
export const sessionBeforeWelcome: SessionState = {
  connection: { kind: 'connecting' },
  layers: [],
  palette: [],
  seq: 0,
  horizon: 0,
  durableSeq: 0,
  saved: { kind: 'unknown' },
  sync: { kind: 'unknown' },
  healed: { count: 0, tiles: 0, lastSeq: 0 },
  health: { writable: true, sentence: '' },
  isCanvasLocked: false,
  asksFirst: false,
  hasPassword: false,
  askers: [],
  deeds: [],
  unacknowledged: 0,
  turnedDown: 0,
  roster: [],
  canUndo: false,
  canRedo: false,
}
