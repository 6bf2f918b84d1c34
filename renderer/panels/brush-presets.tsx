import { ChevronDown } from 'lucide-react'
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { placeBeside } from '../controls/popover.tsx'
import { brushTitle } from '../session/brush-title.ts'
import { chosenPreset } from '../stores/brush-shelf.ts'
import type { ToolStore } from '../stores/tool-store.ts'
import { strings } from '../strings.ts'
import { BrushShelfList } from './brush-shelf-list.tsx'

/** The brush in hand; pressed, it shows the others to choose from. The browser closes them on Escape and on a press elsewhere. */
export function BrushPresets({ toolStore }: { toolStore: ToolStore }) {
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const surface = useRef<HTMLDivElement>(null)
  const chosen = useStore(toolStore, (state) => chosenPreset(state.shelf, state.drawingTool))
  const isRenaming = useStore(toolStore, (state) => state.renamed !== undefined)
  const [isOpen, setIsOpen] = useState(false)
  useEffect(() => {
    const element = surface.current
    if (element === null) return undefined
    const follow = (event: Event): void => {
      const opens = (event as ToggleEvent).newState === 'open'
      setIsOpen(opens)
      if (!opens) toolStore.getState().rename(undefined)
    }
    element.addEventListener('toggle', follow)
    return () => element.removeEventListener('toggle', follow)
  }, [toolStore])
  // Who asks for a name by the palette gets the list, too.
  useEffect(() => {
    if (isRenaming && surface.current?.matches(':popover-open') === false) surface.current.showPopover()
  }, [isRenaming])
  useLayoutEffect(() => {
    if (isOpen && button.current !== null && surface.current !== null)
      placeBeside(surface.current, button.current.getBoundingClientRect())
  })
  const label = strings.brushes.choose(brushTitle(chosen))
  return (
    <div className="brush-presets">
      <button
        ref={button}
        type="button"
        className="brush-in-hand"
        title={label}
        aria-label={label}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => surface.current?.togglePopover()}
      >
        <span className="brush-name" dir="auto">
          {brushTitle(chosen)}
        </span>
        <ChevronDown size={14} aria-hidden />
      </button>
      <div ref={surface} id={id} className="popover brush-shelf" popover="auto">
        {isOpen && <BrushShelfList toolStore={toolStore} onChosen={() => surface.current?.hidePopover()} />}
      </div>
    </div>
  )
}
