import { ChevronDown, ChevronRight } from 'lucide-react'
import { useId, useLayoutEffect, useRef, type FocusEvent, type ReactNode } from 'react'
import { useStore } from 'zustand'
import { useApp } from '../session/use-parts.ts'
import type { PanelName } from '../stores/workspace-store.ts'
import { strings } from '../strings.ts'
import { isInView, roomOf, scrollToShow, useDockPlace, type DockPlace, type Span } from './dock-view.ts'
import { usePanelDrag } from './use-panel-drag.ts'

interface PanelProps {
  readonly name: PanelName
  readonly heading: string
  /** At the end of the heading, as a mark of what is new. */
  readonly mark?: ReactNode
  /** Has a list that scrolls by itself, and shares the room that others leave. */
  readonly grows?: boolean
  readonly children: ReactNode
}

/** A part of a dock that folds away under its heading; the heading is dragged, or moved with Alt and the arrow keys. */
export function Panel({ name, heading, mark, grows = false, children }: PanelProps) {
  const id = useId()
  const { workspaceStore } = useApp()
  const isOpen = useStore(workspaceStore, ({ panels }) => panels.find((panel) => panel.name === name)?.isOpen)
  const asked = useStore(workspaceStore, (state) => (state.asked?.name === name ? state.asked : undefined))
  const section = useRef<HTMLElement>(null)
  const place = useDockPlace()
  const { above, below } = place
  const drag = usePanelDrag(name)
  useLayoutEffect(() => {
    section.current?.style.setProperty('--above', String(above))
    section.current?.style.setProperty('--below', String(below))
  }, [above, below])
  useLayoutEffect(() => {
    const measured = asked === undefined ? undefined : measure(section.current, { above, below })
    if (measured !== undefined) measured.dock.scrollTop += scrollToShow(measured.body, measured.room)
  }, [asked, above, below])
  const press = (): void => {
    const measured = isOpen === true ? measure(section.current, place) : undefined
    const goesThere = measured !== undefined && !isInView(measured.body, measured.room)
    workspaceStore.getState().setOpen(name, goesThere || isOpen !== true)
  }
  // Headings lie over the dock's edges, of which the browser knows nothing when it shows what has the keyboard.
  const showFocused = ({ target }: FocusEvent): void => {
    if (!target.matches(':focus-visible')) return
    requestAnimationFrame(() => {
      const measured = measure(section.current, place)
      if (measured === undefined) return
      measured.dock.scrollTop += scrollToShow(target.getBoundingClientRect(), measured.room)
    })
  }
  const Chevron = isOpen === true ? ChevronDown : ChevronRight
  return (
    <section
      ref={section}
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
          onClick={press}
        >
          <Chevron size={14} aria-hidden />
          <span className="panel-name">{heading}</span>
          {mark}
        </button>
      </h2>
      <div id={id} className="panel-body" hidden={isOpen !== true} onFocus={showFocused}>
        {isOpen === true && children}
      </div>
    </section>
  )
}

interface Measured {
  readonly dock: HTMLElement
  readonly body: Span
  readonly room: Span
}

/** Where a panel's body is, and the room that its dock has for it. */
function measure(section: HTMLElement | null, place: DockPlace): Measured | undefined {
  const dock = section?.closest<HTMLElement>('.dock')
  const [head, body] = section?.children ?? []
  if (dock === null || dock === undefined || head === undefined || body === undefined) return undefined
  const room = roomOf(dock.getBoundingClientRect(), head.getBoundingClientRect().height, place)
  return { dock, body: body.getBoundingClientRect(), room }
}
