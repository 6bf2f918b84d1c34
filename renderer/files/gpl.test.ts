import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../../sync-core/index.ts'
import { fuzzDecoder } from '../../sync-core/testing/fuzz-decoder.ts'
import { fileLimits } from './file-limits.ts'
import { fitName } from './fit-name.ts'
import { readGpl, writeGpl, type GplAnswer, type PaletteContent } from './gpl.ts'

const read = (text: string): GplAnswer => readGpl(encodeUtf8(text))

const colors = (...values: (readonly [number, string])[]) => values.map(([color, name]) => ({ color, name }))

const anyName = fc
  .oneof(fc.string({ unit: 'grapheme', maxLength: 20 }), fc.string({ unit: 'binary', maxLength: 20 }))
  .map(fitName)
  .filter((name) => name !== 'Untitled')
const anyPalette: fc.Arbitrary<PaletteContent> = fc.record({
  name: anyName,
  columns: fc.integer({ min: 0, max: 64 }),
  colors: fc.array(fc.record({ color: fc.nat({ max: 0xffffff }), name: anyName }), {
    minLength: 1,
    maxLength: 40,
  }),
})

describe('GIMP palettes', () => {
  it('[CO20] reads name, columns, colours and names, whatever the lines end with', () => {
    const text = [
      'GIMP Palette',
      'Name:  Evening at the harbour ',
      'Columns: 4',
      '# Made by Ann',
      '255 128   0\tSodium light',
      '  0   0 0',
      '\t12\t34\t56\t  3 blue  boats',
      '',
      '999 0 256 Too much',
    ]
    for (const end of ['\n', '\r\n', '\r']) {
      expect(read(text.join(end))).toEqual({
        kind: 'palette',
        palette: {
          name: 'Evening at the harbour',
          columns: 4,
          colors: colors(
            [0xff8000, 'Sodium light'],
            [0, ''],
            [0x0c2238, '3 blue  boats'],
            [0xff00ff, 'Too much'],
          ),
        },
        skipped: 0,
        leftOut: 0,
      })
    }
  })

  it('[CO20] reads the oldest ones, without a name, and those with opacity', () => {
    expect(read('\uFEFFGIMP Palette\n1 2 3 Untitled')).toMatchObject({
      palette: { name: '', columns: 0, colors: colors([0x010203, '']) },
    })
    expect(read('GIMP Palette\nChannels: RGBA\n1 2 3 255 Sand\n4 5 6 7\n8 9 10')).toMatchObject({
      palette: { colors: colors([0x010203, 'Sand'], [0x040506, '']) },
      skipped: 1,
    })
    const old = Uint8Array.from('GIMP Palette\n1 2 3 Gr\xfcn', (letter) => letter.charCodeAt(0))
    expect(readGpl(old)).toMatchObject({ palette: { colors: colors([0x010203, 'Grün']) } })
  })

  it('[CO20] leaves out and counts lines that say no colour', () => {
    expect(read('GIMP Palette\nColumns: 1e9\nhello\n1 2\n-1 2 3\n1.5 2 3\n7 7 7\n#1 1 1')).toEqual({
      kind: 'palette',
      palette: { name: '', columns: 0, colors: colors([0x070707, '']) },
      skipped: 4,
      leftOut: 0,
    })
  })

  it('[CO21] refuses what is no palette, has no colour, or is too large', () => {
    for (const text of ['', 'JASC-PAL\n0100\n1\n1 2 3', '{"GIMP Palette": 1}', 'GIMP Palette 2\n1 2 3'])
      expect(read(text)).toEqual({ kind: 'refused', why: 'not-a-palette' })
    for (const text of ['GIMP Palette', 'GIMP Palette\nName: x\n# nothing\nred'])
      expect(read(text)).toEqual({ kind: 'refused', why: 'no-colors' })
    const huge = new Uint8Array(fileLimits.paletteBytesMax + 1)
    huge.set(encodeUtf8('GIMP Palette\n1 2 3\n#'))
    expect(readGpl(huge)).toEqual({ kind: 'refused', why: 'too-large' })
  })

  it('[CO21] takes the first colours of too many, and says how many are left out', () => {
    const many = Array.from(
      { length: fileLimits.paletteColorsMax + 5 },
      (_, at) => `0 ${at >> 8} ${at & 255}`,
    )
    const answer = read(['GIMP Palette', ...many].join('\n'))
    if (answer.kind !== 'palette') throw new Error('it is a palette')
    expect([answer.palette.colors.length, answer.palette.colors.at(-1)?.color, answer.leftOut]).toEqual([
      fileLimits.paletteColorsMax,
      fileLimits.paletteColorsMax - 1,
      5,
    ])
  })

  it('[CO20] keeps a colour whose name has separators of lines and paragraphs', () => {
    const answer = read('GIMP Palette\nName: a\u2028b\n1 2 3 c\u2029d')
    expect(answer).toMatchObject({ palette: { name: 'a b', colors: colors([0x010203, 'c d']) }, skipped: 0 })
  })

  it('[CO22] writes what GIMP writes', () => {
    const palette = {
      name: 'Harbour',
      columns: 2,
      colors: colors([0xff8000, 'Sodium light'], [0x00000a, '']),
    }
    expect(writeGpl(palette)).toBe(
      'GIMP Palette\nName: Harbour\nColumns: 2\n#\n255 128   0\tSodium light\n  0   0  10\tUntitled\n',
    )
  })

  it('[CO22] reads back what it wrote', () => {
    fc.assert(
      fc.property(anyPalette, (palette) => {
        expect(read(writeGpl(palette))).toEqual({ kind: 'palette', palette, skipped: 0, leftOut: 0 })
      }),
    )
  })

  it('[HI4][CO20] answers hostile bytes with a palette within its bounds, or a reason', () => {
    const palette = { name: 'Harbour', columns: 2, colors: colors([0xff8000, 'Sodium light'], [0x0a, '']) }
    fuzzDecoder({
      decode: readGpl,
      valid: [writeGpl(palette), 'GIMP Palette\nChannels: RGBA\n1 2 3 4\n'].map(encodeUtf8),
      isRefusal: () => false,
      check(answer) {
        if (answer.kind === 'refused') return
        const { name, columns, colors: found } = answer.palette
        expect(found.length > 0 && found.length <= fileLimits.paletteColorsMax).toBe(true)
        expect([fitName(name), columns >= 0 && columns <= 64]).toEqual([name, true])
        for (const { color, name: own } of found)
          expect([fitName(own), Number.isInteger(color) && color >= 0 && color <= 0xffffff]).toEqual([
            own,
            true,
          ])
      },
    })
  })
})
