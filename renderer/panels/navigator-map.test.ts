import { expect, it } from 'vitest'
import { mapOf } from './navigator-map.ts'

it('[UI130] has the whole picture, as large as there is room, and finds places back', () => {
  const wide = mapOf({ x: 7168, y: 7424, width: 2048, height: 1024 }, 256, 150)
  expect(wide).toMatchObject({ width: 256, height: 128 })
  expect(wide.toMap({ x: 8192, y: 7424 })).toEqual({ x: 128, y: 0 })
  expect(wide.toPlane({ x: 128, y: 128 })).toEqual({ x: 8192, y: 8448 })
  const tall = mapOf({ x: 0, y: 0, width: 100, height: 1000 }, 256, 150)
  expect(tall).toMatchObject({ width: 15, height: 150 })
})
