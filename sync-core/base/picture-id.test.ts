import { expect, it } from 'vitest'
import { Prng } from './prng.ts'
import { isPictureId, makePictureId, pictureIdBytes } from './picture-id.ts'

it('[PI14] makes 26 characters of base32, as RFC 4648 has them', () => {
  expect(makePictureId(new Uint8Array(16))).toBe('a'.repeat(26))
  expect(makePictureId(new Uint8Array(16).fill(255))).toBe(`${'7'.repeat(25)}4`)
  expect(makePictureId(Uint8Array.from({ length: 16 }, (_, i) => i))).toBe('aaaqeayeaudaocajbifqydiob4')
})

it('[PI14] tells ids from other text, and gives their bytes back', () => {
  const prng = new Prng(1)
  for (let round = 0; round < 500; round++) {
    const bytes = Uint8Array.from({ length: 16 }, () => prng.below(256))
    expect(isPictureId(makePictureId(bytes))).toBe(true)
    expect(pictureIdBytes(makePictureId(bytes))).toEqual(bytes)
  }
  for (const text of [
    '',
    'a'.repeat(25),
    'a'.repeat(27),
    `${'a'.repeat(25)}b`,
    'A'.repeat(26),
    `../${'a'.repeat(23)}`,
  ]) {
    expect(isPictureId(text)).toBe(false)
    expect(() => pictureIdBytes(text)).toThrow(/is not the name of a picture/)
  }
})
