import { expect, it } from 'vitest'
import { keepSame } from './keep-same.ts'

it('[UI270] what says the same stays the same object, in every depth', () => {
  const before = { connection: { kind: 'connected' }, roster: [{ name: 'A' }, { name: 'B' }], seq: 1 }
  expect(keepSame(before, structuredClone(before))).toBe(before)
  const after = keepSame(before, { ...structuredClone(before), seq: 2 })
  expect(after).toEqual({ ...before, seq: 2 })
  expect(after.connection).toBe(before.connection)
  expect(after.roster).toBe(before.roster)
})

it('[UI270] what changed is new, and its neighbours are not', () => {
  const before = [{ name: 'A' }, { name: 'B' }]
  const after = keepSame(before, [{ name: 'A' }, { name: 'C' }])
  expect(after).toEqual([{ name: 'A' }, { name: 'C' }])
  expect(after[0]).toBe(before[0])
  expect(keepSame(before, [{ name: 'A' }])).toEqual([{ name: 'A' }])
  expect(keepSame([] as typeof before, before)).toEqual(before)
})

it('[UI270] what comes, goes or becomes undefined is told', () => {
  interface Told {
    readonly a?: number | undefined
    readonly b?: number | undefined
  }
  const before: Told = { a: 1 }
  expect(keepSame(before, { b: 1 })).toStrictEqual({ b: 1 })
  expect(keepSame(before, {})).toStrictEqual({})
  expect(keepSame(before, { a: undefined })).toStrictEqual({ a: undefined })
  expect(keepSame<Told>({ a: undefined }, { b: undefined })).toStrictEqual({ b: undefined })
})

it('[UI270] bytes and lists are not mistaken for plain data', () => {
  const before: { part: unknown } = { part: new Uint8Array([1]) }
  const now = { part: new Uint8Array([1]) }
  expect(keepSame(before, now).part).toBe(now.part)
  expect(keepSame<unknown>({ 0: 'a' }, ['a'])).toEqual(['a'])
  expect(keepSame<unknown>(null, { a: 1 })).toEqual({ a: 1 })
})
