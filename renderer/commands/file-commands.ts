import type { Command } from './command.ts'

export const fileCommands = {
  'file.export': {
    keys: ['Ctrl+Shift+E'],
    run: ({ sheetStore }) => sheetStore.getState().toggle('export'),
  },
} as const satisfies Record<string, Command>
