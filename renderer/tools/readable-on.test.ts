import { expect, it } from 'vitest'
import { readableOn } from './readable-on.ts'

it('[UI224] writes black on light colours and white on dark ones', () => {
  expect([0x000000, 0xffffff, 0xffd400, 0x2040c0, 0xd02030, 0x767676, 0x757575].map(readableOn)).toEqual([
    '#ffffff',
    '#000000',
    '#000000',
    '#ffffff',
    '#ffffff',
    '#000000',
    '#ffffff',
  ])
})
