import { useEffect, useRef, useState, type PointerEvent, type RefObject } from 'react'
import { gapAt, type ColorGap } from '../tools/palette-colors.ts'

/** A press becomes a drag after so many px. */
const dragPx = 4
/** The grid scrolls while the pointer is so near its edge. */
const edgePx = 8
const scrollPx = 6

interface Press {
  readonly at: number
  readonly x: number
  readonly y: number
  /** Where the cell would be dropped; unset until it is dragged. */
  readonly gap?: ColorGap
}

/** What a cell listens to. */
export interface CellGrip {
  readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void
  readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void
  readonly onPointerUp: () => void
  readonly onPointerCancel: () => void
}

export interface CellDrag {
  readonly dragged?: number | undefined
  readonly gap?: ColorGap | undefined
  /** The press that ends now was a drag: its click means nothing. */
  readonly wasDrag: () => boolean
  readonly gripOf: (at: number) => CellGrip
}

/** Drags cells of equal size within their grid. Escape lets the cell fall back. */
export function useCellDrag(
  grid: RefObject<HTMLElement | null>,
  columns: number,
  count: number,
  onDrop: (at: number, gap: number) => void,
): CellDrag {
  const [press, setPress] = useState<Press>()
  const wasDrag = useRef(false)
  const isDragging = press?.gap !== undefined
  useEffect(() => {
    if (!isDragging) return undefined
    const handleKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') setPress(undefined)
    }
    window.addEventListener('keydown', handleKey)
    return () => window.removeEventListener('keydown', handleKey)
  }, [isDragging])

  const move = (event: PointerEvent<HTMLElement>): void => {
    const box = grid.current
    const [first, second, below] = [box?.children[0], box?.children[1], box?.children[columns]]
    if (press === undefined || box === null || first === undefined) return
    if (press.gap === undefined && Math.hypot(event.clientX - press.x, event.clientY - press.y) < dragPx)
      return
    wasDrag.current = true
    const { top, bottom } = box.getBoundingClientRect()
    if (event.clientY < top + edgePx) box.scrollBy(0, -scrollPx)
    if (event.clientY > bottom - edgePx) box.scrollBy(0, scrollPx)
    const corner = first.getBoundingClientRect()
    const width = (second?.getBoundingClientRect().left ?? corner.right) - corner.left
    const height = (below?.getBoundingClientRect().top ?? corner.bottom) - corner.top
    const place = { x: event.clientX - corner.left, y: event.clientY - corner.top }
    const gap = gapAt(place, { width, height }, columns, count)
    if (gap.row !== press.gap?.row || gap.column !== press.gap.column) setPress({ ...press, gap })
  }
  return {
    dragged: isDragging ? press.at : undefined,
    gap: press?.gap,
    wasDrag: () => wasDrag.current,
    gripOf: (at) => ({
      onPointerDown(event) {
        wasDrag.current = false
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        setPress({ at, x: event.clientX, y: event.clientY })
      },
      onPointerMove: move,
      onPointerUp() {
        if (press?.gap !== undefined) onDrop(press.at, press.gap.row * columns + press.gap.column)
        setPress(undefined)
      },
      onPointerCancel: () => setPress(undefined),
    }),
  }
}
