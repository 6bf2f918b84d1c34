import { createStore } from 'zustand/vanilla'
import { firstLayer, type Layer, type LayerId } from '../../sync-core/index.ts'

export interface LayerState {
  /** From bottom to top, as shown; empty until the session said them. */
  readonly layers: readonly Layer[]
  /** The layer that this person paints on: one of `layers`, when there are any. */
  readonly active: LayerId
  /** Takes a layer, now or, when it was only just asked for, as soon as it is there. */
  readonly choose: (id: LayerId) => void
  /** Says when the layer that this person was on is gone, and which one took its place. */
  readonly setLayers: (layers: readonly Layer[]) => LostLayer | undefined
}

export interface LostLayer {
  readonly lost: Layer
  readonly now: Layer
}

export type LayerStore = ReturnType<typeof createLayerStore>

/** The layers of one session, and which of them this person is on. */
export function createLayerStore() {
  let awaited: LayerId | undefined
  return createStore<LayerState>((set, get) => ({
    layers: [],
    active: firstLayer,
    choose(id) {
      const isHere = get().layers.some((layer) => layer.id === id)
      awaited = isHere ? undefined : id
      if (isHere) set({ active: id })
    },
    setLayers(layers) {
      const { layers: before, active } = get()
      if (areSame(layers, before)) return undefined
      const isHere = (id: LayerId): boolean => layers.some((layer) => layer.id === id)
      const arrived = awaited !== undefined && isHere(awaited) ? awaited : undefined
      if (arrived !== undefined) awaited = undefined
      set({ layers, active: arrived ?? successor(before, active, isHere) ?? layers.at(-1)?.id ?? active })
      const lost = before.find(({ id }) => id === active)
      const now = activeLayer(get())
      return lost === undefined || now === undefined || isHere(active) ? undefined : { lost, now }
    },
  }))
}

export function activeLayer({ layers, active }: LayerState): Layer | undefined {
  return layers.find((layer) => layer.id === active)
}

/** Every report of the session has layers of its own, changed or not. */
function areSame(a: readonly Layer[], b: readonly Layer[]): boolean {
  if (a.length !== b.length) return false
  return a.every((layer, place) => {
    const other = b[place]
    if (other === undefined) return false
    return (Object.keys(layer) as (keyof Layer)[]).every((field) => layer[field] === other[field])
  })
}

/** The layer itself; when it is gone the nearest one below it that is still here, or above it. */
function successor(
  before: readonly Layer[],
  active: LayerId,
  isHere: (id: LayerId) => boolean,
): LayerId | undefined {
  const place = before.findIndex((layer) => layer.id === active)
  if (place < 0) return undefined
  const downwards = before.slice(0, place + 1).reverse()
  return [...downwards, ...before.slice(place + 1)].find(({ id }) => isHere(id))?.id
}
