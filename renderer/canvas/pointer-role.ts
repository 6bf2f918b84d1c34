import type { Tool } from '../stores/tool-store.ts'
import { isCanvasTool } from '../tools/canvas-tools/tool-names.ts'

/** What a pointer that goes down on the canvas is there for. */
export type PointerRole = 'paint' | 'erase' | 'pan' | 'pick' | 'tool' | 'laser' | 'none'

/** The parts of a pointerdown that decide; a PointerEvent fits. */
export interface PointerPress {
  readonly pointerType: string
  readonly button: number
  readonly buttons: number
}

/** `buttons` of a pen: 2 is the button on its side, 32 its eraser end. */
const penEraseButtons = 2 | 32

/** How long after a pen was seen fingers do not draw: the hand rests on the screen while the pen works. */
export const penKeepsFingersOffMs = 60_000

/**
 * Decides by device, button and tool: the middle button pans, the eraser end and the side button of a pen erase,
 * fingers only pan while a pen is in use, the right mouse button does nothing. The tools of the canvas take every end of the pen.
 */
export function pointerRole(press: PointerPress, tool: Tool, penSeenAgoMs: number): PointerRole {
  if (press.pointerType === 'mouse' && press.button === 1) return 'pan'
  if (press.pointerType === 'mouse' && press.button !== 0) return 'none'
  if (press.pointerType === 'touch' && penSeenAgoMs < penKeepsFingersOffMs) return 'pan'
  if (tool === 'pan' || tool === 'pick' || tool === 'laser') return tool
  if (isCanvasTool(tool)) return 'tool'
  if (press.pointerType === 'pen' && (press.buttons & penEraseButtons) !== 0) return 'erase'
  return tool === 'eraser' ? 'erase' : 'paint'
}

/** The factor of one turn of the wheel; a pinch on a trackpad arrives as a wheel with Ctrl and smaller steps. */
export function wheelZoomFactor(wheel: { deltaY: number; deltaMode: number; ctrlKey: boolean }): number {
  const lines = 33
  const pages = 400
  const px = wheel.deltaY * (wheel.deltaMode === 1 ? lines : wheel.deltaMode === 2 ? pages : 1)
  const bounded = Math.min(300, Math.max(-300, px))
  return Math.exp(-bounded * (wheel.ctrlKey && wheel.deltaMode === 0 && Math.abs(px) < 50 ? 0.01 : 0.0022))
}
