import { boxOfDrag, type Box, type Point } from '../../../sync-core/index.ts'
import { isDrag, type CanvasTool, type ToolPointer, type ToolPorts } from './canvas-tool.ts'
import { changeOf, FreshModifiers } from './selection-change.ts'

interface Drag {
  readonly from: Point
  readonly change: ReturnType<typeof changeOf>
  readonly modifiers: FreshModifiers
  box: Box | undefined
}

/** Selects a rectangle of whole px, or the ellipse in it. A click selects nothing in particular. */
export function marqueeTool(ports: ToolPorts, shape: 'rectangle' | 'ellipse'): CanvasTool {
  let drag: Drag | undefined
  const follow = (pointer: ToolPointer): void => {
    if (drag === undefined || (drag.box === undefined && !isDrag(drag.from, pointer))) return
    drag.box = wholePx(boxOfDrag(drag.from, pointer.at, drag.modifiers.of(pointer)))
    ports.show({ kind: 'marquee', shape, box: drag.box })
  }
  const end = (): void => {
    drag = undefined
    ports.show(undefined)
  }
  return {
    press(pointer) {
      drag = {
        from: pointer.at,
        change: changeOf(pointer),
        modifiers: new FreshModifiers(pointer),
        box: undefined,
      }
    },
    move: follow,
    release(pointer) {
      follow(pointer)
      if (drag === undefined) return
      const { box, change } = drag
      end()
      if (box !== undefined && box.width > 0 && box.height > 0) {
        ports.ask({ kind: 'select', change, area: { kind: shape, box } })
      } else if (change === 'replace') {
        ports.ask({ kind: 'select-none' })
      }
    },
    abort: end,
  }
}

function wholePx({ x, y, width, height }: Box): Box {
  const left = Math.round(x)
  const top = Math.round(y)
  return { x: left, y: top, width: Math.round(x + width) - left, height: Math.round(y + height) - top }
}
