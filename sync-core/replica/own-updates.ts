// The client's own updates, from the pen until the host's disk has them.
//
//    kept ──────────────────────────────────────────────────────────▶ next number
//    │ durable │ confirmed (echoed, or within the welcome's count) │ unconfirmed (waiting, or on their way) │
//
// Numbers are contiguous, so an entry's place is its number minus the first one's. Entries are given up by whole strokes:
// a stroke can then always be painted again, and a host that lost its last moments gets every part of it a second time.
//
// The host's count of a participant is the only truth about what arrived: what is within it is never sent again, what is
// beyond it always is. That makes every update arrive exactly once, over any number of connections and hosts.

import { assert } from '../base/assert.ts'
import { ProtocolError } from '../base/errors.ts'
import { encodeOperation } from '../raster/operation-codec.ts'
import type { Operation } from '../raster/operation.ts'

export interface OwnUpdate {
  readonly clientSeq: number
  readonly operation: Operation
  readonly bytes: Uint8Array
}

interface KeptUpdate extends OwnUpdate {
  /** The host's number; of a snapshot it may be the snapshot's seq, when the true one is at most that. */
  seq: number | undefined
}

/** Beyond this a host can't have counted; the wire ends at 2^32. */
const numberMax = 2 ** 31

/** What became of a stroke's number; undefined when the host does not have the stroke any more. */
export type Renaming = (stroke: number) => number | undefined

export class OwnUpdates {
  private kept: KeptUpdate[] = []
  private nextNumber = 1
  private confirmedCount = 0
  private durableCount = 0
  /** The last own number in the confirmed picture; undefined while a snapshot's updates have not shown it yet. */
  private seen: number | undefined = 0
  /** What the last welcome counted; undefined once its updates are all there. */
  private counted: number | undefined

  /** Not durable yet. */
  get unacknowledged(): number {
    return this.kept.length - this.durableCount
  }

  get lastNumber(): number {
    return this.nextNumber - 1
  }

  /** The last own number that the host is known to have ordered. */
  get confirmedNumber(): number {
    return this.seen ?? this.counted ?? 0
  }

  /** Everything from the begin of the first stroke that is not wholly durable. */
  all(): readonly OwnUpdate[] {
    return this.kept
  }

  /** How many of `all` are confirmed; they come first. */
  get confirmedOfAll(): number {
    return this.confirmedCount
  }

  unconfirmed(): readonly OwnUpdate[] {
    return this.kept.slice(this.confirmedCount)
  }

  /** The kept updates numbered from `clientSeq` on, at most `countMax`. */
  from(clientSeq: number, countMax: number): readonly OwnUpdate[] {
    const start = clientSeq - this.firstNumber()
    assert(start >= 0, `update ${clientSeq} is to be sent, so it was kept`)
    return this.kept.slice(start, start + countMax)
  }

  append(operation: Operation): OwnUpdate {
    const update = {
      clientSeq: this.nextNumber,
      operation,
      bytes: encodeOperation(operation),
      seq: undefined,
    }
    assert(
      update.clientSeq === this.firstNumber() + this.kept.length,
      'own updates are numbered without gaps',
    )
    this.kept.push(update)
    this.nextNumber += 1
    return update
  }

  /** An own update stands in the order at `seq`. Throws ProtocolError when it can't be the next one. */
  confirm(clientSeq: number, seq: number): void {
    const isNext = this.seen === undefined ? clientSeq <= this.lastNumber : clientSeq === this.seen + 1
    if (!isNext || clientSeq > (this.counted ?? this.lastNumber)) {
      throw new ProtocolError(
        'sequence-gap',
        `The host repeats this client's update ${clientSeq}, but ${this.confirmedNumber + 1} is next.`,
      )
    }
    this.seen = clientSeq
    const place = clientSeq - this.firstNumber()
    if (place < 0) return
    assert(place <= this.confirmedCount, `update ${clientSeq} is confirmed after all before it`)
    this.kept[place]!.seq = seq
    if (place === this.confirmedCount) this.confirmedCount += 1
  }

  /** Everything up to seq is on the host's disk: strokes that are wholly there are given up. */
  markDurable(durableSeq: number): void {
    let giveUp = 0
    while (this.durableCount < this.confirmedCount) {
      const { seq, operation } = this.kept[this.durableCount]!
      assert(seq !== undefined, 'a confirmed update has a seq')
      if (seq > durableSeq) break
      if (operation.kind === 'stroke-begin') giveUp = this.durableCount
      this.durableCount += 1
      if (operation.kind !== 'stroke-begin' && operation.kind !== 'stroke-points') giveUp = this.durableCount
    }
    this.kept.splice(0, giveUp)
    this.confirmedCount -= giveUp
    this.durableCount -= giveUp
  }

