import { exportBrush, exportOwnBrushes, importBrushes } from '../session/brush-files.ts'
import { brushTitle } from '../session/brush-title.ts'
import type { SessionParts } from '../session/session-parts.ts'
import {
  addBrushes,
  brushLike,
  chosenPreset,
  isChanged,
  moveBrush,
  ownBrushesMax,
  presetsOf,
  removeBrush,
  resetBrush,
  updateBrush,
} from '../stores/brush-shelf.ts'
import { strings } from '../strings.ts'
import type { BrushPreset } from '../tools/brush-presets.ts'
import type { Command } from './command.ts'

function inHand({ toolStore }: SessionParts): BrushPreset {
  const { shelf, drawingTool } = toolStore.getState()
  return chosenPreset(shelf, drawingTool)
}

/** What is of use for own brushes only. */
function ofOwn(parts: SessionParts): string | undefined {
  return inHand(parts).title === undefined ? strings.brushes.comesWithGesso : undefined
}

function hasNoRoom({ toolStore }: SessionParts): string | undefined {
  const { own } = toolStore.getState().shelf
  return own.length >= ownBrushesMax ? strings.brushes.tooMany(ownBrushesMax) : undefined
}

function ofChanged({ toolStore }: SessionParts): string | undefined {
  const { shelf, drawingTool } = toolStore.getState()
  return isChanged(shelf, drawingTool) ? undefined : strings.brushes.unchanged
}

function move(by: -1 | 1): Command {
  return {
    keys: [],
    refusal(parts) {
      const presets = presetsOf(parts.toolStore.getState().shelf)
      return presets.at(by === -1 ? 0 : -1)?.name === inHand(parts).name
        ? strings.brushes.atTheEnd
        : undefined
    },
    run: (parts) =>
      parts.toolStore.getState().changeShelf((shelf) => moveBrush(shelf, inHand(parts).name, by)),
  }
}

export const brushCommands = {
  'brush.new': {
    keys: [],
    refusal: hasNoRoom,
    run(parts) {
      const { changeShelf, rename } = parts.toolStore.getState()
      const title = strings.brushes.likeThis(brushTitle(inHand(parts)))
      changeShelf((shelf, tool) => addBrushes(shelf, tool, [brushLike(shelf, tool, title)]))
      rename(inHand(parts).name)
    },
  },
  'brush.rename': {
    keys: [],
    refusal: ofOwn,
    run: (parts) => parts.toolStore.getState().rename(inHand(parts).name),
  },
  'brush.update': {
    keys: [],
    refusal: (parts) => ofOwn(parts) ?? ofChanged(parts),
    run: (parts) => parts.toolStore.getState().changeShelf((shelf) => updateBrush(shelf, inHand(parts).name)),
  },
  'brush.reset': {
    keys: [],
    refusal: ofChanged,
    run: ({ toolStore }) => toolStore.getState().changeShelf(resetBrush),
  },
  'brush.delete': {
    keys: [],
    refusal: ofOwn,
    run(parts) {
      const preset = inHand(parts)
      parts.toolStore.getState().changeShelf((shelf) => removeBrush(shelf, preset.name))
      parts.hintStore.getState().say(strings.brushes.deleted(brushTitle(preset)))
    },
  },
  'brush.earlier': move(-1),
  'brush.later': move(1),
  'brush.undo': {
    keys: [],
    refusal: ({ toolStore }) =>
      toolStore.getState().pastShelves.length === 0 ? strings.brushes.nothingToUndo : undefined,
    run: ({ toolStore }) => toolStore.getState().undoShelf(),
  },
  'brush.import': { keys: [], refusal: hasNoRoom, run: importBrushes },
  'brush.export': { keys: [], run: exportBrush },
  'brush.export-own': {
    keys: [],
    refusal: ({ toolStore }) =>
      toolStore.getState().shelf.own.length === 0 ? strings.brushes.noOwn : undefined,
    run: exportOwnBrushes,
  },
} as const satisfies Record<string, Command>
