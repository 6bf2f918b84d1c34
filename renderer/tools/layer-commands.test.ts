import { describe, expect, it } from 'vitest'
import { firstLayer, limits, type Layer } from '../../sync-core/index.ts'
import {
  addLayer,
  duplicateLayer,
  fitName,
  gapAt,
  mergeDown,
  moveByOne,
  moveToGap,
  paintingRefusal,
  plainLook,
  removeLayer,
} from './layer-commands.ts'

function layer(id: number, change: Partial<Layer> = {}): Layer {
  return { ...plainLook, id, name: `Layer ${id}`, ...change }
}

const three = [layer(1), layer(2), layer(3)]
const full = Array.from({ length: limits.layersMax }, (_, at) => layer(at + 1))
const refusal = (sentence: string) => ({ kind: 'refused', sentence })

describe('layer commands', () => {
  it('[UI61] add a layer above with a name of its own', () => {
    expect(addLayer([layer(firstLayer)], firstLayer, 77)).toEqual({
      kind: 'operation',
      operation: { kind: 'layer-add', id: 77, above: firstLayer, name: 'Layer 2' },
    })
    expect(addLayer([layer(1), layer(5, { name: 'Layer 3' })], 1, 77)).toMatchObject({
      operation: { name: 'Layer 4' },
    })
    expect(addLayer(full, 1, 77)).toEqual(refusal('A picture has at most 200 layers.'))
  })

  it('[UI61] duplicate a layer under a name that fits', () => {
    expect(duplicateLayer(three, 2, 77)).toEqual({
      kind: 'operation',
      operation: { kind: 'layer-copy', from: 2, id: 77, name: 'Layer 2 copy' },
    })
    const long = layer(1, { name: 'ä'.repeat(32) })
    expect(duplicateLayer([long], 1, 77)).toMatchObject({ operation: { name: long.name } })
    expect(duplicateLayer(full, 1, 77)).toMatchObject({ kind: 'refused' })
  })

  it('[UI61] keep the last layer and what is locked', () => {
    expect(removeLayer(three, 2)).toEqual({
      kind: 'operation',
      operation: { kind: 'layer-remove', id: 2 },
    })
    expect(removeLayer([layer(1)], 1)).toEqual(refusal('A picture keeps at least one layer.'))
    expect(removeLayer([layer(1, { locked: true }), layer(2)], 1)).toEqual(
      refusal('Layer “Layer 1” is locked.'),
    )
  })

  it('[UI62] merge a layer down as it looks', () => {
    const glaze = layer(2, { opacity: 100, blend: 'multiply', clipped: true })
    expect(mergeDown([layer(1), glaze], 2)).toEqual({
      kind: 'operation',
      operation: { kind: 'layer-merge', top: 2, below: 1, opacity: 100, blend: 'multiply', clipped: true },
    })
    expect(mergeDown([layer(1), layer(3, { clipped: true }), glaze], 2)).toMatchObject({
      operation: { below: 3, clipped: false },
    })
  })

  it('[UI62] merge nothing that is hidden, locked or at the bottom', () => {
    expect(mergeDown(three, 1)).toEqual(refusal('There is no layer below this one.'))
    expect(mergeDown([layer(1, { locked: true }), layer(2)], 2)).toEqual(
      refusal('Layer “Layer 1” is locked.'),
    )
    expect(mergeDown([layer(1), layer(2, { visible: false })], 2)).toEqual(
      refusal('Layer “Layer 2” is hidden.'),
    )
  })

  it('[UI63] move a layer into a gap between the rows, top first', () => {
    expect(moveToGap(three, 1, 0)).toEqual({ kind: 'layer-move', id: 1, above: 3 })
    expect(moveToGap(three, 1, 1)).toEqual({ kind: 'layer-move', id: 1, above: 2 })
    expect([2, 3].map((gap) => moveToGap(three, 1, gap))).toEqual([undefined, undefined])
    expect(moveToGap(three, 3, 3)).toEqual({ kind: 'layer-move', id: 3, above: 0 })
    expect(moveToGap(three, 3, 2)).toEqual({ kind: 'layer-move', id: 3, above: 1 })
    expect(moveToGap(three, 9, 2)).toBeUndefined()
  })

  it('[UI63] find the gap that is nearest to the pointer', () => {
    expect([-50, 0, 13, 15, 44, 83, 500].map((y) => gapAt(y, 28, 3))).toEqual([0, 0, 0, 1, 2, 3, 3])
  })

  it('[UI63] move a layer by one place', () => {
    expect(moveByOne(three, 2, 1)).toEqual({ kind: 'layer-move', id: 2, above: 3 })
    expect(moveByOne(three, 2, -1)).toEqual({ kind: 'layer-move', id: 2, above: 0 })
    expect(moveByOne(three, 3, 1)).toBeUndefined()
    expect(moveByOne(three, 1, -1)).toBeUndefined()
  })

  it('[UI64] take names that fit, without blanks around them', () => {
    expect(fitName('  Ink lines ')).toBe('Ink lines')
    expect(fitName(' \t')).toBeUndefined()
    expect(fitName('🐟'.repeat(20))).toBe('🐟'.repeat(16))
  })

  it('[UI65] say why nothing can be painted on a layer', () => {
    expect(paintingRefusal(layer(1))).toBeUndefined()
    expect(paintingRefusal(undefined)).toBeUndefined()
    expect(paintingRefusal(layer(1, { name: 'Ink', locked: true, visible: false }))).toBe(
      'Layer “Ink” is locked.',
    )
    expect(paintingRefusal(layer(1, { name: 'Ink', visible: false }))).toBe('Layer “Ink” is hidden.')
  })
})
