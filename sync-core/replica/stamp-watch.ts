import type { Clock } from '../base/clock.ts'
import { decodeHex, encodeHex } from '../base/hex.ts'
import type { Limits } from '../base/limits.ts'
import type { PictureMemory } from '../kernel/picture-memory.ts'
import type { PixelBlock } from '../kernel/pixel-block.ts'
import type { ClientMessage, HostMessageOf } from '../protocol/messages.ts'
import type { ConfirmedPicture } from './confirmed-picture.ts'
import { Healing, type HealedState } from './healing.ts'
import { type Comparison, StampComparer } from './stamp-comparer.ts'

export interface StampWatchPorts {
  readonly memory: PictureMemory
  readonly clock: Clock
  readonly limits: Limits
  readonly confirmed: () => ConfirmedPicture | undefined
  onCompared(comparison: Comparison): void
  onSay(message: ClientMessage): void
  /** The confirmed picture was put right. */
  onHealed(): void
  onHopeless(): void
}

/** Watches whether the confirmed picture is the host's, and lets it be healed when it is not. */
export class StampWatch {
  private readonly ports: StampWatchPorts
  private readonly comparer: StampComparer
  private readonly healing: Healing
  private compared: Comparison | undefined

  constructor(ports: StampWatchPorts) {
    this.ports = ports
    this.comparer = new StampComparer(ports.limits.stampEverySeqs)
    this.healing = new Healing({
      memory: ports.memory,
      clock: ports.clock,
      limits: ports.limits,
      timeline: () => {
        const confirmed = ports.confirmed()
        return confirmed?.isWhole === true ? confirmed.timeline : undefined
      },
      say: (message) => ports.onSay(message),
      onHealed: () => this.handleHealed(),
      onHopeless: () => ports.onHopeless(),
    })
  }

  get healed(): HealedState {
    return this.healing.healed
  }

  /** The last stamp, when it was the same. */
  get soundStamp(): { readonly seq: number; readonly hash: Uint8Array } | undefined {
    if (this.compared?.kind !== 'same') return undefined
    return { seq: this.compared.seq, hash: decodeHex(this.compared.hash)! }
  }

  /** Whether tiles that come are for healing. */
  get isFetching(): boolean {
    return this.healing.isFetching
  }

  mark(mark: (block: PixelBlock) => void): void {
    this.healing.mark(mark)
  }

  /** Nothing more comes of what was asked. */
  stop(): void {
    this.healing.stop()
  }

  /** Another picture begins. */
  reset(): void {
    this.comparer.reset()
    this.compared = undefined
  }

  handleStamp({ seq, hash }: HostMessageOf<'stamp'>): void {
    this.note(this.comparer.addStamp(seq, encodeHex(hash)))
    this.compareHere()
  }

  handleInspection(message: HostMessageOf<'inspection'>): void {
    this.healing.handleInspection(message)
  }

  handleTiles(message: HostMessageOf<'tiles'>): void {
    this.healing.handleTiles(message)
  }

  /** The confirmed picture is at this seq; on its way from a snapshot it need not be what the host had then. */
  noteSeq(seq: number): void {
    const { isTrue, timeline } = this.ports.confirmed()!
    if (!isTrue || timeline!.missingColumns > 0 || !this.comparer.wants(seq)) return
    this.note(this.comparer.addOwn(seq, timeline!.hash()))
  }

  /** Compares at the present seq, when a stamp waits for it. */
  compareHere(): void {
    const confirmed = this.ports.confirmed()
    if (confirmed?.isWhole !== true || !this.comparer.wants(confirmed.timeline!.seq)) return
    const { timeline } = confirmed
    this.note(this.comparer.addOwn(timeline!.seq, timeline!.hash()))
  }

  private handleHealed(): void {
    this.comparer.forgetOwn()
    this.ports.onHealed()
    this.compareHere()
  }

  private note(comparison: Comparison | undefined): void {
    if (comparison === undefined) return
    this.compared = comparison
    this.ports.onCompared(comparison)
    if (comparison.kind === 'same') this.healing.noteSame(comparison.seq)
    else this.healing.noteDifferent()
  }
}
