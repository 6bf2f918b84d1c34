import { expect, it } from 'vitest'
import { nothingSeen, seePointer, tabletVerdict, type SeenPointer } from './tablet-test.ts'

function see(...pointers: readonly Partial<SeenPointer>[]) {
  const still: SeenPointer = { pointerType: 'pen', pressure: 0.5, tiltX: 0, tiltY: 0, buttons: 1 }
  return pointers.reduce((seen, pointer) => seePointer(seen, { ...still, ...pointer }), nothingSeen)
}

it('[UI253] tells a mouse, a finger and a pen that hovers from a pen that presses', () => {
  expect(tabletVerdict(nothingSeen)).toBe('nothing')
  expect(tabletVerdict(see({ pointerType: 'mouse', buttons: 0 }))).toBe('nothing')
  expect(tabletVerdict(see({ pointerType: 'mouse' }))).toBe('mouse')
  expect(tabletVerdict(see({ pointerType: 'mouse' }, { pointerType: 'touch' }))).toBe('touch')
  expect(tabletVerdict(see({ pointerType: 'mouse' }, { buttons: 0, pressure: 0 }))).toBe('hovering')
})

it('[UI253] knows a pen without pressure only after some of its line', () => {
  const still = Array.from({ length: 11 }, () => ({}))
  expect(tabletVerdict(see(...still))).toBe('drawing')
  expect(tabletVerdict(see(...still, {}))).toBe('constant')
  const pressing = see(...still, {}, { pressure: 0.1, tiltX: -30 }, { pressure: 0.9, tiltY: 12 })
  expect(tabletVerdict(pressing)).toBe('pressure')
  expect(pressing).toMatchObject({ least: 0.1, most: 0.9, tilt: 30, eraser: false, sideButton: false })
  expect(see({ buttons: 32 }, { buttons: 2 })).toMatchObject({ eraser: true, sideButton: true })
})
