import { copyImage, copyRefusal, type CopyWish } from '../session/copy-image.ts'
import type { CanvasCommand } from '../tools/canvas-tools/canvas-tools.ts'
import type { Command } from './command.ts'

function canvas(command: CanvasCommand, ...keys: string[]): Command {
  return { keys, run: ({ canvasTools }) => void canvasTools.run(command) }
}

/** Text that is selected in the window is copied as text. */
function copy(wish: CopyWish, key: string): Command {
  return {
    keys: [key],
    run: (parts) => void copyImage(parts, wish),
    refusal: (parts) => copyRefusal(parts, wish),
    yieldsTo: 'selected text',
  }
}

/** Moves what floats, or the selection, by so many px. */
function nudge(dx: number, dy: number, key: string): Command {
  return {
    keys: [key],
    run: ({ canvasTools }) => canvasTools.nudge(dx, dy),
    yieldsTo: 'everything',
    isKeyOnly: true,
  }
}

export const editCommands = {
  'edit.undo': {
    keys: ['Ctrl+Z'],
    run({ canvasTools, send }) {
      // What floats, or a frame in the making, is the last thing that was done.
      if (!canvasTools.run('cancel')) send({ kind: 'undo' })
    },
  },
  'edit.redo': { keys: ['Ctrl+Shift+Z', 'Ctrl+Y'], run: ({ send }) => send({ kind: 'redo' }) },
  'edit.select-all': canvas('select-all', 'Ctrl+A'),
  'edit.select-none': canvas('select-none', 'Ctrl+D'),
  'edit.select-invert': canvas('select-invert', 'Ctrl+Shift+I'),
  'edit.copy': copy('copy', 'Ctrl+C'),
  'edit.copy-merged': copy('copy-merged', 'Ctrl+Shift+C'),
  'edit.cut': copy('cut', 'Ctrl+X'),
  'edit.erase-selected': canvas('erase-selected', 'Delete', 'Backspace'),
  'edit.transform': canvas('transform', 'Ctrl+T'),
  'edit.apply': { ...canvas('apply', 'Enter'), yieldsTo: 'buttons', isKeyOnly: true },
  'edit.cancel': {
    keys: ['Escape'],
    run({ canvasTools, bridge }) {
      if (!canvasTools.run('cancel')) bridge.people.getState().follow(undefined)
    },
    isKeyOnly: true,
  },
  'edit.left': nudge(-1, 0, 'ArrowLeft'),
  'edit.right': nudge(1, 0, 'ArrowRight'),
  'edit.up': nudge(0, -1, 'ArrowUp'),
  'edit.down': nudge(0, 1, 'ArrowDown'),
  'edit.far-left': nudge(-10, 0, 'Shift+ArrowLeft'),
  'edit.far-right': nudge(10, 0, 'Shift+ArrowRight'),
  'edit.far-up': nudge(0, -10, 'Shift+ArrowUp'),
  'edit.far-down': nudge(0, 10, 'Shift+ArrowDown'),
} as const satisfies Record<string, Command>
