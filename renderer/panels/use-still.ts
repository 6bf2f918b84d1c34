import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { StoreApi } from 'zustand/vanilla'

/**
 * A part of what the session says, as the same object for as long as it says the same: reports come many times a second while
 * people paint, with new objects each time. Plain data; undefined becomes null.
 */
export function useStill<State, Part>(
  store: StoreApi<State>,
  select: (state: State) => Part,
): Exclude<Part, undefined> | null {
  const text = useStore(store, (state) => JSON.stringify(select(state)) as string | undefined)
  return useMemo(() => (text === undefined ? null : (JSON.parse(text) as Exclude<Part, undefined>)), [text])
}
