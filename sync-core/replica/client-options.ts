import type { Clock } from '../base/clock.ts'
import type { Limits } from '../base/limits.ts'
import type { Prng } from '../base/prng.ts'
import type { PictureMemory } from '../kernel/picture-memory.ts'
import type { Dialer } from '../protocol/connection.ts'
import type { ChatState } from './chat.ts'
import type { PersonPresence, PersonStance, SessionState, ViewRect } from './session-state.ts'

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
  /** Of the session, where a stranger needs one. */
  readonly password?: string
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
  /** What everyone else is at. Who does not look at it leaves it out. */
  onStances?(people: readonly PersonStance[]): void
  /** The whole chat as it is now. Who does not look at it leaves it out. */
  onChat?(chat: ChatState): void
  /** `takeDirty` has something; said once until it is called. */
  onDirty(): void
  /** `takeHistory` has something; said once until it is called. */
  onHistory?(): void
  /** The host answered a ping. Called when the answer comes, so that its time can be taken. */
  onPong?(number: number): void
}
