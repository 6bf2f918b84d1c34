import { createStore } from 'zustand/vanilla'
import type { LayerId, Thumbnail } from '../../sync-core/index.ts'

export interface LayerThumbnailState {
  /** Of layers whose rows were in sight: as they looked then, and as they look while they are. */
  readonly thumbnails: ReadonlyMap<LayerId, Thumbnail>
  readonly handleThumbnail: (layer: LayerId, thumbnail: Thumbnail) => void
  /** Forgets those of all other layers. */
  readonly keep: (layers: readonly LayerId[]) => void
}

export type LayerThumbnailStore = ReturnType<typeof createLayerThumbnailStore>

/** How the layers of one session look in the list, as far as its worker told. */
export function createLayerThumbnailStore() {
  return createStore<LayerThumbnailState>((set, get) => ({
    thumbnails: new Map(),
    handleThumbnail: (layer, thumbnail) =>
      set({ thumbnails: new Map(get().thumbnails).set(layer, thumbnail) }),
    keep(layers) {
      const kept = [...get().thumbnails].filter(([layer]) => layers.includes(layer))
      if (kept.length < get().thumbnails.size) set({ thumbnails: new Map(kept) })
    },
  }))
}
