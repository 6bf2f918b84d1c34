import { createStore } from 'zustand/vanilla'
import type { Frame } from '../../sync-core/index.ts'
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
  /** The picture's place in the plane; set once the session said it. */
  readonly frame?: Frame
  /** The picture fills the window until the person zooms or pans; it stays fitted when the window changes. */
  readonly isFitted: boolean
  /** The picture's frame, at first or changed: what is on the screen stays where it is, unless the picture is fitted. */
  readonly setFrame: (frame: Frame) => void
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
    const change = (next: (state: ViewState & { frame: Frame }) => View): void => {
      const state = get()
      if (state.frame === undefined) return
      set({ view: next({ ...state, frame: state.frame }), isFitted: false })
    }
    return {
      view: { scale: 1, x: 0, y: 0 },
      viewport: { width: 1, height: 1, ratio: 1 },
      isFitted: true,
      setFrame(frame) {
        const { view, viewport, isFitted } = get()
        set({ frame, view: isFitted ? fitView(frame, viewport) : panBy(view, 0, 0, frame, viewport) })
      },
      setViewport(viewport) {
        const { view, viewport: before, frame, isFitted } = get()
        if (frame === undefined) return set({ viewport })
        set({
          viewport,
          view: isFitted ? fitView(frame, viewport) : resizeView(view, before, viewport, frame),
        })
      },
      fit() {
        const { frame, viewport } = get()
        if (frame !== undefined) set({ view: fitView(frame, viewport), isFitted: true })
      },
      showActualSize: () => change(({ view, frame, viewport }) => withScale(view, 1, frame, viewport)),
      zoom: (factor, at) =>
        change(({ view, frame, viewport }) =>
          zoomAt(view, factor, at ?? { x: viewport.width / 2, y: viewport.height / 2 }, frame, viewport),
        ),
      pan: (dx, dy) => change(({ view, frame, viewport }) => panBy(view, dx, dy, frame, viewport)),
      pinch: (before, after) =>
        change(({ view, frame, viewport }) => pinchView(view, before, after, frame, viewport)),
    }
  })
}
