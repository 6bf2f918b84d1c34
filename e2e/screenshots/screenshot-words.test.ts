import { describe, expect, it } from 'vitest'
import { fileNameOf, looks, sizeOf } from './look.ts'
import { readScreenshotWords } from './screenshot-words.ts'

const read = (words: string) => readScreenshotWords(words === '' ? [] : words.split(' '))

describe('the words of npm run screenshots', () => {
  it('[UI300] say where, which scenes, and how they are seen', () => {
    expect(read('--out shots')).toEqual({ kind: 'take', out: 'shots', only: [], looks })
    expect(read('--only panel --out shots --only start --theme light --size 900x600')).toEqual({
      kind: 'take',
      out: 'shots',
      only: ['panel', 'start'],
      looks: [{ language: 'en', size: '900x600', theme: 'light' }],
    })
    expect(read('--out shots --help')).toEqual({ kind: 'help' })
  })

  it.each([
    ['', 'Say where the files go: --out DIR.'],
    ['--only panel', 'Say where the files go: --out DIR.'],
    ['--out', '“--out” wants a word behind it.'],
    ['--out --only panel', '“--out” wants a word behind it.'],
    ['--out a --out b', '“--out” is said twice.'],
    ['--out a --color red', 'There is no “--color”.'],
    ['shots', 'There is no “shots”.'],
    ['--out a --theme blue', '“blue” is no theme: say one of dark, light.'],
    ['--out a --size 800x600', '“800x600” is no size: say one of 900x600, 1440x900, 1440x900@2x.'],
    [
      '--out a --language de --theme light',
      'In German, only 900x600 and 1440x900 in the dark theme are taken.',
    ],
  ])('[UI300] “%s” is refused: %s', (words, sentence) => {
    const order = read(words)
    expect(order.kind === 'refused' ? order.sentence.split('\n')[0] : order.kind).toBe(sentence)
  })
})

describe('a look', () => {
  it('[UI301] names its file, and knows the window that it wants', () => {
    const look = { language: 'en', size: '1440x900@2x', theme: 'dark' } as const
    expect(fileNameOf('panel-chat', look)).toBe('panel-chat.en.1440x900@2x.dark.png')
    expect(sizeOf(look)).toEqual({ width: 1440, height: 900, scale: 2 })
    expect(sizeOf({ ...look, size: '900x600' })).toEqual({ width: 900, height: 600, scale: 1 })
    expect(new Set(looks.map((each) => fileNameOf('a', each))).size).toBe(looks.length)
  })
})
