import { describe, expect, it } from 'vitest'
import { checkSize, sizePresets } from './size-fields.ts'

describe('size fields', () => {
  it('[UI32] accept every preset and the extremes', () => {
    for (const { width, height } of sizePresets) {
      expect(checkSize(String(width), String(height))).toEqual({ kind: 'ok', size: { width, height } })
    }
    expect(checkSize('16', '16384')).toEqual({ kind: 'ok', size: { width: 16, height: 16384 } })
    expect(checkSize(' 800 ', '600')).toEqual({ kind: 'ok', size: { width: 800, height: 600 } })
  })

  it('[UI32] name the field, the value and what would be right', () => {
    expect(checkSize('16385', '600')).toEqual({
      kind: 'problem',
      field: 'width',
      sentence: 'Width is 16385, not 16 to 16384 pixels',
    })
    expect(checkSize('800', '15')).toMatchObject({ field: 'height' })
    for (const text of ['', 'x', '12.5', '-3', '1e3', '99999999']) {
      expect(checkSize('800', text)).toEqual({
        kind: 'problem',
        field: 'height',
        sentence: 'Height must be a whole number of pixels',
      })
    }
  })
})
