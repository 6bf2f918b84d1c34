import { beforeEach, describe, expect, it, vi } from 'vitest'
import { readColorChoice } from './color-choice-store.ts'
import { createToolStore } from './tool-store.ts'

describe('the previous colour', () => {
  beforeEach(() => {
    const stored = new Map<string, string>()
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => stored.set(key, value),
    })
  })

  it('[CO1] is the one painted with last, whatever a drag passed on its way', () => {
    const store = createToolStore()
    const { chooseColor, noteColor } = store.getState()
    chooseColor(1)
    noteColor(1)
    chooseColor(2)
    chooseColor(3)
    expect(store.getState()).toMatchObject({ color: 3, previousColor: 1 })
  })

  it('[CO1] is exchanged with the one in hand, and remembered', () => {
    const store = createToolStore()
    const { chooseColor, noteColor, swapColors } = store.getState()
    chooseColor(1)
    noteColor(1)
    chooseColor(2)
    swapColors()
    expect(store.getState()).toMatchObject({ color: 1, previousColor: 2 })
    expect(createToolStore().getState()).toMatchObject({ color: 1, previousColor: 2 })
    swapColors()
    expect(store.getState()).toMatchObject({ color: 2, previousColor: 1 })
  })

  it('[CO1] is white where an earlier version remembered none', () => {
    localStorage.setItem('gesso.tools', '{"color":5,"recentColors":[6]}')
    expect(createToolStore().getState()).toMatchObject({
      color: 5,
      recentColors: [6],
      previousColor: 0xffffff,
    })
  })
})

describe('how colours are chosen', () => {
  it('[CO6] is read from anything', () => {
    expect(readColorChoice({ shape: 'sliders', harmony: 'triad' })).toEqual({
      shape: 'sliders',
      harmony: 'triad',
    })
    for (const value of [
      undefined,
      null,
      5,
      [],
      { shape: 'toString', harmony: 'constructor' },
      { shape: {} },
    ]) {
      expect(readColorChoice(value)).toEqual({ shape: 'wheel', harmony: 'none' })
    }
  })
})
