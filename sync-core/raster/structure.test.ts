import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ProtocolError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import { blendModes } from '../kernel/blend-mode.ts'
import {
  createStructure,
  decodeStructure,
  encodeStructure,
  isFrame,
  type Layer,
  plainLayer,
  type Structure,
} from './structure.ts'

const anyLayer: fc.Arbitrary<Layer> = fc.record({
  id: fc.integer({ min: 1, max: 2 ** 32 - 1 }),
  name: fc.string({ maxLength: 16, unit: 'grapheme-ascii' }),
  opacity: fc.nat({ max: 255 }),
  blend: fc.constantFrom(...blendModes),
  visible: fc.boolean(),
  locked: fc.boolean(),
  alphaLocked: fc.boolean(),
  clipped: fc.boolean(),
})
const anyStructure: fc.Arbitrary<Structure> = fc.record({
  frame: fc.record({
    x: fc.nat({ max: 8000 }),
    y: fc.nat({ max: 8000 }),
    width: fc.integer({ min: 16, max: 8000 }),
    height: fc.integer({ min: 16, max: 8000 }),
  }),
  layers: fc.uniqueArray(anyLayer, { minLength: 1, maxLength: 8, selector: ({ id }) => id }),
  palette: fc.array(fc.nat({ max: 0xffffff }), { maxLength: 8 }),
})

describe('structure', () => {
  it('[RA35] decodes what it encoded', () => {
    fc.assert(
      fc.property(anyStructure, (structure) => {
        expect(decodeStructure(encodeStructure(structure))).toEqual(structure)
      }),
    )
  })

  it('[RA35] puts a new picture in the middle of the plane, where it begins with a tile', () => {
    expect(createStructure({ width: 200, height: 150 })).toEqual({
      frame: { x: 126 * 64, y: 126 * 64, width: 200, height: 150 },
      layers: [plainLayer(1, 'Layer 1')],
      palette: [],
    })
    const whole = createStructure({ width: 16_384, height: 16 })
    expect(whole.frame).toMatchObject({ x: 0, y: 127 * 64 })
    expect(isFrame(whole.frame)).toBe(true)
  })

  it('[RA35] knows which frames can be', () => {
    const frame = { x: 0, y: 0, width: 64, height: 64 }
    expect(isFrame({ ...frame, x: 16_384 - 64 })).toBe(true)
    for (const wrong of [{ x: 16_384 - 63 }, { x: -1 }, { y: 0.5 }, { width: 15 }, { height: 16_385 }]) {
      expect(isFrame({ ...frame, ...wrong })).toBe(false)
    }
  })

  it('[RA35] refuses no layers, layers without a number of their own, and frames that can’t be', () => {
    const { frame, layers, palette } = createStructure({ width: 64, height: 64 })
    const refused = (structure: Structure, words: RegExp): void => {
      expect(() => decodeStructure(encodeStructure(structure))).toThrow(words)
      expect(() => decodeStructure(encodeStructure(structure))).toThrow(ProtocolError)
    }
    refused({ frame, layers: [], palette }, /numbers of their own/)
    refused({ frame, layers: [plainLayer(5, 'A'), plainLayer(5, 'B')], palette }, /numbers of their own/)
    refused({ frame, layers: [plainLayer(0, 'A')], palette }, /numbers of their own/)
    refused({ frame: { ...frame, width: 3 }, layers, palette }, /3 × 64 px .* is no frame/)
    const many = Array.from({ length: limits.layersMax }, (_, i) => plainLayer(i + 1, 'L'))
    const bytes = encodeStructure({ frame, layers: many, palette })
    expect(decodeStructure(bytes).layers).toHaveLength(limits.layersMax)
  })

  it('[TG30] has no bytes for a palette that is empty, and fits with the longest one', () => {
    const plain = createStructure({ width: 64, height: 64 })
    const bytes = encodeStructure(plain)
    expect(encodeStructure({ ...plain, palette: [0xff8000] })).toEqual(
      Uint8Array.of(...bytes, 1, 0x80, 0x80, 0xfe, 0x07),
    )
    expect(() => decodeStructure(Uint8Array.of(...bytes, 0))).toThrow(/without colours takes no bytes/)
    const tooMany = Uint8Array.of(...bytes, 0x81, 0x02, ...new Uint8Array(257))
    expect(() => decodeStructure(tooMany)).toThrow(/a list of 257 is longer than 256/)
    const layers = Array.from({ length: limits.layersMax }, (_, i) => {
      return plainLayer(2 ** 32 - 1 - i, 'ä'.repeat(limits.nameBytesMax / 2))
    })
    const frame = { x: 8192, y: 8192, width: 8192, height: 8192 }
    const palette = Array.from({ length: limits.paletteColorsMax }, () => 0xffffff)
    const longest = { frame, layers, palette }
    expect(encodeStructure(longest).length).toBeLessThanOrEqual(limits.structureBytesMax)
    expect(decodeStructure(encodeStructure(longest))).toEqual(longest)
  })
})
