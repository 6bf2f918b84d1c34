import { expect, it } from 'vitest'
import { turnTo, upright } from '../view/view-transform.ts'
import { placeInView } from './place-in-view.ts'

const frame = { x: 7000, y: 7000, width: 2000, height: 1000 }
const viewport = { width: 1000, height: 500, ratio: 1 }

it('[UI82] places an image in view, on whole px when it is not scaled', () => {
  const view = { scale: 1, x: -7100, y: -7200, ...upright }
  expect(placeInView({ width: 101, height: 50 }, { view, viewport, frame }, undefined)).toEqual({
    centre: { x: 7600.5, y: 7450 },
    scale: 1,
  })
})

it('[UI82] makes a large image fit into what is seen, and never enlarges a small one', () => {
  const view = { scale: 0.5, x: -3500, y: -3500, ...upright }
  const placed = placeInView({ width: 4000, height: 100 }, { view, viewport, frame }, undefined)
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
  const placed = placeInView({ width: 4000, height: 4000 }, { view, viewport, frame }, undefined)
  expect(placed?.centre.x).toBeCloseTo(8000, 6)
  expect(placed?.centre.y).toBeCloseTo(7500, 6)
  expect(placed?.scale).toBeCloseTo((500 * 0.9) / (4000 * Math.SQRT2), 10)
})

it('[FI61] puts what was copied here back in its place while that is in view', () => {
  const view = { scale: 1, x: -7100, y: -7200, ...upright }
  const place = { view, viewport, frame }
  const copied = { x: 7200, y: 7300, width: 2000, height: 31 }
  expect(placeInView(copied, place, { ...copied, width: 31 })?.scale).toBeLessThan(1)
  expect(placeInView({ width: 31, height: 31 }, place, { ...copied, width: 31 })).toEqual({
    centre: { x: 7215.5, y: 7315.5 },
    scale: 1,
  })
  const elsewhere = { x: 8500, y: 7300, width: 31, height: 31 }
  expect(placeInView({ width: 31, height: 31 }, place, elsewhere)?.centre.x).toBe(7600.5)
})
