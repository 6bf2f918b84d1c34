import { lineOfDrag, type Point, type Rgba } from '../../../sync-core/index.ts'
import { isDrag, type CanvasTool, type Preview, type ToolPointer, type ToolPorts } from './canvas-tool.ts'

/** Paints a gradient over what is selected, or the whole picture, from where it is pressed to where it is let go. */
export function gradientTool(ports: ToolPorts): CanvasTool {
  let drag: { readonly from: Point; to: Point | undefined } | undefined
  const follow = (pointer: ToolPointer): void => {
    if (drag === undefined || (drag.to === undefined && !isDrag(drag.from, pointer))) return
    drag.to = lineOfDrag(drag.from, pointer.at, { regular: pointer.shift, fromCentre: false })[1]
    ports.show(previewOf(ports, drag.from, drag.to))
  }
  const end = (): void => {
    drag = undefined
    ports.show(undefined)
  }
  return {
    press({ at }) {
      drag = { from: at, to: undefined }
    },
    move: follow,
    release(pointer) {
      follow(pointer)
      const from = drag?.from
      const to = drag?.to
      end()
      if (from === undefined || to === undefined) return
      const gradient = {
        layer: ports.layer(),
        shape: ports.options().gradient.shape,
        from: sixteenths(from),
        to: sixteenths(to),
        ...colors(ports),
      }
      ports.settle({ kind: 'gradient', gradient }, previewOf(ports, from, to))
      ports.noteColor(ports.color())
    },
    abort: end,
  }
}

function previewOf(ports: ToolPorts, from: Point, to: Point): Preview {
  const { start, stop } = colors(ports)
  const { shape } = ports.options().gradient
  return { kind: 'gradient', shape, from, to, start: css(start), stop: css(stop) }
}

function colors(ports: ToolPorts): { start: Rgba; stop: Rgba } {
  const { end, color } = ports.options().gradient
  const start = rgba(ports.color(), 255)
  return { start, stop: end === 'transparent' ? { ...start, alpha: 0 } : rgba(color, 255) }
}

function rgba(color: number, alpha: number): Rgba {
  return { red: color >> 16, green: (color >> 8) & 255, blue: color & 255, alpha }
}

function css({ red, green, blue, alpha }: Rgba): string {
  return `rgb(${red} ${green} ${blue} / ${alpha / 255})`
}

function sixteenths({ x, y }: Point): Point {
  return { x: Math.round(x * 16), y: Math.round(y * 16) }
}
