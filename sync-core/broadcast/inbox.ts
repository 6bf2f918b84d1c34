import type { Participant } from './participants.ts'
import type { UnderWay } from './under-way.ts'

/** An accepted update on its way to its place in the order. */
export interface Arrived {
  readonly participant: Participant
  readonly clientSeq: number
  readonly operation: Uint8Array
  /** What its author has under way with it. */
  readonly underWay: UnderWay
  /** Tiles that are pledged to it (picture-room.ts). */
  readonly pledgedTiles: number
  /** Of a `close`: whose. */
  readonly closes?: Participant | undefined
}

/** What arrived and has no place in the order yet, counted. */
export class Inbox {
  private waiting: Arrived[] = []
  private waitingBytes = 0

  get isEmpty(): boolean {
    return this.waiting.length === 0
  }

  /** Bytes of the operations. */
  get bytes(): number {
    return this.waitingBytes
  }

  push(arrived: readonly Arrived[]): void {
    this.waiting.push(...arrived)
    for (const { operation } of arrived) this.waitingBytes += operation.length
  }

  /** The first ones, at most `countMax`, and none after those that together reach `bytesMax`. */
  take(countMax = Infinity, bytesMax = Infinity): Arrived[] {
    let count = 0
    for (let bytes = 0; count < countMax && count < this.waiting.length && bytes < bytesMax; count++) {
      bytes += this.waiting[count]!.operation.length
    }
    const taken = this.waiting.splice(0, count)
    for (const { operation } of taken) this.waitingBytes -= operation.length
    return taken
  }
}
