import { expect, it } from 'vitest'
import { cursorInView } from './cursor-in-view.ts'

it('[UI127] turns and flips cursors that show a direction, and no others', () => {
  const seen = (degrees: number, isFlipped: boolean): string[] =>
    ['ew-resize', 'nwse-resize', 'ns-resize', 'nesw-resize', 'move'].map((cursor) =>
      cursorInView(cursor, { turn: degrees / 360, isFlipped }),
    )
  expect(seen(0, false)).toEqual(['ew-resize', 'nwse-resize', 'ns-resize', 'nesw-resize', 'move'])
  expect(seen(0, true)).toEqual(['ew-resize', 'nesw-resize', 'ns-resize', 'nwse-resize', 'move'])
  expect(seen(40, false)).toEqual(['nwse-resize', 'ns-resize', 'nesw-resize', 'ew-resize', 'move'])
  expect(seen(-90, false)).toEqual(['ns-resize', 'nesw-resize', 'ew-resize', 'nwse-resize', 'move'])
})
