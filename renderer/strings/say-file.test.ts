import { afterEach, describe, expect, it } from 'vitest'
import { FileError, fileErrorCodes } from '../files/file-error.ts'
import { fileLossKinds } from '../files/layered-image.ts'
import { speak } from '../strings.ts'
import { sayFileError, sayFileLosses } from './say-file.ts'

afterEach(() => {
  speak('en')
})

const tooLarge = { of: 'side', value: 20_000, max: 16_384 } as const

describe('sentences about files', () => {
  it('[FI13] say each loss by number, in both languages', () => {
    const said = new Set<string>()
    for (const language of ['en', 'de'] as const) {
      speak(language)
      for (const count of [1, 3]) {
        for (const sentence of sayFileLosses(fileLossKinds.map((kind) => ({ kind, count })))) {
          expect(sentence.includes('3')).toBe(count === 3)
          said.add(sentence)
        }
      }
    }
    expect(said.size).toBe(fileLossKinds.length * 4)
    expect(said).toContain('3 groups were taken apart.')
  })

  it('[FI13] say each refusal, and how much there is and may be', () => {
    const sentences = fileErrorCodes.map((code) =>
      sayFileError(new FileError(code, { format: 'psd', part: 'CMYK', tooLarge })),
    )
    expect(sentences).toEqual([
      'This is no Photoshop file, whatever its name says.',
      'This Photoshop file is damaged and can’t be read. Nothing was changed.',
      'This file is too large: it has 20\u202f000 px on a side, and Gesso reads at most 16\u202f384 px on a side.',
      'Gesso can’t read this kind of Photoshop file (CMYK). Saved as RGB with 8 bits, it can be read.',
    ])
    speak('de')
    expect(
      sayFileError(new FileError('too-large', { format: 'ora', tooLarge: { ...tooLarge, of: 'layers' } })),
    ).toBe('Diese Datei ist zu groß: Sie hat 20\u202f000 Ebenen, Gesso liest höchstens 16\u202f384 Ebenen.')
  })
})
