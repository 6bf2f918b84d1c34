import type { CanvasTool, ToolPorts } from './canvas-tool.ts'

/** A press fills what is alike around it. */
export function fillTool(ports: ToolPorts): CanvasTool {
  return {
    press({ at }) {
      const color = ports.color()
      ports.ask({ kind: 'fill', layer: ports.layer(), color, at, rule: ports.options().fill })
      ports.noteColor(color)
    },
    move() {},
    release() {},
    abort() {},
  }
}
