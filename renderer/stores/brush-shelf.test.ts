import { describe, expect, it } from 'vitest'
import { brushPresets, findPreset } from '../tools/brush-presets.ts'
import {
  addBrushes,
  brushLike,
  changeBrush,
  choosePreset,
  chosenPreset,
  dropBrush,
  firstShelf,
  isChanged,
  moveBrush,
  ownBrushesMax,
  presetsOf,
  readShelf,
  removeBrush,
  renameBrush,
  resetBrush,
  settingsOf,
  undoShelf,
  updateBrush,
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

  const own = (shelf: BrushShelf, title: string): BrushShelf =>
    addBrushes(shelf, 'brush', [brushLike(shelf, 'brush', title)])
  const names = (shelf: BrushShelf) => presetsOf(shelf).map(({ name }) => name)

  it('[UI248] makes a brush of what is in hand, behind it and in its place in the hand', () => {
    const changed = changeBrush(firstShelf, 'brush', { sizePx: 33 })
    const shelf = own(changed, '  Rough\nink ')
    expect(chosenPreset(shelf, 'brush')).toMatchObject({ name: 'own-1', title: 'Rough ink' })
    expect(settingsOf(shelf, 'brush')).toEqual(settingsOf(changed, 'brush'))
    expect(isChanged(shelf, 'brush')).toBe(false)
    expect(names(shelf).slice(0, 3)).toEqual(['ink', 'own-1', 'pencil'])
    expect(own(take(shelf, 'smudge'), 'Blender').own[1]).toMatchObject({ name: 'own-2', tool: 'brush' })
    let full = shelf
    while (full.own.length < ownBrushesMax) full = own(full, 'More')
    expect(own(full, 'One too many')).toBe(full)
    expect(new Set(names(full)).size).toBe(ownBrushesMax + brushPresets.length)
  })

  it('[UI248] renames, updates and resets an own brush', () => {
    let shelf = changeBrush(own(firstShelf, 'Mine'), 'brush', { sizePx: 50 })
    shelf = renameBrush(shelf, 'own-1', 'Yours')
    expect(renameBrush(shelf, 'own-1', ' \n ')).toBe(shelf)
    expect(chosenPreset(shelf, 'brush').title).toBe('Yours')
    expect(settingsOf(resetBrush(shelf, 'brush'), 'brush').sizePx).toBe(12)
    shelf = updateBrush(shelf, 'own-1')
    expect(isChanged(shelf, 'brush')).toBe(false)
    expect(settingsOf(resetBrush(shelf, 'brush'), 'brush').sizePx).toBe(50)
  })

  it('[UI249] moves brushes, those of Gesso too, and keeps what is new behind', () => {
    const shelf = moveBrush(moveBrush(firstShelf, 'pencil', -1), 'smudge', 1)
    expect(names(shelf)).toEqual(['pencil', 'ink', 'marker', 'airbrush', 'eraser', 'smudge'])
    expect(moveBrush(shelf, 'pencil', -1)).toBe(shelf)
    expect(names(dropBrush(shelf, 'smudge', 1))).toEqual([
      'pencil',
      'smudge',
      'ink',
      'marker',
      'airbrush',
      'eraser',
    ])
    expect(names(dropBrush(shelf, 'pencil', 6)).at(-1)).toBe('pencil')
    for (const gap of [0, 1]) expect(dropBrush(shelf, 'pencil', gap)).toBe(shelf)
    expect(names({ ...shelf, order: ['marker'] })[0]).toBe('marker')
    expect(names({ ...shelf, order: ['marker'] })).toHaveLength(6)
  })

  it('[UI249] deletes own brushes only; undo brings one back with what was changed of it, and undoes no setting of others', () => {
    const before = changeBrush(own(firstShelf, 'Mine'), 'brush', { sizePx: 50 })
    let shelf = removeBrush(before, 'own-1')
    expect(removeBrush(shelf, 'ink')).toBe(shelf)
    expect(shelf).toMatchObject({ own: [], chosen: { brush: 'pencil' }, changes: {} })
    shelf = changeBrush(shelf, 'brush', { opacity: 9 })
    shelf = undoShelf(before, shelf)
    expect(settingsOf(shelf, 'brush').sizePx).toBe(50)
    expect(settingsOf(take(shelf, 'pencil'), 'brush').opacity).toBe(9)
    expect(names(shelf)).toEqual(names(before))
    expect(undoShelf(firstShelf, before).changes).toEqual({})
  })

  it('[UI53] own brushes come back from storage without what makes no sense', () => {
    const shelf = changeBrush(moveBrush(own(firstShelf, 'Mine'), 'own-1', 1), 'brush', { sizePx: 50 })
    expect(readShelf(JSON.parse(JSON.stringify(shelf)))).toEqual(shelf)
    const [mine] = shelf.own
    const stored = [
      { ...mine, settings: { ...mine!.settings, opacity: 300 } },
      { ...mine, name: 'ink' },
      { ...mine, name: 'own-0' },
      { ...mine, name: '__proto__' },
      { ...mine, more: 1, tool: 'pan', settings: { ...mine!.settings, more: 1 } },
      { ...mine, title: 'twice' },
      null,
    ]
    expect(readShelf({ own: stored, order: ['own-1', 'own-1', 'own-9', 4, 'ink'] })).toEqual({
      ...firstShelf,
      own: [mine],
      order: ['own-1', 'ink'],
    })
  })
})
