import { tileSidePx, tileValues } from '../kernel/tile-layout.ts'
import { planeTilesAcross, tileIndexOf } from '../raster/plane.ts'

/** Tiles of half the size, each px the mean of four; premultiplied, so that transparent px give no colour. */
export function halvePixels(tiles: ReadonlyMap<number, Uint16Array>): Map<number, Uint16Array> {
  const half = new Map<number, Uint16Array>()
  for (const [index, pixels] of tiles) {
    const tx = index % planeTilesAcross
    const ty = Math.floor(index / planeTilesAcross)
    const into = tileIndexOf(tx >> 1, ty >> 1)
    let out = half.get(into)
    if (out === undefined) half.set(into, (out = new Uint16Array(tileValues)))
    halveTile(pixels, out, (tx & 1) * (tileSidePx / 2), (ty & 1) * (tileSidePx / 2))
  }
  return half
}

function halveTile(pixels: Uint16Array, out: Uint16Array, left: number, top: number): void {
  const row = tileSidePx * 4
  for (let y = 0; y < tileSidePx / 2; y++) {
    for (let x = 0; x < tileSidePx / 2; x++) {
      const from = 2 * y * row + 8 * x
      const to = (top + y) * row + (left + x) * 4
      for (let channel = 0; channel < 4; channel++) {
        const at = from + channel
        const sum = pixels[at]! + pixels[at + 4]! + pixels[at + row]! + pixels[at + row + 4]!
        out[to + channel] = (sum + 2) >> 2
      }
    }
  }
}
