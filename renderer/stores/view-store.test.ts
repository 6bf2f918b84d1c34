import { expect, it } from 'vitest'
import { createViewStore } from './view-store.ts'

const frame = { x: 7168, y: 7424, width: 2048, height: 1536 }
const viewport = { width: 1000, height: 800, ratio: 1 }

it('[UI1] stays fitted while the window changes, until the person moves the picture', () => {
  const store = createViewStore()
  store.getState().setViewport(viewport)
  store.getState().setFrame(frame)
  const fitted = store.getState().view
  store.getState().setViewport({ ...viewport, width: 1400 })
  expect(store.getState().isFitted).toBe(true)
  expect(store.getState().view.scale).toBeGreaterThan(fitted.scale)
  store.getState().zoom(2)
  const { scale } = store.getState().view
  store.getState().setViewport(viewport)
  expect(store.getState()).toMatchObject({ isFitted: false, view: { scale } })
  store.getState().fit()
  expect(store.getState().view).toEqual(fitted)
})

it('[UI1] has nothing to move before the picture is known', () => {
  const store = createViewStore()
  const before = store.getState().view
  store.getState().zoom(2)
  store.getState().pan(5, 5)
  expect(store.getState().view).toBe(before)
})

it('[UI6] leaves what is on the screen where it is when the frame changes, unless the picture is fitted', () => {
  const store = createViewStore()
  store.getState().setViewport(viewport)
  store.getState().setFrame(frame)
  const fitted = store.getState().view
  store.getState().setFrame({ ...frame, x: 7000, width: 3000 })
  expect(store.getState().view.scale).toBeLessThan(fitted.scale)
  store.getState().setFrame(frame)
  store.getState().zoom(2)
  const { view } = store.getState()
  store.getState().setFrame({ ...frame, x: 7000, width: 3000 })
  expect(store.getState().view).toEqual(view)
})

it('[UI121] turns about the middle, stays fitted by a flip, and comes back upright', () => {
  const store = createViewStore()
  store.getState().setViewport(viewport)
  store.getState().setFrame(frame)
  store.getState().flip()
  expect(store.getState()).toMatchObject({ isFitted: true, view: { turn: 0, isFlipped: true } })
  store.getState().rotate(0.25)
  store.getState().rotate(-1 / 24)
  expect(store.getState().isFitted).toBe(false)
  expect(store.getState().view.turn).toBeCloseTo(5 / 24, 12)
  store.getState().resetRotation()
  expect(store.getState().view).toMatchObject({ turn: 0, isFlipped: true })
  store.getState().zoomTo(250)
  expect(store.getState().view.scale).toBe(2.5)
})
