/** A pending timer; pass it to `cancel`. */
export interface Timer {
  readonly id: number
}

/**
 * Time as a port: sync-core never reads a system clock. `nowMs` is wall-clock milliseconds since 1970; timers fire
 * once, in order of time, never synchronously inside `after`.
 */
export interface Clock {
  nowMs(): number
  after(delayMs: number, run: () => void): Timer
  cancel(timer: Timer): void
}

/** One turn of the event loop, in which others go on. */
export function oneTurn(clock: Clock): Promise<void> {
  return new Promise((resolve) => void clock.after(0, resolve))
}
