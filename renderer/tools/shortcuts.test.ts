import { describe, expect, it } from 'vitest'
import { commandOf, heldToolOf } from './shortcuts.ts'

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
