import { ChevronDown, RotateCcw } from 'lucide-react'
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { placeBeside } from '../controls/popover.tsx'
import { isChanged } from '../stores/brush-shelf.ts'
import type { ToolStore } from '../stores/tool-store.ts'
import { strings } from '../strings.ts'
import { brushPresets, type BrushPreset, type DrawingTool } from '../tools/brush-presets.ts'
import type { BrushSettings } from '../tools/brush-settings.ts'
import { BrushPreview } from './brush-preview.tsx'

/** The brush in hand; pressed, it shows the others to choose from. The browser closes them on Escape and on a press elsewhere. */
export function BrushPresets({ toolStore }: { toolStore: ToolStore }) {
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const surface = useRef<HTMLDivElement>(null)
  const tool = useStore(toolStore, (state) => state.drawingTool)
  const chosen = useStore(toolStore, (state) => state.shelf.chosen[state.drawingTool])
  const [isOpen, setIsOpen] = useState(false)
  useEffect(() => {
    const element = surface.current
    if (element === null) return undefined
    const follow = (event: Event): void => setIsOpen((event as ToggleEvent).newState === 'open')
    element.addEventListener('toggle', follow)
    return () => element.removeEventListener('toggle', follow)
  }, [])
  useLayoutEffect(() => {
    if (isOpen && button.current !== null && surface.current !== null)
      placeBeside(surface.current, button.current.getBoundingClientRect())
  })
  return (
    <div className="brush-presets">
      <button
        ref={button}
        type="button"
        className="brush-in-hand"
        title={strings.brushes.choose(nameOf(chosen))}
        aria-label={strings.brushes.choose(nameOf(chosen))}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => surface.current?.togglePopover()}
      >
        <span className="brush-name">{nameOf(chosen)}</span>
        <ChevronDown size={14} aria-hidden />
      </button>
      <div ref={surface} id={id} className="popover brush-shelf" popover="auto">
        {isOpen && (
          <PresetList
            toolStore={toolStore}
            tool={tool}
            chosen={chosen}
            onChosen={() => surface.current?.hidePopover()}
          />
        )}
      </div>
    </div>
  )
}

interface PresetListProps {
  readonly toolStore: ToolStore
  readonly tool: DrawingTool
  readonly chosen: string
  readonly onChosen: () => void
}

function PresetList({ toolStore, tool, chosen, onChosen }: PresetListProps) {
  const changes = useStore(toolStore, (state) => state.shelf.changes)
  const canReset = useStore(toolStore, (state) => isChanged(state.shelf, tool))
  const words = strings.brushes
  return (
    <>
      <div role="group" aria-label={words.list}>
        {brushPresets.map((preset) => (
          <PresetRow
            key={preset.name}
            preset={preset}
            change={changes[preset.name]}
            tool={tool}
            isChosen={preset.name === chosen}
            onChosen={() => {
              toolStore.getState().choosePreset(preset.name)
              onChosen()
            }}
          />
        ))}
      </div>
      <button
        type="button"
        className="brush-preset brush-reset"
        title={canReset ? words.resetHint : words.unchanged}
        disabled={!canReset}
        onClick={() => toolStore.getState().resetBrush(tool)}
      >
        <RotateCcw size={14} aria-hidden />
        {words.reset(nameOf(chosen))}
      </button>
    </>
  )
}

interface PresetRowProps {
  readonly preset: BrushPreset
  readonly change: Partial<BrushSettings> | undefined
  readonly tool: DrawingTool
  readonly isChosen: boolean
  readonly onChosen: () => void
}

function PresetRow({ preset, change, tool, isChosen, onChosen }: PresetRowProps) {
  const settings = useMemo(() => ({ ...preset.settings, ...change }), [preset, change])
  return (
    <button type="button" className="brush-preset" aria-pressed={isChosen} onClick={onChosen}>
      <span className="brush-preset-name">{nameOf(preset.name)}</span>
      {change !== undefined && <span className="changed-mark" title={strings.brushes.changed} />}
      <BrushPreview settings={settings} tool={preset.tool ?? tool} width={112} height={34} />
    </button>
  )
}

function nameOf(preset: string): string {
  return strings.brushes.names[preset] ?? preset
}
