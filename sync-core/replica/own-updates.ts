// The client's own updates, from the pen until the host's disk has them.
//
//    kept ──────────────────────────────────────────────────────────▶ next number
//    │ durable │ confirmed (echoed, or within the welcome's count) │ unconfirmed (waiting, or on their way) │
//
// Numbers are contiguous, so an entry's place is its number minus the first one's. Entries are given up by whole actions:
// one can then always be painted again, and a host that lost its last moments gets every part of it a second time.
//
// The host's count of a participant is the only truth about what arrived: what is within it is never sent again, what is
// beyond it always is. That makes every update arrive exactly once, over any number of connections and hosts.

import { assert } from '../base/assert.ts'
import { ProtocolError } from '../base/errors.ts'
import { encodeOperation } from '../raster/operation-codec.ts'
import { continuesAction, type Operation, opensAction } from '../raster/operation.ts'
import { fromOffsets } from '../raster/sample-offsets.ts'
import type { Sample } from '../raster/sample.ts'

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

/** What became of an own number; undefined when the host does not have that update any more. */
export type Renaming = (clientSeq: number) => number | undefined

export class OwnUpdates {
  private kept: KeptUpdate[] = []
  private nextNumber = 1
  private confirmedCount = 0
  private durableCount = 0
  /** The last own number in the confirmed picture; undefined while a snapshot's updates have not shown it yet. */
  private seen: number | undefined = 0
  /** What the last welcome counted; undefined once its updates are all there. */
  private counted: number | undefined
  private bytesWaiting = 0
  private turnedDownCount = 0

  /** Bytes of operations that are not confirmed. */
  get unconfirmedBytes(): number {
    return this.bytesWaiting
  }

  /** Actions that the host ordered as nothing, as far as that was seen. */
  get turnedDown(): number {
    return this.turnedDownCount
  }

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

