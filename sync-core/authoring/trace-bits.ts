import { tileSidePx } from '../kernel/tile-layout.ts'
import { planeTilesAcross, tileIndexOf } from '../raster/plane.ts'
import { fullBits, noBits, type TileBits, tileWords } from './tile-bits.ts'

// Closed lines along the edges of set px. Only corners are looked for, row by row and 32 at once: px a b above c d meet in a
// corner where their parity is odd, or where a and d (b and c) are set and the others not. Then no edge needs to be walked:
// on every row of corners the first is joined with the second, the third with the fourth…, and on every column likewise.
//
//     1 ──── 2                 where two px touch by their corners only, the corner stands twice, and each px
//     │      │                 keeps its own: they are outlined apart, as a fill would not pass there
//     │   4──3      rows 1-2, 3-4, 5-6
//     │   │         columns 1-5, 4-6, 2-3
//     5───6

/** The lines as corners x, y, x, y…; undefined when there are more than `pointsMax` corners. */
export function traceBits(bits: ReadonlyMap<number, TileBits>, pointsMax: number): Int32Array[] | undefined {
  const corners = new Corners()
  for (const { ty, columns } of rowsOf(bits)) {
    // Inside of full tiles (and of none) there are no corners, but on their first row, which meets other tiles.
    const alive = columns.filter((tx) => {
      const tile = tileAt(bits, tx, ty)
      return tile !== tileAt(bits, tx - 1, ty) || (tile !== fullBits && tile !== noBits)
    })
    for (let y = 0; y < tileSidePx; y++) {
      for (const tx of y === 0 ? columns : alive) traceRow(bits, tx, ty, y, corners)
      if (corners.count > pointsMax) return undefined
    }
  }
  return corners.lines()
}

/** Rows of tiles in which corners may be, and the tiles in them in order: those with bits, and what is right of and below these. */
function rowsOf(bits: ReadonlyMap<number, TileBits>): { ty: number; columns: number[] }[] {
  const rows = new Map<number, Set<number>>()
  for (const index of bits.keys()) {
    const tx = index % planeTilesAcross
    const ty = Math.floor(index / planeTilesAcross)
    for (const row of [ty, ty + 1]) {
      let columns = rows.get(row)
      if (columns === undefined) rows.set(row, (columns = new Set()))
      columns.add(tx).add(tx + 1)
    }
  }
  return [...rows]
    .map(([ty, columns]) => ({ ty, columns: [...columns].sort((a, b) => a - b) }))
    .sort((a, b) => a.ty - b.ty)
}

/** The corners at the upper left of each px in one row of a tile. */
function traceRow(
  bits: ReadonlyMap<number, TileBits>,
  tx: number,
  ty: number,
  y: number,
  corners: Corners,
): void {
  const below = rowAt(bits, tx, ty, y)
  const above = rowAt(bits, tx, ty, y - 1)
  const belowLeft = rowAt(bits, tx - 1, ty, y)
  const aboveLeft = rowAt(bits, tx - 1, ty, y - 1)
  for (let half = 0; half < 2; half++) {
    const d = below.tile[below.at + half]!
    const b = above.tile[above.at + half]!
    const c = (d << 1) | ((half === 0 ? belowLeft.tile[belowLeft.at + 1]! : below.tile[below.at]!) >>> 31)
    const a = (b << 1) | ((half === 0 ? aboveLeft.tile[aboveLeft.at + 1]! : above.tile[above.at]!) >>> 31)
    const falling = a & d & ~b & ~c
    const rising = b & c & ~a & ~d
    let left = (a ^ b ^ c ^ d) | falling | rising
    while (left !== 0) {
      const bit = 31 - Math.clz32(left & -left)
      left &= left - 1
      const x = tx * tileSidePx + half * 32 + bit
      if ((falling >>> bit) & 1) corners.addTwo(x, ty * tileSidePx + y, 'falling')
      else if ((rising >>> bit) & 1) corners.addTwo(x, ty * tileSidePx + y, 'rising')
      else corners.add(x, ty * tileSidePx + y)
    }
  }
}

function rowAt(
  bits: ReadonlyMap<number, TileBits>,
  tx: number,
  ty: number,
  y: number,
): { tile: TileBits; at: number } {
  return { tile: tileAt(bits, tx, y < 0 ? ty - 1 : ty), at: (2 * y + tileWords) % tileWords }
}

function tileAt(bits: ReadonlyMap<number, TileBits>, tx: number, ty: number): TileBits {
  const isOutside = tx < 0 || ty < 0 || tx >= planeTilesAcross || ty >= planeTilesAcross
  return isOutside ? noBits : (bits.get(tileIndexOf(tx, ty)) ?? noBits)
}

/** Corners in order of rows, each joined with one on its row and one on its column. */
class Corners {
  private readonly xs: number[] = []
  private readonly ys: number[] = []
  private readonly onRow: number[] = []
  private readonly onColumn: number[] = []
  // The corner that waits for the next on the row; and on each column.
  private rowOpen = -1
  private readonly columnOpen = new Map<number, number>()

  get count(): number {
    return this.xs.length
  }

  add(x: number, y: number): void {
    const corner = this.put(x, y)
    this.joinRow(corner)
    this.joinColumn(corner)
  }

  /** `falling`: the px above left and below right are set. The first corner takes the edge from the left. */
  addTwo(x: number, y: number, kind: 'falling' | 'rising'): void {
    const first = this.put(x, y)
    const second = this.put(x, y)
    this.joinRow(first)
    this.joinRow(second)
    // Falling: left and upper edge are of one px. Rising: left and lower edge are.
    this.joinColumn(kind === 'falling' ? first : second)
    this.joinColumn(kind === 'falling' ? second : first)
  }

  lines(): Int32Array[] {
    const lines: Int32Array[] = []
    const isDone = new Uint8Array(this.count)
    for (let start = 0; start < this.count; start++) {
      if (isDone[start] === 1) continue
      const line: number[] = []
      let at = start
      do {
        const beside = this.onRow[at]!
        line.push(this.xs[at]!, this.ys[at]!, this.xs[beside]!, this.ys[beside]!)
        isDone[at] = 1
        isDone[beside] = 1
        at = this.onColumn[beside]!
      } while (at !== start)
      lines.push(Int32Array.from(line))
    }
    return lines
  }

  private put(x: number, y: number): number {
    this.ys.push(y)
    return this.xs.push(x) - 1
  }

  private joinRow(corner: number): void {
    if (this.rowOpen < 0) {
      this.rowOpen = corner
    } else {
      this.onRow[corner] = this.rowOpen
      this.onRow[this.rowOpen] = corner
      this.rowOpen = -1
    }
  }

  private joinColumn(corner: number): void {
    const x = this.xs[corner]!
    const open = this.columnOpen.get(x)
    if (open === undefined) {
      this.columnOpen.set(x, corner)
    } else {
      this.onColumn[corner] = open
      this.onColumn[open] = corner
      this.columnOpen.delete(x)
    }
  }
}
