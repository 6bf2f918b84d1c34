import { createStore } from 'zustand/vanilla'
import { nextSize, roundSize, type BrushSettings } from '../tools/brush-settings.ts'
import { readStored, writeStored } from './stored-json.ts'

export type Tool = 'brush' | 'eraser' | 'pan' | 'pick'
export type DrawingTool = 'brush' | 'eraser'

interface RememberedTools {
  readonly brush: BrushSettings
  readonly eraser: BrushSettings
  /** 0xRRGGBB */
  readonly color: number
  /** Colours that were painted with, the newest first. */
  readonly recentColors: readonly number[]
}

export interface ToolState extends RememberedTools {
  readonly tool: Tool
  /** A tool that is on only while its key is held. */
  readonly heldTool?: 'pan' | 'pick' | undefined
  /** The drawing tool chosen last: its settings are shown while another tool is on. */
  readonly drawingTool: DrawingTool
  readonly chooseTool: (tool: Tool) => void
  readonly holdTool: (tool: 'pan' | 'pick' | undefined) => void
  readonly changeBrush: (tool: DrawingTool, change: Partial<BrushSettings>) => void
  readonly stepSize: (direction: -1 | 1) => void
  readonly chooseColor: (color: number) => void
  /** The colour was painted with. */
  readonly noteColor: (color: number) => void
}

const recentColorsMax = 10
const storedKey = 'gesso.tools'

const firstTools: RememberedTools = {
  brush: { sizePx: 12, opacity: 100, hardness: 80, pressureSize: true, pressureOpacity: false },
  eraser: { sizePx: 32, opacity: 100, hardness: 80, pressureSize: true, pressureOpacity: false },
  color: 0x24211f,
  recentColors: [],
}

export type ToolStore = ReturnType<typeof createToolStore>

/** Tools and their settings; settings and colours are remembered on this computer. */
export function createToolStore() {
  const store = createStore<ToolState>((set, get) => ({
    ...firstTools,
    ...readStored(storedKey, isRememberedTools),
    tool: 'brush',
    drawingTool: 'brush',
    chooseTool: (tool) => set(tool === 'brush' || tool === 'eraser' ? { tool, drawingTool: tool } : { tool }),
    holdTool: (heldTool) => set({ heldTool }),
    changeBrush(tool, change) {
      const changed = { ...get()[tool], ...change }
      set({ [tool]: { ...changed, sizePx: roundSize(changed.sizePx) } })
    },
    stepSize(direction) {
      const { drawingTool, changeBrush } = get()
      changeBrush(drawingTool, { sizePx: nextSize(get()[drawingTool].sizePx, direction) })
    },
    chooseColor: (color) => set({ color }),
    noteColor(color) {
      const { recentColors } = get()
      if (recentColors[0] === color) return
      set({
        recentColors: [color, ...recentColors.filter((other) => other !== color)].slice(0, recentColorsMax),
      })
    },
  }))
  store.subscribe(({ brush, eraser, color, recentColors }, before) => {
    const isSame =
      brush === before.brush &&
      eraser === before.eraser &&
      color === before.color &&
      recentColors === before.recentColors
    if (!isSame) writeStored(storedKey, { brush, eraser, color, recentColors })
  })
  return store
}

function isRememberedTools(value: unknown): value is RememberedTools {
  const tools = value as Partial<RememberedTools> | null
  return (
    typeof tools === 'object' &&
    tools !== null &&
    isBrushSettings(tools.brush) &&
    isBrushSettings(tools.eraser) &&
    isColor(tools.color) &&
    Array.isArray(tools.recentColors) &&
    tools.recentColors.length <= recentColorsMax &&
    tools.recentColors.every(isColor)
  )
}

function isBrushSettings(value: unknown): value is BrushSettings {
  const brush = value as Partial<BrushSettings> | null | undefined
  return (
    typeof brush === 'object' &&
    brush !== null &&
    isWithin(brush.sizePx, 1, 1024) &&
    isWithin(brush.opacity, 1, 100) &&
    isWithin(brush.hardness, 0, 100) &&
    typeof brush.pressureSize === 'boolean' &&
    typeof brush.pressureOpacity === 'boolean'
  )
}

function isColor(value: unknown): value is number {
  return isWithin(value, 0, 0xffffff) && Number.isInteger(value)
}

function isWithin(value: unknown, low: number, high: number): boolean {
  return typeof value === 'number' && value >= low && value <= high
}
