import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fuzzReader } from '../../sync-core/testing/fuzz-decoder.ts'
import { hostileJson } from '../../sync-core/testing/hostile-json.ts'
import { fitName } from '../files/fit-name.ts'
import { createColorPalettes, ownPalettesMax, readPalettes } from './color-palettes.ts'

let stored: Map<string, string>
beforeEach(() => {
  stored = new Map()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
  })
})
afterEach(() => vi.unstubAllGlobals())

const skin = { name: 'Skin', columns: 3, colors: [{ color: 0xe3b08c, name: 'Light' }] }
const night = { name: 'Night', columns: 0, colors: [{ color: 0x101830, name: '' }] }

describe('own palettes', () => {
  it('[CO23] are there again in the next window, with the one that was shown', () => {
    const store = createColorPalettes()
    const { add, show } = store.getState()
    add(skin)
    add(night)
    const { palettes } = store.getState()
    expect(palettes.map(({ name }) => name)).toEqual(['Gesso', 'Skin', 'Night'])
    show(palettes[1]!.id)
    const again = createColorPalettes().getState()
    expect([again.palettes, again.shown]).toEqual([palettes, palettes[1]!.id])
  })

  it('[CO23] say when this computer does not keep them', () => {
    const store = createColorPalettes()
    vi.stubGlobal('localStorage', {
      getItem: () => null,
      setItem() {
        throw new Error('full')
      },
    })
    store.getState().add(skin)
    expect([store.getState().isKept, store.getState().palettes.length]).toEqual([false, 2])
  })

  it('[CO24] go back step by step: renamed, changed, deleted, added', () => {
    const store = createColorPalettes()
    const state = store.getState
    state().add(skin)
    const { id } = state().palettes[1]!
    state().change(id, { name: 'Faces' })
    state().change(id, { colors: [] })
    state().remove(id)
    expect([state().palettes.length, state().shown]).toEqual([1, 1])
    state().undo()
    expect(state().palettes[1]).toEqual({ ...skin, id, name: 'Faces', colors: [] })
    expect(state().shown).toBe(id)
    state().undo()
    state().undo()
    expect(state().palettes[1]).toEqual({ ...skin, id })
    state().undo()
    expect([state().palettes.length, state().shown, state().past]).toEqual([1, 'shared', []])
    state().undo()
    expect(state().palettes.length).toBe(1)
  })

  it('[CO24] show the neighbour of a deleted one, and the shared one when none is left', () => {
    const store = createColorPalettes()
    const state = store.getState
    state().add(skin)
    state().add(night)
    const ids = state().palettes.map(({ id }) => id)
    state().show(ids[1]!)
    state().remove(ids[1]!)
    expect(state().shown).toBe(ids[2])
    state().remove(ids[2]!)
    expect(state().shown).toBe(ids[0])
    state().remove(ids[0]!)
    expect([state().shown, state().palettes]).toEqual(['shared', []])
    expect(createColorPalettes().getState().palettes).toEqual([])
  })

  it('[CO25] are so many at most', () => {
    const { add } = createColorPalettes().getState()
    const answers = Array.from({ length: ownPalettesMax }, () => add(night))
    expect([answers.lastIndexOf(true), answers.at(-1)]).toEqual([ownPalettesMax - 2, false])
  })

  it('[HI4][CO23] are read from hostile storage without what makes no sense', () => {
    const valid = {
      shown: 2,
      palettes: [
        { id: 2, name: 'Skin', columns: 3, colors: [[0xe3b08c, 'Light'], 5] },
        { id: 3, name: 'Night', columns: 0, colors: [] },
      ],
    }
    expect(readPalettes({ ...valid, shown: 9 })).toEqual({
      shown: 'shared',
      palettes: [
        {
          id: 2,
          name: 'Skin',
          columns: 3,
          colors: [
            { color: 0xe3b08c, name: 'Light' },
            { color: 5, name: '' },
          ],
        },
        { id: 3, name: 'Night', columns: 0, colors: [] },
      ],
    })
    const broken = [
      { id: 2, colors: [-1, 1.5, 'red', [7, 7], null] },
      { id: 2, colors: [] },
      4,
      { id: 0, colors: [] },
    ]
    expect(readPalettes({ palettes: broken })).toEqual({
      shown: 'shared',
      palettes: [{ id: 2, name: '', columns: 0, colors: [{ color: 7, name: '' }] }],
    })
    fuzzReader({
      read: readPalettes,
      any: hostileJson([valid]),
      isRefusal: () => false,
      check({ palettes, shown }) {
        expect(shown === 'shared' || palettes.some(({ id }) => id === shown)).toBe(true)
        expect(new Set(palettes.map(({ id }) => id)).size).toBe(palettes.length)
        for (const { name, columns, colors } of palettes) {
          expect([fitName(name), columns >= 0 && columns <= 64]).toEqual([name, true])
          for (const { color } of colors) expect(color >= 0 && color <= 0xffffff).toBe(true)
        }
      },
      runs: 500,
    })
  })
})
