import { describe, expect, it } from 'vitest'
import { limits } from '../base/limits.ts'
import { chooseRepacks, type PackUse } from './choose-repacks.ts'
import { LiveBytes, LiveEdits } from './live-bytes.ts'
import { pictureLimits } from './picture-limits.ts'

const use = (pack: string, length: number, live: number, isAtHand = true): PackUse => {
  return { pack, length, live, isAtHand }
}
const large = use('large', limits.packBytes, limits.packBytes, false)

describe('choosing packs to rewrite', () => {
  it('[PI9] takes those less than half alive, and not those that nothing is left of', () => {
    expect(chooseRepacks([use('half', 1000, 500), use('less', 1000, 499), use('dead', 1000, 0)])).toEqual([
      'less',
    ])
  })

  it('[PI9] joins small packs once there are too many, and leaves large ones', () => {
    const small = (count: number): PackUse[] =>
      Array.from({ length: count }, (_, at) => use(`small-${at}`, 1000 + at, 1000))
    const most = pictureLimits.smallPacksMax
    expect(chooseRepacks([...small(most), large])).toEqual([])
    expect(chooseRepacks([...small(most + 1), large])).toHaveLength(most + 1)
  })

  it('[PI9] rewrites a limited amount in one save, and reads few packs for it', () => {
    const many = (isAtHand: boolean): PackUse[] =>
      Array.from({ length: 40 }, (_, at) => use(`p${at}`, limits.packBytes, 10, isAtHand))
    expect(chooseRepacks(many(true))).toHaveLength(8)
    expect(chooseRepacks(many(false))).toHaveLength(pictureLimits.repackReadsMax)
  })
})

describe('live bytes', () => {
  const place = (pack: string, offset: number, length: number) => {
    return { pack, offset, length, name: new Uint8Array(16) }
  }

  it('[PI9] counts a place that several tiles share once, for as long as one needs it', () => {
    const live = new LiveBytes()
    for (let tiles = 0; tiles < 3; tiles++) live.add(place('p', 0, 300))
    live.add(place('p', 300, 50))
    expect(live.of('p')).toBe(350)
    for (let tiles = 0; tiles < 2; tiles++) live.drop(place('p', 0, 300))
    expect(live.of('p')).toBe(350)
    live.drop(place('p', 0, 300))
    expect([live.of('p'), live.of('q')]).toEqual([50, 0])
    expect(() => live.drop(place('p', 0, 300))).toThrow('a place was needed before it is not any more')
  })

  it('[PI7] takes back what a failed save changed', () => {
    const live = new LiveBytes()
    live.add(place('p', 0, 300))
    const edits = new LiveEdits(live)
    edits.drop(place('p', 0, 300))
    edits.add(place('q', 0, 10))
    edits.drop(place('q', 0, 10))
    edits.add(place('q', 10, 20))
    expect([live.of('p'), live.of('q')]).toEqual([0, 20])
    edits.undo()
    expect([live.of('p'), live.of('q')]).toEqual([300, 0])
  })
})
