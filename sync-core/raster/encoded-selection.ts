import { ProtocolError } from '../base/errors.ts'
import { decodeCoverage, evenCoverage } from './coverage-codec.ts'
import type { SelectionPart } from './operation.ts'

// What an author has selected, as it was sent. Everything that was painted since the horizon keeps the selection it was painted
// with, and a selection of the whole plane has 65 536 tiles: decoded, a few such selections would fill any memory. So a tile is
// decoded when something is laid on it, as parts of a patch are.
//
//   indices   12 · 13 · 270 …        sorted
//   starts     0 ·  2 · 4   … 391    where the bytes of each begin, and where the last ones end
//   bytes     the encoded coverage of each
//
// Rejected: a map of views of the parts (each view takes twenty times its two bytes).

/** Coverage 0..255 by tile index, 4096 a tile, not to be changed; where there is no tile nothing is selected. */
export interface SelectedTiles {
  has(index: number): boolean
  get(index: number): Uint8Array | undefined
}

export class EncodedSelection implements SelectedTiles {
  private readonly indices: Uint16Array
  private readonly starts: Uint32Array
  private readonly encoded: Uint8Array

  /** Of parts of the same tile the last one counts. */
  constructor(parts: readonly SelectionPart[]) {
    const byIndex = new Map(parts.map((part) => [part.index, part.bytes]))
    this.indices = Uint16Array.from(byIndex.keys()).sort()
    this.starts = new Uint32Array(this.indices.length + 1)
    let end = 0
    this.indices.forEach((index, place) => {
      end += byIndex.get(index)!.length
      this.starts[place + 1] = end
    })
    this.encoded = new Uint8Array(end)
    this.indices.forEach((index, place) => this.encoded.set(byIndex.get(index)!, this.starts[place]))
  }

  /** How much memory it takes. */
  get byteLength(): number {
    return this.indices.byteLength + this.starts.byteLength + this.encoded.byteLength
  }

  /** In ascending order. */
  keys(): Iterable<number> {
    return this.indices.values()
  }

  has(index: number): boolean {
    return this.placeOf(index) !== undefined
  }

  /** Bytes that can't be read select nothing, for everybody alike. */
  get(index: number): Uint8Array | undefined {
    const place = this.placeOf(index)
    if (place === undefined) return undefined
    const bytes = this.encoded.subarray(this.starts[place], this.starts[place + 1])
    try {
      return decodeCoverage(bytes)
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
      return evenCoverage(0)
    }
  }

  private placeOf(index: number): number | undefined {
    const { indices } = this
    let from = 0
    let to = indices.length
    while (from < to) {
      const middle = (from + to) >> 1
      if (indices[middle]! < index) from = middle + 1
      else to = middle
    }
    return indices[from] === index ? from : undefined
  }
}
