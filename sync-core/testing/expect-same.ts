import { expect } from 'vitest'

/** As toEqual, which takes long for so many numbers. */
export function expectSame(actual: Uint16Array, expected: Uint16Array): void {
  expect(actual.findIndex((value, i) => value !== expected[i])).toBe(-1)
}
