import { lineIntoRange, lineOfDrag, type Point, type Rgba } from '../../../sync-core/index.ts'
import { isDrag, type CanvasTool, type Preview, type ToolPointer, type ToolPorts } from './canvas-tool.ts'

/** Paints a gradient over what is selected, or the whole picture, from where it is pressed to where it is let go. */
export function gradientTool(ports: ToolPorts): CanvasTool {
  /** `sent` is what the drag comes to, in 1/16 px, once it is one. */
  let drag: { readonly from: Point; sent: readonly [Point, Point] | undefined } | undefined
  const follow = (pointer: ToolPointer): void => {
    if (drag === undefined || (drag.sent === undefined && !isDrag(drag.from, pointer))) return
    const [from, to] = lineOfDrag(drag.from, pointer.at, { regular: pointer.shift, fromCentre: false })
    drag.sent = lineIntoRange(scaled(16, from), scaled(16, to))
    ports.show(previewOf(ports, drag.sent))
  }
  const end = (): void => {
    drag = undefined
    ports.show(undefined)
  }
  return {
    press({ at }) {
      drag = { from: at, sent: undefined }
    },
    move: follow,
    release(pointer) {
      follow(pointer)
      const sent = drag?.sent
      end()
      if (sent === undefined) return
      const [from, to] = sent
      const { shape } = ports.options().gradient
      const gradient = { layer: ports.layer(), shape, from, to, ...colors(ports) }
      ports.settle({ kind: 'gradient', gradient }, previewOf(ports, sent))
      ports.noteColor(ports.color())
    },
    abort: end,
  }
}

function previewOf(ports: ToolPorts, sent: readonly [Point, Point]): Preview {
  const [from, to] = [scaled(1 / 16, sent[0]), scaled(1 / 16, sent[1])]
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

function scaled(by: number, { x, y }: Point): Point {
  return { x: x * by, y: y * by }
}
