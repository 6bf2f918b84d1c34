import type { Prng } from '../base/prng.ts'
import type { SimulatedClock } from './simulated-clock.ts'

/** The condition of a line, the same for both directions; changed while messages are on their way. */
export interface LineCondition {
  /** The least time a message takes. */
  delayMs: number
  /** Up to this much more, anew for each message. */
  jitterMs: number
  /** How fast the sender gets rid of what it handed over. */
  bytesPerMs: number
  /** Nothing arrives and nobody is told; what was sent waits, as TCP would send it again. */
  partitioned: boolean
}

const messageOverheadBytes = 8
/** A change of the line's speed is felt within this. */
const rateHoldsMs = 1000

interface Parcel {
  /** Undefined is the end of the stream: the sender closed. */
  readonly message: Uint8Array | undefined
  readonly size: number
}

/** One direction of a connection: messages arrive whole and in order, later, or not at all once it is cut. */
export class SimulatedPipe {
  private readonly clock: SimulatedClock
  private readonly prng: Prng
  private readonly line: LineCondition
  private readonly onTaken: () => void
  private readonly onArrival: (message: Uint8Array | undefined) => void
  private readonly unsent: Parcel[] = []
  private readonly held: Parcel[] = []
  private unsentBytes = 0
  private sending = false
  private lastArrivalMs = 0
  private ended: 'no' | 'sender-closed' | 'cut' = 'no'

  constructor(options: {
    clock: SimulatedClock
    prng: Prng
    line: LineCondition
    onTaken: () => void
    onArrival: (message: Uint8Array | undefined) => void
  }) {
    this.clock = options.clock
    this.prng = options.prng
    this.line = options.line
    this.onTaken = options.onTaken
    this.onArrival = options.onArrival
  }

  get bufferedBytes(): number {
    return this.unsentBytes
  }

  /** Takes a copy: what the sender does with its bytes afterwards is not seen on the other side. */
  send(message: Uint8Array): void {
    if (this.ended !== 'no') return
    this.queue({ message: message.slice(), size: message.length + messageOverheadBytes })
  }

  /** Ends the stream after what was sent. */
  close(): void {
    if (this.ended !== 'no') return
    this.ended = 'sender-closed'
    this.queue({ message: undefined, size: messageOverheadBytes })
  }

  /** The sender died: what the network has taken still arrives, then the end; the rest is gone. */
  loseUnsent(): void {
    if (this.ended === 'cut') return
    this.unsent.length = 0
    this.unsentBytes = 0
    this.ended = 'no'
    this.close()
  }

  /** Nothing of what is on its way arrives any more. */
  cut(): void {
    this.ended = 'cut'
    this.unsent.length = 0
    this.held.length = 0
    this.unsentBytes = 0
  }

  /** The partition is over: what waited is sent again, before everything that was sent later. */
  resume(): void {
    this.clock.after(this.line.delayMs + this.prng.unit() * this.line.jitterMs, () => {
      if (this.line.partitioned) return
      for (const parcel of this.held.splice(0)) this.arrive(parcel)
    })
    this.sendNext()
  }

  private queue(parcel: Parcel): void {
    this.unsent.push(parcel)
    this.unsentBytes += parcel.size
    this.sendNext()
  }

  private sendNext(): void {
    const parcel = this.unsent[0]
    if (this.sending || parcel === undefined || this.line.partitioned) return
    this.sending = true
    this.sendRest(parcel, parcel.size)
  }

  /** What is on a slow line goes faster as soon as the line does. */
  private sendRest(parcel: Parcel, bytes: number): void {
    const { bytesPerMs } = this.line
    const ms = Math.min(bytes / bytesPerMs, rateHoldsMs)
    this.clock.after(ms, () => {
      const rest = bytes - ms * bytesPerMs
      if (this.ended !== 'cut' && this.unsent[0] === parcel && rest > 0.01) return this.sendRest(parcel, rest)
      this.sending = false
      if (this.ended === 'cut') return
      if (this.unsent[0] !== parcel) return this.sendNext()
      this.unsent.shift()
      this.unsentBytes -= parcel.size
      this.fly(parcel)
      this.sendNext()
      this.onTaken()
    })
  }

  private fly(parcel: Parcel): void {
    const soonestMs = this.clock.elapsedMs() + this.line.delayMs + this.prng.unit() * this.line.jitterMs
    this.lastArrivalMs = Math.max(this.lastArrivalMs, soonestMs)
    this.clock.after(this.lastArrivalMs - this.clock.elapsedMs(), () => {
      if (this.line.partitioned || this.held.length > 0) this.held.push(parcel)
      else this.arrive(parcel)
    })
  }

  private arrive(parcel: Parcel): void {
    if (this.ended !== 'cut') this.onArrival(parcel.message)
  }
}
