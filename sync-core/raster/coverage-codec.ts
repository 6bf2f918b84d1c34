import { deflateSync, inflateSync } from 'fflate'
import { ProtocolError } from '../base/errors.ts'
import { tilePixels } from '../kernel/tile-layout.ts'

// A tile of coverage (4096 bytes 0..255, row by row) as bytes: what a fill, a shape or a selection covers.
//
//   0 · value u8            the same everywhere
//   1 · raw deflate         of the 4096 bytes
//
// It may come from a stranger: it is inflated into the room of one tile and one byte.

const uniform = 0
const deflated = 1

/** The longest form of a tile of coverage. */
export const coverageBytesMax = tilePixels + 64

/** The bytes of 4096 coverages. */
export function encodeCoverage(coverage: Uint8Array): Uint8Array {
  const [first = 0] = coverage
  if (coverage.every((value) => value === first)) return Uint8Array.of(uniform, first)
  const packed = deflateSync(coverage, { level: 6 })
  const bytes = new Uint8Array(packed.length + 1)
  bytes[0] = deflated
  bytes.set(packed, 1)
  return bytes
}

/** Whether these bytes are a tile that is covered wholly, everywhere. */
export function isFullCoverage(bytes: Uint8Array): boolean {
  return bytes.length === 2 && bytes[0] === uniform && bytes[1] === 255
}

const evenTiles: (Uint8Array | undefined)[] = []

/** 4096 coverages of the same value: one array for all, not to be changed. */
export function evenCoverage(value: number): Uint8Array {
  return (evenTiles[value] ??= new Uint8Array(tilePixels).fill(value))
}

/** The 4096 coverages of bytes of unknown origin, not to be changed; anything else is ProtocolError('malformed'). */
export function decodeCoverage(bytes: Uint8Array): Uint8Array {
  if (bytes.length === 2 && bytes[0] === uniform) return evenCoverage(bytes[1]!)
  if (bytes.length < 2 || bytes.length > coverageBytesMax || bytes[0] !== deflated) throw malformed()
  let coverage: Uint8Array
  try {
    coverage = inflateSync(bytes.subarray(1), { out: new Uint8Array(tilePixels + 1) })
  } catch {
    throw malformed()
  }
  if (coverage.length !== tilePixels) throw malformed()
  return coverage
}

function malformed(): ProtocolError {
  return new ProtocolError('malformed', `A tile of coverage can't be read: it is not ${tilePixels} bytes.`)
}
