import { expect, it } from 'vitest'
import { turnTo, upright } from '../view/view-transform.ts'
import { placeInView } from './place-in-view.ts'

const frame = { x: 7000, y: 7000, width: 2000, height: 1000 }
const viewport = { width: 1000, height: 500, ratio: 1 }

it('[UI82] places an image in view, on whole px when it is not scaled', () => {
  const view = { scale: 1, x: -7100, y: -7200, ...upright }
  expect(placeInView({ width: 101, height: 50 }, { view, viewport, frame })).toEqual({
    centre: { x: 7600.5, y: 7450 },
    scale: 1,
  })
})

it('[UI82] makes a large image fit into what is seen, and never enlarges a small one', () => {
  const view = { scale: 0.5, x: -3500, y: -3500, ...upright }
  const placed = placeInView({ width: 4000, height: 100 }, { view, viewport, frame })
  expect(placed?.scale).toBeCloseTo((2000 * 0.9) / 4000, 12)
  expect(placed?.centre).toEqual({ x: 8000, y: 7500 })
})

it('[UI128] makes an image fit into what a turned view shows', () => {
  const view = turnTo(
    { scale: 1, x: -7500, y: -7250, ...upright },
    0.125,
    { x: 500, y: 250 },
    frame,
    viewport,
  )
  const placed = placeInView({ width: 4000, height: 4000 }, { view, viewport, frame })
  expect(placed?.centre.x).toBeCloseTo(8000, 6)
  expect(placed?.centre.y).toBeCloseTo(7500, 6)
  expect(placed?.scale).toBeCloseTo((500 * 0.9) / (4000 * Math.SQRT2), 10)
})
