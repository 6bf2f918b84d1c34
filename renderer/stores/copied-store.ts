import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Frame } from '../../sync-core/index.ts'

interface CopiedState {
  /** What of the picture this window put on the clipboard last. */
  readonly place: Frame | undefined
  /** A copy is being made. */
  readonly isCopying: boolean
}

export type CopiedStore = StoreApi<CopiedState>

export function createCopiedStore(): CopiedStore {
  return createStore<CopiedState>(() => ({ place: undefined, isCopying: false }))
}
