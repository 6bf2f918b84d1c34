// The client's assembly: ports in, a running participant out. It dials at once, and goes on until it is refused for good, the
// host closes, or `leave`. The window's worker and the simulator use it alike.

import type { ClientOptions } from './replica/client-options.ts'
import { SessionClient } from './replica/session-client.ts'

export type { ActionStage, ActionWhat, HistoryAction, HistoryNews } from './replica/action-log.ts'
export type { ChatLine, ChatPlace, ChatState, WaitingLine } from './replica/chat.ts'
export type { ClientListener, ClientOptions } from './replica/client-options.ts'
export type { Patch, PatchContent } from './replica/encode-patch.ts'
export type { HeldPicture } from './replica/held-picture.ts'
export type { Outcome } from './replica/outcome.ts'
export type { PixelSourceOf } from './replica/shown-picture.ts'
export type { Thumbnail } from './replica/thumbnail-sum.ts'
export type { WorkFilter } from './replica/work-view.ts'

/** What the window may do with a running client. */
export type Client = Pick<
  SessionClient,
  | 'beginStroke'
  | 'addSamples'
  | 'endStroke'
  | 'changeLayers'
  | 'gradient'
  | 'patch'
  | 'setSelection'
  | 'selection'
  | 'undo'
  | 'redo'
  | 'undoDownTo'
  | 'showWork'
  | 'takeHistory'
  | 'drawThumbnail'
  | 'setPresence'
  | 'setView'
  | 'setStance'
  | 'say'
  | 'moderate'
  | 'setPassword'
  | 'ping'
  | 'leave'
  | 'state'
  | 'takeDirty'
  | 'renderTile'
  | 'pixelSource'
  | 'hold'
  | 'layerIndices'
  | 'settledTile'
  | 'hash'
  | 'seq'
>

/** Joins a session. The listener is never called before this returns. */
export function startClient(options: ClientOptions): Client {
  return new SessionClient(options)
}
