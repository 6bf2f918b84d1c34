import { useEffect, useRef, useState, type RefObject } from 'react'
import type { LayerId } from '../../sync-core/index.ts'
import { gapAt } from '../tools/layer-answers.ts'

/** A press becomes a drag after so many px. */
const dragPx = 4
/** The list scrolls while the pointer is so near its edge, faster beyond it, by as many px a frame at most. */
const edgePx = 24
const scrollPxMax = 40

export interface RowDrag {
  readonly id: LayerId
  /** The gap between rows over which the row would be dropped. */
  readonly gap: number
}

/**
 * Drags rows of equal height within their list; rows have `data-layer`. Fingers drag by the thumbnail, and scroll elsewhere.
 * Escape lets the row fall back.
 */
export function useRowDrag(
  list: RefObject<HTMLElement | null>,
  onDrop: (id: LayerId, gap: number) => void,
): RowDrag | undefined {
  const [drag, setDrag] = useState<RowDrag>()
  const drop = useRef(onDrop)
  useEffect(() => void (drop.current = onDrop))
  useEffect(() => {
    const box = list.current
    return box === null ? undefined : followRows(box, setDrag, (done) => drop.current(done.id, done.gap))
  }, [list])
  return drag
}

/** Tells of the drag as it goes on, undefined when there is none. Returns how to stop. */
function followRows(
  box: HTMLElement,
  show: (drag: RowDrag | undefined) => void,
  drop: (drag: RowDrag) => void,
): () => void {
  let press: { readonly id: LayerId; readonly y: number } | undefined
  let drag: RowDrag | undefined
  let pointerY = 0
  let frame = 0
  const listeners = new AbortController()
  const { signal } = listeners

  const end = (): void => {
    cancelAnimationFrame(frame)
    press = undefined
    if (drag !== undefined) show(undefined)
    drag = undefined
  }
  const place = (id: LayerId): void => {
    const rows = box.querySelectorAll<HTMLElement>('[data-layer]')
    const top = box.getBoundingClientRect().top
    const gap = gapAt(pointerY - top + box.scrollTop, rows[0]?.offsetHeight ?? 1, rows.length)
    if (gap === drag?.gap) return
    drag = { id, gap }
    show(drag)
  }
  const scroll = (): void => {
    if (drag === undefined) return
    const { top, bottom } = box.getBoundingClientRect()
    const over = Math.max(0, pointerY - (bottom - edgePx)) - Math.max(0, top + edgePx - pointerY)
    if (over !== 0) {
      box.scrollBy(0, Math.sign(over) * Math.min(scrollPxMax, Math.ceil(Math.abs(over) / 2)))
      place(drag.id)
    }
    frame = requestAnimationFrame(scroll)
  }

  box.addEventListener(
    'pointerdown',
    (event) => {
      const target = event.target as HTMLElement
      const row = target.closest<HTMLElement>('[data-layer]')
      if (event.button !== 0 || row === null || target.closest('.layer-button, input') !== null) return
      if (event.pointerType === 'touch' && target.closest('.layer-thumbnail') === null) return
      press = { id: Number(row.dataset['layer']), y: event.clientY }
    },
    { signal },
  )
  box.addEventListener(
    'pointermove',
    (event) => {
      if (press === undefined) return
      pointerY = event.clientY
      if (drag === undefined) {
        if (Math.abs(pointerY - press.y) < dragPx) return
        // Only now: a press that is no drag is a click on what is under the pointer.
        box.setPointerCapture(event.pointerId)
        frame = requestAnimationFrame(scroll)
      }
      place(press.id)
    },
    { signal },
  )
  box.addEventListener(
    'pointerup',
    () => {
      const done = drag
      end()
      if (done !== undefined) drop(done)
    },
    { signal },
  )
  box.addEventListener('pointercancel', end, { signal })
  window.addEventListener('pointerup', end, { signal })
  window.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape' || drag === undefined) return
      event.preventDefault()
      end()
    },
    { signal, capture: true },
  )
  return () => {
    end()
    listeners.abort()
  }
}
