import { createStore } from 'zustand/vanilla'
import type { HistoryAction, HistoryNews, Thumbnail } from '../../sync-core/index.ts'

export interface HistoryState {
  /** The newest first. */
  readonly actions: readonly HistoryAction[]
  /** By entry; undefined where there is nothing to see. In order of their coming. */
  readonly thumbnails: ReadonlyMap<number, Thumbnail | undefined>
  /** Whose actions are listed; undefined: everybody's. */
  readonly author: number | undefined
  /** The action whose place is outlined on the canvas. */
  readonly pointed: HistoryAction | undefined
  readonly point: (action: HistoryAction | undefined) => void
  readonly listAuthor: (author: number | undefined) => void
  readonly handleNews: (news: HistoryNews) => void
  readonly handleThumbnail: (entry: number, thumbnail: Thumbnail | undefined) => void
}

export type HistoryStore = ReturnType<typeof createHistoryStore>

/** 16 KiB each. A list shows far fewer rows; the others make scrolling back instant. */
export const thumbnailsKept = 200

/** What everybody did in one session, as far as its worker told. */
export function createHistoryStore() {
  return createStore<HistoryState>((set, get) => ({
    actions: [],
    thumbnails: new Map(),
    author: undefined,
    pointed: undefined,
    point: (pointed) => set({ pointed }),
    listAuthor: (author) => set({ author }),
    handleNews({ kind, oldest, actions: news }) {
      const before = kind === 'all' ? [] : get().actions
      const told = new Set(news.map(({ entry }) => entry))
      const kept = before.filter(({ entry }) => entry >= oldest && !told.has(entry))
      set({ actions: [...kept, ...news].sort((a, b) => b.entry - a.entry) })
    },
    handleThumbnail(entry, thumbnail) {
      const thumbnails = new Map(get().thumbnails)
      thumbnails.delete(entry)
      thumbnails.set(entry, thumbnail)
      for (const first of thumbnails.keys()) {
        if (thumbnails.size <= thumbnailsKept) break
        thumbnails.delete(first)
      }
      set({ thumbnails })
    },
  }))
}

/** The action that an author's own number names. */
export function findAction(
  actions: readonly HistoryAction[],
  author: number | undefined,
  action: number | undefined,
): HistoryAction | undefined {
  return actions.find((one) => one.author === author && one.action === action)
}
