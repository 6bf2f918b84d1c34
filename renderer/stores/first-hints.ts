// Hints for who is new: at most one at a time, each until it was done or dismissed, remembered on this computer.

import { createStore } from 'zustand/vanilla'
import { readStored, writeStored } from './stored-json.ts'

/** In the order in which they are shown. */
export const firstHintNames = ['paint', 'pan', 'undo', 'invite', 'palette'] as const
export type FirstHintName = (typeof firstHintNames)[number]

export interface RememberedHints {
  readonly isOn: boolean
  readonly done: readonly FirstHintName[]
}

export interface FirstHintsState extends RememberedHints {
  /** It was done, or dismissed. */
  readonly finish: (name: FirstHintName) => void
  readonly setOn: (isOn: boolean) => void
  /** All of them are shown again. */
  readonly reset: () => void
}

export type FirstHintsStore = ReturnType<typeof createFirstHints>

const storedKey = 'gesso.hints'

export function createFirstHints() {
  const store = createStore<FirstHintsState>((set, get) => ({
    ...readHints(readStored(storedKey, (value): value is object => typeof value === 'object')),
    finish(name) {
      if (!get().done.includes(name)) set({ done: [...get().done, name] })
    },
    setOn: (isOn) => set({ isOn }),
    reset: () => set({ isOn: true, done: [] }),
  }))
  store.subscribe(({ isOn, done }) => writeStored(storedKey, { isOn, done }))
  return store
}

/** The one to show; `offered` are those that make sense in this session. */
export function hintToShow(
  { isOn, done }: RememberedHints,
  offered: readonly FirstHintName[],
): FirstHintName | undefined {
  return isOn ? firstHintNames.find((name) => offered.includes(name) && !done.includes(name)) : undefined
}

export function readHints(value: unknown): RememberedHints {
  const { isOn, done } = (value ?? {}) as { isOn?: unknown; done?: unknown }
  const names: readonly unknown[] = Array.isArray(done) ? done : []
  return { isOn: isOn !== false, done: firstHintNames.filter((name) => names.includes(name)) }
}
