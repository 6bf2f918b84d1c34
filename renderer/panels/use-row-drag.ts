import { useEffect, useState, type PointerEvent, type RefObject } from 'react'
import type { LayerId } from '../../sync-core/index.ts'
import { gapAt } from '../tools/layer-answers.ts'

/** A press becomes a drag after so many px. */
const dragPx = 4
/** The list scrolls while the pointer is so near its edge. */
const edgePx = 14
const scrollPx = 8

interface Press {
  readonly id: LayerId
  readonly y: number
  /** The gap between rows over which the row would be dropped; unset until it is dragged. */
  readonly gap?: number
}

/** What a row's handle listens to. */
export interface RowGrip {
  readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void
  readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void
  readonly onPointerUp: () => void
  readonly onPointerCancel: () => void
}

export interface RowDrag {
  readonly dragged?: LayerId | undefined
  readonly gap?: number | undefined
  readonly gripOf: (id: LayerId) => RowGrip
}

/** Drags rows of equal height within their list. Escape lets the row fall back. */
export function useRowDrag(
  list: RefObject<HTMLElement | null>,
  rows: number,
  onDrop: (id: LayerId, gap: number) => void,
): RowDrag {
  const [press, setPress] = useState<Press>()
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
    const box = list.current
    if (press === undefined || box === null) return
    if (press.gap === undefined && Math.abs(event.clientY - press.y) < dragPx) return
    const { top, bottom } = box.getBoundingClientRect()
    if (event.clientY < top + edgePx) box.scrollBy(0, -scrollPx)
    if (event.clientY > bottom - edgePx) box.scrollBy(0, scrollPx)
    const rowPx = event.currentTarget.closest<HTMLElement>('[role=row]')?.offsetHeight ?? 1
    const gap = gapAt(event.clientY - top + box.scrollTop, rowPx, rows)
    if (gap !== press.gap) setPress({ ...press, gap })
  }
  return {
    dragged: isDragging ? press.id : undefined,
    gap: press?.gap,
    gripOf: (id) => ({
      onPointerDown(event) {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        setPress({ id, y: event.clientY })
      },
      onPointerMove: move,
      onPointerUp() {
        if (press?.gap !== undefined) onDrop(press.id, press.gap)
        setPress(undefined)
      },
      onPointerCancel: () => setPress(undefined),
    }),
  }
}
