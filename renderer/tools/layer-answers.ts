// What can be done to layers, as operations. Each is worked out from the layers as they are shown, and is refused with a
// sentence where it would make no sense or would change what somebody locked.

import {
  firstLayer,
  limits,
  type Layer,
  type LayerField,
  type LayerId,
  type LayerOperation,
} from '../../sync-core/index.ts'
import { strings } from '../strings.ts'

export type LayerAnswer =
  | {
      readonly kind: 'operations'
      /** Undone together, in this order. */
      readonly operations: readonly LayerOperation[]
      /** The layers to take in hand afterwards, when they are others. */
      readonly takes?: readonly LayerId[]
    }
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

/** Why what is on the layer can't be erased now; undefined when it can. */
export function clearingRefusal(layer: Layer | undefined): string | undefined {
  return (
    paintingRefusal(layer) ??
    (layer?.alphaLocked === true ? strings.layers.keepsAlpha(layer.name) : undefined)
  )
}

/** Why the layer in hand can't be clipped; undefined when it can, or is. */
export function nothingBelowRefusal({
  layers,
  active,
}: {
  readonly layers: Layers
  readonly active: LayerId
}): string | undefined {
  const [bottom] = layers
  return bottom?.id === active && !bottom.clipped ? strings.layers.nothingBelow : undefined
}

/** A new layer right above `above`, with the next free number in its name. */
export function addLayer(layers: Layers, above: LayerId, id: LayerId): LayerAnswer {
  if (hasNoRoomFor(layers, 1)) return refused(strings.layers.isFull(limits.layersMax))
  let number = layers.length + 1
  while (layers.some(({ name }) => name === strings.layers.firstName(number))) number += 1
  return does([{ kind: 'layer-add', id, above, name: strings.layers.firstName(number) }], [id])
}

/** Each one right below its copy; the copies are taken in hand. */
export function duplicateLayers(layers: Layers, ids: readonly LayerId[], newId: () => LayerId): LayerAnswer {
  const chosen = inOrder(layers, ids)
  if (chosen.length === 0 || hasNoRoomFor(layers, chosen.length)) {
    return refused(strings.layers.isFull(limits.layersMax))
  }
  const operations = chosen.map((layer): LayerOperation & { readonly kind: 'layer-copy' } => ({
    kind: 'layer-copy',
    from: layer.id,
    id: newId(),
    name: fitName(strings.layers.copyName(layer.name)) ?? layer.name,
  }))
  return does(
    operations,
    operations.map(({ id }) => id),
  )
}

export function removeLayers(layers: Layers, ids: readonly LayerId[]): LayerAnswer {
  const chosen = inOrder(layers, ids)
  if (chosen.length === 0 || chosen.length === layers.length) return refused(strings.layers.isLast)
  const locked = chosen.find((layer) => layer.locked)
  if (locked !== undefined) return refused(strings.layers.isLocked(locked.name))
  return does(chosen.map(({ id }) => ({ kind: 'layer-remove', id })))
}

/** Lays one layer on the one below it, several neighbours on the lowest of them, as they look now. */
export function mergeLayers(layers: Layers, ids: readonly LayerId[]): LayerAnswer {
  const places = layers.flatMap((layer, place) => (ids.includes(layer.id) ? [place] : []))
  const top = places.at(-1)
  if (top === undefined) return refused(strings.layers.nothingBelow)
  const bottom = places.length > 1 ? places[0]! : top - 1
  const below = layers[bottom]
  if (below === undefined) return refused(strings.layers.nothingBelow)
  if (places.length > 1 && top - bottom + 1 !== places.length) return refused(strings.layers.notNeighbours)
  const merged = layers.slice(bottom, top + 1)
  const refusal = merged.map(paintingRefusal).find((sentence) => sentence !== undefined)
  if (refusal !== undefined) return refused(refusal)
  return does(
    merged.slice(1).map(({ id, opacity, blend, clipped }) => ({
      kind: 'layer-merge',
      top: id,
      below: below.id,
      opacity,
      blend,
      // Both of a clipped pair are held by the same base, which goes on holding what they become.
      clipped: clipped && !below.clipped,
    })),
    [below.id],
  )
}

/** One property of several layers; those that have the value already are left alone. */
export function setLayers(
  layers: Layers,
  ids: readonly LayerId[],
  field: LayerField,
): readonly LayerOperation[] {
  return inOrder(layers, ids)
    .filter((layer) => layer[field.kind] !== field.value)
    .map(({ id }) => ({ kind: 'layer-set', id, field }))
}

/**
 * Moves layers, together and in their order, into a gap of the list as it is shown, top first: gap 0 is above the top layer, gap
 * n below the bottom one. Nothing when that is where they are.
 */
export function moveToGap(layers: Layers, ids: readonly LayerId[], gap: number): readonly LayerOperation[] {
  const chosen = inOrder(layers, ids).map(({ id }) => id)
  const shown = [...layers].reverse().map(({ id }) => id)
  const below = shown.slice(gap).find((id) => !chosen.includes(id)) ?? 0
  const rest = layers.map(({ id }) => id).filter((id) => !chosen.includes(id))
  const at = rest.indexOf(below) + 1
  const after = [...rest.slice(0, at), ...chosen, ...rest.slice(at)]
  if (after.every((id, place) => layers[place]?.id === id)) return []
  return chosen.map((id, place) => ({ kind: 'layer-move', id, above: chosen[place - 1] ?? below }))
}

/** The gap nearest to a place in the list of `rows` rows, px from the top of the first one. */
export function gapAt(y: number, rowPx: number, rows: number): number {
  return Math.min(rows, Math.max(0, Math.round(y / rowPx)))
}

/** Moves layers by one place, up (1) or down (-1), together. */
export function moveByOne(layers: Layers, ids: readonly LayerId[], by: 1 | -1): readonly LayerOperation[] {
  const rows = layers.flatMap(({ id }, place) => (ids.includes(id) ? [layers.length - 1 - place] : []))
  const gap = by > 0 ? Math.min(...rows) - 1 : Math.max(...rows) + 2
  return gap < 0 || gap > layers.length ? [] : moveToGap(layers, ids, gap)
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

/** How a layer is called; a name of nothing that is seen is none. */
export function shownName(name: string): string {
  return /[^\p{C}\p{Z}]/u.test(name) ? name : strings.layers.unnamed
}

/** From the bottom up. */
function inOrder(layers: Layers, ids: readonly LayerId[]): Layers {
  return layers.filter(({ id }) => ids.includes(id))
}

function hasNoRoomFor(layers: Layers, more: number): boolean {
  return layers.length + more > limits.layersMax
}

function does(operations: readonly LayerOperation[], takes?: readonly LayerId[]): LayerAnswer {
  return { kind: 'operations', operations, ...(takes !== undefined && { takes }) }
}

function refused(sentence: string): LayerAnswer {
  return { kind: 'refused', sentence }
}
