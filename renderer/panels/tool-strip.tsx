import { Brush, Eraser, Hand, Maximize, Pipette, Redo2, Undo2 } from 'lucide-react'
import { useStore } from 'zustand'
import { IconButton } from '../controls/icon-button.tsx'
import type { SessionBridge } from '../session/session-bridge.ts'
import type { Tool, ToolStore } from '../stores/tool-store.ts'
import { strings } from '../strings.ts'
import type { Command } from '../tools/shortcuts.ts'

const tools = [
  { tool: 'brush', icon: Brush, shortcut: 'B' },
  { tool: 'eraser', icon: Eraser, shortcut: 'E' },
  { tool: 'pick', icon: Pipette, shortcut: 'I' },
  { tool: 'pan', icon: Hand, shortcut: 'H' },
] as const satisfies readonly { tool: Tool; icon: typeof Brush; shortcut: string }[]

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
      {tools.map((each) => (
        <IconButton
          key={each.tool}
          face={each.icon}
          label={strings.tools[each.tool]}
          shortcut={each.shortcut}
          pressed={tool === each.tool}
          onClick={() => run({ kind: 'tool', tool: each.tool })}
        />
      ))}
      <hr />
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
      <hr />
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
  )
}
