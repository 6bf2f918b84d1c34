import { createStore } from 'zustand/vanilla'
import { nextHardness, nextOpacity, nextSize, type BrushSettings } from '../tools/brush-settings.ts'
import type { DrawingTool } from '../tools/brush-presets.ts'
import { usesAlt, type CanvasToolName } from '../tools/canvas-tools/tool-names.ts'
import {
  changeBrush,
  choosePreset,
  firstShelf,
  readShelf,
  settingsOf,
  undoShelf,
  type BrushShelf,
} from './brush-shelf.ts'
import { readStored, writeStored } from './stored-json.ts'

export type Tool = 'brush' | 'eraser' | 'pan' | 'pick' | 'laser' | CanvasToolName

export type HeldTool = 'pan' | 'pick' | 'laser'

interface RememberedTools {
  /** 0xRRGGBB */
  readonly color: number
  /** Colours that were painted with, the newest first. */
  readonly recentColors: readonly number[]
  /** What a swap takes back into the hand. */
  readonly previousColor: number
}

export interface ToolState extends RememberedTools {
  readonly tool: Tool
  /** A tool that is on only while its key is held. */
  readonly heldTool?: HeldTool | undefined
  /** The drawing tool chosen last: its settings are shown while another tool is on. */
  readonly drawingTool: DrawingTool
  readonly shelf: BrushShelf
  /** What the shelf says about the two drawing tools. */
  readonly brush: BrushSettings
  readonly eraser: BrushSettings
  readonly chooseTool: (tool: Tool) => void
  readonly holdTool: (tool: HeldTool | undefined) => void
  /** Puts a preset into the hand that draws, and takes that tool. */
  readonly choosePreset: (name: string) => void
  readonly changeBrush: (tool: DrawingTool, change: Partial<BrushSettings>) => void
  /** What the shelf's brushes were before the last changes of them, the newest last. */
  readonly pastShelves: readonly BrushShelf[]
  /** The own brush whose name is being typed. */
  readonly renamed?: string | undefined
  /** The computer could keep the last change of the shelf beyond this window. */
  readonly isShelfKept: boolean
  /** Changes the brushes on the shelf; `undoShelf` takes it back. */
  readonly changeShelf: (change: (shelf: BrushShelf, tool: DrawingTool) => BrushShelf) => void
  readonly undoShelf: () => void
  readonly rename: (name: string | undefined) => void
  readonly stepSize: (direction: -1 | 1) => void
  readonly stepHardness: (direction: -1 | 1) => void
  readonly stepOpacity: (direction: -1 | 1) => void
  readonly chooseColor: (color: number) => void
  readonly swapColors: () => void
  /** The colour was painted with. */
  readonly noteColor: (color: number) => void
}

const recentColorsMax = 12
/** Steps back. They share what did not change. */
const shelfStepsMax = 50
const storedKey = 'gesso.tools'
const shelfKey = 'gesso.brushes'

const firstTools: RememberedTools = { color: 0x24211f, recentColors: [], previousColor: 0xffffff }

export type ToolStore = ReturnType<typeof createToolStore>

/** Tools and their settings; brushes and colours are remembered on this computer. */
export function createToolStore() {
  const store = createStore<ToolState>((set, get) => {
    const withShelf = (shelf: BrushShelf) => ({
      shelf,
      brush: settingsOf(shelf, 'brush'),
      eraser: settingsOf(shelf, 'eraser'),
    })
    const { color, recentColors, previousColor } = {
      ...firstTools,
      ...readStored(storedKey, isRememberedTools),
    }
    return {
      color,
      recentColors,
      previousColor,
      ...withShelf(readShelf(readStored(shelfKey, isObject) ?? firstShelf)),
      tool: 'brush',
      drawingTool: 'brush',
      pastShelves: [],
      isShelfKept: true,
      chooseTool: (tool) =>
        set(tool === 'brush' || tool === 'eraser' ? { tool, drawingTool: tool } : { tool }),
      holdTool: (held) => set({ heldTool: held === 'pick' && usesAlt(get().tool) ? undefined : held }),
      choosePreset(name) {
        const { shelf, tool } = choosePreset(get().shelf, name, get().drawingTool)
        set({ ...withShelf(shelf), tool, drawingTool: tool })
      },
      changeBrush: (tool, change) => set(withShelf(changeBrush(get().shelf, tool, change))),
      changeShelf(change) {
        const { shelf, drawingTool, pastShelves } = get()
        const next = change(shelf, drawingTool)
        if (next === shelf) return
        set({
          ...withShelf(next),
          pastShelves: [...pastShelves, shelf].slice(-shelfStepsMax),
          renamed: undefined,
        })
      },
      undoShelf() {
        const { shelf, pastShelves } = get()
        const before = pastShelves.at(-1)
        if (before === undefined) return
        set({
          ...withShelf(undoShelf(before, shelf)),
          pastShelves: pastShelves.slice(0, -1),
          renamed: undefined,
        })
      },
      rename: (renamed) => set({ renamed }),
      stepSize(direction) {
        const { drawingTool, changeBrush } = get()
        changeBrush(drawingTool, { sizePx: nextSize(get()[drawingTool].sizePx, direction) })
      },
      stepHardness(direction) {
        const { drawingTool, changeBrush } = get()
        changeBrush(drawingTool, { hardness: nextHardness(get()[drawingTool].hardness, direction) })
      },
      stepOpacity(direction) {
        const { drawingTool, changeBrush } = get()
        changeBrush(drawingTool, { opacity: nextOpacity(get()[drawingTool].opacity, direction) })
      },
      chooseColor(chosen) {
        const { color, recentColors } = get()
        if (chosen === color) return
        // Of all that a drag over the square passes, only what was painted with is worth going back to.
        set(color === recentColors[0] ? { color: chosen, previousColor: color } : { color: chosen })
      },
      swapColors: () => set(({ color, previousColor }) => ({ color: previousColor, previousColor: color })),
      noteColor(color) {
        const { recentColors } = get()
        if (recentColors[0] === color) return
        set({
          recentColors: [color, ...recentColors.filter((other) => other !== color)].slice(0, recentColorsMax),
        })
      },
    }
  })
  store.subscribe(({ shelf, color, recentColors, previousColor }, before) => {
    if (
      color !== before.color ||
      recentColors !== before.recentColors ||
      previousColor !== before.previousColor
    ) {
      writeStored(storedKey, { color, recentColors, previousColor })
    }
    if (shelf !== before.shelf) store.setState({ isShelfKept: writeStored(shelfKey, shelf) })
  })
  return store
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function isRememberedTools(value: unknown): value is RememberedTools {
  const tools = value as Partial<RememberedTools> | null
  return (
    typeof tools === 'object' &&
    tools !== null &&
    isColor(tools.color) &&
    // Earlier versions kept none.
    (tools.previousColor === undefined || isColor(tools.previousColor)) &&
    Array.isArray(tools.recentColors) &&
    tools.recentColors.length <= recentColorsMax &&
    tools.recentColors.every(isColor)
  )
}

function isColor(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 0xffffff
}
