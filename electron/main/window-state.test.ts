import { expect, it } from 'vitest'
import { fitWindowState, parseWindowState, type WindowState } from './window-state.ts'

const laptop = { x: 0, y: 25, width: 1440, height: 875 }
const monitor = { x: 1440, y: 0, width: 2560, height: 1440 }
const at = (x: number, y: number, width = 1200, height = 800): WindowState => ({
  bounds: { x, y, width, height },
  shown: 'normal',
})

it('[EL4] the window opens where it was', () => {
  expect(fitWindowState(at(1500, 100), [laptop, monitor])).toEqual(at(1500, 100))
  expect(fitWindowState({ ...at(100, 100), shown: 'maximized' }, [laptop]).shown).toBe('maximized')
})

it('[EL4] the first time it opens in the middle of the first display', () => {
  expect(fitWindowState(undefined, [laptop])).toEqual(at(80, 52, 1280, 820))
})

it('[EL4] a window of a display that is gone, or without its top edge in reach, comes to the first display', () => {
  const middle = at(120, 62)
  expect(fitWindowState(at(1500, 100), [laptop])).toEqual(middle)
  expect(fitWindowState(at(100, 5000), [laptop])).toEqual(middle)
  expect(fitWindowState(at(1400, 100), [laptop])).toEqual(middle)
  expect(fitWindowState(at(100, -600), [laptop])).toEqual(middle)
})

it('[EL4] a window is no larger than its display and no smaller than the least size', () => {
  expect(fitWindowState(at(0, 25, 9000, 9000), [laptop]).bounds).toEqual({
    x: 0,
    y: 25,
    width: 1440,
    height: 875,
  })
  expect(fitWindowState(at(0, 25, 200, 100), [laptop]).bounds).toEqual({
    x: 0,
    y: 25,
    width: 900,
    height: 600,
  })
})

it('[EL4] a kept state with a wrong value is refused', () => {
  expect(parseWindowState(at(1, 2))).toEqual(at(1, 2))
  for (const value of [
    null,
    7,
    {},
    { bounds: { x: 1 } },
    { ...at(1, 2), shown: 'hidden' },
    at(1.5, 2),
    at(1e9, 2),
  ]) {
    expect(() => parseWindowState(value)).toThrow(/bounds|shown/)
  }
})
