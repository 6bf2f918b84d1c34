import type { SheetName } from '../stores/sheet-store.ts'
import type { Command } from './command.ts'
import { focusNextPart } from './focus-next-part.ts'

function sheet(name: SheetName, ...keys: string[]): Command {
  return { keys, run: ({ sheetStore }) => sheetStore.getState().toggle(name) }
}

export const windowCommands = {
  'window.panels': {
    keys: ['Tab'],
    run: ({ workspaceStore }) => workspaceStore.getState().toggleAll(),
    yieldsTo: 'everything',
  },
  'window.next-part': { keys: ['F6'], run: () => focusNextPart(1), isKeyOnly: true },
  'window.previous-part': { keys: ['Shift+F6'], run: () => focusNextPart(-1), isKeyOnly: true },
  'window.palette': { ...sheet('palette', 'Ctrl+K'), isKeyOnly: true },
  'window.shortcuts': sheet('shortcuts', '?', 'F1'),
  'window.preferences': sheet('preferences', 'Ctrl+,'),
  'window.about': sheet('about'),
  'window.log': sheet('log'),
} as const satisfies Record<string, Command>
