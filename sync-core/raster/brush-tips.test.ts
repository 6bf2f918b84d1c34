import { expect, it } from 'vitest'
import { reliefSide, reliefStride } from '../kernel/texture-row.ts'
import { tipOf } from './brush-tips.ts'
import { type TipName, tipNames } from './brush.ts'
import { hashBytes, xxh64 } from '../base/xxh64.ts'

const textured = tipNames.filter((name): name is Exclude<TipName, 'round'> => name !== 'round')

it.each(textured)('[BR9] the heights of %s are whole, in range and spread evenly', (name) => {
  const { heights, gain } = tipOf(name)!
  const sorted = [...heights].sort((a, b) => a - b)
  expect(sorted.at(-1)).toBeLessThanOrEqual(32768)
  const middle = (sorted[0]! + sorted.at(-1)!) / 2
  expect(Math.abs(sorted[sorted.length >> 1]! - middle)).toBeLessThan(1600)
  expect(gain).toBeGreaterThan(1)
})

it('[BR9] a relief repeats without a seam', () => {
  const { heights } = tipOf('paper')!
  for (let y = 0; y < reliefSide; y++) {
    for (let x = reliefSide; x < reliefStride; x++) {
      expect(heights[y * reliefStride + x]).toBe(heights[y * reliefStride + x - reliefSide])
    }
  }
})

it('[BR9] every machine makes the same tips', () => {
  expect(tipOf('round')).toBeUndefined()
  const hashes = textured.map(
    (name) =>
      `${name} ${Buffer.from(hashBytes(xxh64(new Uint8Array(tipOf(name)!.heights.buffer)))).toString('hex')}`,
  )
  expect(hashes).toEqual([
    'paper 101b791d37993d00',
    'chalk 9b9762734d7330e8',
    'charcoal 73ab8bf3da9c2488',
    'bristle 1ca29017c6796ad8',
    'spray 515907356dbdddbb',
  ])
})
