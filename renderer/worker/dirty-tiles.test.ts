import { expect, it } from 'vitest'
import { DirtyTiles } from './dirty-tiles.ts'

it('[UI13] holds each tile once and gives the newest first', () => {
  const dirty = new DirtyTiles(64)
  for (const tile of [5, 7, 5, 63, 7]) dirty.add(tile)
  expect(dirty.size).toBe(3)
  expect([dirty.take(), dirty.take(), dirty.take(), dirty.take()]).toEqual([63, 7, 5, undefined])
  dirty.add(5)
  expect(dirty.take()).toBe(5)
})
