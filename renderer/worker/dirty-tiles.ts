/**
 * The tiles of one chunk that must be painted again, each at most once. The newest come out first, so that a stroke
 * being drawn is shown before an old part of the picture that is still being filled in.
 */
export class DirtyTiles {
  private readonly waiting: Uint8Array
  private readonly stack: number[] = []

  constructor(tiles: number) {
    this.waiting = new Uint8Array(tiles)
  }

  get size(): number {
    return this.stack.length
  }

  add(tile: number): void {
    if (this.waiting[tile] === 1) return
    this.waiting[tile] = 1
    this.stack.push(tile)
  }

  take(): number | undefined {
    const tile = this.stack.pop()
    if (tile !== undefined) this.waiting[tile] = 0
    return tile
  }
}
