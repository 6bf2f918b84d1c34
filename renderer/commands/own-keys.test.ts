import { describe, expect, it, vi } from 'vitest'
import { keyMap } from './key-map.ts'
import { offerChord, readOwnKeys, withChord, withFirstKeys, withoutKeys } from './own-keys.ts'

vi.hoisted(() => vi.stubGlobal('window', {}))

describe('own keys', () => {
  it('[UI178] a chord that another command has is named before it is taken', () => {
    expect(offerChord({}, 'tool.fill', 'B')).toEqual({ kind: 'taken', by: 'tool.brush' })
    expect(offerChord({}, 'tool.brush', 'B')).toEqual({ kind: 'own' })
    expect(offerChord({}, 'tool.brush', 'Ctrl+Alt+F9')).toEqual({ kind: 'free' })
    expect(offerChord({ 'tool.brush': ['Q'] }, 'tool.fill', 'B')).toEqual({ kind: 'free' })
  })

  it('[UI178] what is not ours to give is refused', () => {
    for (const chord of ['Ctrl+V', 'Escape', 'Shift', '', ' '])
      expect([chord, offerChord({}, 'tool.fill', chord).kind]).toEqual([chord, 'reserved'])
  })

  it('[UI178] a chord that is given is the only one, and taken from whoever had it', () => {
    const first = withChord({}, 'tool.brush', 'Q')
    expect(keyMap(first).keysOf('tool.brush')).toEqual(['Q'])
    const second = withChord(first, 'tool.fill', 'Q')
    expect(second).toEqual({ 'tool.brush': [], 'tool.fill': ['Q'] })
    expect(keyMap(second).ownerOf('Q')).toBe('tool.fill')
    expect(keyMap(second).ownerOf('B')).toBeUndefined()
  })

  it('[UI178] a command that is put back takes its own keys again', () => {
    const taken = withChord({}, 'tool.fill', 'B')
    expect(keyMap(taken).keysOf('tool.brush')).toEqual([])
    const back = withFirstKeys(taken, 'tool.brush')
    expect(keyMap(back).keysOf('tool.brush')).toEqual(['B'])
    expect(keyMap(back).keysOf('tool.fill')).toEqual([])
    expect(keyMap(withFirstKeys(back, 'tool.fill')).keysOf('tool.fill')).toEqual(['G'])
  })

  it('[UI178] a command may have no keys', () => {
    expect(keyMap(withoutKeys({}, 'edit.redo')).keysOf('edit.redo')).toEqual([])
  })

  it('[UI172] remembered keys are believed as far as they make sense', () => {
    const stored = {
      'tool.fill': ['F'],
      'tool.brush': ['b'],
      'edit.undo': 'Z',
      'tool.lasso': ['A', 'B', 'C', 'D', 'E'],
      'no.command': ['Q'],
      'edit.redo': [],
    }
    expect(readOwnKeys(stored)).toEqual({ 'tool.fill': ['F'], 'edit.redo': [] })
    for (const nonsense of [null, 7, 'x', [], undefined]) expect(readOwnKeys(nonsense)).toEqual({})
  })

  it('[UI172] a remembered chord that could not have been given is not believed', () => {
    const stored = {
      'tool.fill': ['Ctrl+V'],
      'tool.brush': ['Q', 'Escape'],
      'edit.cancel': ['Escape', 'F4'],
      'edit.redo': ['Ctrl+Alt+F9'],
    }
    const kept = { 'edit.cancel': ['Escape', 'F4'], 'edit.redo': ['Ctrl+Alt+F9'] }
    expect(readOwnKeys(stored)).toEqual(kept)
    expect(keyMap(readOwnKeys(stored)).ownerOf('Escape')).toBe('edit.cancel')
    expect(keyMap(readOwnKeys(stored)).ownerOf('Ctrl+V')).toBeUndefined()
  })
})
