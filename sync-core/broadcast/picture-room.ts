// Whether more may be painted. The primary tells how much there is after each batch; what was ordered since is not in that
// yet, and a gradient of some bytes may be a whole plane: its tiles count as pledged from its arrival until the primary had it.
//
// Windows look at the same limit and say so in words; what meets this door was on its way, or comes from somebody who does
// not ask. It is ordered as a stand-in: refusing it would end the connection, and the window would send it again with the next.

import type { Limits } from '../base/limits.ts'
import { pixelTileBytes } from '../kernel/tile-layout.ts'
import type { PictureSize } from '../primary/primary-port.ts'
import { pledgeOf } from '../protocol/update-cost.ts'
import type { Operation } from '../raster/operation.ts'

export class PictureRoom {
  private readonly limits: Limits
  private told: PictureSize = { tiles: 0, memoryBytes: 0 }
  private pledged = 0
  private ordered: { readonly seq: number; readonly tiles: number }[] = []

  constructor(limits: Limits) {
    this.limits = limits
  }

  /** What the primary says after it folded in everything up to seq. */
  tell(seq: number, size: PictureSize): void {
    this.told = size
    for (const each of this.ordered) if (each.seq <= seq) this.pledged -= each.tiles
    this.ordered = this.ordered.filter((each) => each.seq > seq)
  }

  /** Whether the operation may be painted, when `arrivingTiles` are about to be pledged before it. */
  has(operation: Operation, arrivingTiles: number): boolean {
    const { pictureTilesMax, pictureMemoryBytesFull } = this.limits
    const { tiles, memoryBytes } = this.told
    switch (operation.kind) {
      case 'stroke-begin':
      case 'patch-begin':
      case 'layer-copy':
        return tiles < pictureTilesMax && memoryBytes < pictureMemoryBytesFull
      case 'gradient': {
        const before = this.pledged + arrivingTiles
        const after = before + pledgeOf(operation)
        return (
          tiles + before < pictureTilesMax && memoryBytes + after * pixelTileBytes <= pictureMemoryBytesFull
        )
      }
      default:
        return true
    }
  }

  /** So many tiles arrived; each pledge is then ordered or released. */
  pledge(tiles: number): void {
    this.pledged += tiles
  }

  order(seq: number, tiles: number): void {
    if (tiles > 0) this.ordered.push({ seq, tiles })
  }

  release(tiles: number): void {
    this.pledged -= tiles
  }
}
