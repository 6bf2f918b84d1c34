import type { ImagePixels, Point } from '../../../sync-core/index.ts'
import type { CanvasTool, ToolPorts } from './canvas-tool.ts'

/** Where a person types on the picture; the stage has one. */
export interface TextEditor {
  /** Begins an empty text whose first line's upper left corner is there, in px of the plane. */
  open(at: Point): void
  /** The text as pixels, and where they belong; undefined when there is no text. It is closed then. */
  take(): { readonly image: ImagePixels; readonly at: Point; readonly shown: CanvasImageSource } | undefined
  readonly isOpen: boolean
}

/** A press begins a text there; a press elsewhere puts it on the picture, as Ctrl+Enter does. */
export function textTool(ports: ToolPorts, editor: () => TextEditor | undefined): CanvasTool {
  const apply = (): boolean => {
    const taken = editor()?.isOpen === true ? editor()?.take() : undefined
    if (taken === undefined) return false
    const map = { a: 1, b: 0, c: 0, d: 1, e: taken.at.x, f: taken.at.y }
    const { image, shown } = taken
    const box = { x: 0, y: 0, width: image.width, height: image.height }
    const task = { kind: 'place-image', layer: ports.layer(), image, map } as const
    ports.settle(task, { kind: 'floating', box, image: shown, map })
    ports.noteColor(ports.color())
    return true
  }
  let pressed: Point | undefined
  return {
    press({ at }) {
      pressed = editor()?.isOpen === true ? undefined : at
      apply()
    },
    move() {},
    release() {
      // Only now: a press moves the keyboard's focus to the canvas.
      if (pressed !== undefined) editor()?.open({ x: Math.round(pressed.x), y: Math.round(pressed.y) })
      pressed = undefined
    },
    abort() {
      pressed = undefined
    },
    cursorAt: () => 'text',
    leave() {
      apply()
    },
    apply,
    holds: () => editor()?.isOpen === true,
    cancel() {
      const isOpen = editor()?.isOpen === true
      editor()?.take()
      return isOpen
    },
  }
}
