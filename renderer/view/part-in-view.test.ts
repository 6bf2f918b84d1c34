import { expect, it } from 'vitest'
import { glideTo, viewOfPart, viewOfPlace } from './part-in-view.ts'
import { fitView, freeOf, middleOfWindow, screenToPicture, visiblePart } from './view-transform.ts'

const frame = { x: 7168, y: 7424, width: 2048, height: 1536 }
const viewport = { width: 1000, height: 800, ratio: 1, free: { x: 100, y: 0, width: 800, height: 800 } }
const part = { x: 7400, y: 7600, width: 400, height: 200 }

it('[UI220] shows the part that somebody else sees, as large as it goes', () => {
  const view = viewOfPart(fitView(frame, viewport), part, frame, viewport)
  expect(view.scale).toBeCloseTo(2, 10)
  const seen = visiblePart(view, frame, freeOf(viewport))
  expect(seen).toEqual({ x: 7400, y: 7500, width: 400, height: 400 })
})

it('[UI220] shows the same part to whoever turned or flipped the view, and leaves it so', () => {
  const own = fitView(frame, viewport, { turn: 0.25, isFlipped: true })
  const view = viewOfPart(own, part, frame, viewport)
  expect([view.turn, view.isFlipped]).toEqual([0.25, true])
  const seen = visiblePart(view, frame, freeOf(viewport))
  expect(seen.x).toBeLessThanOrEqual(part.x)
  expect(seen.y).toBeLessThanOrEqual(part.y)
  expect(seen.x + seen.width).toBeGreaterThanOrEqual(part.x + part.width)
  expect(seen.y + seen.height).toBeGreaterThanOrEqual(part.y + part.height)
})

it('[UI220] survives a part without a size', () => {
  const view = viewOfPart(
    fitView(frame, viewport),
    { x: 8000, y: 8000, width: 0, height: 0 },
    frame,
    viewport,
  )
  expect(view.scale).toBe(32)
})

it('[UI221] glides to the followed view and arrives exactly', () => {
  const from = fitView(frame, viewport)
  const to = viewOfPart(from, part, frame, viewport)
  const next = glideTo(from, to, 120, viewport)
  expect(next.scale).toBeGreaterThan(from.scale)
  expect(next.scale).toBeLessThan(to.scale)
  let view = from
  let steps = 0
  while (view !== to && steps < 200) {
    view = glideTo(view, to, 16, viewport)
    steps++
  }
  expect(view).toBe(to)
  expect(steps).toBeGreaterThan(10)
})

it('[UI227] brings a place of the chat into the middle, as large as its author saw it', () => {
  const view = viewOfPlace(fitView(frame, viewport), { x: 8000, y: 8100 }, 1.5, frame, viewport)
  expect(view.scale).toBeCloseTo(1.5, 10)
  const at = screenToPicture(view, middleOfWindow(viewport))
  expect(at.x).toBeCloseTo(8000, 6)
  expect(at.y).toBeCloseTo(8100, 6)
})
