import type { Claim } from './sysdb.ts'

/**
 * Tasks that failed so often that they have one place together. What is not known here comes out when it was claimed: without the
 * place the claim is held, until its lease is over or the place is free.
 */
export class SetAside {
  private readonly knownMax: number
  private readonly known = new Map<string, Claim | undefined>()
  private placeOf: string | undefined

  constructor(knownMax: number) {
    this.knownMax = knownMax
  }

  get size(): number {
    return this.known.size
  }

  get isPlaceFree(): boolean {
    return this.placeOf === undefined
  }

  has(key: string): boolean {
    return this.known.has(key)
  }

  add(key: string): void {
    const held = this.known.get(key)
    this.known.delete(key)
    this.known.set(key, held)
    if (this.known.size <= this.knownMax) return
    for (const oldest of this.known.keys()) {
      this.known.delete(oldest)
      return
    }
  }

  remove(key: string): void {
    this.known.delete(key)
  }

  takePlace(key: string): boolean {
    this.placeOf ??= key
    return this.placeOf === key
  }

  leavePlace(key: string): void {
    if (this.placeOf === key) this.placeOf = undefined
  }

  hold(key: string, claim: Claim): void {
    this.known.set(key, claim)
  }

  held(key: string): Claim | undefined {
    return this.known.get(key)
  }

  /** Whoever takes it renews it, and learns whether it counts still. */
  takeHeld(key: string): Claim | undefined {
    const claim = this.known.get(key)
    if (claim !== undefined) this.known.set(key, undefined)
    return claim
  }
}
