import { createStore, type StoreApi } from 'zustand/vanilla'
import type { LayerId } from '../../sync-core/index.ts'
import type { FileLoss } from '../files/layered-image.ts'

/** A file whose layers are being laid down. */
export interface Importing {
  readonly name: string
  /** From bottom to top. */
  readonly layers: readonly LayerId[]
  readonly losses: readonly FileLoss[]
}

export interface ImportState {
  /** The file that is being read, and how to end that. */
  readonly reading: { readonly name: string; readonly stop: () => void } | undefined
  /** Files that are read when those before are laid down; whoever ends one ends those behind it. */
  readonly waiting: readonly File[]
  /** In the order in which they were asked for. */
  readonly laying: readonly Importing[]
  /** Sentences about files that came, to be read and dismissed. */
  readonly told: readonly string[]
}

export type ImportStore = StoreApi<ImportState>

export function createImportStore(): ImportStore {
  return createStore<ImportState>(() => ({ reading: undefined, waiting: [], laying: [], told: [] }))
}
