import { describe, expect, it } from 'vitest'
import { limits, pngSignature } from '../../sync-core/index.ts'
import {
  PayloadError,
  checkCopiedImage,
  checkCopiedText,
  checkNewPicture,
  checkNothing,
  checkPictureId,
  checkQuitAnswer,
  checkReach,
  checkSettings,
  checkTitle,
} from './payload-checks.ts'

const id = 'abcdefghijklmnopqrstuvwxyz'

describe('what a window sends', () => {
  it('[EL1] is returned when it is right', () => {
    expect(checkNothing([])).toEqual([])
    expect(checkPictureId(id)).toBe(id)
    expect(checkNewPicture({ title: 'Sea', width: 16, height: 16_384, more: 1 })).toEqual({
      title: 'Sea',
      width: 16,
      height: 16_384,
    })
    expect(checkReach('network')).toBe('network')
    expect(checkSettings({ name: '', color: 0xffffff })).toEqual({ name: '', color: 0xffffff })
    expect(checkQuitAnswer('stay')).toBe('stay')
    expect(checkCopiedText('http://…')).toBe('http://…')
  })

  it('[EL1] is refused with a sentence that names the value', () => {
    const cases: [() => unknown, string][] = [
      [() => checkNothing([1]), 'Nothing is wanted with this, but 1 came.'],
      [() => checkPictureId('../../etc/passwd'), "“../../etc/passwd” is not a picture's id."],
      [() => checkPictureId({ toString: () => id }), "an object is not a picture's id."],
      [() => checkPictureId(undefined), "nothing is not a picture's id."],
      [() => checkTitle(''), 'A title is missing.'],
      [() => checkTitle('a\nb'), 'A title is one line without control characters.'],
      [() => checkTitle('é'.repeat(101)), `A title has at most 200 bytes; “${'é'.repeat(40)}…” has 202.`],
      [() => checkTitle(7), 'A title is text, not 7.'],
      [() => checkNewPicture(null), 'null is not a new picture.'],
      [() => checkNewPicture([]), 'an object is not a new picture.'],
      [
        () => checkNewPicture({ title: 'x', width: 15, height: 100 }),
        "A picture's side is a whole number from 16 to 16384 px, not 15.",
      ],
      [
        () => checkNewPicture({ title: 'x', width: 100, height: 16_385 }),
        "A picture's side is a whole number from 16 to 16384 px, not 16385.",
      ],
      [
        () => checkNewPicture({ title: 'x', width: 100.5, height: 100 }),
        "A picture's side is a whole number from 16 to 16384 px, not 100.5.",
      ],
      [
        () => checkNewPicture({ title: 'x', width: '100', height: 100 }),
        "A picture's side is a whole number from 16 to 16384 px, not “100”.",
      ],
      [() => checkReach('world'), 'A session is for “computer”, “network” or “internet”, not for “world”.'],
      [
        () => checkSettings({ name: 'n'.repeat(65), color: 0 }),
        `A name has at most 64 bytes; “${'n'.repeat(40)}…” has 65.`,
      ],
      [
        () => checkSettings({ name: 'n', color: -1 }),
        'A colour is a whole number from 0 to 16777215, not -1.',
      ],
      [
        () => checkSettings({ name: 'n', color: Number.NaN }),
        'A colour is a whole number from 0 to 16777215, not NaN.',
      ],
      [() => checkQuitAnswer(true), 'The answer is “quit”, “stay” or “now”, not true.'],
      [
        () => checkCopiedText(new Uint8Array(3)),
        'Only text of at most 60000 characters can be copied, not an object.',
      ],
    ]
    for (const [check, sentence] of cases) {
      expect(check).toThrow(PayloadError)
      expect(check).toThrow(new PayloadError(sentence))
    }
  })

  it('[FI63] is an image for the clipboard when it begins like a PNG that is not too large', () => {
    const png = Uint8Array.of(
      ...pngSignature,
      0,
      0,
      0,
      13,
      73,
      72,
      68,
      82,
      0,
      0,
      0,
      3,
      0,
      0,
      0,
      2,
      8,
      6,
      0,
      0,
      0,
    )
    expect(checkCopiedImage(png)).toBe(png)
    const wide = png.slice()
    new DataView(wide.buffer).setUint32(16, 2 ** 31)
    const jpeg = Uint8Array.of(0xff, 0xd8, 0xff)
    for (const bad of [png.slice(0, 20), jpeg, new Uint8Array(0), [...png], 'PNG', undefined, png.buffer]) {
      expect(() => checkCopiedImage(bad)).toThrow(PayloadError)
    }
    expect(() => checkCopiedImage(wide)).toThrow('not one of 2147483648 × 2 px')
    const long = new Uint8Array(limits.copiedImagePixelsMax * 4 + limits.copiedImageFrameBytesMax + 1)
    long.set(png)
    expect(() => checkCopiedImage(long)).toThrow(`${long.length} bytes`)
  })
})
