// Where the panels stand. Two docks, left and right of the canvas; a panel is in one of them, folded or not, or put away.
// Remembered on this computer; Tab hides all of them for as long as the window is open.

import { createStore } from 'zustand/vanilla'
import { readStored, writeStored } from './stored-json.ts'

export const panelNames = [
  'navigator',
  'color',
  'layers',
  'brush',
  'people',
  'chat',
  'history',
  'invite',
] as const
export type PanelName = (typeof panelNames)[number]

export type Side = 'left' | 'right'

export interface PanelPlace {
  readonly name: PanelName
  readonly side: Side
  /** Not folded under its heading. */
  readonly isOpen: boolean
  /** Not put away. */
  readonly isShown: boolean
}

export interface WorkspaceState {
  /** Every panel once; those of one side from the top down. */
  readonly panels: readonly PanelPlace[]
  /** Nothing but the canvas is shown. */
  readonly isBare: boolean
  /** The panel that was opened or asked for last, to be brought into view in its dock; another object each time. */
  readonly asked: { readonly name: PanelName } | undefined
  readonly toggleAll: () => void
  readonly setOpen: (name: PanelName, isOpen: boolean) => void
  readonly setShown: (name: PanelName, isShown: boolean) => void
  /** Opens a panel wherever it is, and has it brought into view. */
  readonly reveal: (name: PanelName) => void
  /** Puts a panel on a side above another one, or below all. */
  readonly move: (name: PanelName, side: Side, above: PanelName | undefined) => void
  readonly reset: () => void
}

export type WorkspaceStore = ReturnType<typeof createWorkspaceStore>

const storedKey = 'gesso.workspace'

const folded: ReadonlySet<PanelName> = new Set<PanelName>(['navigator', 'brush', 'chat', 'history'])

export const firstPanels: readonly PanelPlace[] = panelNames.map((name) => ({
  name,
  side: 'right',
  isOpen: !folded.has(name),
  isShown: true,
}))

export function createWorkspaceStore() {
  const store = createStore<WorkspaceState>((set, get) => {
    const change = (name: PanelName, change: Partial<PanelPlace>): void =>
      set({ panels: get().panels.map((panel) => (panel.name === name ? { ...panel, ...change } : panel)) })
    return {
      panels: readPanels(readStored(storedKey, Array.isArray)),
      isBare: false,
      asked: undefined,
      toggleAll: () => set({ isBare: !get().isBare }),
      setOpen(name, isOpen) {
        change(name, { isOpen })
        if (isOpen) set({ asked: { name } })
      },
      setShown: (name, isShown) => change(name, { isShown }),
      reveal(name) {
        change(name, { isOpen: true, isShown: true })
        set({ isBare: false, asked: { name } })
      },
      move(name, side, above) {
        if (name === above) return
        const { panels } = get()
        const moved = panels.find((panel) => panel.name === name)
        if (moved === undefined) return
        const rest = panels.filter((panel) => panel.name !== name)
        const at = above === undefined ? rest.length : rest.findIndex((panel) => panel.name === above)
        set({ panels: [...rest.slice(0, at), { ...moved, side }, ...rest.slice(at)] })
      },
      reset: () => set({ panels: firstPanels, isBare: false }),
    }
  })
  store.subscribe(({ panels }, before) => {
    if (panels !== before.panels) writeStored(storedKey, panels)
  })
  return store
}

/** What was remembered as far as it makes sense; every panel once, those that are new where they are at first. */
export function readPanels(stored: unknown): readonly PanelPlace[] {
  const kept: PanelPlace[] = []
  const values: readonly unknown[] = Array.isArray(stored) ? stored : []
  for (let at = 0; at < Math.min(values.length, 2 * panelNames.length); at += 1) {
    const value = values[at]
    if (isPanelPlace(value) && !kept.some(({ name }) => name === value.name)) {
      const { name, side, isOpen, isShown } = value
      kept.push({ name, side, isOpen, isShown })
    }
  }
  return [...kept, ...firstPanels.filter(({ name }) => !kept.some((panel) => panel.name === name))]
}

function isPanelPlace(value: unknown): value is PanelPlace {
  const place = value as Partial<PanelPlace> | null
  return (
    typeof place === 'object' &&
    place !== null &&
    panelNames.some((name) => name === place.name) &&
    (place.side === 'left' || place.side === 'right') &&
    typeof place.isOpen === 'boolean' &&
    typeof place.isShown === 'boolean'
  )
}
