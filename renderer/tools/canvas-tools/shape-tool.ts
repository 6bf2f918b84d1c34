import type { Brush, Point } from '../../../sync-core/index.ts'
import type { DraggedShape, ShapeLook } from '../../worker/authoring-contract.ts'
import { isDrag, type CanvasTool, type ToolPointer, type ToolPorts } from './canvas-tool.ts'

/** Draws a line, a rectangle or an ellipse from where it is pressed to where it is let go. */
export function shapeTool(ports: ToolPorts, shape: DraggedShape['shape']): CanvasTool {
  let drag: { readonly from: Point; dragged: DraggedShape | undefined; readonly look: ShapeLook } | undefined
  const lookNow = (): ShapeLook =>
    shape !== 'line' && ports.options().shape.look === 'filled'
      ? { kind: 'filled', color: ports.color() }
      : { kind: 'outlined', brush: evenBrush(ports.brush()) }
  const follow = (pointer: ToolPointer): void => {
    if (drag === undefined || (drag.dragged === undefined && !isDrag(drag.from, pointer))) return
    drag.dragged = {
      shape,
      from: drag.from,
      to: pointer.at,
      rule: { regular: pointer.shift, fromCentre: pointer.alt },
    }
    ports.show({ kind: 'shape', look: drag.look, ...drag.dragged })
  }
  const end = (): void => {
    drag = undefined
    ports.show(undefined)
  }
  return {
    press({ at }) {
      drag = { from: at, dragged: undefined, look: lookNow() }
    },
    move: follow,
    release(pointer) {
      follow(pointer)
      if (drag === undefined) return
      const { dragged, look } = drag
      end()
      if (dragged === undefined) return
      const drawn = { kind: 'shape', look, ...dragged } as const
      ports.settle({ layer: ports.layer(), ...drawn }, drawn)
      ports.noteColor(ports.color())
    },
    abort: end,
  }
}

/** A shape has no ends that get thinner, and no hand that drags colours along. */
function evenBrush(brush: Brush): Brush {
  return { ...brush, taperStart: 0, taperEnd: 0, smudge: 0 }
}
