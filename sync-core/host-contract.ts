import type { Clock } from './base/clock.ts'
import type { Limits } from './base/limits.ts'
import type { Connection, ConnectionHandler } from './protocol/connection.ts'
import type { JournalStorage } from './journal/journal-storage.ts'
import type { CompactResult, PictureClaim, PictureHistory } from './pictures/picture-accessor.ts'
import type { PrimaryPort } from './primary/primary-port.ts'
import type { PictureScheduling } from './scheduler/picture-scheduling.ts'
import type { Door } from './broadcast/door.ts'
import type { RulesKeeper } from './broadcast/house-rules.ts'
import type { SaveRequest, StoredPoint } from './broadcast/persister.ts'
import type { SavedState } from './protocol/saved-state.ts'
import type { UploadedState } from './protocol/uploaded-state.ts'

/** Everything a host needs from its surroundings. */
export interface HostOptions {
  readonly clock: Clock
  readonly claim: PictureClaim
  readonly journalStorage: JournalStorage
  readonly primary: PrimaryPort
  /** Sees to it that the picture is written: `Host.save` is called when it is due. */
  readonly scheduling: PictureScheduling
  /** Decides who may come in, and in which role. */
  readonly door: Door
  /** What was decided in earlier hostings; without it nothing was, and nothing is kept. */
  readonly rules?: RulesKeeper
  /** The standard ones except in tests. */
  readonly limits?: Limits
  /** Called after each change of `state()`, at most once a turn. */
  readonly onState?: (state: HostState) => void
  /** Told what belongs into a log. */
  readonly onNote?: (sentence: string) => void
  /**
   * Everybody left, and everything is stored: a host that opens pictures on demand may close this one. Not called when somebody
   * came back meanwhile.
   */
  readonly onEmpty?: () => void
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
  /** Set when the session can't go on: the picture was taken by another host or deleted, or the journal failed for good. */
  readonly failure?: string
}

/** What a copy needs besides what the host has. */
export interface CopySources {
  /** Of the picture that goes on; without it a copy has no older history, and work of an earlier host can't be painted anew. */
  readonly history: PictureHistory | undefined
  /** For a picture that is painted anew; not started yet. */
  readonly newPrimary: () => PrimaryPort
}

/** Whether the session is over, or goes on when a host has the picture again. */
export type HostEnd = 'for-good' | 'for-now'

export interface Host {
  /** Sentences about what was repaired or is damaged, from opening. */
  readonly notices: readonly string[]
  state(): HostState
  /** A new connection; its handler is told what comes in. */
  accept(connection: Connection): ConnectionHandler
  /**
   * Writes what is not stored yet, one write at a time; says up to where the picture is stored then. Rejects with StorageError
   * when this try failed, or this host can't write any more.
   */
  save(request: SaveRequest): Promise<StoredPoint>
  /** Paints the small picture that lists show, and stores it. Rejects with StorageError. */
  renewPreview(): Promise<void>
  /** Joins and clears a bounded part of what is stored of the picture, as far as that is due. Rejects with StorageError. */
  compact(): Promise<CompactResult>
  /**
   * A sentence while there is work of this computer that is not in the picture which goes on, and that `keepCopy` can keep as a
   * picture of its own: of this host when another one has taken the picture or it was deleted, or of an earlier one, until a copy
   * of it is stored or it is thrown away.
   */
  copyOffer(): string | undefined
  /**
   * Stores the picture with that work into a new one, which stays claimed. Rejects with StorageError, and may then be tried
   * again with another new picture.
   */
  keepCopy(target: PictureClaim, sources: CopySources): Promise<void>
  /** Names the work that is offered now when it can be thrown away: that of an earlier host, which lies in a file of its own. */
  droppableCopy(): string | undefined
  /**
   * Throws that work away, for ever, because somebody said that it is not needed. Rejects with StorageError: ('not-found') when
   * it is not offered any more, ('in-use') while work is being kept as a copy, or what the disk says.
   */
  dropCopy(id: string): Promise<void>
  /**
   * Tells everyone, has the picture written (`save` is called meanwhile), gives back the claim. Rejects with StorageError when the
   * last write failed; the journal then keeps it. After an end for now, clients come back by themselves.
   */
  close(sentence: string, forHowLong?: HostEnd): Promise<void>
}
