import { expect, it } from 'vitest'
import { mapOf, seesAll } from './navigator-map.ts'

it('[UI130] has the whole picture, as large as there is room, and finds places back', () => {
  const wide = mapOf({ x: 7168, y: 7424, width: 2048, height: 1024 }, 256, 150)
  expect(wide).toMatchObject({ width: 256, height: 128 })
  expect(wide.toMap({ x: 8192, y: 7424 })).toEqual({ x: 128, y: 0 })
  expect(wide.toPlane({ x: 128, y: 128 })).toEqual({ x: 8192, y: 8448 })
  const tall = mapOf({ x: 0, y: 0, width: 100, height: 1000 }, 256, 150)
  expect(tall).toMatchObject({ width: 15, height: 150 })
})

it('[UI305] knows a window that has all of the picture, turned, flipped or not', () => {
  const map = { width: 200, height: 100 }
  const box = (left: number, top: number, right: number, bottom: number) => [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ]
  expect(seesAll(map, box(0, 0, 200, 100))).toBe(true)
  expect(seesAll(map, box(-10, -3, 230, 101))).toBe(true)
  expect(seesAll(map, box(-10, -3, 230, 101).reverse())).toBe(true)
  expect(seesAll(map, box(-10, 1, 230, 101))).toBe(false)
  expect(seesAll(map, box(20, 20, 180, 80))).toBe(false)
  const turned = (half: number) => [
    { x: 100, y: 50 - half },
    { x: 100 + half, y: 50 },
    { x: 100, y: 50 + half },
    { x: 100 - half, y: 50 },
  ]
  expect(seesAll(map, turned(150))).toBe(true)
  expect(seesAll(map, turned(149))).toBe(false)
})
