import {
  Blend,
  Brush,
  Circle,
  CircleDashed,
  Crop,
  Eraser,
  Hand,
  Lasso,
  Maximize,
  Move,
  PaintBucket,
  Pipette,
  Slash,
  Target,
  Square,
  SquareDashed,
  Type,
  WandSparkles,
  type LucideIcon,
} from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import { CommandButton } from '../commands/command-button.tsx'
import type { CommandId } from '../commands/command-table.ts'
import { marqueeRow, shapeRow } from '../commands/tool-commands.ts'
import { useSession } from '../session/use-parts.ts'
import type { Tool } from '../stores/tool-store.ts'
import { strings } from '../strings.ts'
import { UndoButtons } from './undo-buttons.tsx'

/** A place in the strip: one tool, or a row of them that share it and its key. */
interface Place {
  readonly tools: readonly Tool[]
  readonly id: CommandId
}

const icons: Readonly<Record<Tool, LucideIcon>> = {
  brush: Brush,
  eraser: Eraser,
  fill: PaintBucket,
  gradient: Blend,
  line: Slash,
  rectangle: Square,
  ellipse: Circle,
  text: Type,
  'select-rectangle': SquareDashed,
  'select-ellipse': CircleDashed,
  lasso: Lasso,
  wand: WandSparkles,
  transform: Move,
  crop: Crop,
  pick: Pipette,
  pan: Hand,
  laser: Target,
}

/** What paints; what selects and moves; what looks. */
const groups: readonly (readonly Place[])[] = [
  [
    { tools: ['brush'], id: 'tool.brush' },
    { tools: ['eraser'], id: 'tool.eraser' },
    { tools: ['fill'], id: 'tool.fill' },
    { tools: ['gradient'], id: 'tool.gradient' },
    { tools: shapeRow, id: 'tool.shapes' },
    { tools: ['text'], id: 'tool.text' },
  ],
  [
    { tools: marqueeRow, id: 'tool.marquee' },
    { tools: ['lasso'], id: 'tool.lasso' },
    { tools: ['wand'], id: 'tool.wand' },
    { tools: ['transform'], id: 'tool.transform' },
    { tools: ['crop'], id: 'tool.crop' },
  ],
  [
    { tools: ['pick'], id: 'tool.pick' },
    { tools: ['pan'], id: 'tool.pan' },
    { tools: ['laser'], id: 'tool.laser' },
  ],
]

/** The tools, undo and redo, and the two views one always comes back to. */
export function ToolStrip() {
  const { toolStore } = useSession()
  const tool = useStore(toolStore, (state) => state.heldTool ?? state.tool)
  return (
    <nav className="tool-strip" aria-label={strings.tools.heading} data-part="tools">
      <div role="toolbar" aria-orientation="vertical" aria-label={strings.tools.heading}>
        {groups.map((places) => (
          <div key={places[0]?.id} className="tool-group">
            {places.map((place) => (
              <ToolButton key={place.id} place={place} tool={tool} />
            ))}
          </div>
        ))}
        <div className="tool-group">
          <UndoButtons />
        </div>
        <div className="tool-group">
          <CommandButton id="view.fit" face={Maximize} />
          <CommandButton id="view.actual-size" face="1:1" />
        </div>
      </div>
    </nav>
  )
}

/** A row shows the one of its tools that was on last; a press while it is on goes to the next, as its key does. */
function ToolButton({ place, tool }: { readonly place: Place; readonly tool: Tool }) {
  const { toolStore } = useSession()
  const { tools, id } = place
  const [last, setLast] = useState(tools[0]!)
  const isOn = tools.includes(tool)
  if (isOn && tool !== last) setLast(tool)
  const shown = isOn ? tool : last
  const next = isOn ? tools[(tools.indexOf(tool) + 1) % tools.length]! : last
  return (
    <span className="tool-place" data-row={tools.length > 1 ? 'yes' : undefined}>
      <CommandButton
        id={id}
        face={icons[shown]}
        label={strings.tools[shown]}
        pressed={isOn}
        onClick={() => toolStore.getState().chooseTool(next)}
      />
    </span>
  )
}
