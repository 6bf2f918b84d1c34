import { decodeHex } from '../base/hex.ts'
import type { Tile } from '../raster/tile.ts'

/** A tile's hash as an inspection tells it: the high byte first. */
export function tileHashBytes({ hash: { hi, lo } }: Tile): Uint8Array {
  const half = (value: number): string => value.toString(16).padStart(8, '0')
  return decodeHex(half(hi) + half(lo))!
}
