import { unreachable } from '../base/assert.ts'
import { limits } from '../base/limits.ts'
import { bool, struct, u8, union, type TypeOf } from '../base/schema.ts'
import {
  blendMode,
  frameSchema,
  isFrame,
  type Layer,
  layerId,
  type LayerId,
  layerName,
  paletteSchema,
  plainLayer,
  type Structure,
} from './structure.ts'

// Operations on the structure. Each is a pure function of the structure before it, so the structure at any time is a replay of
// those that are not undone. One that makes no sense there (no such layer, too many, a frame out of the plane) has no effect.

const field = union({
  name: struct({ value: layerName }),
  opacity: struct({ value: u8 }),
  blend: struct({ value: blendMode }),
  visible: struct({ value: bool }),
  locked: struct({ value: bool }),
  alphaLocked: struct({ value: bool }),
  clipped: struct({ value: bool }),
})
/** One property of a layer, named by `kind`, and its new value. */
export type LayerField = TypeOf<typeof field>

export const layerOperationSchemas = {
  /** A new layer right above `above`; on top when that one is not there. */
  'layer-add': struct({ id: layerId, above: layerId, name: layerName }),
  'layer-remove': struct({ id: layerId }),
  /** Puts the layer right above `above`; 0 is the bottom. */
  'layer-move': struct({ id: layerId, above: layerId }),
  'layer-set': struct({ id: layerId, field }),
  /** A new layer `id` right above `from`, with its pixels and properties. */
  'layer-copy': struct({ from: layerId, id: layerId, name: layerName }),
  /**
   * Lays `top` on `below`, and removes it. What `top` looks like is said by its author: opacity, mode, and whether only where
   * `below` has pixels.
   */
  'layer-merge': struct({ top: layerId, below: layerId, opacity: u8, blend: blendMode, clipped: bool }),
  /** Sets the frame; no pixel changes. */
  resize: frameSchema,
  /** The shared palette is this from now on. */
  palette: struct({ colors: paletteSchema }),
}

type Bodies = typeof layerOperationSchemas
export type LayerOperation = {
  [K in keyof Bodies]: { readonly kind: K } & TypeOf<Bodies[K]>
}[keyof Bodies]

/** The structure after the operation; the same object when it has no effect. */
export function changeStructure(structure: Structure, operation: LayerOperation): Structure {
  const { layers } = structure
  switch (operation.kind) {
    case 'layer-add':
      return insert(structure, plainLayer(operation.id, operation.name), operation.above)
    case 'layer-remove':
      return remove(structure, operation.id)
    case 'layer-move': {
      const layer = find(structure, operation.id)
      const { above } = operation
      const isPossible = above === 0 || (above !== operation.id && find(structure, above) !== undefined)
      if (layer === undefined || !isPossible) return structure
      const others = layers.filter(({ id }) => id !== operation.id)
      const place = above === 0 ? 0 : others.findIndex(({ id }) => id === above) + 1
      return { ...structure, layers: [...others.slice(0, place), layer, ...others.slice(place)] }
    }
    case 'layer-set':
      return setField(structure, operation.id, operation.field)
    case 'layer-copy': {
      const from = find(structure, operation.from)
      if (from === undefined) return structure
      return insert(structure, { ...from, id: operation.id, name: operation.name }, from.id)
    }
    case 'layer-merge': {
      const isPossible = operation.top !== operation.below && find(structure, operation.below) !== undefined
      return isPossible ? remove(structure, operation.top) : structure
    }
    case 'resize': {
      const { x, y, width, height } = operation
      const frame = { x, y, width, height }
      return isFrame(frame) ? { ...structure, frame } : structure
    }
    case 'palette': {
      const { colors } = operation
      const isSame =
        colors.length === structure.palette.length &&
        colors.every((color, i) => color === structure.palette[i])
      return isSame ? structure : { ...structure, palette: colors }
    }
    default:
      return unreachable(operation)
  }
}

export function find(structure: Structure, id: LayerId): Layer | undefined {
  return structure.layers.find((layer) => layer.id === id)
}

function insert(structure: Structure, layer: Layer, above: LayerId): Structure {
  const { layers } = structure
  const isPossible =
    layer.id !== 0 && find(structure, layer.id) === undefined && layers.length < limits.layersMax
  if (!isPossible) return structure
  const found = layers.findIndex(({ id }) => id === above)
  const place = found < 0 ? layers.length : found + 1
  return { ...structure, layers: [...layers.slice(0, place), layer, ...layers.slice(place)] }
}

/** A picture keeps at least one layer. */
function remove(structure: Structure, id: LayerId): Structure {
  const { layers } = structure
  if (layers.length === 1 || find(structure, id) === undefined) return structure
  return { ...structure, layers: layers.filter((layer) => layer.id !== id) }
}

function setField(structure: Structure, id: LayerId, { kind, value }: LayerField): Structure {
  const layer = find(structure, id)
  if (layer === undefined || layer[kind] === value) return structure
  const changed = { ...layer, [kind]: value }
  return { ...structure, layers: structure.layers.map((each) => (each.id === id ? changed : each)) }
}

export function isLayerOperation(operation: { readonly kind: string }): operation is LayerOperation {
  return operation.kind in layerOperationSchemas
}
