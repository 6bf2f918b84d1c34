import { createStore } from 'zustand/vanilla'
import type { PanelName, Side } from '../stores/workspace-store.ts'

/** Where a dragged panel would go. */
export interface PanelDrop {
  readonly side: Side
  /** Undefined: below all others. */
  readonly above: PanelName | undefined
}

/** The panel that is being dragged, in the one window that there is. */
export const panelDrag = createStore<{
  readonly dragged: PanelName | undefined
  readonly drop: PanelDrop | undefined
}>(() => ({ dragged: undefined, drop: undefined }))

/** A panel's box on the screen. */
export interface PanelBox {
  readonly name: PanelName
  readonly top: number
  readonly height: number
}

/** The first panel whose middle is below the pointer is the one to stand above. */
export function panelBelow(boxes: readonly PanelBox[], y: number, dragged: PanelName): PanelName | undefined {
  return boxes.find(({ name, top, height }) => name !== dragged && y < top + height / 2)?.name
}
