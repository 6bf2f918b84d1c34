import { useStore } from 'zustand'
import type { ToolStore } from '../stores/tool-store.ts'
import type { BrushSettings } from '../tools/brush-settings.ts'

interface BrushInHand {
  readonly settings: BrushSettings
  readonly change: (part: Partial<BrushSettings>) => void
}

/** The brush in the hand that draws or drew last, and how to change it. */
export function useBrush(toolStore: ToolStore): BrushInHand {
  const tool = useStore(toolStore, (state) => state.drawingTool)
  const settings = useStore(toolStore, (state) => state[state.drawingTool])
  return { settings, change: (part) => toolStore.getState().changeBrush(tool, part) }
}
