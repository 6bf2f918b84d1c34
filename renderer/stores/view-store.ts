import { createStore } from 'zustand/vanilla'
import type { CanvasSize } from '../../sync-core/index.ts'
import {
  fitView,
  panBy,
  pinchView,
  resizeView,
  withScale,
  zoomAt,
  type Point,
  type View,
  type Viewport,
} from '../view/view-transform.ts'

export interface ViewState {
  readonly view: View
  readonly viewport: Viewport
  /** Set once the session said how large the picture is. */
  readonly picture?: CanvasSize
  /** The picture fills the window until the person zooms or pans; it stays fitted when the window changes. */
  readonly isFitted: boolean
  readonly setPicture: (picture: CanvasSize) => void
  readonly setViewport: (viewport: Viewport) => void
  readonly fit: () => void
  readonly showActualSize: () => void
  /** Zooms about a point of the canvas in device px; without one, about its middle. */
  readonly zoom: (factor: number, at?: Point) => void
  readonly pan: (dx: number, dy: number) => void
  readonly pinch: (before: readonly [Point, Point], after: readonly [Point, Point]) => void
}

export type ViewStore = ReturnType<typeof createViewStore>

/** Where the picture lies in one session's window. */
export function createViewStore() {
  return createStore<ViewState>((set, get) => {
    const change = (next: (state: ViewState & { picture: CanvasSize }) => View): void => {
      const state = get()
      if (state.picture === undefined) return
      set({ view: next({ ...state, picture: state.picture }), isFitted: false })
    }
    return {
      view: { scale: 1, x: 0, y: 0 },
      viewport: { width: 1, height: 1, ratio: 1 },
      isFitted: true,
      setPicture(picture) {
        set({ picture, view: fitView(picture, get().viewport), isFitted: true })
      },
      setViewport(viewport) {
        const { view, viewport: before, picture, isFitted } = get()
        if (picture === undefined) return set({ viewport })
        set({
          viewport,
          view: isFitted ? fitView(picture, viewport) : resizeView(view, before, viewport, picture),
        })
      },
      fit() {
        const { picture, viewport } = get()
        if (picture !== undefined) set({ view: fitView(picture, viewport), isFitted: true })
      },
      showActualSize: () => change(({ view, picture, viewport }) => withScale(view, 1, picture, viewport)),
      zoom: (factor, at) =>
        change(({ view, picture, viewport }) =>
          zoomAt(view, factor, at ?? { x: viewport.width / 2, y: viewport.height / 2 }, picture, viewport),
        ),
      pan: (dx, dy) => change(({ view, picture, viewport }) => panBy(view, dx, dy, picture, viewport)),
      pinch: (before, after) =>
        change(({ view, picture, viewport }) => pinchView(view, before, after, picture, viewport)),
    }
  })
}
