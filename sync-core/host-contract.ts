import type { Clock } from './base/clock.ts'
import type { Limits } from './base/limits.ts'
import type { Connection, ConnectionHandler } from './protocol/connection.ts'
import type { JournalStorage } from './journal/journal-storage.ts'
import type { PictureClaim, PictureHistory } from './pictures/picture-accessor.ts'
import type { PrimaryPort } from './primary/primary-port.ts'
import type { SavedState } from './protocol/saved-state.ts'
import type { UploadedState } from './protocol/uploaded-state.ts'

/** Everything a host needs from its surroundings. */
export interface HostOptions {
  readonly clock: Clock
  readonly claim: PictureClaim
  readonly journalStorage: JournalStorage
  readonly primary: PrimaryPort
  /** 16 bytes each. The owner's token gives the role `host`. */
  readonly ownerToken: Uint8Array
  readonly inviteToken: Uint8Array
  readonly inviteExpiresMs: number
  /** The standard ones except in tests. */
  readonly limits?: Limits
  /** Called after each change of `state()`, at most once a turn. */
  readonly onState?: (state: HostState) => void
  /** Told what belongs into a log. */
  readonly onNote?: (sentence: string) => void
}

export interface HostState {
  readonly seq: number
  readonly durableSeq: number
  readonly saved: SavedState
  /** Only where pictures are kept in a bucket. */
  readonly uploaded?: UploadedState
  readonly health: { readonly writable: boolean; readonly sentence: string }
  /** Connected people, the host's own window included. */
  readonly people: number
  /** Set when the session can't go on: another host took the picture, or the journal failed for good. */
  readonly failure?: string
}

export interface Host {
  /** Sentences about what was repaired or is damaged, from opening. */
  readonly notices: readonly string[]
  state(): HostState
  /** A new connection; its handler is told what comes in. */
  accept(connection: Connection): ConnectionHandler
  /**
   * A sentence while this host has work that is not in the picture which goes on elsewhere, and that `keepCopy` can keep as a
   * picture of its own.
   */
  copyOffer(): string | undefined
  /**
   * Stores the picture as it is here into a new one, which stays claimed; `history` is that of the picture which goes on.
   * Rejects with StorageError, and may then be tried again with another new picture.
   */
  keepCopy(target: PictureClaim, history?: PictureHistory): Promise<void>
  /** Tells everyone, writes the picture, gives back the claim. Rejects with StorageError when the last write failed; the journal then keeps it. */
  close(sentence: string): Promise<void>
}
