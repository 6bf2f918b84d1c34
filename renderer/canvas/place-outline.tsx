import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { useSession } from '../session/use-parts.ts'
import { boundsOnScreen } from '../view/view-transform.ts'

/** Where the action is that is pointed at in the history. */
export function PlaceOutline() {
  const { bridge, viewStore } = useSession()
  const box = useStore(bridge.history, (state) => state.pointed?.box)
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const place = (): void => {
      if (element.current === null || box === undefined) return
      const { view, viewport } = viewStore.getState()
      const { x, y, width, height } = boundsOnScreen(view, box)
      const { style } = element.current
      style.transform = `translate(${x / viewport.ratio}px, ${y / viewport.ratio}px)`
      style.width = `${width / viewport.ratio}px`
      style.height = `${height / viewport.ratio}px`
    }
    place()
    return viewStore.subscribe(place)
  }, [box, viewStore])
  return box === undefined ? null : <div ref={element} className="place-outline" aria-hidden />
}
