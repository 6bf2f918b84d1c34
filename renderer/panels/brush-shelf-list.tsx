import { Ellipsis, Plus, Undo2 } from 'lucide-react'
import { useEffect, useMemo, useRef, type KeyboardEvent } from 'react'
import { useStore } from 'zustand'
import { CommandButton } from '../commands/command-button.tsx'
import { commandName, commandTable, type CommandId } from '../commands/command-table.ts'
import { NameField } from '../controls/name-field.tsx'
import { useCellDrag, type CellGrip } from '../controls/use-cell-drag.ts'
import { Popover } from '../controls/popover.tsx'
import { brushTitle } from '../session/brush-title.ts'
import { useSession } from '../session/use-parts.ts'
import { dropBrush, moveBrush, presetsOf, renameBrush } from '../stores/brush-shelf.ts'
import type { ToolStore } from '../stores/tool-store.ts'
import { strings } from '../strings.ts'
import type { BrushPreset, DrawingTool } from '../tools/brush-presets.ts'
import type { BrushSettings } from '../tools/brush-settings.ts'
import { BrushPreview } from './brush-preview.tsx'

interface BrushShelfListProps {
  readonly toolStore: ToolStore
  readonly onChosen: () => void
}

/** All brushes, each by a stroke of it, and what can be done with the one in hand. */
export function BrushShelfList({ toolStore, onChosen }: BrushShelfListProps) {
  const parts = useSession()
  const { hintStore } = parts
  const shelf = useStore(toolStore, (state) => state.shelf)
  const tool = useStore(toolStore, (state) => state.drawingTool)
  const renamed = useStore(toolStore, (state) => state.renamed)
  const isKept = useStore(toolStore, (state) => state.isShelfKept)
  const hasPast = useStore(toolStore, (state) => state.pastShelves.length > 0)
  const words = strings.brushes
  useEffect(() => {
    if (!isKept) hintStore.getState().say(strings.brushes.notKept)
  }, [isKept, hintStore])
  const { choosePreset, changeShelf, rename } = toolStore.getState()
  const rows = useRef<HTMLDivElement>(null)
  const presets = presetsOf(shelf)
  const drag = useCellDrag(rows, 1, presets.length, (at, gap) =>
    changeShelf((now) => dropBrush(now, presets[at]?.name ?? '', gap)),
  )
  const markOf = (at: number): 'above' | 'below' | undefined => {
    if (drag.gap?.row === at) return 'above'
    return drag.gap?.row === presets.length && at === presets.length - 1 ? 'below' : undefined
  }
  const handleKey = (event: KeyboardEvent): void => {
    if (event.key === 'z' && (event.ctrlKey || event.metaKey) && !event.shiftKey && renamed === undefined) {
      event.preventDefault()
      event.stopPropagation()
      toolStore.getState().undoShelf()
    }
  }
  return (
    <div className="brush-shelf-parts" onKeyDown={handleKey}>
      <div ref={rows} role="group" aria-label={words.list} className="brush-shelf-rows">
        {presets.map((preset, at) =>
          preset.name === renamed ? (
            <div key={preset.name} className="brush-preset" onKeyDown={keepOpen}>
              <NameField
                label={words.name}
                name={brushTitle(preset)}
                successor={() =>
                  rows.current?.querySelector<HTMLElement>(`[data-preset="${CSS.escape(preset.name)}"]`)
                }
                onName={(typed) => {
                  if (typed === undefined || typed === preset.title) rename(undefined)
                  else changeShelf((now) => renameBrush(now, preset.name, typed))
                  rename(undefined)
                }}
              />
            </div>
          ) : (
            <PresetRow
              key={preset.name}
              preset={preset}
              change={shelf.changes[preset.name]}
              tool={tool}
              isChosen={preset.name === shelf.chosen[tool]}
              grip={drag.gripOf(at)}
              isDragged={drag.dragged === at}
              mark={markOf(at)}
              onChosen={() => {
                if (drag.wasDrag()) return
                choosePreset(preset.name)
                onChosen()
              }}
              onMove={(by) => changeShelf((now) => moveBrush(now, preset.name, by))}
              onRename={() => preset.title !== undefined && rename(preset.name)}
            />
          ),
        )}
      </div>
      <div className="brush-shelf-foot">
        <CommandButton
          id="brush.new"
          face={Plus}
          look="small"
          refusal={commandTable['brush.new'].refusal?.(parts)}
        />
        <span className="spread" />
        {hasPast && <CommandButton id="brush.undo" face={Undo2} look="small" />}
        <Popover face={Ellipsis} label={words.menu} look="small">
          <ShelfMenu />
        </Popover>
      </div>
    </div>
  )
}

const menu: readonly CommandId[] = [
  'brush.rename',
  'brush.update',
  'brush.reset',
  'brush.earlier',
  'brush.later',
  'brush.delete',
  'brush.export',
  'brush.export-own',
  'brush.import',
]

function ShelfMenu() {
  const parts = useSession()
  return (
    <div className="app-menu" role="group" aria-label={strings.brushes.menu}>
      {menu.map((id) => {
        const refusal = commandTable[id].refusal?.(parts)
        return (
          <button
            key={id}
            type="button"
            className="menu-entry"
            title={refusal}
            disabled={refusal !== undefined}
            onClick={(event) => {
              event.currentTarget.closest<HTMLElement>('[popover]')?.hidePopover()
              parts.run(id)
            }}
          >
            {commandName(id)}
          </button>
        )
      })}
    </div>
  )
}

interface PresetRowProps {
  readonly preset: BrushPreset
  readonly change: Partial<BrushSettings> | undefined
  readonly tool: DrawingTool
  readonly isChosen: boolean
  readonly grip: CellGrip
  readonly isDragged: boolean
  /** Where a brush that is dragged would be dropped. */
  readonly mark: 'above' | 'below' | undefined
  readonly onChosen: () => void
  readonly onMove: (by: -1 | 1) => void
  readonly onRename: () => void
}

function PresetRow({
  preset,
  change,
  tool,
  isChosen,
  grip,
  isDragged,
  mark,
  onChosen,
  onMove,
  onRename,
}: PresetRowProps) {
  const settings = useMemo(() => ({ ...preset.settings, ...change }), [preset, change])
  const handleKey = (event: KeyboardEvent<HTMLElement>): void => {
    const by = ({ ArrowUp: -1, ArrowDown: 1 } as const)[event.key]
    if (by === undefined && event.key !== 'F2') return
    event.preventDefault()
    event.stopPropagation()
    if (by === undefined) return onRename()
    if (event.altKey) return onMove(by)
    const rows = [...(event.currentTarget.parentElement?.querySelectorAll<HTMLElement>('button') ?? [])]
    rows[rows.indexOf(event.currentTarget) + by]?.focus()
  }
  return (
    <button
      type="button"
      className="brush-preset"
      data-preset={preset.name}
      aria-pressed={isChosen}
      aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
      onClick={onChosen}
      onKeyDown={handleKey}
      data-dragged={isDragged ? '' : undefined}
      data-mark={mark}
      {...grip}
    >
      <span className="brush-preset-name" dir="auto">
        {brushTitle(preset)}
      </span>
      {change !== undefined && <span className="changed-mark" title={strings.brushes.changed} />}
      <BrushPreview settings={settings} tool={preset.tool ?? tool} width={112} height={34} />
    </button>
  )
}

/** Escape in the field gives up the name alone. */
function keepOpen(event: KeyboardEvent): void {
  if (event.key === 'Escape') event.preventDefault()
  event.stopPropagation()
}
