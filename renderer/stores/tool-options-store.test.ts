import { expect, it } from 'vitest'
import { createToolOptionsStore, isToolOptions } from './tool-options-store.ts'

it('[UI85] accepts what it stored, and nothing out of range', () => {
  const { change: _change, ...options } = createToolOptionsStore().getState()
  expect(isToolOptions(JSON.parse(JSON.stringify(options)))).toBe(true)
  const wrong = [
    null,
    [],
    { ...options, fill: { ...options.fill, tolerance: 256 } },
    { ...options, fill: { ...options.fill, gapPx: 1.5 } },
    { ...options, wand: undefined },
    { ...options, shape: { look: 'dotted' } },
    { ...options, gradient: { ...options.gradient, color: -1 } },
    { ...options, text: { ...options.text, sizePx: 1e9 } },
    { ...options, pick: { sidePx: 7, sees: 'all' } },
  ]
  for (const value of wrong) expect(isToolOptions(value)).toBe(false)
})
