import { describe, expect, it } from 'vitest'
import { firstLayer, limits, type Layer } from '../../sync-core/index.ts'
import {
  addLayer,
  clearingRefusal,
  duplicateLayers,
  fitName,
  gapAt,
  mergeLayers,
  moveByOne,
  moveToGap,
  nothingBelowRefusal,
  paintingRefusal,
  plainLook,
  removeLayers,
  setLayers,
  shownName,
} from './layer-answers.ts'

function layer(id: number, change: Partial<Layer> = {}): Layer {
  return { ...plainLook, id, name: `Layer ${id}`, ...change }
}

const three = [layer(1), layer(2), layer(3)]
const full = Array.from({ length: limits.layersMax }, (_, at) => layer(at + 1))
const refusal = (sentence: string) => ({ kind: 'refused', sentence })

describe('layer commands', () => {
  it('[UI61] add a layer above with a name of its own', () => {
    expect(addLayer([layer(firstLayer)], firstLayer, 77)).toEqual({
      kind: 'operations',
      operations: [{ kind: 'layer-add', id: 77, above: firstLayer, name: 'Layer 2' }],
      takes: [77],
    })
    expect(addLayer([layer(1), layer(5, { name: 'Layer 3' })], 1, 77)).toMatchObject({
      operations: [{ name: 'Layer 4' }],
    })
    expect(addLayer(full, 1, 77)).toEqual(refusal('A picture has at most 200 layers.'))
  })

  it('[UI61][UI112] duplicate layers under names that fit, and take the copies', () => {
    let next = 70
    const newId = (): number => ++next
    expect(duplicateLayers(three, [3, 2], newId)).toEqual({
      kind: 'operations',
      operations: [
        { kind: 'layer-copy', from: 2, id: 71, name: 'Layer 2 copy' },
        { kind: 'layer-copy', from: 3, id: 72, name: 'Layer 3 copy' },
      ],
      takes: [71, 72],
    })
    const long = layer(1, { name: 'ä'.repeat(32) })
    expect(duplicateLayers([long], [1], newId)).toMatchObject({ operations: [{ name: long.name }] })
    expect(duplicateLayers(full.slice(1), [2, 3], newId)).toMatchObject({ kind: 'refused' })
    expect(duplicateLayers(full.slice(1), [2], newId)).toMatchObject({ kind: 'operations' })
  })

  it('[UI61][UI112] keep the last layer and what is locked', () => {
    expect(removeLayers(three, [2, 1])).toEqual({
      kind: 'operations',
      operations: [
        { kind: 'layer-remove', id: 1 },
        { kind: 'layer-remove', id: 2 },
      ],
    })
    expect(removeLayers(three, [1, 2, 3])).toEqual(refusal('A picture keeps at least one layer.'))
    expect(removeLayers(three, [9])).toEqual(refusal('A picture keeps at least one layer.'))
    const locked = [layer(1, { locked: true }), layer(2), layer(3)]
    expect(removeLayers(locked, [1, 2])).toEqual(refusal('Layer “Layer 1” is locked.'))
  })

  it('[UI62] merge a layer down as it looks', () => {
    const glaze = layer(2, { opacity: 100, blend: 'multiply', clipped: true })
    expect(mergeLayers([layer(1), glaze], [2])).toEqual({
      kind: 'operations',
      operations: [{ kind: 'layer-merge', top: 2, below: 1, opacity: 100, blend: 'multiply', clipped: true }],
      takes: [1],
    })
    expect(mergeLayers([layer(1), layer(3, { clipped: true }), glaze], [2])).toMatchObject({
      operations: [{ below: 3, clipped: false }],
    })
  })

  it('[UI62][UI112] merge neighbours on the lowest of them, the lowest first', () => {
    expect(mergeLayers(three, [3, 1, 2])).toMatchObject({
      operations: [
        { top: 2, below: 1 },
        { top: 3, below: 1 },
      ],
      takes: [1],
    })
    expect(mergeLayers(three, [1, 3])).toEqual(refusal('Only layers next to each other can be merged.'))
  })

  it('[UI62] merge nothing that is hidden, locked or at the bottom', () => {
    expect(mergeLayers(three, [1])).toEqual(refusal('There is no layer below this one.'))
    expect(mergeLayers(three, [])).toEqual(refusal('There is no layer below this one.'))
    expect(mergeLayers([layer(1, { locked: true }), layer(2)], [2])).toEqual(
      refusal('Layer “Layer 1” is locked.'),
    )
    expect(mergeLayers([layer(1), layer(2, { visible: false })], [2])).toEqual(
      refusal('Layer “Layer 2” is hidden.'),
    )
  })

  it('[UI112] set one property of several layers where it differs', () => {
    const mixed = [layer(1), layer(2, { visible: false }), layer(3)]
    expect(setLayers(mixed, [3, 2, 1], { kind: 'visible', value: false })).toEqual([
      { kind: 'layer-set', id: 1, field: { kind: 'visible', value: false } },
      { kind: 'layer-set', id: 3, field: { kind: 'visible', value: false } },
    ])
    expect(setLayers(mixed, [2], { kind: 'visible', value: false })).toEqual([])
  })

  it('[UI63] move a layer into a gap between the rows, top first', () => {
    expect(moveToGap(three, [1], 0)).toEqual([{ kind: 'layer-move', id: 1, above: 3 }])
    expect(moveToGap(three, [1], 1)).toEqual([{ kind: 'layer-move', id: 1, above: 2 }])
    expect([2, 3].map((gap) => moveToGap(three, [1], gap))).toEqual([[], []])
    expect(moveToGap(three, [3], 3)).toEqual([{ kind: 'layer-move', id: 3, above: 0 }])
    expect(moveToGap(three, [3], 2)).toEqual([{ kind: 'layer-move', id: 3, above: 1 }])
    expect(moveToGap(three, [9], 2)).toEqual([])
  })

  it('[UI63][UI112] move several layers together and in their order', () => {
    const five = [1, 2, 3, 4, 5].map((id) => layer(id))
    // Shown 5 4 3 2 1: into the gap between 3 and 2.
    expect(moveToGap(five, [5, 1], 3)).toEqual([
      { kind: 'layer-move', id: 1, above: 2 },
      { kind: 'layer-move', id: 5, above: 1 },
    ])
    expect(moveToGap(five, [1, 2], 5)).toEqual([])
    expect(moveToGap(five, [4, 3], 2)).toEqual([])
    expect(moveToGap(five, [1, 2, 3, 4, 5], 0)).toEqual([])
    const random = [[2, 4], [1, 3, 5], [5], [1, 2]]
    for (const ids of random)
      for (let gap = 0; gap <= 5; gap += 1) {
        let now: readonly number[] = five.map(({ id }) => id)
        for (const operation of moveToGap(five, ids, gap)) {
          if (operation.kind !== 'layer-move') throw new Error('only moves move')
          const rest = now.filter((id) => id !== operation.id)
          const at = rest.indexOf(operation.above) + 1
          now = [...rest.slice(0, at), operation.id, ...rest.slice(at)]
        }
        // As rows: those above the gap, the moved ones, those below.
        const rows = [5, 4, 3, 2, 1]
        const isMoved = (id: number): boolean => ids.includes(id)
        expect([...now].reverse()).toEqual([
          ...rows.slice(0, gap).filter((id) => !isMoved(id)),
          ...rows.filter(isMoved),
          ...rows.slice(gap).filter((id) => !isMoved(id)),
        ])
      }
  })

  it('[UI63] find the gap that is nearest to the pointer', () => {
    expect([-50, 0, 13, 15, 44, 83, 500].map((y) => gapAt(y, 28, 3))).toEqual([0, 0, 0, 1, 2, 3, 3])
  })

  it('[UI63][UI112] move layers by one place', () => {
    expect(moveByOne(three, [2], 1)).toEqual([{ kind: 'layer-move', id: 2, above: 3 }])
    expect(moveByOne(three, [2], -1)).toEqual([{ kind: 'layer-move', id: 2, above: 0 }])
    expect(moveByOne(three, [1, 2], 1)).toEqual([
      { kind: 'layer-move', id: 1, above: 3 },
      { kind: 'layer-move', id: 2, above: 1 },
    ])
    expect(moveByOne(three, [3], 1)).toEqual([])
    expect(moveByOne(three, [1, 3], -1)).toEqual([])
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

  it('[UI239] call a layer without a name that can be seen by a word for that', () => {
    expect(shownName('Ink')).toBe('Ink')
    expect(shownName('نخلة')).toBe('نخلة')
    for (const name of ['', ' ', '\u200b', '\u202e\t']) expect(shownName(name)).toBe('Unnamed layer')
  })

  it('[UI240] say why a layer can’t be cleared, and [UI235] why it can’t be clipped', () => {
    expect(clearingRefusal(layer(1))).toBeUndefined()
    expect(clearingRefusal(layer(1, { name: 'Ink', locked: true }))).toBe('Layer “Ink” is locked.')
    expect(clearingRefusal(layer(1, { name: 'Ink', alphaLocked: true }))).toBe(
      'Layer “Ink” keeps its transparency. Turn that off to clear the layer.',
    )
    const clipping = (active: number, clipped = false) =>
      nothingBelowRefusal({ layers: [layer(1, { clipped }), layer(2)], active })
    expect(clipping(1)).toBe('There is no layer below this one.')
    expect([clipping(1, true), clipping(2)]).toEqual([undefined, undefined])
  })
})
