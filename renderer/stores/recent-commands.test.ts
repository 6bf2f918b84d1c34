import { expect, it } from 'vitest'
import { readRecent } from './recent-commands.ts'

it('[UI175] what was used lately is believed as far as it makes sense', () => {
  expect(readRecent(['a', 7, 'b', 'a', null, 'x'.repeat(201), 'c'])).toEqual(['a', 'b', 'c'])
  expect(readRecent(Array.from({ length: 20 }, (_, at) => `c${at}`))).toHaveLength(8)
  for (const nonsense of [undefined, null, 'a', 7, {}]) expect(readRecent(nonsense)).toEqual([])
})
