import { Fragment, type ReactNode } from 'react'
import { useStore } from 'zustand'
import { useApp } from '../session/use-parts.ts'
import type { PanelName, Side } from '../stores/workspace-store.ts'
import { strings } from '../strings.ts'
import { DockPlaceContext } from './dock-view.ts'
import { panelDrag } from './panel-drop.ts'

interface DockProps {
  readonly side: Side
  /** What each panel is; one that this session does not have is left out. */
  readonly panels: Readonly<Partial<Record<PanelName, ReactNode>>>
}

/**
 * A column of panels at one side of the canvas. It scrolls when their smallest heights don't fit, and their headings stay
 * in sight. An empty one is seen only while a panel is dragged, over the canvas's edge. */
export function Dock({ side, panels }: DockProps) {
  const { workspaceStore } = useApp()
  const places = useStore(workspaceStore, (state) => state.panels)
  const isDragging = useStore(panelDrag, (state) => state.dragged !== undefined)
  const drop = useStore(panelDrag, (state) => state.drop)
  const shown = places.filter(
    (panel) => panel.side === side && panel.isShown && panels[panel.name] !== undefined,
  )
  if (shown.length === 0 && !isDragging) return null
  const line = <hr className="drop-line" aria-hidden />
  return (
    <aside
      className="dock"
      data-dock={side}
      data-part={`dock-${side}`}
      data-empty={shown.length === 0 ? 'yes' : 'no'}
      aria-label={strings.workspace.docks[side]}
    >
      {shown.map(({ name }, above) => (
        <Fragment key={name}>
          {drop?.side === side && drop.above === name && line}
          <DockPlaceContext value={{ above, below: shown.length - 1 - above }}>
            {panels[name]}
          </DockPlaceContext>
        </Fragment>
      ))}
      {drop?.side === side && drop.above === undefined && line}
    </aside>
  )
}
