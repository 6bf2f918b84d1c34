// Time for a whole simulated world: a queue of events, each at its instant, in the order in which they were put there when
// instants are equal. Between two events everything that promises made ready is run to its end, so code under test may
// await as it likes, and a run still depends on nothing but its seed.
//
// Draining waits for one turn of Node's own loop: the engine runs the whole microtask queue before it takes the next
// immediate. Rejected: counting `await Promise.resolve()` turns (a longer chain of awaits would silently be cut in two).

import type { Clock, Timer } from '../base/clock.ts'
import { assert } from '../base/assert.ts'

interface ClockEvent {
  readonly atMs: number
  readonly id: number
  readonly run: () => void
}

/** The wall-clock time at which every simulated world begins. */
export const simulationStartMs = 1_700_000_000_000

export class SimulatedClock implements Clock {
  private timeMs = 0
  private ids = 0
  private readonly queue: ClockEvent[] = []
  private readonly cancelled = new Set<number>()
  private readonly waiting = new Set<number>()

  /** Whole milliseconds; inside, time is finer, so that messages may be less than one millisecond apart. */
  nowMs(): number {
    return simulationStartMs + Math.floor(this.timeMs)
  }

  /** Milliseconds since the beginning of the world, with fractions. */
  elapsedMs(): number {
    return this.timeMs
  }

  after(delayMs: number, run: () => void): Timer {
    assert(delayMs >= 0 && Number.isFinite(delayMs), `a delay is a number from 0 on, not ${delayMs}`)
    const id = ++this.ids
    this.waiting.add(id)
    this.push({ atMs: this.timeMs + delayMs, id, run })
    return { id }
  }

  cancel(timer: Timer): void {
    if (this.waiting.delete(timer.id)) this.cancelled.add(timer.id)
  }

  /** Runs events until `isDone` says so between two of them, or until the given time since the beginning. Says whether it was done. */
  async runUntil(isDone: () => boolean, limitMs: number): Promise<boolean> {
    await drainPromises()
    while (!isDone()) {
      const event = this.queue[0]
      if (event === undefined || event.atMs > limitMs) {
        this.timeMs = Math.max(this.timeMs, limitMs)
        return false
      }
      this.popFirst()
      if (this.cancelled.delete(event.id)) continue
      this.waiting.delete(event.id)
      this.timeMs = Math.max(this.timeMs, event.atMs)
      event.run()
      await drainPromises()
    }
    return true
  }

  /** Runs everything that happens in the next `durationMs`. */
  async run(durationMs: number): Promise<void> {
    await this.runUntil(() => false, this.timeMs + durationMs)
  }

  private push(event: ClockEvent): void {
    const { queue } = this
    let at = queue.push(event) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (isSooner(queue[parent]!, event)) break
      queue[at] = queue[parent]!
      at = parent
    }
    queue[at] = event
  }

  private popFirst(): void {
    const { queue } = this
    const last = queue.pop()!
    if (queue.length === 0) return
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= queue.length) break
      if (child + 1 < queue.length && isSooner(queue[child + 1]!, queue[child]!)) child += 1
      if (isSooner(last, queue[child]!)) break
      queue[at] = queue[child]!
      at = child
    }
    queue[at] = last
  }
}

function isSooner(a: ClockEvent, b: ClockEvent): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.id < b.id)
}

/** Resolves when no promise is left that could go on by itself. */
export function drainPromises(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
