import { createStore } from 'zustand/vanilla'
import { firstLayer, type Layer, type LayerId } from '../../sync-core/index.ts'

export interface LayerState {
  /** From bottom to top, as shown; empty until the session said them. */
  readonly layers: readonly Layer[]
  /** The layer that this person paints on: one of `layers`, when there are any. */
  readonly active: LayerId
  /** The layers that commands change together, from the bottom up: `active`, and others that were chosen with it. */
  readonly chosen: readonly LayerId[]
  /** The layer whose name is being typed. */
  readonly renaming: LayerId | undefined
  readonly rename: (id: LayerId | undefined) => void
  /** Takes a layer alone, now or, when it was only just asked for, as soon as it is there. */
  readonly choose: (id: LayerId) => void
  /** Takes several, the last one as the active one; those that are not there yet as soon as they are. */
  readonly chooseAll: (ids: readonly LayerId[]) => void
  /** Adds a layer to the chosen ones, or takes it out; one always stays. */
  readonly toggle: (id: LayerId) => void
  /** Chooses everything from the active layer to this one. */
  readonly extendTo: (id: LayerId) => void
  /** Takes the layer above (1) or below (-1) in hand, and chooses everything from where choosing began to there. */
  readonly extendBy: (by: 1 | -1) => void
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
  let awaited: readonly LayerId[] = []
  /** Where a range began that is being chosen by keys, and the layer that was in hand when it was chosen last. */
  let range: { readonly from: LayerId; readonly to: LayerId } | undefined
  return createStore<LayerState>((set, get) => ({
    layers: [],
    active: firstLayer,
    chosen: [firstLayer],
    renaming: undefined,
    rename: (renaming) => set({ renaming }),
    choose: (id) => get().chooseAll([id]),
    chooseAll(ids) {
      const here = ids.filter((id) => get().layers.some((layer) => layer.id === id))
      awaited = here.length === ids.length ? [] : ids
      const active = here.at(-1)
      if (active !== undefined && awaited.length === 0) set({ active, chosen: ordered(get().layers, here) })
    },
    toggle(id) {
      const { layers, active, chosen } = get()
      const next = chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]
      const last = next.includes(id) ? id : next.includes(active) ? active : next.at(-1)
      if (last !== undefined) set({ active: last, chosen: ordered(layers, next) })
    },
    extendTo(id) {
      const { layers, active } = get()
      const chosen = between(layers, active, id)
      if (chosen.length > 0) set({ chosen })
    },
    extendBy(by) {
      const { layers, active } = get()
      const next = layers[layers.findIndex((layer) => layer.id === active) + by]
      if (next === undefined) return
      const from = range !== undefined && range.to === active ? range.from : active
      range = { from, to: next.id }
      const chosen = between(layers, from, next.id)
      set({ active: next.id, chosen: chosen.length > 0 ? chosen : [next.id] })
    },
    setLayers(newest) {
      const { layers: before, active } = get()
      const known = new Map(before.map((layer) => [layer.id, layer]))
      const layers = newest.map((layer) => unchanged(known.get(layer.id), layer))
      if (layers.length === before.length && layers.every((layer, i) => layer === before[i])) return undefined
      const isHere = (id: LayerId): boolean => layers.some((layer) => layer.id === id)
      const haveArrived = awaited.length > 0 && awaited.every(isHere)
      const taken = haveArrived ? awaited : undefined
      if (haveArrived) awaited = []
      const next = taken?.at(-1) ?? successor(before, active, isHere) ?? layers.at(-1)?.id ?? active
      const kept = taken ?? get().chosen.filter(isHere)
      set({ layers, active: next, chosen: ordered(layers, kept.includes(next) ? kept : [next]) })
      const lost = before.find(({ id }) => id === active)
      const now = activeLayer(get())
      return lost === undefined || now === undefined || isHere(active) ? undefined : { lost, now }
    },
  }))
}

export function activeLayer({ layers, active }: LayerState): Layer | undefined {
  return layers.find((layer) => layer.id === active)
}

/** Every report of the session has layers of its own, changed or not: the former object, when it is not. */
function unchanged(known: Layer | undefined, layer: Layer): Layer {
  if (known === undefined) return layer
  return (Object.keys(layer) as (keyof Layer)[]).every((field) => layer[field] === known[field])
    ? known
    : layer
}

/** All from one layer to another, from the bottom up; none when one of them is gone. */
function between(layers: readonly Layer[], one: LayerId, other: LayerId): readonly LayerId[] {
  const places = [one, other].map((end) => layers.findIndex((layer) => layer.id === end))
  if (places.includes(-1)) return []
  return layers.slice(Math.min(...places), Math.max(...places) + 1).map(({ id }) => id)
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

function ordered(layers: readonly Layer[], ids: readonly LayerId[]): readonly LayerId[] {
  return layers.filter(({ id }) => ids.includes(id)).map(({ id }) => id)
}
