import { expect, it } from 'vitest'
import { createViewStore, type ViewStore } from '../stores/view-store.ts'
import { boundsOnScreen } from '../view/view-transform.ts'
import { showBox, showHidden } from './show-box.ts'

const frame = { x: 7000, y: 7000, width: 2000, height: 1000 }

function zoomedTo(scale: number): ViewStore {
  const store = createViewStore()
  store.getState().setViewport({ width: 1000, height: 500, ratio: 2 })
  store.getState().setFrame(frame)
  store.getState().showActualSize()
  store.getState().zoom(scale)
  return store
}

/** Where the box is seen: its middle, and its width. */
function seen(store: ViewStore, box: typeof frame): number[] {
  const { x, y, width, height } = boundsOnScreen(store.getState().view, box)
  return [x + width / 2, y + height / 2, width].map(Math.round)
}

it('[HV32] brings a place into the middle at the same scale, when it fits', () => {
  const store = zoomedTo(1)
  const box = { x: 7900, y: 7400, width: 128, height: 64 }
  showBox(store, box)
  expect(seen(store, box)).toEqual([500, 250, 128])
})

it('[HV32] looks from further away at what does not fit, and from nearer at what could hardly be seen', () => {
  const near = zoomedTo(2)
  const large = { x: 7600, y: 7400, width: 800, height: 128 }
  showBox(near, large)
  expect(seen(near, large)).toEqual([500, 250, 800])
  const far = zoomedTo(0.25)
  const small = { x: 7960, y: 7480, width: 64, height: 64 }
  showBox(far, small)
  expect(seen(far, small)).toEqual([500, 250, 64])
})

it('[UI289] moves the view only for what is not seen whole', () => {
  const store = zoomedTo(1)
  const box = { x: 7900, y: 7400, width: 128, height: 64 }
  const { view } = store.getState()
  showHidden(store, box)
  expect(store.getState().view).toBe(view)
  const wide = { ...box, width: 1600 }
  showHidden(store, wide)
  expect(seen(store, wide)).toEqual([500, 250, 800])
})
