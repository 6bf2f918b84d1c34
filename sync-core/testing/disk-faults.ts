import { StorageError } from '../base/errors.ts'
import type { Prng } from '../base/prng.ts'
import type { SimulatedClock } from './simulated-clock.ts'
import type { SimulatedProcess } from './simulated-process.ts'

/** How the simulated storage misbehaves now; changed while it is in use. */
export interface FaultCondition {
  /** Chance of a call to fail, half of the time after it took effect. */
  failChance: number
  /** Writes find no room, though a part of what is appended may fit. */
  full: boolean
  /** A full disk takes what is written over what is there, unless it copies on write (btrfs, ZFS). */
  copiesOnWrite: boolean
  delayMs: number
  jitterMs: number
}

/** What befalls one call: it fails before or after it took effect, or is never answered, with or without effect. */
export type CallFault = 'fails-before' | 'fails-after' | 'hangs-before' | 'hangs-after'

/** What one storage call does to the stored bytes. */
export interface StorageEffect<T> {
  readonly what: string
  readonly writes: boolean
  /** Writes over what is there: a full disk takes it unless it copies on write. */
  readonly needsNoRoom?: boolean
  readonly act: () => T
  /** Does a part of it: what a failed or interrupted append leaves. */
  readonly actPartly?: () => void
}

/**
 * Runs storage calls with delays and faults. A call takes effect at one instant between its begin and its answer, also
 * when its process died meanwhile (half of the time: it had reached the system or not). Calls on one queue take effect in
 * the order in which they were made.
 */
export class DiskFaults {
  readonly condition: FaultCondition
  /** Asked for each call of a living process when its effect is due; undefined leaves it to the condition. */
  planned: (what: string) => CallFault | undefined = () => undefined
  private readonly clock: SimulatedClock
  private readonly prng: Prng
  private readonly queueFreeMs = new Map<string, number>()

  private readonly onCall: (line: () => string) => void

  /** `onCall` is told of each call's effect, for a trace. */
  constructor(
    clock: SimulatedClock,
    prng: Prng,
    condition: FaultCondition,
    onCall: (line: () => string) => void = () => undefined,
  ) {
    this.onCall = onCall
    this.clock = clock
    this.prng = prng
    this.condition = condition
  }

  call<T>(process: SimulatedProcess, queue: string, effect: StorageEffect<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const now = this.clock.elapsedMs()
      const actMs = Math.max(this.queueFreeMs.get(queue) ?? 0, now + this.delay())
      this.queueFreeMs.set(queue, actMs)
      const generation = this.generation
      this.clock.after(actMs - now, () => {
        if (generation !== this.generation) return
        if (!process.isAlive && this.prng.chance(0.5)) {
          if (effect.writes && this.prng.chance(0.5)) effect.actPartly?.()
          return
        }
        const fault = process.isAlive ? this.planned(effect.what) : undefined
        const outcome = this.outcomeOf(effect, fault)
        this.onCall(() => `  ${effect.what}${'error' in outcome ? `: ${outcome.error.message}` : ''}`)
        if (fault === 'hangs-before' || fault === 'hangs-after') return
        this.clock.after(this.delay(), () => {
          process.tell(() => ('value' in outcome ? resolve(outcome.value) : reject(outcome.error)))
        })
      })
    })
  }

  /** The power is cut: what waits to take effect never will. */
  forgetCalls(): void {
    this.generation += 1
    this.queueFreeMs.clear()
  }

  private generation = 0

  private outcomeOf<T>(
    effect: StorageEffect<T>,
    fault: CallFault | undefined,
  ): { value: T } | { error: Error } {
    const { full, copiesOnWrite, failChance } = this.condition
    if (full && effect.writes && (copiesOnWrite || effect.needsNoRoom !== true)) {
      if (this.prng.chance(0.5)) effect.actPartly?.()
      return { error: new StorageError('disk-full', `There is no room on the disk (${effect.what}).`, true) }
    }
    const failed = (): { error: Error } => ({
      error: new StorageError('unavailable', `The simulated storage failed (${effect.what}).`, true),
    })
    if (fault === 'fails-before' || fault === 'hangs-before') return failed()
    if (fault === 'fails-after') {
      const done = attempt(effect.act)
      return 'error' in done ? done : failed()
    }
    if (fault === 'hangs-after' || !this.prng.chance(failChance)) return attempt(effect.act)
    if (this.prng.chance(0.5)) {
      if (effect.writes && this.prng.chance(0.5)) effect.actPartly?.()
      return failed()
    }
    const done = attempt(effect.act)
    return 'error' in done ? done : failed()
  }

  private delay(): number {
    return this.condition.delayMs + this.prng.unit() * this.condition.jitterMs
  }
}

function attempt<T>(act: () => T): { value: T } | { error: Error } {
  try {
    return { value: act() }
  } catch (error) {
    return { error: error as Error }
  }
}
