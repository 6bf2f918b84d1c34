// What the keyboard does on the session screen. Letters go by what the key says, so that they follow the layout;
// brackets also by where the key is, because many layouts have no brackets of their own.

export type Command =
  | { readonly kind: 'tool'; readonly tool: 'brush' | 'eraser' | 'pan' | 'pick' }
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
    case '[':
      return { kind: 'size', direction: -1 }
    case ']':
      return { kind: 'size', direction: 1 }
    case '{':
      return { kind: 'hardness', direction: -1 }
    case '}':
      return { kind: 'hardness', direction: 1 }
    default:
      return zoomCommand(key) ?? bracketByPlace(press)
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

function bracketByPlace({ code, shiftKey }: KeyPress): Command | undefined {
  const kind = shiftKey ? 'hardness' : 'size'
  if (code === 'BracketLeft') return { kind, direction: -1 }
  if (code === 'BracketRight') return { kind, direction: 1 }
  return undefined
}
