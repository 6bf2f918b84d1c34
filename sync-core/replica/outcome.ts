import type { Limits } from '../base/limits.ts'
import { changeStructure, find, type LayerOperation } from '../raster/layer-operation.ts'
import type { LayerId, Structure } from '../raster/structure.ts'

/** What became of something that a person did. `sentence` is for them. */
export type Outcome = { readonly kind: 'taken' } | { readonly kind: 'refused'; readonly sentence: string }

export const taken: Outcome = { kind: 'taken' }

export function refused(sentence: string): Outcome {
  return { kind: 'refused', sentence }
}

/** Why nothing can be painted on a layer, or undefined. */
export function markRefusal(
  structure: Structure,
  tiles: number,
  id: LayerId,
  limits: Limits,
): string | undefined {
  const layer = find(structure, id)
  if (layer === undefined) return 'The layer to paint on is not there any more. Choose another one.'
  if (!layer.visible) return `The layer “${layer.name}” is hidden. Show it to paint on it.`
  if (layer.locked) return `The layer “${layer.name}” is locked. Unlock it to paint on it.`
  return fullRefusal(tiles, limits)
}

/** Whether the layers can be changed so; 'nothing' when that would make no difference. */
export function judgeLayers(
  structure: Structure | undefined,
  tiles: number,
  operation: LayerOperation,
  limits: Limits,
): Outcome | 'nothing' {
  if (structure === undefined) return 'nothing'
  const { kind } = operation
  if ((kind === 'layer-add' || kind === 'layer-copy') && structure.layers.length >= limits.layersMax) {
    return refused(`A picture has at most ${limits.layersMax} layers.`)
  }
  if (kind === 'palette' && operation.colors.length > limits.paletteColorsMax) {
    return refused(`The shared palette has at most ${limits.paletteColorsMax} colours.`)
  }
  const full = kind === 'layer-copy' ? fullRefusal(tiles, limits) : undefined
  if (full !== undefined) return refused(full)
  const below = kind === 'layer-merge' ? find(structure, operation.below) : undefined
  if (below?.locked === true) {
    return refused(`The layer “${below.name}” is locked. Unlock it to merge another one into it.`)
  }
  return changeStructure(structure, operation) === structure ? 'nothing' : taken
}

function fullRefusal(tiles: number, limits: Limits): string | undefined {
  if (tiles < limits.pictureTilesMax) return undefined
  return `The picture is full: its layers have ${tiles} painted squares of 64 × 64 px. Merge or remove some layers.`
}
