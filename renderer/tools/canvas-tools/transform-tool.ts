// Moves, scales, turns and flips what floats: pixels that were lifted off a layer, or an image that came from outside.
//
//   nothing ──enter, press──▶ lifting ──lifted──▶ floating ──Enter, another tool──▶ laid down where it is
//                                                 ▲   └─────Esc, undo─────────────▶ put back, or away
//   paste, drop ──────────────────────────────────╯

import type { Box, ImagePixels, Point } from '../../../sync-core/index.ts'
import type { CanvasTool, ToolPointer, ToolPorts } from './canvas-tool.ts'
import {
  affineOf,
  dragPlacing,
  flipPlacing,
  gripAt,
  isSamePlacing,
  placingOf,
  type Grip,
  type Placing,
} from './placing.ts'

/** Handles take presses this near on every side, in CSS px. */
const reachPx = 9

/** An image from outside, before it is on the picture. */
export interface LooseImage {
  readonly width: number
  readonly height: number
  /** What is shown of it. */
  readonly shown: CanvasImageSource
  readonly pixels: () => ImagePixels
}

interface Floating {
  readonly box: Box
  readonly shown: CanvasImageSource
  /** Pixels of the picture, or an image. */
  readonly image: LooseImage | undefined
  readonly start: Placing
  placing: Placing
}

export interface TransformTool extends CanvasTool {
  /** What `lift` asked for is here. */
  handleLifted(box: Box, shown: ImageBitmap): void
  handleNotLifted(): void
  /** Lets an image float so that its middle is there, at this scale. */
  float(image: LooseImage, centre: Point, scale: number): void
  flip(direction: 'horizontal' | 'vertical'): void
  nudge(dx: number, dy: number): void
}

/** `tell` is called when something begins or ends to float. */
export function transformTool(ports: ToolPorts, tell: (isFloating: boolean) => void): TransformTool {
  let floating: Floating | undefined
  let isLifting = false
  let drag: { readonly grip: Grip; readonly from: Point; readonly start: Placing } | undefined

  const show = (): void => {
    if (floating === undefined) return ports.show(undefined)
    const { box, shown, placing } = floating
    ports.show({ kind: 'floating', box, image: shown, map: affineOf(box, placing) })
  }
  const begin = (next: Floating): void => {
    floating = next
    isLifting = false
    show()
    tell(true)
  }
  const end = (): void => {
    floating = undefined
    drag = undefined
    show()
    tell(false)
  }
  const lift = (): void => {
    isLifting = true
    ports.ask({ kind: 'lift', layer: ports.layer() })
  }
  const apply = (): boolean => {
    if (floating === undefined) {
      if (isLifting) ports.ask({ kind: 'cancel' })
      isLifting = false
      return false
    }
    const { box, placing, start, image } = floating
    const map = affineOf(box, placing)
    const preview = { kind: 'floating', box, image: floating.shown, map } as const
    if (image !== undefined) {
      const task = { kind: 'place-image', layer: ports.layer(), image: image.pixels(), map } as const
      ports.settle(task, preview)
    } else {
      ports.settle(isSamePlacing(placing, start) ? { kind: 'put-back' } : { kind: 'drop', map }, preview)
    }
    end()
    return true
  }

  return {
    enter() {
      if (floating === undefined) lift()
    },
    leave() {
      apply()
    },
    press(pointer) {
      if (floating === undefined) {
        if (!isLifting) lift()
        return
      }
      const { box, placing } = floating
      const grip = gripAt(box, placing, pointer.at, reachPx * pointer.pxPerScreenPx)
      drag = { grip, from: pointer.at, start: placing }
    },
    move({ at, shift, alt }) {
      if (drag === undefined || floating === undefined) return
      floating.placing = dragPlacing(floating.box, drag.start, drag.grip, drag.from, at, {
        regular: shift,
        fromCentre: alt,
      })
      show()
    },
    release() {
      drag = undefined
    },
    abort() {
      if (drag !== undefined && floating !== undefined) floating.placing = drag.start
      drag = undefined
      show()
    },
    cursorAt: (pointer) => (floating === undefined ? 'default' : cursorOf(floating, pointer)),
    apply,
    holds: () => floating?.image !== undefined,
    cancel() {
      if (floating === undefined) return false
      const { image, box, shown, start } = floating
      if (image === undefined) {
        const preview = { kind: 'floating', box, image: shown, map: affineOf(box, start) } as const
        ports.settle({ kind: 'put-back' }, preview)
      }
      end()
      return true
    },
    handleLifted(box, shown) {
      // It was cancelled meanwhile, or something else floats.
      if (!isLifting || floating !== undefined) {
        shown.close()
        return ports.ask({ kind: 'put-back' })
      }
      const start = placingOf(box)
      begin({ box, shown, image: undefined, start, placing: start })
    },
    handleNotLifted() {
      isLifting = false
    },
    float(image, centre, scale) {
      apply()
      const box = { x: 0, y: 0, width: image.width, height: image.height }
      const placing = { centre, scaleX: scale, scaleY: scale, angle: 0 }
      begin({ box, shown: image.shown, image, start: placing, placing })
    },
    flip(direction) {
      if (floating === undefined) return
      floating.placing = flipPlacing(floating.placing, direction)
      show()
    },
    nudge(dx, dy) {
      if (floating === undefined) return
      const { centre } = floating.placing
      floating.placing = { ...floating.placing, centre: { x: centre.x + dx, y: centre.y + dy } }
      show()
    },
  }
}

/** The cursor over a handle at these places along the sides. */
export const resizeCursors: Readonly<Record<string, string>> = {
  '-1,-1': 'nwse-resize',
  '0,-1': 'ns-resize',
  '1,-1': 'nesw-resize',
  '1,0': 'ew-resize',
  '1,1': 'nwse-resize',
  '0,1': 'ns-resize',
  '-1,1': 'nesw-resize',
  '-1,0': 'ew-resize',
}

/** Cursors in the order of the handles around the box, half a turn of them. */
const around = ['ew-resize', 'nwse-resize', 'ns-resize', 'nesw-resize']

function cursorOf({ box, placing }: Floating, { at, pxPerScreenPx }: ToolPointer): string {
  const grip = gripAt(box, placing, at, reachPx * pxPerScreenPx)
  if (grip === 'inside') return 'move'
  if (grip === 'outside') return turnCursor
  // A turned box has its handles elsewhere; a flipped one on the other side, which has the same cursor mirrored.
  const direction = Math.atan2(grip.v * Math.sign(placing.scaleY), grip.u * Math.sign(placing.scaleX))
  const eighths = Math.round((direction + placing.angle) / (Math.PI / 4))
  return around[((eighths % 4) + 4) % 4] ?? 'default'
}

/** No cursor of a system says "turn". */
const turnCursor = `url("data:image/svg+xml,${encodeURIComponent(
  `<svg xmlns='http://www.w3.org/2000/svg' width='24' height='24' fill='none' stroke-linecap='round' stroke-linejoin='round'><g id='a'><path d='M19 12a7 7 0 1 1-2.2-5.1L19 9M19 4v5h-5' stroke='#fff' stroke-width='4'/><path d='M19 12a7 7 0 1 1-2.2-5.1L19 9M19 4v5h-5' stroke='#111' stroke-width='1.8'/></g></svg>`,
)}") 12 12, alias`
