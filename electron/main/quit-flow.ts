// Quitting, as one small state machine. While guests draw, the window asks once; a second wish to quit, a page that does
// not answer, or the operating system ending us counts as yes. Then guests are told, the picture is written, and
// only after that the app leaves, or when the person does not want to wait for it.
//
//   idle ── wish, guests present ──▶ asking ── stay ──▶ idle
//     └──── wish, nobody else ──┐       └── quit, second wish, no answer ──┐
//                               ▼                                          ▼
//                            leaving: stop hosting, keep the window's place ──▶ leave (once)
//                               └──────────── now ─────────────────────────────▲

import type { Clock, Timer } from '../../sync-core/index.ts'
import type { QuitAnswer } from '../ipc/contract.ts'

/** A page that shows the question is answered by a person; one that is silent for so long shows nothing. */
export const quitAnswerWithinMs = 30_000

/** A save that says nothing new for so long hangs, and must not keep the app open: the journal has everything. */
export const quitSaveWithinMs = 60_000

export interface QuitSurroundings {
  readonly clock: Clock
  /** People besides the one at this computer. */
  readonly guests: () => number
  /** Shows the question in the window; false when there is no page that could. */
  readonly ask: (guests: number) => boolean
  /** Tells the window that the app waits for the last save. */
  readonly showLeaving: () => void
  /** Tells guests, saves, gives the picture back. Rejects with a sentence when the last write failed. */
  readonly stopHosting: () => Promise<void>
  /** Tells the person that the picture could not be saved. */
  readonly showFailure: (sentence: string) => Promise<void>
  readonly leave: () => void
}

type QuitState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'asking'; readonly timer: Timer }
  | { readonly kind: 'leaving'; patience: Timer; readonly stopWaiting: (reason?: Error) => void }

export class QuitFlow {
  private readonly surroundings: QuitSurroundings
  private state: QuitState = { kind: 'idle' }

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

  /** The last save goes on: that is no reason to lose patience. */
  handleProgress(): void {
    if (this.state.kind !== 'leaving') return
    this.surroundings.clock.cancel(this.state.patience)
    this.state.patience = this.losePatience(this.state.stopWaiting)
  }

  /** `now`: the person does not wait for the last save. */
  handleAnswer(answer: QuitAnswer): void {
    if (answer === 'now') {
      if (this.state.kind === 'leaving') this.state.stopWaiting()
      return
    }
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
    let stopWaiting: (reason?: Error) => void = () => undefined
    const waited = new Promise<void>((resolve, reject) => {
      stopWaiting = (reason) => (reason === undefined ? resolve() : reject(reason))
    })
    this.state = { kind: 'leaving', stopWaiting, patience: this.losePatience(stopWaiting) }
    void this.finish(waited)
  }

  private async finish(waited: Promise<void>): Promise<void> {
    const { stopHosting, showFailure, showLeaving, leave } = this.surroundings
    showLeaving()
    try {
      await Promise.race([stopHosting(), waited])
    } catch (error) {
      const sentence = error instanceof Error ? error.message : String(error)
      await showFailure(sentence).catch(() => undefined)
    }
    leave()
  }

  private losePatience(stopWaiting: (reason: Error) => void): Timer {
    const sentence = `Writing the picture came no further for ${quitSaveWithinMs / 1000} s.`
    return this.surroundings.clock.after(quitSaveWithinMs, () => stopWaiting(new Error(sentence)))
  }
}
