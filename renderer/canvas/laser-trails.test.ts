import { expect, it } from 'vitest'
import { growTrail, strengthOf, trailMs, trailPointsMax, type TrailPoint } from './laser-trails.ts'

it('[UI226] fades a trail until it is gone, and forgets it', () => {
  expect([0, 300, 600, trailMs, 9000].map((nowMs) => strengthOf({ atMs: 0 }, nowMs))).toEqual([
    1, 0.75, 0.5, 0, 0,
  ])
  const trail = growTrail(growTrail([], { x: 1, y: 2, atMs: 0 }, false), { x: 3, y: 4, atMs: 100 }, true)
  expect(trail).toEqual([
    { x: 1, y: 2, atMs: 0, isFirst: true },
    { x: 3, y: 4, atMs: 100, isFirst: false },
  ])
  expect(growTrail(trail, { x: 5, y: 6, atMs: trailMs }, true).map(({ x }) => x)).toEqual([3, 5])
  expect(growTrail(trail, { x: 5, y: 6, atMs: 9000 }, true)).toEqual([
    { x: 5, y: 6, atMs: 9000, isFirst: true },
  ])
})

it('[UI226] begins a new line where the pointer was off, and keeps a bound', () => {
  let trail: readonly TrailPoint[] = []
  for (let x = 0; x < 1000; x++) trail = growTrail(trail, { x, y: 0, atMs: x / 100 }, true)
  expect(trail.length).toBe(trailPointsMax)
  expect(trail.at(-1)?.x).toBe(999)
  expect(growTrail(trail, { x: 7, y: 7, atMs: 11 }, false).at(-1)?.isFirst).toBe(true)
})
