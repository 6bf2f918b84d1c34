import { nextOf, type CanvasToolName } from '../tools/canvas-tools/tool-names.ts'
import type { Tool } from '../stores/tool-store.ts'
import type { Command } from './command.ts'

/** Tools that share a key, and their place in the tool strip. */
export const shapeRow = ['line', 'rectangle', 'ellipse'] as const satisfies readonly CanvasToolName[]
export const marqueeRow = ['select-rectangle', 'select-ellipse'] as const satisfies readonly CanvasToolName[]

function tool(chosen: Tool, ...keys: string[]): Command {
  return { keys, run: ({ toolStore }) => toolStore.getState().chooseTool(chosen) }
}

/** The next one of a row; the first when none of them is on. */
function toolRow(row: readonly CanvasToolName[], key: string): Command {
  return {
    keys: [key],
    run({ toolStore }) {
      const { tool: now, chooseTool } = toolStore.getState()
      chooseTool(nextOf(row, now))
    },
  }
}

export const toolCommands = {
  'tool.brush': tool('brush', 'B'),
  'tool.eraser': tool('eraser', 'E'),
  'tool.fill': tool('fill', 'G'),
  'tool.gradient': tool('gradient', 'Shift+G'),
  'tool.shapes': toolRow(shapeRow, 'U'),
  'tool.text': tool('text', 'T'),
  'tool.marquee': toolRow(marqueeRow, 'M'),
  'tool.lasso': tool('lasso', 'L'),
  'tool.wand': tool('wand', 'W'),
  'tool.transform': tool('transform', 'V'),
  'tool.crop': tool('crop', 'C'),
  'tool.pick': tool('pick', 'I'),
  'tool.pan': tool('pan', 'H'),
  'tool.laser': {
    keys: ['K'],
    holds: 'laser',
    run({ toolStore }) {
      const { tool: now, drawingTool, chooseTool } = toolStore.getState()
      chooseTool(now === 'laser' ? drawingTool : 'laser')
    },
  },
  'brush.smaller': { keys: ['['], run: ({ toolStore }) => toolStore.getState().stepSize(-1) },
  'brush.larger': { keys: [']'], run: ({ toolStore }) => toolStore.getState().stepSize(1) },
  'brush.softer': { keys: ['Shift+[', '{'], run: ({ toolStore }) => toolStore.getState().stepHardness(-1) },
  'brush.harder': { keys: ['Shift+]', '}'], run: ({ toolStore }) => toolStore.getState().stepHardness(1) },
  'brush.lighter': { keys: [','], run: ({ toolStore }) => toolStore.getState().stepOpacity(-1) },
  'brush.denser': { keys: ['.'], run: ({ toolStore }) => toolStore.getState().stepOpacity(1) },
  'color.swap': { keys: ['X'], run: ({ toolStore }) => toolStore.getState().swapColors() },
} as const satisfies Record<string, Command>
