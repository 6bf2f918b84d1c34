// The map of the navigator: a small canvas that the worker paints, and over it the outline of what is in view. Neither passes
// through React, as the view moves while a hand does.

import { wheelZoomFactor } from '../canvas/pointer-role.ts'
import type { SessionBridge } from '../session/session-bridge.ts'
import type { ViewStore } from '../stores/view-store.ts'
import { isSameFrame } from '../view/is-same-frame.ts'
import { middleOfWindow, screenToPicture, windowInPicture, type Point } from '../view/view-transform.ts'
import { mapOf, seesAll, type NavigatorMap } from './navigator-map.ts'

/** No map is higher, in CSS px. */
const heightPxMax = 150

/** An arrow key moves the view by this part of the window. */
const stepPart = 0.1

const svgNames = 'http://www.w3.org/2000/svg'

/** Returns how to take everything down again. */
export function mountNavigator(place: HTMLElement, bridge: SessionBridge, viewStore: ViewStore): () => void {
  const listeners = new AbortController()
  const { signal } = listeners
  const outline = document.createElementNS(svgNames, 'svg')
  outline.setAttribute('class', 'navigator-outline')
  const edges = ['navigator-edge-dark', 'navigator-edge-light'].map((name) => {
    const edge = document.createElementNS(svgNames, 'polygon')
    edge.setAttribute('class', name)
    outline.append(edge)
    return edge
  })
  let map: NavigatorMap | undefined
  let takeAway: (() => void) | undefined
  let canvas: HTMLCanvasElement | undefined

  const remake = (): void => {
    const { frame, viewport } = viewStore.getState()
    if (frame === undefined || place.clientWidth === 0) return
    map = mapOf(frame, place.clientWidth, heightPxMax)
    takeAway?.()
    canvas?.remove()
    canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.round(map.width * viewport.ratio))
    canvas.height = Math.max(1, Math.round(map.height * viewport.ratio))
    for (const element of [canvas, outline]) {
      element.style.width = `${map.width}px`
      element.style.height = `${map.height}px`
    }
    place.replaceChildren(canvas, outline)
    takeAway = bridge.attachNavigator(canvas)
  }
  const show = (): void => {
    const { frame, view, viewport } = viewStore.getState()
    if (frame !== undefined && !isSameFrame(map?.frame, frame)) remake()
    if (map === undefined) return
    const { toMap } = map
    const corners = windowInPicture(view, viewport).map((corner) => toMap(corner))
    const points = corners.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')
    edges.forEach((edge) => edge.setAttribute('points', points))
    outline.setAttribute('data-sees', seesAll(map, corners) ? 'all' : 'a-part')
  }
  const pointed = (event: MouseEvent): Point | undefined => {
    const box = outline.getBoundingClientRect()
    return map?.toPlane({ x: event.clientX - box.left, y: event.clientY - box.top })
  }
  /** Where the press took the view, from its middle in px of the plane: what is dragged does not jump. */
  let held: Point = { x: 0, y: 0 }
  const follow = (event: PointerEvent): void => {
    const at = pointed(event)
    if (at !== undefined) viewStore.getState().centre({ x: at.x - held.x, y: at.y - held.y })
  }
  place.addEventListener(
    'pointerdown',
    (event) => {
      const at = pointed(event)
      if (event.button !== 0 || at === undefined || map === undefined) return
      place.setPointerCapture(event.pointerId)
      const { view, viewport } = viewStore.getState()
      const middle = screenToPicture(view, middleOfWindow(viewport))
      held = isOnView(event, edges[0]!) ? { x: at.x - middle.x, y: at.y - middle.y } : { x: 0, y: 0 }
      follow(event)
    },
    { signal },
  )
  place.addEventListener(
    'pointermove',
    (event) => {
      if (place.hasPointerCapture(event.pointerId)) follow(event)
    },
    { signal },
  )
  place.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault()
      viewStore.getState().zoom(wheelZoomFactor(event))
    },
    { signal, passive: false },
  )
  place.addEventListener(
    'keydown',
    (event) => {
      const { viewport, pan } = viewStore.getState()
      const dx = event.key === 'ArrowLeft' ? 1 : event.key === 'ArrowRight' ? -1 : 0
      const dy = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0
      if (dx === 0 && dy === 0) return
      event.preventDefault()
      pan(dx * viewport.width * stepPart, dy * viewport.height * stepPart)
    },
    { signal },
  )
  const size = new ResizeObserver(() => {
    if (place.clientWidth !== map?.room) {
      remake()
      show()
    }
  })
  size.observe(place)
  const unsubscribe = viewStore.subscribe(show)
  show()
  return () => {
    listeners.abort()
    size.disconnect()
    unsubscribe()
    takeAway?.()
    place.replaceChildren()
  }
}

/** An SVG's own kind of point is the only one that every engine takes here. */
function isOnView(event: PointerEvent, edge: SVGGeometryElement): boolean {
  const svg = edge.ownerSVGElement!
  const box = svg.getBoundingClientRect()
  const at = svg.createSVGPoint()
  at.x = event.clientX - box.left
  at.y = event.clientY - box.top
  return edge.isPointInFill(at)
}
