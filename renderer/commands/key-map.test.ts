import { describe, expect, it, vi } from 'vitest'
import { nextOf } from '../tools/canvas-tools/tool-names.ts'
import { chordParts, isChord } from './chord.ts'
import { commandIds, commandName, commandTable, type CommandId } from './command-table.ts'
import { keyMap } from './key-map.ts'
import { heldToolOf } from './keyboard-input.ts'
import { shapeRow } from './tool-commands.ts'

vi.hoisted(() => vi.stubGlobal('window', {}))

const plain = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, code: '' }
const control = { ...plain, ctrlKey: true }
const shift = { ...plain, shiftKey: true }
const usual = keyMap({})

function means(press: Partial<typeof plain> & { key: string }, id: CommandId | undefined): void {
  expect([press, usual.commandOf({ ...plain, ...press })]).toEqual([press, id])
}

describe('keys of commands', () => {
  it('[UI33] choose tools by letter, with caps lock too', () => {
    means({ key: 'b' }, 'tool.brush')
    means({ key: 'E' }, 'tool.eraser')
    means({ key: 'h' }, 'tool.pan')
    means({ key: 'i' }, 'tool.pick')
    means({ key: 'l' }, 'tool.lasso')
    means({ key: 'w' }, 'tool.wand')
    means({ key: 'v' }, 'tool.transform')
    means({ key: 'c' }, 'tool.crop')
    means({ key: 'g' }, 'tool.fill')
    means({ ...shift, key: 'G' }, 'tool.gradient')
    means({ key: 't' }, 'tool.text')
    means({ key: 'u' }, 'tool.shapes')
    means({ key: 'm' }, 'tool.marquee')
    expect(['brush', 'line', 'ellipse'].map((now) => nextOf(shapeRow, now))).toEqual([
      'line',
      'rectangle',
      'line',
    ])
  })

  it('[UI33] undo and redo with Ctrl and with Command', () => {
    means({ ...control, key: 'z' }, 'edit.undo')
    means({ ...control, key: 'Z', shiftKey: true }, 'edit.redo')
    means({ ...control, key: 'y' }, 'edit.redo')
    means({ metaKey: true, key: 'z' }, 'edit.undo')
  })

  it('[UI33] select, erase, apply and cancel', () => {
    means({ ...control, key: 'a' }, 'edit.select-all')
    means({ ...control, key: 'd' }, 'edit.select-none')
    means({ ...control, shiftKey: true, key: 'I' }, 'edit.select-invert')
    means({ ...control, key: 't' }, 'edit.transform')
    means({ key: 'Delete' }, 'edit.erase-selected')
    means({ ...shift, key: 'ArrowUp' }, 'edit.far-up')
    means({ key: 'ArrowRight' }, 'edit.right')
    means({ key: 'Enter' }, 'edit.apply')
    means({ key: 'Escape' }, 'edit.cancel')
    // Paste stays the browser's: only it has what was copied.
    means({ ...control, key: 'v' }, undefined)
  })

  it('[UI33] fit and show the actual size with and without Ctrl', () => {
    for (const keys of [plain, control]) {
      means({ ...keys, key: '0' }, 'view.fit')
      means({ ...keys, key: '1' }, 'view.actual-size')
    }
    means({ ...shift, key: '+' }, 'view.zoom-in')
    means({ ...control, key: '-' }, 'view.zoom-out')
  })

  it('[UI33][UI56] change size and hardness by brackets and by the place of the bracket keys', () => {
    means({ key: '[', code: 'BracketLeft' }, 'brush.smaller')
    means({ key: 'ü', code: 'BracketLeft' }, 'brush.smaller')
    means({ key: '+', code: 'BracketRight' }, 'view.zoom-in')
    means({ ...shift, key: '{', code: 'BracketLeft' }, 'brush.softer')
    means({ ...shift, key: 'Ü', code: 'BracketLeft' }, 'brush.softer')
    means({ ...shift, key: '}', code: 'BracketRight' }, 'brush.harder')
    // AltGr, as Windows tells it.
    means({ ...control, altKey: true, key: ']', code: 'Digit9' }, 'brush.larger')
  })

  it('[UI310] letters of other alphabets go by their place, signs by what is written', () => {
    means({ ...control, key: 'я', code: 'KeyZ' }, 'edit.undo')
    means({ ...control, shiftKey: true, key: 'Я', code: 'KeyZ' }, 'edit.redo')
    means({ key: 'и', code: 'KeyB' }, 'tool.brush')
    means({ key: 'β', code: 'KeyB' }, 'tool.brush')
    // AltGr on a German keyboard, as Linux tells it.
    for (const [key, code] of [
      ['ſ', 'KeyS'],
      ['µ', 'KeyM'],
      ['€', 'KeyE'],
      ['ð', 'KeyD'],
    ] as const) {
      means({ key, code }, undefined)
    }
    // A German Mac: Option with 5 and 6.
    means({ altKey: true, key: '[', code: 'Digit5' }, 'brush.smaller')
    means({ altKey: true, key: ']', code: 'Digit6' }, 'brush.larger')
    const own = keyMap({ 'tool.fill': ['Alt+['], 'tool.wand': ['ß'] })
    expect(own.commandOf({ ...plain, altKey: true, key: '[', code: 'Digit5' })).toBe('tool.fill')
    expect(isChord('ß')).toBe(true)
    expect(own.commandOf({ ...plain, key: 'ß', code: 'Minus' })).toBe('tool.wand')
  })

  it('[UI33] leave other keys to the browser', () => {
    means({ ...control, key: 'b' }, undefined)
    means({ altKey: true, key: 'b' }, undefined)
    means({ key: 'Shift' }, undefined)
    means({ key: 'Dead', code: 'Equal' }, undefined)
  })

  it('[UI34] hold a tool by space and Alt', () => {
    expect([' ', 'Alt', 'b'].map((key) => heldToolOf({ key }))).toEqual(['pan', 'pick', undefined])
  })

  it('[UI170] every command has a name, and no key stands for two', () => {
    const names = commandIds.map(commandName)
    expect(names.filter((name) => name.trim() === '')).toEqual([])
    expect(new Set(names).size).toBe(names.length)
    const chords = commandIds.flatMap((id) => commandTable[id].keys)
    expect(chords.filter((chord, at) => chords.indexOf(chord) !== at)).toEqual([])
    expect(chords.filter((chord) => !isChord(chord))).toEqual([])
  })

  it('[UI171] a key that is given to another command is taken from the first', () => {
    const own = keyMap({ 'tool.fill': ['B', 'Ctrl+Alt+F5'], 'edit.redo': [] })
    expect(own.commandOf({ ...plain, key: 'b' })).toBe('tool.fill')
    expect(own.commandOf({ ...plain, key: 'g' })).toBeUndefined()
    expect(own.commandOf({ ...control, key: 'y' })).toBeUndefined()
    expect(own.keysOf('tool.brush')).toEqual([])
    expect(own.keysOf('tool.fill')).toEqual(['B', 'Ctrl+Alt+F5'])
    expect(own.ownerOf('Ctrl+Z')).toBe('edit.undo')
  })

  it('[UI170] a chord is read part by part', () => {
    expect(chordParts('Ctrl+Shift+Z')).toEqual(['Ctrl', 'Shift', 'Z'])
    expect(chordParts('Ctrl++')).toEqual(['Ctrl', '+'])
    expect(chordParts('+')).toEqual(['+'])
    for (const wrong of ['', 'Ctrl+', 'Shift', 'Strg+Z', 'b', 'Shift+Ctrl+Z', ' ', 'Ctrl+Ctrl+Z', 'AB'])
      expect([wrong, isChord(wrong)]).toEqual([wrong, false])
  })
})
