import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fileLimits } from './file-limits.ts'
import { safeFileName } from './safe-file-name.ts'

describe('names of saved files', () => {
  it('[UI311] what a title has and a file may not is gone', () => {
    const named = (name: string): string => safeFileName(name, 'png', 'Picture')
    const pairs: readonly (readonly [string, string])[] = [
      ['Sunday, by the sea', 'Sunday, by the sea.png'],
      ['../../etc/passwd', 'etc passwd.png'],
      ['.bashrc', 'bashrc.png'],
      ['con', 'con_.png'],
      ['LPT1.notes', 'LPT1_.notes.png'],
      ['Concert', 'Concert.png'],
      ['holiday\u202Egnp.exe', 'holiday gnp.exe.png'],
      ['two\nlines\u2028', 'two lines.png'],
      ['the end...', 'the end.png'],
      ['', 'Picture.png'],
      [' ./. ', 'Picture.png'],
    ]
    expect(pairs.map(([name]) => named(name))).toEqual(pairs.map(([, safe]) => safe))
  })

  it('[UI311] a name of any letters has at most the bytes that a system takes, whole letters', () => {
    const name = safeFileName('\u{1F3A8}'.repeat(100), 'webp', 'Picture')
    expect(name).toMatch(/^(?:\u{1F3A8})+\.webp$/u)
    expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(fileLimits.fileNameBytesMax)
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (any) => {
        const safe = safeFileName(any, 'png', 'Picture')
        expect(/^[^\s.][^/\\\p{Cc}]*\.png$/u.test(safe)).toBe(true)
        expect(new TextEncoder().encode(safe).length).toBeLessThanOrEqual(fileLimits.fileNameBytesMax)
      }),
    )
  })
})
