import { expect, it } from 'vitest'
import { rowsInSight, rowsMoved, rowsOnPage } from './rows-in-sight.ts'

const list = { heightPx: 200, rowPx: 48 }

it('[UI356] of thousands of rows, those in sight, some around them and the one in reach are on the page', () => {
  expect(rowsInSight({ ...list, scrollTop: 0 })).toEqual({ first: 0, end: 5 })
  expect(rowsInSight({ ...list, scrollTop: 96_010 })).toEqual({ first: 2000, end: 2005 })
  expect(rowsInSight({ ...list, scrollTop: 4999 * 48 })).toEqual({ first: 4999, end: 5004 })
  expect(rowsInSight({ ...list, scrollTop: -20, heightPx: 0 })).toEqual({ first: 0, end: 0 })

  const sight = { first: 2000, end: 2003 }
  expect(rowsOnPage(sight, 5000, 1, 2001)).toEqual([1999, 2000, 2001, 2002, 2003])
  expect(rowsOnPage(sight, 5000, 1, 0)).toEqual([0, 1999, 2000, 2001, 2002, 2003])
  expect(rowsOnPage(sight, 5000, 1, 4000)).toEqual([1999, 2000, 2001, 2002, 2003, 4000])
  expect(rowsOnPage({ first: 0, end: 9 }, 2, 4, -1)).toEqual([0, 1])
  expect(rowsOnPage({ first: 4999, end: 5004 }, 5000, 1, 4999)).toEqual([4998, 4999])
  expect(rowsOnPage({ first: 90, end: 99 }, 2, 4, 1)).toEqual([1])
  expect(rowsOnPage({ first: 0, end: 0 }, 0, 4, 0)).toEqual([])
})

it('[UI357] who reads further down stays with the same row when new ones come above it', () => {
  expect(rowsMoved([9, 8, 7, 6], [11, 10, 9, 8, 7, 6], 2)).toBe(2)
  expect(rowsMoved([9, 8, 7, 6], [9, 7, 6], 2)).toBe(-1)
  expect(rowsMoved([9, 8, 7, 6], [11, 10, 9, 8, 7, 6], 0)).toBe(0)
  expect(rowsMoved([9, 8, 7, 6], [3, 2], 2)).toBe(0)
  expect(rowsMoved([], [3, 2], 5)).toBe(0)
})
