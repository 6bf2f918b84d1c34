import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react'
import { rowsInSight, rowsMoved, type RowSpan } from './rows-in-sight.ts'

interface Sight {
  readonly span: RowSpan
  /** The list may be beyond the edge of what it lies in. */
  readonly isOnScreen: boolean
}

/** Which rows of a scrolled list are in sight. `names` are those of all rows, from top to bottom: what is read stays where it is. */
export function useRowsInSight(
  box: RefObject<HTMLElement | null>,
  rowPx: number,
  names: readonly number[],
): Sight {
  const [span, setSpan] = useState<RowSpan>({ first: 0, end: 0 })
  const [isOnScreen, setOnScreen] = useState(false)
  const before = useRef(names)
  useLayoutEffect(() => {
    const element = box.current
    const first = element === null ? 0 : Math.floor(element.scrollTop / rowPx)
    const moved = rowsMoved(before.current, names, first)
    if (element !== null && moved !== 0) element.scrollBy(0, moved * rowPx)
    before.current = names
  }, [box, rowPx, names])
  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return undefined
    const look = (): void => {
      const now = rowsInSight({ scrollTop: element.scrollTop, heightPx: element.clientHeight, rowPx })
      setSpan((known) => (known.first === now.first && known.end === now.end ? known : now))
    }
    look()
    const resized = new ResizeObserver(look)
    resized.observe(element)
    element.addEventListener('scroll', look, { passive: true })
    return () => {
      resized.disconnect()
      element.removeEventListener('scroll', look)
    }
  }, [box, rowPx])
  useEffect(() => {
    if (box.current === null) return undefined
    const observer = new IntersectionObserver((seen) => setOnScreen(seen.at(-1)?.isIntersecting === true))
    observer.observe(box.current)
    return () => observer.disconnect()
  }, [box])
  return { span, isOnScreen }
}
