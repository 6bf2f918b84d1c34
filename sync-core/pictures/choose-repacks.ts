// Which packs are worth writing again. Packs never change, so as a picture is painted over, the old ones hold ever more tiles
// that nobody needs, and every save adds a small one. Two rules keep that bounded:
//
//   mostly dead   less than half of the pack is still needed: a rewrite costs less than what died, so over a session each
//                 stored byte is written about once more, and storage stays below twice the picture
//   too many      there are more than smallPacksMax packs under half full: they are joined, so that the number of packs
//                 follows the size of the picture, not the number of saves
//
// At most limits.packBytes × 8 are read for it in one save, smallest first; the rest waits for the next.

import { limits } from '../base/limits.ts'
import { pictureLimits } from './picture-limits.ts'
import type { TilePlace } from './picture-manifest.ts'
import type { TileKey } from './tile-key.ts'

const readBytesMax = 8 * limits.packBytes

/** Names of the packs to rewrite. `packs` has lengths by name, `fixed` are those that must stay as they are. */
export function chooseRepacks(
  tiles: ReadonlyMap<TileKey, TilePlace>,
  packs: ReadonlyMap<string, number>,
  fixed: ReadonlySet<string>,
): string[] {
  const live = liveBytes(tiles)
  const movable = [...live]
    .filter(([pack]) => !fixed.has(pack))
    .map(([pack, bytes]) => ({
      pack,
      live: bytes,
      length: packs.get(pack) ?? 0,
    }))
  const small = movable.filter(({ length }) => length < limits.packBytes / 2)
  const tooMany = small.length > pictureLimits.smallPacksMax
  const chosen = movable.filter(
    (pack) => pack.live < pack.length * pictureLimits.packLiveMin || (tooMany && small.includes(pack)),
  )
  chosen.sort((a, b) => a.length - b.length || (a.pack < b.pack ? -1 : 1))
  let bytes = 0
  return chosen.filter(({ length }) => (bytes += length) <= readBytesMax).map(({ pack }) => pack)
}

/** Bytes of each pack that tiles lie in; a tile that is in several places counts once. */
function liveBytes(tiles: ReadonlyMap<TileKey, TilePlace>): Map<string, number> {
  const live = new Map<string, number>()
  const counted = new Set<string>()
  for (const place of tiles.values()) {
    const spot = `${place.pack}:${place.offset}`
    if (counted.has(spot)) continue
    counted.add(spot)
    live.set(place.pack, (live.get(place.pack) ?? 0) + place.length)
  }
  return live
}
