// Quitting, as one small state machine. While guests draw, the window asks once; a second wish to quit, a page that does
// not answer, or the operating system ending us counts as yes. Then guests are told, the picture is written, and
// only after that the app leaves.
//
//   idle ── wish, guests present ──▶ asking ── stay ──▶ idle
//     └──── wish, nobody else ──┐       └── quit, second wish, no answer ──┐
//                               ▼                                          ▼
//                            leaving: stop hosting, keep the window's place ──▶ leave (once)

import type { Clock, Timer } from '../../sync-core/index.ts'

/** A page that shows the question is answered by a person; one that is silent for so long shows nothing. */
export const quitAnswerWithinMs = 30_000

/** Saving may take as long as a slow disk; a hanging one must not keep the app open: the journal has everything. */
export const quitSaveWithinMs = 60_000

export interface QuitSurroundings {
  readonly clock: Clock
  /** People besides the one at this computer. */
  readonly guests: () => number
  /** Shows the question in the window; false when there is no page that could. */
  readonly ask: (guests: number) => boolean
  /** Tells guests, saves, gives the picture back. Rejects with a sentence when the last write failed. */
  readonly stopHosting: () => Promise<void>
  /** Tells the person that the picture could not be saved. */
  readonly showFailure: (sentence: string) => Promise<void>
  readonly leave: () => void
}

export class QuitFlow {
  private readonly surroundings: QuitSurroundings
  private state: { kind: 'idle' } | { kind: 'asking'; timer: Timer } | { kind: 'leaving' } = { kind: 'idle' }

  constructor(surroundings: QuitSurroundings) {
    this.surroundings = surroundings
  }

  /** The person closed the window or chose to quit. */
  handleWish(): void {
    const { clock, guests, ask } = this.surroundings
    if (this.state.kind === 'leaving') return
    const present = guests()
    if (this.state.kind === 'asking' || present === 0 || !ask(present)) {
      this.leave()
      return
    }
    this.state = { kind: 'asking', timer: clock.after(quitAnswerWithinMs, () => this.leave()) }
  }

  /** The operating system or a terminal ends us: nobody is there to be asked. */
  handleOrder(): void {
    this.leave()
  }

  handleAnswer(answer: 'quit' | 'stay'): void {
    if (this.state.kind !== 'asking') return
    if (answer === 'quit') {
      this.leave()
      return
    }
    this.surroundings.clock.cancel(this.state.timer)
    this.state = { kind: 'idle' }
  }

  private leave(): void {
    if (this.state.kind === 'leaving') return
    if (this.state.kind === 'asking') this.surroundings.clock.cancel(this.state.timer)
    this.state = { kind: 'leaving' }
    void this.finish()
  }

  private async finish(): Promise<void> {
    const { stopHosting, showFailure, leave } = this.surroundings
    try {
      await Promise.race([stopHosting(), this.tooLong()])
    } catch (error) {
      const sentence = error instanceof Error ? error.message : String(error)
      await showFailure(sentence).catch(() => undefined)
    }
    leave()
  }

  private tooLong(): Promise<never> {
    return new Promise((_resolve, reject) => {
      const sentence = `Writing the picture took longer than ${quitSaveWithinMs / 1000} s.`
      this.surroundings.clock.after(quitSaveWithinMs, () => reject(new Error(sentence)))
    })
  }
}
