import { expect, it } from 'vitest'
import { limits } from '../base/limits.ts'
import { encodeUtf8 } from '../base/utf8.ts'
import { copyTitle } from './copy-title.ts'
import { isTitle } from './picture-head.ts'

it('[BC28] calls a copy as its picture, and shortens what would be too long between two letters', () => {
  expect(copyTitle('Harbour')).toBe('Harbour (unsaved work)')
  for (const letter of ['a', 'ö', '漢', '🎨']) {
    const title = copyTitle(letter.repeat(Math.floor(limits.titleBytesMax / encodeUtf8(letter).length)))
    expect(isTitle(title)).toBe(true)
    expect(title).toMatch(/ \(unsaved work\)$/)
    expect(encodeUtf8(title).length).toBeGreaterThan(limits.titleBytesMax - 4)
    expect(title).not.toContain('\ufffd')
  }
})