  /**
   * A welcome counted `lastClientSeq` own updates. With a resume the ones not seen yet follow in the stream; without, they
   * are in the snapshot, at most at `snapshotSeq`. A host that forgot updates that were given up here gets the rest under
   * new numbers; the result then says how strokes are called now.
   */
  handleWelcome(
    lastClientSeq: number,
    durableSeq: number,
    snapshotSeq: number | undefined,
  ): Renaming | undefined {
    if (lastClientSeq > numberMax) {
      throw new ProtocolError('malformed', `The host counts ${lastClientSeq} updates of this client.`)
    }
    if (snapshotSeq === undefined && this.seen !== undefined && lastClientSeq < this.seen) {
      throw new ProtocolError(
        'sequence-gap',
        `The host counts ${lastClientSeq} updates of this client, but repeated ${this.seen} already.`,
      )
    }
    const shift = Math.min(0, lastClientSeq + 1 - this.firstNumber())
    const renaming = shift < 0 ? this.renumber(shift, lastClientSeq) : undefined
    if (lastClientSeq > this.lastNumber) this.startAfter(lastClientSeq)
    if (snapshotSeq !== undefined) {
      this.seen = undefined
      this.confirmedCount = Math.max(0, lastClientSeq + 1 - this.firstNumber())
      this.kept.forEach((update, place) => {
        if (place >= this.confirmedCount) update.seq = undefined
        else update.seq ??= snapshotSeq
      })
    }
    this.counted = lastClientSeq
    this.durableCount = 0
    this.markDurable(durableSeq)
    return renaming
  }

  /** Every update that the welcome counted is in the confirmed picture now. */
  settle(): void {
    const { seen, counted } = this
    assert(counted !== undefined, 'a welcome came before its updates')
    if (seen !== undefined && seen !== counted) {
      throw new ProtocolError(
        'sequence-gap',
        `The host counts ${counted} updates of this client, but repeated ${seen} of them.`,
      )
    }
    this.seen = counted
    this.counted = undefined
  }

  /**
   * The host ended the own open stroke while this client was away, so points that it does not have yet would be lost: they
   * become a stroke of their own, which begins where the host's part ends. Says how the stroke is called from there on.
   */
  reopenBrokenStroke(): Renaming | undefined {
    const first = this.kept[this.confirmedCount]
    if (first?.operation.kind !== 'stroke-points') return undefined
    let place = this.confirmedCount - 1
    while (this.kept[place]?.operation.kind === 'stroke-points') place -= 1
    const origin = this.kept[place]
    const before = this.kept[this.confirmedCount - 1]?.operation
    assert(origin?.operation.kind === 'stroke-begin', 'a stroke is kept from its begin on')
    assert(before !== undefined && 'samples' in before, 'points follow points or a begin')
    const samples = [before.samples.at(-1)!, ...first.operation.samples]
    this.replace(this.confirmedCount, { kind: 'stroke-begin', brush: origin.operation.brush, samples })
    const renaming: Renaming = (stroke) => (stroke === origin.clientSeq ? first.clientSeq : stroke)
    this.renameStrokes(renaming)
    return renaming
  }

  private firstNumber(): number {
    return this.kept[0]?.clientSeq ?? this.nextNumber
  }

  /** Another window of the same participant went on counting: what is kept here was counted, too. */
  private startAfter(lastClientSeq: number): void {
    this.kept = []
    this.nextNumber = lastClientSeq + 1
    this.confirmedCount = 0
    this.durableCount = 0
  }

  private renumber(shift: number, lastClientSeq: number): Renaming {
    const first = this.firstNumber()
    this.kept = this.kept.map((update) => ({ ...update, clientSeq: update.clientSeq + shift }))
    this.nextNumber += shift
    const renaming: Renaming = (stroke) => {
      if (stroke >= first) return stroke + shift
      return stroke <= lastClientSeq ? stroke : undefined
    }
    this.renameStrokes(renaming, 0)
    return renaming
  }

  private renameStrokes(renaming: Renaming, from = this.confirmedCount): void {
    for (let place = from; place < this.kept.length; place++) {
      const { operation } = this.kept[place]!
      if (operation.kind !== 'undo' && operation.kind !== 'redo') continue
      const stroke = renaming(operation.stroke)
      if (stroke === operation.stroke) continue
      // No stroke is open where undo is allowed, so an end keeps the number and does nothing.
      this.replace(place, stroke === undefined ? { kind: 'end' } : { kind: operation.kind, stroke })
    }
  }

  private replace(place: number, operation: Operation): void {
    this.kept[place] = { ...this.kept[place]!, operation, bytes: encodeOperation(operation) }
  }
}
