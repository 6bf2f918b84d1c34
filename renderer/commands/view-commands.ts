import type { Command } from './command.ts'

/** One press of + or - zooms by so much. */
const zoomStep = 1.25

/** 15°, in turns. */
const turnStep = 1 / 24

export const viewCommands = {
  'view.fit': { keys: ['0', 'Ctrl+0'], run: ({ viewStore }) => viewStore.getState().fit() },
  'view.actual-size': {
    keys: ['1', 'Ctrl+1'],
    run: ({ viewStore }) => viewStore.getState().showActualSize(),
  },
  'view.zoom-in': {
    keys: ['+', '=', 'Ctrl++', 'Ctrl+='],
    run: ({ viewStore }) => viewStore.getState().zoom(zoomStep),
  },
  'view.zoom-out': { keys: ['-', 'Ctrl+-'], run: ({ viewStore }) => viewStore.getState().zoom(1 / zoomStep) },
  'view.turn-left': { keys: ['4'], run: ({ viewStore }) => viewStore.getState().rotate(-turnStep) },
  'view.turn-right': { keys: ['6'], run: ({ viewStore }) => viewStore.getState().rotate(turnStep) },
  'view.upright': { keys: ['5'], run: ({ viewStore }) => viewStore.getState().resetRotation() },
  'view.flip': { keys: ['Shift+H'], run: ({ viewStore }) => viewStore.getState().flip() },
  'view.pixel-grid': {
    keys: [],
    run({ viewStore }) {
      const { hasPixelGrid, showPixelGrid } = viewStore.getState()
      showPixelGrid(!hasPixelGrid)
    },
  },
} as const satisfies Record<string, Command>
