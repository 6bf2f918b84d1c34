import { tileSidePx } from '../kernel/tile-layout.ts'
import { tileIndexOf } from '../raster/plane.ts'
import { floodBits } from './flood-bits.ts'
import { growCores } from './grow-cores.ts'
import { neighbourBits, spreadBits } from './spread-bits.ts'
import { type BitSource, fullBits, hasBit, rememberBits, type TileBits, withoutBits } from './tile-bits.ts'

// Floods an area whose walls have gaps. Px nearer to a wall than half a gap are taken away first, so that what remains of
// two rooms (their cores) is not connected through a gap between them. The core that was pointed at is flooded, and then
// all cores grow back, one px at a time and at the same pace; where two meet, they stop:
//
//   ████████████████████        ████████████████████        ████████████████████
//   █                  █        █  ..............  █        █aaaaaaaaaaaaaaaaaa█
//   █                  █        █  .....core.....  █        █aaaaaaaaaaaaaaaaaa█
//   █████████  █████████   ─▶   █████████  █████████   ─▶   █████████aa█████████
//   █                  █        █  ..............  █        █bbbbbbbbbbbbbbbbbb█
//   █   another room   █        █  .another core.  █        █bbbbbbbbbbbbbbbbbb█
//
// So corners and tips are filled (those of 30° wholly, narrower ones as far as the cores grow), and a gap is left in its
// middle. Rejected: widening the flooded core by half a gap alone (leaves every corner round and every tip empty); guessing
// strokes that would join line ends (right more often with long gaps, but nobody can foresee what it does).

/** What a fill from the px covers when gaps of at most `gapPx` px count as closed; yields now and then. */
export function* floodClosed(
  area: BitSource,
  x: number,
  y: number,
  gapPx: number,
): Generator<number, Map<number, TileBits>, void> {
  for (let radius = (gapPx + 1) >> 1; radius > 0; radius >>= 1) {
    const cores = coresOf(area, radius)
    const start = findCore(area, cores, x, y, radius)
    // A place narrower than the gap: there is no core to be seen from here, so smaller gaps are closed only.
    if (start === undefined) continue
    const flooded = yield* floodBits(cores, start.x, start.y)
    return yield* growCores(area, cores, flooded, Math.min(tileSidePx, 6 * radius + 4))
  }
  return yield* floodBits(area, x, y)
}

/** The px of the area that are further than `radius` from everything outside of it. */
function coresOf(area: BitSource, radius: number): BitSource {
  const walls = rememberBits((index) => withoutBits(fullBits, area(index)))
  return rememberBits((index) => {
    const bits = area(index)
    return bits && withoutBits(bits, spreadBits(walls, index, radius))
  })
}

/** The px of a core that is nearest on foot, at most so far away that it can have the px in its reach. */
function findCore(
  area: BitSource,
  cores: BitSource,
  x: number,
  y: number,
  radius: number,
): { x: number; y: number } | undefined {
  const isIn = (bits: BitSource, px: number, py: number): boolean =>
    hasBit(neighbourBits(bits, tileIndexOf(0, 0), px >> 6, py >> 6), px & 63, py & 63)
  const seen = new Set([y * 65536 + x])
  let edge = [{ x, y }]
  for (let step = 0; step <= 2 * radius && edge.length > 0; step++) {
    const next: typeof edge = []
    for (const at of edge) {
      if (isIn(cores, at.x, at.y)) return at
      for (const [dx, dy] of [
        [1, 0],
        [0, 1],
        [-1, 0],
        [0, -1],
      ] as const) {
        const key = (at.y + dy) * 65536 + at.x + dx
        if (seen.has(key) || !isIn(area, at.x + dx, at.y + dy)) continue
        seen.add(key)
        next.push({ x: at.x + dx, y: at.y + dy })
      }
    }
    edge = next
  }
  return undefined
}
