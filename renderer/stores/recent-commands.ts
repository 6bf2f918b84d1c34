import { createStore } from 'zustand/vanilla'
import { readStored, writeStored } from './stored-json.ts'

/** As many as stand in the palette without scrolling. */
const recentMax = 8
/** Longer than any name of a command, a panel or a brush. */
const idCharactersMax = 200

const storedKey = 'gesso.recent-commands'

export interface RecentCommands {
  /** Ids of the palette's entries, the newest first. */
  readonly ids: readonly string[]
  readonly note: (id: string) => void
}

export type RecentCommandsStore = ReturnType<typeof createRecentCommands>

/** What was run from the palette lately, remembered on this computer. */
export function createRecentCommands() {
  const store = createStore<RecentCommands>((set, get) => ({
    ids: readRecent(readStored(storedKey, Array.isArray)),
    note: (id) => set({ ids: [id, ...get().ids.filter((other) => other !== id)].slice(0, recentMax) }),
  }))
  store.subscribe(({ ids }) => writeStored(storedKey, ids))
  return store
}

export function readRecent(stored: unknown): readonly string[] {
  if (!Array.isArray(stored)) return []
  const ids = stored
    .slice(0, recentMax)
    .filter((id): id is string => typeof id === 'string' && id.length <= idCharactersMax)
  return [...new Set(ids)]
}
