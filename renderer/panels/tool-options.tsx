import { useStore } from 'zustand'
import type { ToolOptionsStore } from '../stores/tool-options-store.ts'
import type { ToolStore } from '../stores/tool-store.ts'
import { strings } from '../strings.ts'
import type { CanvasTools } from '../tools/canvas-tools/canvas-tools.ts'
import { isCanvasTool } from '../tools/canvas-tools/tool-names.ts'
import { BrushOptions } from './brush-options.tsx'
import { CanvasToolOptions } from './canvas-tool-options.tsx'
import { PickOptions } from './pick-options.tsx'

interface ToolOptionsProps {
  readonly toolStore: ToolStore
  readonly options: ToolOptionsStore
  readonly canvasTools: CanvasTools
}

/** What can be set of the tool in hand. Tools that have nothing of their own show the brush, which is next. */
export function ToolOptions({ toolStore, options, canvasTools }: ToolOptionsProps) {
  const tool = useStore(toolStore, (state) => state.tool)
  const drawingTool = useStore(toolStore, (state) => state.drawingTool)
  const shown = isCanvasTool(tool) || tool === 'pick' ? tool : drawingTool
  return (
    <div
      className="tool-options"
      role="group"
      aria-label={`${strings.options.heading}: ${strings.tools[shown]}`}
    >
      {isCanvasTool(shown) ? (
        <CanvasToolOptions tool={shown} toolStore={toolStore} options={options} canvasTools={canvasTools} />
      ) : shown === 'pick' ? (
        <PickOptions options={options} />
      ) : (
        <BrushOptions toolStore={toolStore} />
      )}
    </div>
  )
}