  /** Everything from the begin of the first action that is not wholly durable. */
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
    this.bytesWaiting += update.bytes.length
    return update
  }

  /** An own update stands in the order at `seq`, with these bytes. Throws ProtocolError when it can't be the next one. */
  confirm(clientSeq: number, seq: number, bytes: Uint8Array): void {
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
    const update = this.kept[place]!
    update.seq = seq
    if (place !== this.confirmedCount) return
    this.confirmedCount += 1
    this.bytesWaiting -= update.bytes.length
    if (doesSomething(update.operation) && !isSame(update.bytes, bytes)) this.turnedDownCount += 1
  }

  /** Everything up to seq is on the host's disk: actions that are wholly there are given up. */
  markDurable(durableSeq: number): void {
    let giveUp = 0
    while (this.durableCount < this.confirmedCount) {
      const { seq, operation } = this.kept[this.durableCount]!
      assert(seq !== undefined, 'a confirmed update has a seq')
      if (seq > durableSeq) break
      if (opensAction(operation)) giveUp = this.durableCount
      this.durableCount += 1
      if (!opensAction(operation) && !continuesAction(operation)) giveUp = this.durableCount
    }
    this.kept.splice(0, giveUp)
    this.confirmedCount -= giveUp
    this.durableCount -= giveUp
  }

  /**
   * A welcome counted `lastClientSeq` own updates. With a resume the ones not seen yet follow in the stream; without, they
   * are in the snapshot, at most at `snapshotSeq`. A host that forgot updates that were given up here gets the rest under
   * new numbers; the result then says how they are called now.
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
    this.weighWaiting()
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
   * The host ended the own open action while this client was away, so what it does not have of it yet would be lost: that
   * becomes an action of its own, a stroke where the host's part ends, or another patch. Says how updates are called from there
   * on. Only on a connection on which nothing was sent.
   */
  reopenBrokenAction(): Renaming | undefined {
    const first = this.kept[this.confirmedCount]
    if (first === undefined || !continuesAction(first.operation)) return undefined
    let place = this.confirmedCount - 1
    while (place >= 0 && continuesAction(this.kept[place]!.operation)) place -= 1
    const origin = this.kept[place]
    assert(origin !== undefined, 'an action is kept from its begin on')
    if (origin.operation.kind === 'patch-begin') {
      const renaming = this.insertUnconfirmed(this.confirmedCount, [origin.operation])
      return this.follow(renaming, origin.clientSeq, first.clientSeq)
    }
    assert(origin.operation.kind === 'stroke-begin', 'only strokes and patches are continued')
    assert(first.operation.kind === 'stroke-points', 'a stroke is continued by points')
    const last = this.lastSample(place)
    const samples = [last, ...fromOffsets(last, first.operation.samples)]
    this.replace(this.confirmedCount, { ...origin.operation, samples })
    return this.follow((number) => number, origin.clientSeq, first.clientSeq)
  }

  /** Puts operations before an unconfirmed update; from there on all get other numbers. On such a connection only, too. */
  insertBefore(clientSeq: number, operations: readonly Operation[]): Renaming {
    return this.insertUnconfirmed(clientSeq - this.firstNumber(), operations)
  }

  private insertUnconfirmed(place: number, operations: readonly Operation[]): Renaming {
    assert(place >= this.confirmedCount, 'what the host has keeps its number')
    const count = operations.length
    const from = this.firstNumber() + place
    const added = operations.map((operation, i): KeptUpdate => {
      return { clientSeq: from + i, operation, bytes: encodeOperation(operation), seq: undefined }
    })
    const moved = this.kept.slice(place).map((update) => ({ ...update, clientSeq: update.clientSeq + count }))
    this.kept = [...this.kept.slice(0, place), ...added, ...moved]
    this.nextNumber += count
    const renaming: Renaming = (number) => (number >= from ? number + count : number)
    this.renameActions(renaming)
    this.weighWaiting()
    return renaming
  }

  /** What was called `origin` when it was broken is called `next` by everything that is not confirmed. */
  private follow(renaming: Renaming, origin: number, next: number): Renaming {
    this.renameActions((number) => (number === origin ? next : number))
    return (number) => (number === origin ? next : renaming(number))
  }

  /** The last sample that the host has of the stroke which begins at this place. */
  private lastSample(place: number): Sample {
    const begin = this.kept[place]!.operation
    assert(begin.kind === 'stroke-begin', 'a stroke begins with its begin')
    let last = begin.samples.at(-1)!
    for (const { operation } of this.kept.slice(place + 1, this.confirmedCount)) {
      assert(operation.kind === 'stroke-points', 'points follow points or a begin')
      last = fromOffsets(last, operation.samples).at(-1)!
    }
    return last
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
    const renaming: Renaming = (number) => {
      if (number >= first) return number + shift
      return number <= lastClientSeq ? number : undefined
    }
    this.renameActions(renaming, 0)
    return renaming
  }

  private renameActions(renaming: Renaming, from = this.confirmedCount): void {
    for (let place = from; place < this.kept.length; place++) {
      const { operation } = this.kept[place]!
      if (operation.kind !== 'undo' && operation.kind !== 'redo') continue
      const action = renaming(operation.action)
      if (action === operation.action) continue
      // No action is open where undo is allowed, so an end keeps the number and does nothing.
      this.replace(place, action === undefined ? { kind: 'end' } : { kind: operation.kind, action })
    }
  }

  private replace(place: number, operation: Operation): void {
    const before = this.kept[place]!
    const bytes = encodeOperation(operation)
    this.kept[place] = { ...before, operation, bytes }
    if (place >= this.confirmedCount) this.bytesWaiting += bytes.length - before.bytes.length
  }

  private weighWaiting(): void {
    this.bytesWaiting = this.kept
      .slice(this.confirmedCount)
      .reduce((bytes, update) => bytes + update.bytes.length, 0)
  }
}

/** Whether it begins or is something that a person would miss. */
function doesSomething(operation: Operation): boolean {
  return !continuesAction(operation) && operation.kind !== 'end' && operation.kind !== 'select'
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at])
}
