import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Frame } from '../../sync-core/index.ts'

/** What of the picture this window put on the clipboard last. */
export type CopiedStore = StoreApi<{ readonly place: Frame | undefined }>

export function createCopiedStore(): CopiedStore {
  return createStore<{ readonly place: Frame | undefined }>(() => ({ place: undefined }))
}
