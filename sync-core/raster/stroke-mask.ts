import { limits } from '../base/limits.ts'
import { tilePixels } from './canvas-size.ts'
import { tileValues } from './tile.ts'

/** What a stroke covers of a tile, and with which colours when its dabs differ in colour. */
export interface MaskTile {
  /** 4096 coverages 0..32768, row by row. */
  readonly coverage: Uint16Array
  /** 4096 pixels, premultiplied and already times coverage; undefined for a stroke of one colour. */
  readonly colors: Uint16Array | undefined
}

/**
 * The coverage of one stroke, kept only for tiles that a dab reached. With `clip`, tiles outside of the set are never made: a
 * replay that needs a few tiles pays for these only. A mask above another one begins as the other, tile by tile, and leaves
 * it as it is.
 */
export class StrokeMask {
  readonly tiles = new Map<number, MaskTile>()
  private readonly coloring: 'flat' | 'colored'
  private readonly clip: ReadonlySet<number> | undefined
  private readonly below: StrokeMask | undefined
  /** All tiles that a dab reached, also those that are clipped away: their number is bounded. */
  private readonly reached: Set<number>
  private dirty = new Set<number>()

  constructor(coloring: 'flat' | 'colored', clip?: ReadonlySet<number>, below?: StrokeMask) {
    this.coloring = coloring
    this.clip = clip
    this.below = below
    this.reached = new Set(below?.reached)
  }

  /** An empty mask that shows this one until a dab is painted on it. */
  above(): StrokeMask {
    return new StrokeMask(this.coloring, this.clip, this)
  }

  isClipped(index: number): boolean {
    return this.clip !== undefined && !this.clip.has(index)
  }

  /** The tile to write into, made when there is none; undefined when it is clipped away, or one too many. */
  touch(index: number): MaskTile | undefined {
    if (!this.reached.has(index)) {
      const { strokeTilesMax, coloredStrokeTilesMax } = limits
      const tilesMax = this.coloring === 'flat' ? strokeTilesMax : coloredStrokeTilesMax
      if (this.reached.size === tilesMax) return undefined
      this.reached.add(index)
    }
    if (this.isClipped(index)) return undefined
    let tile = this.tiles.get(index)
    if (tile === undefined) {
      const from = this.below?.tiles.get(index)
      tile = {
        coverage: from?.coverage.slice() ?? new Uint16Array(tilePixels),
        colors:
          from?.colors?.slice() ?? (this.coloring === 'colored' ? new Uint16Array(tileValues) : undefined),
      }
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
