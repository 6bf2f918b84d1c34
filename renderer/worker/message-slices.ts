// What the host sends, applied in slices. When much comes at once, as from twenty painters after a moment of a busy network, the
// pen's samples and the screen's frames have their turn between slices instead of waiting for all of it.

import { nextTurn } from './run-paced.ts'

/** The pen and the screen wait for no longer, but for one message that takes longer by itself. */
const sliceMs = 4

export interface SlicePorts {
  readonly nowMs: () => number
  readonly nextTurn: () => Promise<void>
}

const browserPorts: SlicePorts = { nowMs: () => performance.now(), nextTurn }

export class MessageSlices {
  private readonly ports: SlicePorts
  private waiting: (() => void)[] = []
  private isPaused = false

  constructor(ports: SlicePorts = browserPorts) {
    this.ports = ports
  }

  /** Does it now, or after everything that waits. */
  add(work: () => void): void {
    this.waiting.push(work)
    if (!this.isPaused) this.slice()
  }

  /** What waits is not wanted any more. */
  clear(): void {
    this.waiting = []
  }

  private slice(): void {
    // While one of the slice's own messages is at work, nothing else is.
    this.isPaused = true
    const until = this.ports.nowMs() + sliceMs
    for (let at = 0; at === 0 || (this.waiting.length > 0 && this.ports.nowMs() < until); at++) {
      this.waiting.shift()?.()
    }
    if (this.waiting.length === 0) {
      this.isPaused = false
      return
    }
    void this.ports.nextTurn().then(() => this.slice())
  }
}
