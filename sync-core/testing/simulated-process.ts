import type { Clock } from '../base/clock.ts'
import type { SimulatedClock } from './simulated-clock.ts'

/**
 * A process that can die at any instant between two events. Whatever the world wants to tell it goes through here: once
 * dead, its timers don't fire, its promises stay as they are for ever, and nothing it once asked for is answered.
 */
export class SimulatedProcess {
  readonly name: string
  readonly clock: Clock
  private readonly world: SimulatedClock
  private readonly onDeath: (() => void)[] = []
  private alive = true

  constructor(name: string, world: SimulatedClock) {
    this.name = name
    this.world = world
    this.clock = {
      nowMs: () => world.nowMs(),
      after: (delayMs, run) => world.after(delayMs, () => this.tell(run)),
      cancel: (timer) => world.cancel(timer),
    }
  }

  get isAlive(): boolean {
    return this.alive
  }

  /** Runs what the world has to say to this process, unless it is dead. */
  tell(run: () => void): void {
    if (this.alive) run()
  }

  /** What the world does when this process dies: its sockets close, its locks are given up. */
  whenDead(run: () => void): void {
    this.onDeath.push(run)
  }

  /** Resolves after the delay with what `act` gives or throws then; never, when the process is dead by then. */
  answer<T>(delayMs: number, act: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.world.after(delayMs, () => {
        if (!this.alive) return
        try {
          resolve(act())
        } catch (error) {
          reject(error)
        }
      })
    })
  }

  kill(): void {
    if (!this.alive) return
    this.alive = false
    for (const run of this.onDeath) run()
  }
}
