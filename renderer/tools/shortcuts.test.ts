import { describe, expect, it } from 'vitest'
import { nextOf } from './canvas-tools/tool-names.ts'
import { commandOf, heldToolOf, marqueeRow, shapeRow } from './shortcuts.ts'

const plain = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, code: '' }
const control = { ...plain, ctrlKey: true }

describe('shortcuts', () => {
  it('[UI33] choose tools by letter, whatever the shift key does', () => {
    for (const [key, tool] of [
      ['b', 'brush'],
      ['E', 'eraser'],
      ['h', 'pan'],
      ['i', 'pick'],
    ] as const) {
      expect(commandOf({ ...plain, key })).toEqual({ kind: 'tool', tool })
    }
  })

  it('[UI33] undo and redo with Ctrl and with Command', () => {
    expect(commandOf({ ...control, key: 'z' })).toEqual({ kind: 'undo' })
    expect(commandOf({ ...control, key: 'Z', shiftKey: true })).toEqual({ kind: 'redo' })
    expect(commandOf({ ...control, key: 'y' })).toEqual({ kind: 'redo' })
    expect(commandOf({ ...plain, metaKey: true, key: 'z' })).toEqual({ kind: 'undo' })
  })

  it('[UI33] choose tools of the canvas, several by one key', () => {
    for (const [key, tool] of [
      ['l', 'lasso'],
      ['w', 'wand'],
      ['v', 'transform'],
      ['c', 'crop'],
      ['g', 'fill'],
      ['t', 'text'],
    ] as const) {
      expect(commandOf({ ...plain, key })).toEqual({ kind: 'tool', tool })
    }
    expect(commandOf({ ...plain, key: 'G', shiftKey: true })).toEqual({ kind: 'tool', tool: 'gradient' })
    expect(commandOf({ ...plain, key: 'u' })).toEqual({ kind: 'tool-row', row: shapeRow })
    expect(commandOf({ ...plain, key: 'm' })).toEqual({ kind: 'tool-row', row: marqueeRow })
    expect(nextOf(shapeRow, 'brush')).toBe('line')
    expect(nextOf(shapeRow, 'line')).toBe('rectangle')
    expect(nextOf(shapeRow, 'ellipse')).toBe('line')
  })

  it('[UI33] select, erase, apply and cancel', () => {
    const canvas = (press: object, command: string) =>
      expect(commandOf({ ...plain, key: '', ...press })).toEqual({ kind: 'canvas', command })
    canvas({ ctrlKey: true, key: 'a' }, 'select-all')
    canvas({ ctrlKey: true, key: 'd' }, 'select-none')
    canvas({ ctrlKey: true, shiftKey: true, key: 'I' }, 'select-invert')
    canvas({ ctrlKey: true, key: 't' }, 'transform')
    canvas({ key: 'Delete' }, 'erase-selected')
    expect(commandOf({ ...plain, key: 'ArrowUp', shiftKey: true })).toEqual({ kind: 'nudge', dx: 0, dy: -10 })
    expect(commandOf({ ...plain, key: 'ArrowRight' })).toEqual({ kind: 'nudge', dx: 1, dy: 0 })
    canvas({ key: 'Enter' }, 'apply')
    canvas({ key: 'Escape' }, 'cancel')
    // Paste stays the browser's: only it has what was copied.
    expect(commandOf({ ...control, key: 'v' })).toBeUndefined()
  })

  it('[UI33] fit and show the actual size with and without Ctrl', () => {
    for (const keys of [plain, control]) {
      expect(commandOf({ ...keys, key: '0' })).toEqual({ kind: 'fit' })
      expect(commandOf({ ...keys, key: '1' })).toEqual({ kind: 'actual-size' })
    }
  })

  it('[UI33] change the size by brackets and by the place of the bracket keys', () => {
    expect(commandOf({ ...plain, key: '[' })).toEqual({ kind: 'size', direction: -1 })
    expect(commandOf({ ...plain, key: 'ü', code: 'BracketLeft' })).toEqual({ kind: 'size', direction: -1 })
    expect(commandOf({ ...plain, key: '+', code: 'BracketRight' })).toEqual({ kind: 'zoom-in' })
  })

  it('[UI56] change the hardness by brackets with Shift', () => {
    const shift = { ...plain, shiftKey: true }
    expect(commandOf({ ...shift, key: '{', code: 'BracketLeft' })).toEqual({
      kind: 'hardness',
      direction: -1,
    })
    expect(commandOf({ ...shift, key: '}', code: 'BracketRight' })).toEqual({
      kind: 'hardness',
      direction: 1,
    })
    expect(commandOf({ ...shift, key: 'Ü', code: 'BracketLeft' })).toEqual({
      kind: 'hardness',
      direction: -1,
    })
    expect(commandOf({ ...plain, key: '[', code: 'BracketLeft' })).toEqual({ kind: 'size', direction: -1 })
  })

  it('[UI33] leave other keys to the browser', () => {
    expect(commandOf({ ...control, key: 'c' })).toBeUndefined()
    expect(commandOf({ ...control, key: 'b' })).toBeUndefined()
    expect(commandOf({ ...plain, key: 'b', altKey: true })).toBeUndefined()
    expect(commandOf({ ...plain, key: 'Tab' })).toBeUndefined()
  })

  it('[UI34] hold a tool by space and Alt', () => {
    expect([' ', 'Alt', 'b'].map((key) => heldToolOf({ key }))).toEqual(['pan', 'pick', undefined])
  })
})
