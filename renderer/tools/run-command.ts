import type { ToolStore } from '../stores/tool-store.ts'
import type { ViewStore } from '../stores/view-store.ts'
import type { WindowMessage } from '../worker/contract.ts'
import type { CanvasTools } from './canvas-tools/canvas-tools.ts'
import { nextOf } from './canvas-tools/tool-names.ts'
import type { Command } from './shortcuts.ts'

export interface CommandPorts {
  readonly toolStore: ToolStore
  readonly viewStore: ViewStore
  readonly canvasTools: CanvasTools
  readonly send: (message: WindowMessage) => void
}

/** One press of + or - zooms by so much. */
const zoomStep = 1.25

/** Does what a key or a button asks for. */
export function runCommand(
  command: Command,
  { toolStore, viewStore, canvasTools, send }: CommandPorts,
): void {
  switch (command.kind) {
    case 'tool':
      return toolStore.getState().chooseTool(command.tool)
    case 'tool-row':
      return toolStore.getState().chooseTool(nextOf(command.row, toolStore.getState().tool))
    case 'canvas':
      canvasTools.run(command.command)
      return
    case 'nudge':
      return canvasTools.nudge(command.dx, command.dy)
    case 'size':
      return toolStore.getState().stepSize(command.direction)
    case 'hardness':
      return toolStore.getState().stepHardness(command.direction)
    case 'undo':
      // What floats, or a frame in the making, is the last thing that was done.
      if (!canvasTools.run('cancel')) send({ kind: 'undo' })
      return
    case 'redo':
      return send({ kind: 'redo' })
    case 'fit':
      return viewStore.getState().fit()
    case 'actual-size':
      return viewStore.getState().showActualSize()
    case 'zoom-in':
      return viewStore.getState().zoom(zoomStep)
    case 'zoom-out':
      return viewStore.getState().zoom(1 / zoomStep)
  }
}
