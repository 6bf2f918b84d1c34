// What can be done to layers, as operations. Each is worked out from the layers as they are shown, and is refused with a
// sentence where it would make no sense or would change what somebody locked.

import { firstLayer, limits, type Layer, type LayerId, type LayerOperation } from '../../sync-core/index.ts'
import { strings } from '../strings.ts'

export type LayerAnswer =
  | { readonly kind: 'operation'; readonly operation: LayerOperation }
  | { readonly kind: 'refused'; readonly sentence: string }

/** From bottom to top, as the session has them. */
export type Layers = readonly Layer[]

/** What is shown while the session has said no layers yet. */
export const plainLook: Layer = {
  id: firstLayer,
  name: '',
  opacity: 255,
  blend: 'normal',
  visible: true,
  locked: false,
  alphaLocked: false,
  clipped: false,
}

/** Why nothing can be painted on the layer now; undefined when something can. */
export function paintingRefusal(layer: Layer | undefined): string | undefined {
  if (layer === undefined) return undefined
  if (layer.locked) return strings.layers.isLocked(layer.name)
  if (!layer.visible) return strings.layers.isHidden(layer.name)
  return undefined
}

/** A new layer right above `above`, with the next free number in its name. */
export function addLayer(layers: Layers, above: LayerId, id: LayerId): LayerAnswer {
  if (isFull(layers)) return refused(strings.layers.isFull(limits.layersMax))
  let number = layers.length + 1
  while (layers.some(({ name }) => name === strings.layers.firstName(number))) number += 1
  return does({ kind: 'layer-add', id, above, name: strings.layers.firstName(number) })
}

export function duplicateLayer(layers: Layers, from: LayerId, id: LayerId): LayerAnswer {
  const layer = findLayer(layers, from)
  if (layer === undefined || isFull(layers)) return refused(strings.layers.isFull(limits.layersMax))
  const name = fitName(strings.layers.copyName(layer.name)) ?? layer.name
  return does({ kind: 'layer-copy', from, id, name })
}

export function removeLayer(layers: Layers, id: LayerId): LayerAnswer {
  const layer = findLayer(layers, id)
  if (layer === undefined || layers.length === 1) return refused(strings.layers.isLast)
  if (layer.locked) return refused(strings.layers.isLocked(layer.name))
  return does({ kind: 'layer-remove', id })
}

/** Lays the layer on the one below it, as it looks now. */
export function mergeDown(layers: Layers, id: LayerId): LayerAnswer {
  const place = layers.findIndex((layer) => layer.id === id)
  const top = layers[place]
  const below = layers[place - 1]
  if (top === undefined || below === undefined) return refused(strings.layers.nothingBelow)
  const refusal = paintingRefusal(top) ?? paintingRefusal(below)
  if (refusal !== undefined) return refused(refusal)
  // Both of a clipped pair are held by the same base, which goes on holding what they become.
  const clipped = top.clipped && !below.clipped
  return does({
    kind: 'layer-merge',
    top: id,
    below: below.id,
    opacity: top.opacity,
    blend: top.blend,
    clipped,
  })
}

/**
 * Moves a layer into a gap of the list as it is shown, top first: gap 0 is above the top layer, gap n below the bottom one.
 * Undefined when that is where it is.
 */
export function moveToGap(layers: Layers, id: LayerId, gap: number): LayerOperation | undefined {
  const shown = [...layers].reverse()
  const row = shown.findIndex((layer) => layer.id === id)
  if (row < 0 || gap === row || gap === row + 1) return undefined
  return { kind: 'layer-move', id, above: shown[gap]?.id ?? 0 }
}

/** The gap nearest to a place in the list of `rows` rows, px from the top of the first one. */
export function gapAt(y: number, rowPx: number, rows: number): number {
  return Math.min(rows, Math.max(0, Math.round(y / rowPx)))
}

/** Moves a layer by one place, up (1) or down (-1). */
export function moveByOne(layers: Layers, id: LayerId, by: 1 | -1): LayerOperation | undefined {
  const row = layers.length - 1 - layers.findIndex((layer) => layer.id === id)
  const gap = by > 0 ? row - 1 : row + 2
  return gap < 0 || gap > layers.length ? undefined : moveToGap(layers, id, gap)
}

/** The name without blanks around it and not longer than the wire carries; undefined when nothing is left. */
export function fitName(name: string): string | undefined {
  const encoder = new TextEncoder()
  let fitting = ''
  for (const letter of name.trim()) {
    if (encoder.encode(fitting + letter).length > limits.nameBytesMax) break
    fitting += letter
  }
  return fitting === '' ? undefined : fitting
}

function findLayer(layers: Layers, id: LayerId): Layer | undefined {
  return layers.find((layer) => layer.id === id)
}

function isFull(layers: Layers): boolean {
  return layers.length >= limits.layersMax
}

function does(operation: LayerOperation): LayerAnswer {
  return { kind: 'operation', operation }
}

function refused(sentence: string): LayerAnswer {
  return { kind: 'refused', sentence }
}
