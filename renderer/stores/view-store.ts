import { createStore } from 'zustand/vanilla'
import type { Frame } from '../../sync-core/index.ts'
import { Pinch, type Fingers } from '../view/pinch.ts'
import {
  centreOn,
  fitView,
  flipView,
  middleOfWindow,
  panBy,
  resizeView,
  turnTo,
  upright,
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
  /** The picture fills the window until the person zooms, pans or turns; it stays fitted when the window changes. */
  readonly isFitted: boolean
  /** Lines between px of the picture where they are shown large. */
  readonly hasPixelGrid: boolean
  /** The picture's frame, at first or changed: what is on the screen stays where it is, unless the picture is fitted. */
  readonly setFrame: (frame: Frame) => void
  readonly setViewport: (viewport: Viewport) => void
  /** Shows the whole picture as it is turned. */
  readonly fit: () => void
  readonly showActualSize: () => void
  /** Zooms about a point of the canvas in device px; without one, about its middle. */
  readonly zoom: (factor: number, at?: Point) => void
  /** Zooms about the middle, 100 is one pixel for one pixel. */
  readonly zoomTo: (percent: number) => void
  readonly pan: (dx: number, dy: number) => void
  /** Brings a point of the plane into the middle. */
  readonly centre: (on: Point) => void
  /** Turns clockwise as seen, in turns (1/4 is 90°), about a point of the canvas in device px or about its middle. */
  readonly rotate: (byTurns: number, at?: Point) => void
  /** The same to an angle, in turns clockwise as seen; 0 is upright. */
  readonly setTurn: (turn: number, at?: Point) => void
  readonly resetRotation: () => void
  /** Exchanges left and right as they are seen now. */
  readonly flip: () => void
  /** Two fingers take the picture, in device px; `pinch` follows them. */
  readonly takePinch: (fingers: Fingers) => void
  readonly pinch: (fingers: Fingers) => void
  /** Takes a view that was reckoned elsewhere. */
  readonly show: (view: View) => void
  readonly showPixelGrid: (isShown: boolean) => void
}

export type ViewStore = ReturnType<typeof createViewStore>

/** Where the picture lies in one session's window. Nobody else sees how one looks at it. */
export function createViewStore() {
  return createStore<ViewState>((set, get) => {
    let held: Pinch | undefined
    const change = (next: (state: ViewState & { frame: Frame }) => View): void => {
      const state = get()
      if (state.frame === undefined) return
      set({ view: next({ ...state, frame: state.frame }), isFitted: false })
    }
    const setTurn = (turn: number, at?: Point): void =>
      change(({ view, frame, viewport }) =>
        turnTo(view, turn, at ?? middleOfWindow(viewport), frame, viewport),
      )
    return {
      view: { scale: 1, x: 0, y: 0, ...upright },
      viewport: { width: 1, height: 1, ratio: 1 },
      isFitted: true,
      hasPixelGrid: true,
      setFrame(frame) {
        const { view, viewport, isFitted } = get()
        set({ frame, view: isFitted ? fitView(frame, viewport, view) : panBy(view, 0, 0, frame, viewport) })
      },
      setViewport(viewport) {
        const { view, viewport: before, frame, isFitted } = get()
        if (frame === undefined) return set({ viewport })
        const hasPanelsMoved = before.width === viewport.width && before.height === viewport.height
        set({
          viewport,
          view:
            isFitted && !hasPanelsMoved
              ? fitView(frame, viewport, view)
              : resizeView(view, before, viewport, frame),
        })
      },
      fit() {
        const { frame, viewport, view } = get()
        if (frame !== undefined) set({ view: fitView(frame, viewport, view), isFitted: true })
      },
      showActualSize: () => change(({ view, frame, viewport }) => withScale(view, 1, frame, viewport)),
      zoom: (factor, at) =>
        change(({ view, frame, viewport }) =>
          zoomAt(view, factor, at ?? middleOfWindow(viewport), frame, viewport),
        ),
      zoomTo: (percent) =>
        change(({ view, frame, viewport }) => withScale(view, percent / 100, frame, viewport)),
      pan: (dx, dy) => change(({ view, frame, viewport }) => panBy(view, dx, dy, frame, viewport)),
      centre: (on) => change(({ view, frame, viewport }) => centreOn(view, on, frame, viewport)),
      rotate: (byTurns, at) => setTurn(get().view.turn + byTurns, at),
      setTurn,
      resetRotation: () => setTurn(0),
      flip() {
        // A fitted picture is fitted from behind, too.
        const { view, viewport, frame } = get()
        if (frame !== undefined) set({ view: flipView(view, viewport) })
      },
      takePinch(fingers) {
        held = new Pinch(get().view, fingers)
      },
      pinch: (fingers) =>
        change(({ view, frame, viewport }) => held?.follow(fingers, frame, viewport) ?? view),
      show: (view) => change(({ frame, viewport }) => panBy(view, 0, 0, frame, viewport)),
      showPixelGrid: (isShown) => set({ hasPixelGrid: isShown }),
    }
  })
}
