import { limits, type Point } from '../../../sync-core/index.ts'
import type { CanvasTool, ToolPointer, ToolPorts } from './canvas-tool.ts'
import { changeOf } from './selection-change.ts'

/** Selects what the pointer goes around. A click selects nothing in particular. */
export function lassoTool(ports: ToolPorts): CanvasTool {
  let points: Point[] = []
  let change: ReturnType<typeof changeOf> = 'replace'
  let isDown = false
  const follow = ({ at, pxPerScreenPx }: ToolPointer): void => {
    const last = points.at(-1)
    if (!isDown || last === undefined || points.length >= limits.lassoPointsMax) return
    // Half a px of the screen: less is not to be seen.
    if (Math.hypot(at.x - last.x, at.y - last.y) < pxPerScreenPx / 2) return
    points.push(at)
    ports.show({ kind: 'lasso', points })
  }
  const end = (): void => {
    isDown = false
    points = []
    ports.show(undefined)
  }
  return {
    press(pointer) {
      isDown = true
      points = [pointer.at]
      change = changeOf(pointer)
    },
    move: follow,
    release(pointer) {
      follow(pointer)
      const drawn = points
      if (!isDown) return
      end()
      if (drawn.length > 2) ports.ask({ kind: 'select', change, area: { kind: 'lasso', points: drawn } })
      else if (change === 'replace') ports.ask({ kind: 'select-none' })
    },
    abort: end,
  }
}
