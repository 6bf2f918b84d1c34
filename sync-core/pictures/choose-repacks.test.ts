import { describe, expect, it } from 'vitest'
import { limits } from '../base/limits.ts'
import { chooseRepacks } from './choose-repacks.ts'
import { pictureLimits } from './picture-limits.ts'
import type { TilePlace } from './picture-manifest.ts'

const none = new Set<string>()

/** A picture whose packs have the given lengths and, of each, so many live bytes in one tile. */
function picture(
  packs: Record<string, { length: number; live: number }>,
): [Map<number, TilePlace>, Map<string, number>] {
  const tiles = new Map<number, TilePlace>()
  for (const [pack, { live }] of Object.entries(packs)) {
    if (live > 0) tiles.set(tiles.size, { pack, offset: 0, length: live, name: new Uint8Array(16) })
  }
  return [tiles, new Map(Object.entries(packs).map(([pack, { length }]) => [pack, length]))]
}

describe('choosing packs to rewrite', () => {
  it('[PI9] takes those less than half alive, and not those that nothing is left of', () => {
    const [tiles, packs] = picture({
      half: { length: 1000, live: 500 },
      less: { length: 1000, live: 499 },
      dead: { length: 1000, live: 0 },
    })
    expect(chooseRepacks(tiles, packs, none)).toEqual(['less'])
  })

  it('[PI9] counts a tile that several places share once', () => {
    const place = { pack: 'p', offset: 0, length: 300, name: new Uint8Array(16) }
    const tiles = new Map([0, 1, 2].map((index) => [index, place]))
    expect(chooseRepacks(tiles, new Map([['p', 1000]]), none)).toEqual(['p'])
  })

  it('[PI9] joins small packs once there are too many, and leaves large ones', () => {
    const small = (count: number): Record<string, { length: number; live: number }> =>
      Object.fromEntries(
        Array.from({ length: count }, (_, at) => [`small-${at}`, { length: 1000 + at, live: 1000 }]),
      )
    const large = { large: { length: limits.packBytes, live: limits.packBytes } }
    const most = pictureLimits.smallPacksMax
    expect(chooseRepacks(...picture({ ...small(most), ...large }), none)).toEqual([])
    expect(chooseRepacks(...picture({ ...small(most + 1), ...large }), none)).toHaveLength(most + 1)
  })

  it('[PI9] [PI10] leaves packs with damaged tiles alone', () => {
    const [tiles, packs] = picture({ broken: { length: 1000, live: 10 }, sound: { length: 1000, live: 10 } })
    expect(chooseRepacks(tiles, packs, new Set(['broken']))).toEqual(['sound'])
  })

  it('[PI9] reads a limited amount in one save', () => {
    const many = Array.from({ length: 40 }, (_, at) => [`p${at}`, { length: limits.packBytes, live: 10 }])
    expect(chooseRepacks(...picture(Object.fromEntries(many)), none)).toHaveLength(8)
  })
})
