import type { Clock } from '../base/clock.ts'
import type { Limits } from '../base/limits.ts'
import type { Prng } from '../base/prng.ts'
import type { PictureMemory } from '../kernel/picture-memory.ts'
import type { Dialer } from '../protocol/connection.ts'
import type { PersonPresence, SessionState } from './session-state.ts'

/** A rectangle of the plane in px. */
export interface ViewRect {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface ClientOptions {
  readonly dialer: Dialer
  readonly clock: Clock
  /** For the jitter of reconnecting. */
  readonly prng: Prng
  /** The invite's secret. */
  readonly token: Uint8Array
  /** 16 secret bytes: whoever has them is this participant. */
  readonly participantKey: Uint8Array
  readonly name: string
  readonly color: number
  /** The part in view, whose tiles come first. */
  readonly view?: ViewRect
  /** The host's must be the same; a simulation passes smaller ones. */
  readonly limits?: Limits
  /** Where the picture's pixels are; one of its own except in tests. */
  readonly memory?: PictureMemory
  readonly listener: ClientListener
}

/** Called at the end of a turn, each at most once, and only when something changed. */
export interface ClientListener {
  onState(state: SessionState): void
  /** Everyone's newest presence, without this client's own. */
  onPresence(people: readonly PersonPresence[]): void
  /** `takeDirty` has something; said once until it is called. */
  onDirty(): void
}
