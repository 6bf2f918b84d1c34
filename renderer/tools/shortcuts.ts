// What the keyboard does on the session screen. Letters go by what the key says, so that they follow the layout;
// brackets also by where the key is, because many layouts have no brackets of their own.

import type { Tool } from '../stores/tool-store.ts'
import type { CanvasCommand } from './canvas-tools/canvas-tools.ts'
import type { CanvasToolName } from './canvas-tools/tool-names.ts'

export type Command =
  | { readonly kind: 'tool'; readonly tool: Tool }
  /** The next one of a row; the first when none of them is on. */
  | { readonly kind: 'tool-row'; readonly row: readonly CanvasToolName[] }
  | { readonly kind: 'canvas'; readonly command: CanvasCommand }
  /** By so many px. */
  | { readonly kind: 'nudge'; readonly dx: number; readonly dy: number }
  | { readonly kind: 'size' | 'hardness'; readonly direction: -1 | 1 }
  | { readonly kind: 'undo' | 'redo' | 'fit' | 'actual-size' | 'zoom-in' | 'zoom-out' }

/** The parts of a keydown that decide; a KeyboardEvent fits. */
export interface KeyPress {
  readonly key: string
  readonly code: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

/** Tools that share a key, and their place in the tool strip. */
export const shapeRow = ['line', 'rectangle', 'ellipse'] as const satisfies readonly CanvasToolName[]
export const marqueeRow = ['select-rectangle', 'select-ellipse'] as const satisfies readonly CanvasToolName[]

/** The command of a key press, or undefined when the key means nothing here. */
export function commandOf(press: KeyPress): Command | undefined {
  if (press.altKey) return undefined
  const key = press.key.toLowerCase()
  if (press.ctrlKey || press.metaKey) return withControl(key, press.shiftKey)
  switch (key) {
    case 'b':
      return { kind: 'tool', tool: 'brush' }
    case 'e':
      return { kind: 'tool', tool: 'eraser' }
    case 'h':
      return { kind: 'tool', tool: 'pan' }
    case 'i':
      return { kind: 'tool', tool: 'pick' }
    case 'm':
      return { kind: 'tool-row', row: marqueeRow }
    case 'l':
      return { kind: 'tool', tool: 'lasso' }
    case 'w':
      return { kind: 'tool', tool: 'wand' }
    case 'v':
      return { kind: 'tool', tool: 'transform' }
    case 'c':
      return { kind: 'tool', tool: 'crop' }
    case 'g':
      return { kind: 'tool', tool: press.shiftKey ? 'gradient' : 'fill' }
    case 'u':
      return { kind: 'tool-row', row: shapeRow }
    case 't':
      return { kind: 'tool', tool: 'text' }
    case 'delete':
    case 'backspace':
      return { kind: 'canvas', command: 'erase-selected' }
    case 'enter':
      return { kind: 'canvas', command: 'apply' }
    case 'escape':
      return { kind: 'canvas', command: 'cancel' }
    case '[':
      return { kind: 'size', direction: -1 }
    case ']':
      return { kind: 'size', direction: 1 }
    case '{':
      return { kind: 'hardness', direction: -1 }
    case '}':
      return { kind: 'hardness', direction: 1 }
    default:
      return zoomCommand(key) ?? nudgeOf(key, press.shiftKey ? 10 : 1) ?? bracketByPlace(press)
  }
}

/** What a key holds while it is down: space moves the picture, Alt picks a colour. */
export function heldToolOf(press: { key: string }): 'pan' | 'pick' | undefined {
  if (press.key === ' ') return 'pan'
  if (press.key === 'Alt') return 'pick'
  return undefined
}

function withControl(key: string, isShift: boolean): Command | undefined {
  if (key === 'z') return { kind: isShift ? 'redo' : 'undo' }
  if (key === 'y' && !isShift) return { kind: 'redo' }
  if (key === 'a' && !isShift) return { kind: 'canvas', command: 'select-all' }
  if (key === 'd' && !isShift) return { kind: 'canvas', command: 'select-none' }
  if (key === 'i' && isShift) return { kind: 'canvas', command: 'select-invert' }
  if (key === 't' && !isShift) return { kind: 'canvas', command: 'transform' }
  return zoomCommand(key)
}

function zoomCommand(key: string): Command | undefined {
  switch (key) {
    case '0':
      return { kind: 'fit' }
    case '1':
      return { kind: 'actual-size' }
    case '+':
    case '=':
      return { kind: 'zoom-in' }
    case '-':
      return { kind: 'zoom-out' }
    default:
      return undefined
  }
}

function nudgeOf(key: string, px: number): Command | undefined {
  switch (key) {
    case 'arrowleft':
      return { kind: 'nudge', dx: -px, dy: 0 }
    case 'arrowright':
      return { kind: 'nudge', dx: px, dy: 0 }
    case 'arrowup':
      return { kind: 'nudge', dx: 0, dy: -px }
    case 'arrowdown':
      return { kind: 'nudge', dx: 0, dy: px }
    default:
      return undefined
  }
}

function bracketByPlace({ code, shiftKey }: KeyPress): Command | undefined {
  const kind = shiftKey ? 'hardness' : 'size'
  if (code === 'BracketLeft') return { kind, direction: -1 }
  if (code === 'BracketRight') return { kind, direction: 1 }
  return undefined
}
