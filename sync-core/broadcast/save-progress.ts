import type { Clock } from '../base/clock.ts'
import type { Limits } from '../base/limits.ts'
import type { StoredTile } from '../pictures/picture-accessor.ts'

export interface SaveProgressOptions {
  readonly clock: Clock
  readonly limits: Limits
  /** That will be handed over. */
  readonly tiles: number
  readonly onTold: (sentence: string) => void
}

/**
 * Tells how far a save is: nothing while it is quick, then at most every `saveProgressEveryMs`. Tiles are encoded while
 * others are on their way already, so until all were handed over the whole is taken from the mean of those that were.
 */
export class SaveProgress {
  private readonly options: SaveProgressOptions
  private dueMs: number
  private givenTiles = 0
  private givenBytes = 0

  constructor(options: SaveProgressOptions) {
    this.options = options
    this.dueMs = options.clock.nowMs() + options.limits.saveProgressAfterMs
  }

  /** The tiles, counted as they are handed over. */
  async *counting(given: AsyncIterable<StoredTile>): AsyncGenerator<StoredTile> {
    for await (const tile of given) {
      this.givenTiles++
      this.givenBytes += tile.bytes.length
      yield tile
    }
  }

  /** So many bytes are stored, of those that are on their way or stored. */
  store(bytesDone: number, bytesTotalSoFar: number): void {
    const { clock, limits, tiles, onTold } = this.options
    const nowMs = clock.nowMs()
    if (nowMs < this.dueMs) return
    this.dueMs = nowMs + limits.saveProgressEveryMs
    const missing = tiles - this.givenTiles
    const guessed = missing > 0 && this.givenTiles > 0 ? (missing * this.givenBytes) / this.givenTiles : 0
    const total = Math.max(bytesTotalSoFar, this.givenBytes) + guessed
    const [unitBytes, unit] = total < 1_000_000 ? [1000, 'kB'] : [1_000_000, 'MB']
    const of = `of ${guessed > 0 ? 'about ' : ''}${amount(total / unitBytes)} ${unit}`
    onTold(`Saving the picture: ${amount(bytesDone / unitBytes)} ${of} are written.`)
  }
}

function amount(units: number): string {
  return units < 9.95 ? units.toFixed(1) : String(Math.round(units))
}
