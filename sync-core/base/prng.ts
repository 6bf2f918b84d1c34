/** A seeded pseudo-random generator (xoshiro128**): same seed, same numbers, on every engine. Not for secrets. */
export class Prng {
  private a: number
  private b: number
  private c: number
  private d: number

  constructor(seed: number) {
    // SplitMix32 spreads a small seed over the whole state.
    let s = seed >>> 0
    const next = (): number => {
      s = (s + 0x9e3779b9) >>> 0
      let z = s
      z = Math.imul(z ^ (z >>> 16), 0x85ebca6b)
      z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35)
      return (z ^ (z >>> 16)) >>> 0
    }
    this.a = next()
    this.b = next()
    this.c = next()
    this.d = next() | 1
  }

  /** A whole number in 0..2^32-1. */
  uint32(): number {
    const product = Math.imul(this.b, 5)
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0
    const t = this.b << 9
    this.c ^= this.a
    this.d ^= this.b
    this.b ^= this.c
    this.a ^= this.d
    this.c ^= t
    this.d = (this.d << 11) | (this.d >>> 21)
    return result
  }

  /** A whole number in 0..limit-1; `limit` in 1..2^32-1. The bias is below limit / 2^32. */
  below(limit: number): number {
    return Math.floor((this.uint32() / 0x100000000) * limit)
  }

  /** A number in [0, 1). */
  unit(): number {
    return this.uint32() / 0x100000000
  }

  /** True with the given probability (0..1). */
  chance(probability: number): boolean {
    return this.unit() < probability
  }

  /** One element of a non-empty list. */
  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T
  }
}
