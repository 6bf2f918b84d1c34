import { describe, expect, it } from 'vitest'
import { readCrashWords } from './crash-words.ts'

const read = (words: string) => readCrashWords(words === '' ? [] : words.split(' '), 77)

describe('the words of npm run crash', () => {
  it('[CR5] say how often, where, and with which luck', () => {
    expect(read('--kills 50 --storage folder')).toEqual({
      kind: 'kills',
      kills: 50,
      storage: 'folder',
      seed: 77,
      losesDisk: false,
    })
    expect(read('--lose-disk --seed 3 --storage s3 --kills 0')).toEqual({
      kind: 'kills',
      kills: 0,
      storage: 's3',
      seed: 3,
      losesDisk: true,
    })
    expect(read('--every-call')).toEqual({ kind: 'every-call' })
    expect(read('--fight 200')).toEqual({ kind: 'fight', rounds: 200 })
  })

  it.each([
    '',
    '--kills 50',
    '--kills --storage folder',
    '--kills x --storage folder',
    '--kills -1 --storage folder',
    '--kills 5 --kills 6 --storage folder',
    '--kills 5 --storage disk',
    '--kills 5 --storage folder --lose-disk',
    '--kills 5 --storage folder --seed',
    '--kills 5 --storage folder more',
    '--fight',
    '--fight 2 --every-call',
    '--every-call --kills 5 --storage folder',
    '--every-call --every-call',
  ])('[CR5] make no sense as “%s”', (words) => {
    expect(read(words)).toBe(undefined)
  })
})
