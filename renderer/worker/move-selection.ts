import {
  isRefusal,
  tileValues,
  transformPixels,
  type Affine,
  type CoverageMask,
  type Paced,
} from '../../sync-core/index.ts'

/** The selection after the map, as what was selected went there too; undefined when it would be too large. */
export function* moveSelection(mask: CoverageMask, map: Affine): Paced<CoverageMask | undefined> {
  const tiles = new Map<number, Uint16Array>()
  for (const [index, coverage] of mask) {
    const pixels = new Uint16Array(tileValues)
    coverage.forEach((value, px) => (pixels[px * 4 + 3] = Math.round((value * 32767) / 255)))
    tiles.set(index, pixels)
    yield (0.3 * tiles.size) / mask.size
  }
  const moved = transformPixels({ tiles }, map)
  if (isRefusal(moved)) return undefined
  const after = new Map<number, Uint8Array>()
  let done = 0
  for (const index of moved.indices) {
    const pixels = moved.pixelsAt(index)
    if (pixels !== undefined) {
      const coverage = Uint8Array.from({ length: tileValues / 4 }, (_, px) =>
        Math.round((pixels[px * 4 + 3]! * 255) / 32767),
      )
      if (coverage.some((value) => value > 0)) after.set(index, coverage)
    }
    yield 0.3 + (0.7 * ++done) / moved.indices.length
  }
  return after
}
