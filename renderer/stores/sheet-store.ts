import { createStore } from 'zustand/vanilla'

/** What opens above everything and goes with Escape. */
export const sheetNames = ['palette', 'shortcuts', 'preferences', 'export', 'about', 'log'] as const
export type SheetName = (typeof sheetNames)[number]

export interface SheetState {
  /** One at a time. */
  readonly sheet: SheetName | undefined
  readonly open: (sheet: SheetName) => void
  /** Opens it, or closes it when it is open. */
  readonly toggle: (sheet: SheetName) => void
  readonly close: () => void
}

export type SheetStore = ReturnType<typeof createSheetStore>

export function createSheetStore() {
  return createStore<SheetState>((set, get) => ({
    sheet: undefined,
    open: (sheet) => set({ sheet }),
    toggle: (sheet) => set({ sheet: get().sheet === sheet ? undefined : sheet }),
    close: () => set({ sheet: undefined }),
  }))
}
