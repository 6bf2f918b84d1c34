import { expect, it } from 'vitest'
import { createFirstHints, firstHintNames, hintToShow, readHints } from './first-hints.ts'

it('[UI186] one at a time, in their order, of those that make sense here', () => {
  const store = createFirstHints()
  const shown = (offered: typeof firstHintNames | readonly ['paint', 'palette'] = firstHintNames) =>
    hintToShow(store.getState(), offered)
  const seen: (string | undefined)[] = [shown()]
  for (const name of ['paint', 'undo', 'undo', 'pan', 'invite', 'palette'] as const) {
    store.getState().finish(name)
    seen.push(shown())
  }
  expect(seen).toEqual(['paint', 'pan', 'pan', 'pan', 'invite', 'palette', undefined])
  store.getState().reset()
  store.getState().finish('paint')
  expect(shown(['paint', 'palette'])).toBe('palette')
})

it('[UI186] can be turned off, and shown again from the first', () => {
  const store = createFirstHints()
  store.getState().finish('paint')
  store.getState().setOn(false)
  expect(hintToShow(store.getState(), firstHintNames)).toBeUndefined()
  store.getState().reset()
  expect(hintToShow(store.getState(), firstHintNames)).toBe('paint')
})

it('[UI186] what was remembered is believed as far as it makes sense', () => {
  expect(readHints({ isOn: false, done: ['pan', 'x', 7, 'pan'] })).toEqual({ isOn: false, done: ['pan'] })
  for (const nonsense of [null, undefined, 7, [], { done: 'paint', isOn: 'no' }])
    expect(readHints(nonsense)).toEqual({ isOn: true, done: [] })
})
