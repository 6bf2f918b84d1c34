import type { CanvasTool, ToolPorts } from './canvas-tool.ts'
import { changeOf } from './selection-change.ts'

/** A press selects what is alike around it. */
export function wandTool(ports: ToolPorts): CanvasTool {
  return {
    press(pointer) {
      const { at } = pointer
      const rule = ports.options().wand
      ports.ask({
        kind: 'select',
        change: changeOf(pointer),
        area: { kind: 'alike', at, layer: ports.layer(), rule },
      })
    },
    move() {},
    release() {},
    abort() {},
  }
}
