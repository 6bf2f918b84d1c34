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
  Redo2,
  Slash,
  Square,
  SquareDashed,
  Type,
  Undo2,
  WandSparkles,
  type LucideIcon,
} from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import { IconButton } from '../controls/icon-button.tsx'
import type { SessionBridge } from '../session/session-bridge.ts'
import type { Tool, ToolStore } from '../stores/tool-store.ts'
import { strings } from '../strings.ts'
import { marqueeRow, shapeRow, type Command } from '../tools/shortcuts.ts'

/** A place in the strip: one tool, or a row of them that share it and its key. */
interface Place {
  readonly tools: readonly Tool[]
  readonly shortcut: string
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
}

/** What paints; what selects and moves; what looks. */
const groups: readonly (readonly Place[])[] = [
  [
    { tools: ['brush'], shortcut: 'B' },
    { tools: ['eraser'], shortcut: 'E' },
    { tools: ['fill'], shortcut: 'G' },
    { tools: ['gradient'], shortcut: 'Shift+G' },
    { tools: shapeRow, shortcut: 'U' },
    { tools: ['text'], shortcut: 'T' },
  ],
  [
    { tools: marqueeRow, shortcut: 'M' },
    { tools: ['lasso'], shortcut: 'L' },
    { tools: ['wand'], shortcut: 'W' },
    { tools: ['transform'], shortcut: 'V' },
    { tools: ['crop'], shortcut: 'C' },
  ],
  [
    { tools: ['pick'], shortcut: 'I' },
    { tools: ['pan'], shortcut: 'H' },
  ],
]

interface ToolStripProps {
  readonly toolStore: ToolStore
  readonly bridge: SessionBridge
  readonly run: (command: Command) => void
}

/** The tools, undo and redo, and the two views one always comes back to. */
export function ToolStrip({ toolStore, bridge, run }: ToolStripProps) {
  const tool = useStore(toolStore, (state) => state.heldTool ?? state.tool)
  const canUndo = useStore(bridge.store, (snapshot) => snapshot.state.canUndo)
  const canRedo = useStore(bridge.store, (snapshot) => snapshot.state.canRedo)
  return (
    <div className="tool-strip" role="toolbar" aria-orientation="vertical" aria-label={strings.tools.heading}>
      {groups.map((places) => (
        <div key={places[0]?.shortcut} className="tool-group">
          {places.map((place) => (
            <ToolButton key={place.shortcut} place={place} tool={tool} run={run} />
          ))}
        </div>
      ))}
      <div className="tool-group">
        <IconButton
          face={Undo2}
          label={strings.tools.undo}
          shortcut="Ctrl+Z"
          disabled={!canUndo}
          onClick={() => run({ kind: 'undo' })}
        />
        <IconButton
          face={Redo2}
          label={strings.tools.redo}
          shortcut="Ctrl+Shift+Z"
          disabled={!canRedo}
          onClick={() => run({ kind: 'redo' })}
        />
      </div>
      <div className="tool-group">
        <IconButton
          face={Maximize}
          label={strings.tools.fit}
          shortcut="0"
          onClick={() => run({ kind: 'fit' })}
        />
        <IconButton
          face="1:1"
          label={strings.tools.actualSize}
          shortcut="1"
          onClick={() => run({ kind: 'actual-size' })}
        />
      </div>
    </div>
  )
}

interface ToolButtonProps {
  readonly place: Place
  readonly tool: Tool
  readonly run: (command: Command) => void
}

/** A row shows the one of its tools that was on last; a press while it is on goes to the next, as its key does. */
function ToolButton({ place, tool, run }: ToolButtonProps) {
  const { tools, shortcut } = place
  const [last, setLast] = useState(tools[0]!)
  const isOn = tools.includes(tool)
  if (isOn && tool !== last) setLast(tool)
  const shown = isOn ? tool : last
  const next = isOn ? tools[(tools.indexOf(tool) + 1) % tools.length]! : last
  return (
    <span className="tool-place" data-row={tools.length > 1 ? 'yes' : undefined}>
      <IconButton
        face={icons[shown]}
        label={strings.tools[shown]}
        shortcut={shortcut}
        pressed={isOn}
        onClick={() => run({ kind: 'tool', tool: next })}
      />
    </span>
  )
}
