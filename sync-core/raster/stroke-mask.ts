import { type CanvasSize, tilePixels, tilesAcross } from './canvas-size.ts'

/**
 * The coverage of one stroke (0..32768 a pixel), kept only for tiles that a dab reached. With `clip`, tiles outside of the
 * set are never made: a replay that needs a few tiles pays for these only.
 */
export class StrokeMask {
  readonly size: CanvasSize
  readonly tilesAcross: number
  /** Tile index → 4096 coverages, row by row. */
  readonly tiles = new Map<number, Uint16Array>()
  private readonly clip: ReadonlySet<number> | undefined
  private dirty = new Set<number>()

  constructor(size: CanvasSize, clip?: ReadonlySet<number>) {
    this.size = size
    this.tilesAcross = tilesAcross(size)
    this.clip = clip
  }

  /** The tile to write into, made when there is none; undefined when it is clipped away. */
  touch(index: number): Uint16Array | undefined {
    if (this.clip !== undefined && !this.clip.has(index)) return undefined
    let tile = this.tiles.get(index)
    if (tile === undefined) {
      tile = new Uint16Array(tilePixels)
      this.tiles.set(index, tile)
    }
    this.dirty.add(index)
    return tile
  }

  /** Indices touched since the last call. */
  takeDirty(): Set<number> {
    const taken = this.dirty
    this.dirty = new Set()
    return taken
  }
}
