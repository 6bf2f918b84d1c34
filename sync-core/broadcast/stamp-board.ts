import type { PictureHash } from '../raster/picture-hash.ts'

/** The newest hashes that the primary took, by seq. */
export class StampBoard {
  private readonly kept: number
  private readonly hashes = new Map<number, PictureHash>()
  private last: { readonly seq: number; readonly hash: PictureHash } | undefined

  constructor(kept: number) {
    this.kept = kept
  }

  get newest(): { readonly seq: number; readonly hash: PictureHash } | undefined {
    return this.last
  }

  at(seq: number): PictureHash | undefined {
    return this.hashes.get(seq)
  }

  add(seq: number, hash: PictureHash): void {
    this.last = { seq, hash }
    this.hashes.set(seq, hash)
    for (const oldest of this.hashes.keys()) {
      if (this.hashes.size <= this.kept) break
      this.hashes.delete(oldest)
    }
  }
}
