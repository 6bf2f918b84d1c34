import type { Brush, LayerId, PenPoint } from '../../sync-core/index.ts'
import type { Tool } from '../stores/tool-store.ts'
import type { ViewState } from '../stores/view-store.ts'
import type { ToolPointer } from '../tools/canvas-tools/canvas-tool.ts'
import type { Point } from '../view/view-transform.ts'
import type { WindowMessage } from '../worker/contract.ts'
import type { AimedBy } from './loupe.ts'
import type { PointerRole } from './pointer-role.ts'

/** What pointers on the canvas do, and what they go by. */
export interface PointerPorts {
  readonly send: (message: WindowMessage) => void
  readonly view: () => ViewState
  readonly tool: () => Tool
  /** What a stroke is painted with, and how much a pen's line is steadied, 0..100. */
  readonly brush: (tool: 'paint' | 'erase') => { readonly brush: Brush; readonly steadiness: number }
  /** What a person's curve makes of a pen's pressure, 0..1023 both. */
  readonly curved: (pressure: number) => number
  /** Where a stroke is painted. */
  readonly layer: () => LayerId
  /** The tool of the canvas that is on. */
  readonly canvasTool: ToolHand
  /** The brush's size and opacity by dragging. */
  readonly brushDrag: BrushHand
  /** The colour under the pointer is chosen, px of the plane. */
  readonly onPick: (at: Point) => void
  /** The hovering or pressed pointer in CSS px of the stage, for the brush outline; undefined when it left. */
  readonly onHover: (at: Point | undefined, role: PointerRole) => void
  /** Where a pointer is that picks a colour or would, in CSS px of the stage; undefined when none does. */
  readonly onAim: (at: Point | undefined, by: AimedBy) => void
  /** Where the line of a pen that paints is and is foreseen to go, in CSS px of the stage; undefined when it paints no more. */
  readonly onForeseen: (pen: ForeseenPen | undefined) => void
  /** So many fingers tapped. */
  readonly onTap: (fingers: number) => void
  /** A stroke with this colour was begun. */
  readonly onPainted: (color: number) => void
  /** Where this person's pen is, in 1/16 px, for the others. */
  readonly onPresence: (point: PenPoint, down: boolean, role: PointerRole) => void
}

interface ForeseenPen {
  /** The first one is where it is. */
  readonly points: readonly Point[]
  /** 0..1 */
  readonly pressure: number
}

/** What the pointer does to the brush itself; CSS px of the stage. */
interface BrushHand {
  begin(tool: 'brush' | 'eraser', from: Point): void
  move(to: Point): void
  end(): void
  abort(): void
}

/** What the pointer does to a tool of the canvas. */
interface ToolHand {
  press(pointer: ToolPointer): void
  move(pointer: ToolPointer): void
  release(pointer: ToolPointer): void
  abort(): void
  cursorAt(pointer: ToolPointer): string
}
