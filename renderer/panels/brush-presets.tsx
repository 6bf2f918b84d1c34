import { ChevronDown, RotateCcw } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { isChanged } from '../stores/brush-shelf.ts'
import type { ToolStore } from '../stores/tool-store.ts'
import { strings } from '../strings.ts'
import { brushPresets, type DrawingTool } from '../tools/brush-presets.ts'

/** The brush in hand; pressed, it shows the others to choose from. */
export function BrushPresets({ toolStore }: { toolStore: ToolStore }) {
  const id = useId()
  const place = useRef<HTMLDivElement>(null)
  const tool = useStore(toolStore, (state) => state.drawingTool)
  const chosen = useStore(toolStore, (state) => state.shelf.chosen[state.drawingTool])
  const [isOpen, setIsOpen] = useState(false)
  useEffect(() => (isOpen ? closeWhenLeft(place.current, () => setIsOpen(false)) : undefined), [isOpen])
  return (
    <div ref={place} className="brush-presets">
      <button
        type="button"
        className="brush-in-hand"
        title={strings.brushes.choose(nameOf(chosen))}
        aria-label={strings.brushes.choose(nameOf(chosen))}
        aria-haspopup="true"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setIsOpen(!isOpen)}
      >
        <span className="brush-name">{nameOf(chosen)}</span>
        <ChevronDown size={14} aria-hidden />
      </button>
      <div id={id} hidden={!isOpen} className="popover">
        {isOpen && (
          <PresetList toolStore={toolStore} tool={tool} chosen={chosen} onChosen={() => setIsOpen(false)} />
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
        {brushPresets.map(({ name }) => (
          <button
            key={name}
            type="button"
            className="brush-preset"
            aria-pressed={name === chosen}
            onClick={() => {
              toolStore.getState().choosePreset(name)
              onChosen()
            }}
          >
            {nameOf(name)}
            {changes[name] !== undefined && <span className="changed-mark" title={words.changed} />}
          </button>
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

function nameOf(preset: string): string {
  return strings.brushes.names[preset] ?? preset
}

/** Closes what is open when the person presses outside of it, or Escape. */
function closeWhenLeft(place: HTMLElement | null, close: () => void): () => void {
  const listeners = new AbortController()
  const { signal } = listeners
  window.addEventListener(
    'pointerdown',
    (event) => {
      if (event.target instanceof Node && place?.contains(event.target) !== true) close()
    },
    { signal, capture: true },
  )
  window.addEventListener(
    'keydown',
    (event) => {
      if (event.key === 'Escape') close()
    },
    { signal },
  )
  return () => listeners.abort()
}
