import { useStore } from 'zustand'
import type { ToolStore } from '../stores/tool-store.ts'
import { strings } from '../strings.ts'
import { BrushOptions } from './brush-options.tsx'

/** What can be set of the tool in hand. Tools that have nothing of their own show the brush, which is next. */
export function ToolOptions({ toolStore }: { toolStore: ToolStore }) {
  const tool = useStore(toolStore, (state) => state.drawingTool)
  return (
    <div
      className="tool-options"
      role="group"
      aria-label={`${strings.options.heading}: ${strings.tools[tool]}`}
    >
      <BrushOptions toolStore={toolStore} />
    </div>
  )
}
