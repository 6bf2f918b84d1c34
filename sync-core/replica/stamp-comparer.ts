// Compares the host's stamps with own hashes, of exactly the same seq or not at all. A stamp comes later than its update
// (the host's raster is a thread behind), or earlier than the picture is whole here, so both sides are remembered a while.

import type { PictureHash } from '../raster/picture-hash.ts'

export type Comparison = {
  readonly kind: 'same' | 'different'
  readonly seq: number
  readonly hash: PictureHash
}

/** Both memories hold this many; the host's raster is never that many stamps behind. */
const rememberedMax = 64

export class StampComparer {
  private readonly everySeqs: number
  private readonly own = new Map<number, PictureHash>()
  private readonly stamps = new Map<number, PictureHash>()

  /** Stamps are taken at the multiples of `everySeqs`, and of the last update at rest. */
  constructor(everySeqs: number) {
    this.everySeqs = everySeqs
  }

  /** Whether the own hash at `seq` is wanted. */
  wants(seq: number): boolean {
    return seq % this.everySeqs === 0 || this.stamps.has(seq)
  }

  /** The own picture's hash at `seq`. */
  addOwn(seq: number, hash: PictureHash): Comparison | undefined {
    remember(this.own, seq, hash)
    return this.compare(seq)
  }

  addStamp(seq: number, hash: PictureHash): Comparison | undefined {
    remember(this.stamps, seq, hash)
    return this.compare(seq)
  }

  /** The own picture was not what it should be: only what is hashed from now on counts. */
  forgetOwn(): void {
    this.own.clear()
  }

  /** Another picture begins: nothing that is remembered says anything about it. */
  reset(): void {
    this.own.clear()
    this.stamps.clear()
  }

  private compare(seq: number): Comparison | undefined {
    const own = this.own.get(seq)
    const stamp = this.stamps.get(seq)
    if (own === undefined || stamp === undefined) return undefined
    // A stamp that differs stays: once the own picture is healed it is compared again.
    if (own === stamp) this.stamps.delete(seq)
    return { kind: own === stamp ? 'same' : 'different', seq, hash: own }
  }
}

function remember(map: Map<number, PictureHash>, seq: number, hash: PictureHash): void {
  map.set(seq, hash)
  for (const oldest of map.keys()) {
    if (map.size <= rememberedMax) break
    map.delete(oldest)
  }
}
