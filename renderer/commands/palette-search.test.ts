import fc from 'fast-check'
import { expect, it } from 'vitest'
import { searchPalette } from './palette-search.ts'

const entries = [
  { id: 'layer.add', names: ['Ebene hinzufügen', 'Add a layer'] },
  { id: 'layer.merge', names: ['Ebene mit der darunter vereinen', 'Merge the layer with the one below'] },
  { id: 'brush', names: ['Pinsel', 'Brush'] },
  { id: 'brush.smaller', names: ['Kleinerer Pinsel', 'Smaller brush'] },
  { id: 'view.fit', names: ['Ganzes Bild zeigen', 'Show the whole picture'] },
]
const find = (query: string, recent: readonly string[] = []): string[] =>
  searchPalette(entries, query, recent).map(({ id }) => id)

it('[UI175] the start of a name counts more than the start of a word, that more than the middle of one', () => {
  expect(find('pinsel')).toEqual(['brush', 'brush.smaller'])
  expect(find('ebene')).toEqual(['layer.add', 'layer.merge'])
  expect(find('einen')).toEqual(['layer.merge'])
  expect(find('zeigen bild')).toEqual(['view.fit'])
})

it('[UI175] English names are found in every language, and accents need not be typed', () => {
  expect(find('merge')).toEqual(['layer.merge'])
  expect(find('hinzufugen')).toEqual(['layer.add'])
  expect(find('HINZUFÜGEN')).toEqual(['layer.add'])
})

it('[UI175] letters that begin words in order are enough', () => {
  expect(find('gbz')).toEqual(['view.fit'])
  expect(find('mlb')).toEqual(['layer.merge'])
  expect(find('emdv')).toEqual(['layer.merge'])
  expect(find('zbg')).toEqual([])
})

it('[UI175] without a query everything is there, what was used lately first; with one it only goes before its equals', () => {
  expect(find('', ['view.fit', 'gone', 'brush'])).toEqual([
    'view.fit',
    'brush',
    'layer.add',
    'layer.merge',
    'brush.smaller',
  ])
  expect(find('ebene', ['layer.merge'])).toEqual(['layer.merge', 'layer.add'])
  expect(find('pinsel', ['brush.smaller'])).toEqual(['brush', 'brush.smaller'])
})

it('[UI175] whatever is typed, only entries come back, none twice', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (query) => {
      const ids = find(query)
      expect(new Set(ids).size).toBe(ids.length)
    }),
  )
  expect(find('a'.repeat(10_000))).toEqual([])
})
