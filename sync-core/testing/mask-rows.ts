import type { CoverageMask } from '../authoring/coverage-mask.ts'
import { tilePixels, tileSidePx } from '../kernel/tile-layout.ts'
import { tileIndexOf, tileLeft, tileTop } from '../raster/plane.ts'
import type { Frame } from '../raster/structure.ts'

/** The coverage of one px of the plane. */
export function coverageAt(mask: CoverageMask, x: number, y: number): number {
  return mask.get(tileIndexOf(x >> 6, y >> 6))?.[((y & 63) << 6) | (x & 63)] ?? 0
}

/** The smallest frame around every px with coverage; undefined when there is none. */
export function boundsOfMask(mask: CoverageMask): Frame | undefined {
  let left = Infinity
  let top = Infinity
  let right = -Infinity
  let bottom = -Infinity
  for (const [index, coverage] of mask) {
    const x = tileLeft(index)
    const y = tileTop(index)
    if (x >= left && y >= top && x + tileSidePx <= right && y + tileSidePx <= bottom) continue
    for (let at = 0; at < tilePixels; at++) {
      if (coverage[at] === 0) continue
      left = Math.min(left, x + (at & 63))
      right = Math.max(right, x + (at & 63) + 1)
      top = Math.min(top, y + (at >> 6))
      bottom = Math.max(bottom, y + (at >> 6) + 1)
    }
  }
  if (left === Infinity) return undefined
  return { x: left, y: top, width: right - left, height: bottom - top }
}

/** Rows of a mask as text: `#` for full, `.` for none, a digit for tenths. */
export function maskRows(mask: CoverageMask, { x, y, width, height }: Frame): string[] {
  return Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (_, column) => {
      const coverage = coverageAt(mask, x + column, y + row)
      return coverage === 255 ? '#' : coverage === 0 ? '.' : String(Math.floor(coverage / 25.5))
    }).join(''),
  )
}

/** A mask of rows of text, as above; tenths become their lowest coverage. */
export function maskOfRows(x: number, y: number, rows: readonly string[]): CoverageMask {
  const mask = new Map<number, Uint8Array>()
  rows.forEach((row, dy) => {
    for (let dx = 0; dx < row.length; dx++) {
      const letter = row[dx]!
      const coverage = letter === '#' ? 255 : letter === '.' ? 0 : Math.ceil(Number(letter) * 25.5)
      const [px, py] = [x + dx, y + dy]
      const index = (py >> 6) * 256 + (px >> 6)
      if (coverage === 0) continue
      if (!mask.has(index)) mask.set(index, new Uint8Array(4096))
      mask.get(index)![((py & 63) << 6) | (px & 63)] = coverage
    }
  })
  return mask
}

/** Whether two masks cover the same; a deep comparison of a test library takes minutes for large ones. */
export function isSameMask(a: CoverageMask, b: CoverageMask): boolean {
  if (a.size !== b.size) return false
  for (const [index, tile] of a) {
    const other = b.get(index)
    if (other === undefined || (other !== tile && !tile.every((value, at) => value === other[at])))
      return false
  }
  return true
}
