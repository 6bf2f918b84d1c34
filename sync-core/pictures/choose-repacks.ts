// Which packs are worth writing again. Packs never change, so as a picture is painted over, the old ones hold ever more tiles
// that nobody needs, and every save adds a small one. Two rules keep that bounded:
//
//   mostly dead   less than half of the pack is still needed: a rewrite costs less than what died, so over a session each
//                 stored byte is written about once more, and storage stays below twice the picture
//   too many      there are more than smallPacksMax packs under half full: they are joined, so that the number of packs
//                 follows the size of the picture, not the number of saves
//
// Small ones are at hand; of others few are read in one save, smallest first, and the rest waits for the next.

import { limits } from '../base/limits.ts'
import { pictureLimits } from './picture-limits.ts'

export interface PackUse {
  readonly pack: string
  readonly length: number
  /** Bytes that are still needed. */
  readonly live: number
  /** Whether reading it costs nothing. */
  readonly isAtHand: boolean
}

/** Names of the packs to rewrite, of those that may be. */
export function chooseRepacks(packs: readonly PackUse[]): string[] {
  const used = packs.filter(({ live }) => live > 0)
  const small = new Set(used.filter(({ length }) => length < limits.packBytes / 2))
  const tooMany = small.size > pictureLimits.smallPacksMax
  const chosen = used.filter(
    (pack) => pack.live < pack.length * pictureLimits.packLiveMin || (tooMany && small.has(pack)),
  )
  chosen.sort((a, b) => a.length - b.length || (a.pack < b.pack ? -1 : 1))
  let bytes = 0
  let reads = 0
  return chosen
    .filter(({ length, isAtHand }) => {
      bytes += length
      if (!isAtHand) reads++
      return bytes <= pictureLimits.repackBytesMax && (isAtHand || reads <= pictureLimits.repackReadsMax)
    })
    .map(({ pack }) => pack)
}
