// The one door of sync-core: what windows, the desktop shell and the headless host build on. Adapters of a machine (disk,
// sockets, threads) stand beside it in node/.

export { unreachable } from './base/assert.ts'
export type { Clock, Timer } from './base/clock.ts'
export { ProtocolError, StorageError } from './base/errors.ts'
export { limits } from './base/limits.ts'
export { Prng } from './base/prng.ts'
export { parseInvite, socketUrl, tokenBytes, type Invite } from './protocol/invite.ts'
export type { Connection, ConnectionHandler, Dialer } from './protocol/connection.ts'
export { tileCount, tilesAcross, tileSidePx, type CanvasSize } from './raster/canvas-size.ts'
export { byPressure, roundBrush, steady, type Brush } from './raster/brush.ts'
export type { Sample } from './raster/sample.ts'
export type { SavedState } from './protocol/saved-state.ts'
export {
  sessionBeforeWelcome,
  type PersonPresence,
  type RosterPerson,
  type SessionState,
} from './replica/session-state.ts'
export { openHost } from './host.ts'
export type { Host, HostOptions, HostState } from './host-contract.ts'
export { startClient, type Client, type ClientListener, type ClientOptions } from './client.ts'
