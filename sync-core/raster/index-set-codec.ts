import { assert } from '../base/assert.ts'
import { ByteReader } from '../base/byte-reader.ts'
import { ByteWriter } from '../base/byte-writer.ts'
import { planeTiles } from './plane.ts'

// Which tiles a layer has, as bytes: painted tiles lie side by side, so what is told is runs of them.
//
//   (gap varuint · length - 1 varuint)…   up to the end        gap: tiles passed over since the run before, 1 less after the first
//
// Two runs never touch, so each set has exactly one encoding. A run of one tile takes at least two places of the plane and two
// bytes, so the bytes are never more than the plane has tiles.

/** The longest form of a set: every other tile. */
export const indexSetBytesMax = planeTiles

/** The bytes of tile indices in ascending order. */
export function encodeIndexSet(indices: Iterable<number>): Uint8Array {
  const writer = new ByteWriter()
  let start = -1
  let end = -1
  let told = 0
  const tell = (): void => {
    if (start < 0) return
    writer.varuint(start - told)
    writer.varuint(end - start - 1)
    // The tile after a run is never in the set: it is passed over without a word.
    told = end + 1
  }
  for (const index of indices) {
    assert(index >= Math.max(end, 0) && index < planeTiles, `tile ${index} is not the next of a set`)
    if (index !== end) {
      tell()
      start = index
    }
    end = index + 1
  }
  tell()
  return writer.finish()
}

/**
 * The tile indices of bytes of unknown origin, ascending; anything else is ProtocolError('malformed'), and so are more than
 * `countMax` tiles: a run of the whole plane is four bytes.
 */
export function decodeIndexSet(bytes: Uint8Array, countMax = planeTiles): number[] {
  const reader = new ByteReader(bytes)
  const indices: number[] = []
  let from = 0
  while (reader.remaining > 0) {
    const at = reader.offset
    const start = from + reader.varuint()
    const end = start + reader.varuint() + 1
    if (end > planeTiles) {
      throw reader.malformed(`tiles ${start} to ${end - 1} are not in 0..${planeTiles - 1}`, at)
    }
    if (indices.length + end - start > countMax) {
      throw reader.malformed(`a set of ${indices.length + end - start} tiles is larger than ${countMax}`, at)
    }
    for (let index = start; index < end; index++) indices.push(index)
    from = end + 1
  }
  return indices
}
