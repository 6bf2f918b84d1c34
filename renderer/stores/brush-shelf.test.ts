import { describe, expect, it } from 'vitest'
import { brushPresets, findPreset } from '../tools/brush-presets.ts'
import {
  changeBrush,
  choosePreset,
  firstShelf,
  isChanged,
  readShelf,
  resetBrush,
  settingsOf,
  type BrushShelf,
} from './brush-shelf.ts'

const pencil = findPreset('pencil')!.settings

function take(shelf: BrushShelf, name: string, tool: 'brush' | 'eraser' = 'brush'): BrushShelf {
  return choosePreset(shelf, name, tool).shelf
}

describe('brush shelf', () => {
  it('[UI50] has ink to paint with and the soft eraser to erase with at first', () => {
    expect(firstShelf.chosen).toEqual({ brush: 'ink', eraser: 'eraser' })
    for (const { name, settings } of brushPresets) expect(findPreset(name)?.settings).toBe(settings)
  })

  it('[UI51] remembers what was changed of each brush, and gives back the brush as it was', () => {
    let shelf = changeBrush(firstShelf, 'brush', { sizePx: 33.3, flow: 100 })
    shelf = take(shelf, 'pencil')
    expect(settingsOf(shelf, 'brush')).toEqual(pencil)
    shelf = changeBrush(shelf, 'brush', { opacity: 9 })
    expect(settingsOf(shelf, 'brush')).toEqual({ ...pencil, opacity: 9 })
    expect(settingsOf(take(shelf, 'ink'), 'brush')).toMatchObject({ sizePx: 33, flow: 100 })
    expect(isChanged(shelf, 'brush')).toBe(true)
    shelf = resetBrush(shelf, 'brush')
    expect(isChanged(shelf, 'brush')).toBe(false)
    expect(settingsOf(shelf, 'brush')).toEqual(pencil)
    expect(settingsOf(take(shelf, 'ink'), 'brush').sizePx).toBe(33)
  })

  it('[UI52] paints and erases with a brush, except with those that do one of them only', () => {
    expect(choosePreset(firstShelf, 'pencil', 'eraser')).toEqual({
      shelf: { ...firstShelf, chosen: { brush: 'ink', eraser: 'pencil' } },
      tool: 'eraser',
    })
    expect(choosePreset(firstShelf, 'eraser', 'brush').tool).toBe('eraser')
    const { shelf, tool } = choosePreset(firstShelf, 'smudge', 'eraser')
    expect({ tool, chosen: shelf.chosen }).toEqual({
      tool: 'brush',
      chosen: { brush: 'smudge', eraser: 'eraser' },
    })
    expect(choosePreset(firstShelf, 'feather', 'brush')).toEqual({ shelf: firstShelf, tool: 'brush' })
  })

  it('[UI53] comes back from storage without what can’t be painted with', () => {
    const shelf = take(changeBrush(firstShelf, 'brush', { sizePx: 20 }), 'pencil')
    expect(readShelf(JSON.parse(JSON.stringify(shelf)))).toEqual(shelf)
    for (const wrong of [undefined, null, 3, 'x', [], { chosen: 5, changes: 'no' }]) {
      expect(readShelf(wrong)).toEqual(firstShelf)
    }
    expect(
      readShelf({
        chosen: { brush: 'eraser', eraser: 'feather' },
        changes: { ink: { opacity: 300 }, feather: { sizePx: 2 }, marker: { opacity: 30 } },
      }),
    ).toEqual({ ...firstShelf, changes: { marker: { opacity: 30 } } })
  })
})
