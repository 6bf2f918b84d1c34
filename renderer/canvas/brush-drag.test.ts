import { expect, it } from 'vitest'
import { fromPercent } from '../tools/brush-settings.ts'
import { dragBrush, settingOfDrag } from './brush-drag.ts'

const before = { sizePx: 20, opacity: fromPercent(60) }

it('[UI251] is for the size or for the opacity, as its first px go', () => {
  expect(settingOfDrag(2, 2)).toBeUndefined()
  expect(settingOfDrag(6, -5)).toBe('size')
  expect(settingOfDrag(-3, 9)).toBe('opacity')
})

it('[UI251] keeps the edge of the ring under the pen, at every zoom, within what can be painted', () => {
  expect(dragBrush(before, 'size', 30, 99, 1)).toEqual({ sizePx: 80 })
  expect(dragBrush(before, 'size', 30, 0, 4)).toEqual({ sizePx: 35 })
  expect(dragBrush(before, 'size', -1000, 0, 1)).toEqual({ sizePx: 1 })
  expect(dragBrush(before, 'size', 9000, 0, 1)).toEqual({ sizePx: 1024 })
})

it('[UI251] goes up to more opacity and down to less, never to none', () => {
  expect(dragBrush(before, 'opacity', 99, -40, 1)).toEqual({ opacity: fromPercent(80) })
  expect(dragBrush(before, 'opacity', 0, 40, 1)).toEqual({ opacity: fromPercent(40) })
  expect(dragBrush(before, 'opacity', 0, 900, 1)).toEqual({ opacity: fromPercent(1, 1) })
  expect(dragBrush(before, 'opacity', 0, -900, 1)).toEqual({ opacity: 255 })
})
