import { expect, it } from 'vitest'
import { roundBrush, type Brush } from '../../sync-core/index.ts'
import { toSettings } from '../tools/brush-settings.ts'
import { upright } from '../view/view-transform.ts'
import { nibOnScreen } from './nib-on-screen.ts'

const view = { scale: 3, x: 0, y: 0, ...upright }
const viewport = { width: 100, height: 100, ratio: 1.5 }
const brush = (change: Partial<Brush>) => toSettings(roundBrush({ size: 20 * 16, ...change }), 0)

it('[UI132] shows a round brush at its true size, however the view is turned', () => {
  const ring = { length: 40, breadth: 40, turn: 0 }
  expect(nibOnScreen(brush({}), view, viewport)).toEqual(ring)
  expect(nibOnScreen(brush({ angle: 77 }), { ...view, turn: 0.2 }, viewport)).toEqual(ring)
})

it('[UI132] shows a flat nib as broad as it is and where it points, turned and flipped with the picture', () => {
  const flat = brush({ roundness: 51, angle: 64 })
  expect(nibOnScreen(flat, view, viewport)).toEqual({ length: 40, breadth: 8, turn: 0.125 })
  expect(nibOnScreen(flat, { ...view, turn: 0.25 }, viewport).turn).toBe(0.375)
  expect(nibOnScreen(flat, { ...view, turn: 0.25, isFlipped: true }, viewport).turn).toBe(0.125)
})

it('[UI132] shows a nib that follows the pen as the ring that it turns in', () => {
  const following = brush({ roundness: 51, angle: 64, angleFrom: 'direction' })
  expect(nibOnScreen(following, view, viewport)).toEqual({ length: 40, breadth: 40, turn: 0 })
})
