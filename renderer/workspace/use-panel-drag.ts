import { useRef, type KeyboardEvent, type MouseEvent, type PointerEvent } from 'react'
import { useApp } from '../session/use-parts.ts'
import { panelNames, type PanelName, type Side, type WorkspaceStore } from '../stores/workspace-store.ts'
import { panelBelow, panelDrag, type PanelBox, type PanelDrop } from './panel-drop.ts'

/** So far a press may move and still be a click, in CSS px. */
const clickReachPx = 6

/** Drags a panel by its heading into a dock; Alt and the arrow keys do the same step by step, Escape lets it stay. */
export function usePanelDrag(name: PanelName) {
  const { workspaceStore } = useApp()
  const from = useRef<{ readonly x: number; readonly y: number }>(undefined)
  const hasMoved = useRef(false)
  const end = (): void => {
    from.current = undefined
    panelDrag.setState({ dragged: undefined, drop: undefined })
  }
  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (event.button !== 0) return
      from.current = { x: event.clientX, y: event.clientY }
      hasMoved.current = false
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      if (from.current === undefined) return
      const reach = Math.hypot(event.clientX - from.current.x, event.clientY - from.current.y)
      if (!hasMoved.current && reach < clickReachPx) return
      if (!hasMoved.current) event.currentTarget.setPointerCapture(event.pointerId)
      hasMoved.current = true
      panelDrag.setState({ dragged: name, drop: dropAt(event.clientX, event.clientY, name) })
    },
    onPointerUp() {
      const { drop } = panelDrag.getState()
      if (hasMoved.current && drop !== undefined) workspaceStore.getState().move(name, drop.side, drop.above)
      end()
    },
    onPointerCancel: end,
    onClickCapture(event: MouseEvent) {
      // The click that ends a drag folds nothing.
      if (hasMoved.current) event.stopPropagation()
      hasMoved.current = false
    },
    onKeyDown(event: KeyboardEvent<HTMLElement>) {
      if (event.key === 'Escape' && hasMoved.current) end()
      if (!event.altKey || !event.key.startsWith('Arrow')) return
      event.preventDefault()
      moveByKey(workspaceStore, name, event.key)
      event.currentTarget.focus()
    },
  }
}

function dropAt(x: number, y: number, dragged: PanelName): PanelDrop | undefined {
  const dock = document.elementsFromPoint(x, y).find((element) => element.matches('[data-dock]'))
  if (!(dock instanceof HTMLElement)) return undefined
  // Headings stack up where a dock is scrolled, so a panel reaches from its own to the next.
  const headings = [...dock.querySelectorAll<HTMLElement>('[data-panel] > h2')]
  const end = dock.getBoundingClientRect().bottom
  const boxes = headings.flatMap((heading, at): PanelBox[] => {
    const name = panelNames.find((known) => known === heading.parentElement?.dataset['panel'])
    const { top } = heading.getBoundingClientRect()
    const next = headings[at + 1]?.getBoundingClientRect().top ?? end
    return name === undefined ? [] : [{ name, top, height: next - top }]
  })
  return { side: dock.dataset['dock'] as Side, above: panelBelow(boxes, y, dragged) }
}

function moveByKey(store: WorkspaceStore, name: PanelName, key: string): void {
  const { panels, move } = store.getState()
  const side = panels.find((panel) => panel.name === name)?.side
  const shown = panels.filter((panel) => panel.isShown && panel.side === side)
  const at = shown.findIndex((panel) => panel.name === name)
  if (side === undefined || at < 0) return
  if (key === 'ArrowLeft' && side === 'right') move(name, 'left', undefined)
  if (key === 'ArrowRight' && side === 'left') move(name, 'right', undefined)
  if (key === 'ArrowUp' && at > 0) move(name, side, shown[at - 1]!.name)
  if (key === 'ArrowDown' && at < shown.length - 1) move(name, side, shown[at + 2]?.name)
}
