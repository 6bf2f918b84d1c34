import { ChevronDown, ChevronRight } from 'lucide-react'
import { useId, type ReactNode } from 'react'
import { useStore } from 'zustand'
import { useApp } from '../session/use-parts.ts'
import type { PanelName } from '../stores/workspace-store.ts'
import { strings } from '../strings.ts'
import { usePanelDrag } from './use-panel-drag.ts'

interface PanelProps {
  readonly name: PanelName
  readonly heading: string
  /** At the end of the heading, as a mark of what is new. */
  readonly mark?: ReactNode
  /** Has a list that takes the room that others leave. */
  readonly grows?: boolean
  readonly children: ReactNode
}

/** A part of a dock that folds away under its heading; the heading is dragged, or moved with Alt and the arrow keys. */
export function Panel({ name, heading, mark, grows = false, children }: PanelProps) {
  const id = useId()
  const { workspaceStore } = useApp()
  const isOpen = useStore(workspaceStore, ({ panels }) => panels.find((panel) => panel.name === name)?.isOpen)
  const drag = usePanelDrag(name)
  const Chevron = isOpen === true ? ChevronDown : ChevronRight
  return (
    <section
      className="panel"
      data-panel={name}
      data-open={isOpen === true ? 'yes' : 'no'}
      data-grows={grows ? 'yes' : 'no'}
      aria-label={heading}
    >
      <h2>
        <button
          type="button"
          className="panel-heading"
          title={strings.workspace.headingHint}
          aria-expanded={isOpen === true}
          aria-controls={id}
          {...drag}
          onClick={() => workspaceStore.getState().setOpen(name, isOpen !== true)}
        >
          <Chevron size={14} aria-hidden />
          <span className="panel-name">{heading}</span>
          {mark}
        </button>
      </h2>
      <div id={id} className="panel-body" hidden={isOpen !== true}>
        {isOpen === true && children}
      </div>
    </section>
  )
}
