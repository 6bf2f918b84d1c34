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
    const { frame, layers } = createStructure({ width: 64, height: 64 })
    const refused = (structure: Structure, words: RegExp): void => {
      expect(() => decodeStructure(encodeStructure(structure))).toThrow(words)
      expect(() => decodeStructure(encodeStructure(structure))).toThrow(ProtocolError)
    }
    refused({ frame, layers: [] }, /numbers of their own/)
    refused({ frame, layers: [plainLayer(5, 'A'), plainLayer(5, 'B')] }, /numbers of their own/)
    refused({ frame, layers: [plainLayer(0, 'A')] }, /numbers of their own/)
    refused({ frame: { ...frame, width: 3 }, layers }, /3 × 64 px .* is no frame/)
    const many = Array.from({ length: limits.layersMax }, (_, i) => plainLayer(i + 1, 'L'))
    const bytes = encodeStructure({ frame, layers: many })
    expect(decodeStructure(bytes).layers).toHaveLength(limits.layersMax)
  })
})
