import { choosePictures } from '../session/read-file.ts'
import type { Command } from './command.ts'

export const fileCommands = {
  'file.import': {
    keys: ['Ctrl+O'],
    run: ({ importFiles }) => choosePictures('several', importFiles),
  },
  'file.export': {
    keys: ['Ctrl+Shift+E'],
    run: ({ sheetStore }) => sheetStore.getState().toggle('export'),
  },
} as const satisfies Record<string, Command>
