import type { SessionParts } from '../session/session-parts.ts'
import { exportPalette, importPalettes } from '../session/palette-files.ts'
import { changeColors, shareColors, shownPalette } from '../session/shown-palette.ts'
import { ownPalettesMax } from '../stores/color-palettes.ts'
import { limits } from '../../sync-core/index.ts'
import { strings } from '../strings.ts'
import { toHex } from '../tools/color.ts'
import { addColor, addColors, hasColor, removeColor } from '../tools/palette-colors.ts'
import type { Command } from './command.ts'

/** What is of use for own palettes only. */
function own(run: (parts: SessionParts, id: number) => void, refused: () => string): Command {
  return {
    keys: [],
    refusal: (parts) => (shownPalette(parts).which === 'shared' ? refused() : undefined),
    run(parts) {
      const { which } = shownPalette(parts)
      if (which !== 'shared') run(parts, which)
    },
  }
}

function hasNoRoom({ colorPalettes }: SessionParts): string | undefined {
  const { palettes } = colorPalettes.getState()
  return palettes.length >= ownPalettesMax ? strings.palettes.tooMany(ownPalettesMax) : undefined
}

function addingInHand(parts: SessionParts) {
  const { colors, colorsMax } = shownPalette(parts)
  return addColor(colors, parts.toolStore.getState().color, colorsMax)
}

function sharing(parts: SessionParts) {
  return addColors(
    parts.bridge.store.getState().state.palette.map((color) => ({ color, name: '' })),
    shownPalette(parts).colors,
    limits.paletteColorsMax,
  )
}

export const paletteCommands = {
  'palette.add-color': {
    keys: [],
    refusal(parts) {
      const answer = addingInHand(parts)
      if (answer.kind === 'colors') return undefined
      if (answer.why === 'full') return strings.palettes.isFull(shownPalette(parts).colorsMax)
      return strings.palettes.isThere(toHex(parts.toolStore.getState().color))
    },
    run(parts) {
      const answer = addingInHand(parts)
      if (answer.kind === 'colors') changeColors(parts, answer.colors)
    },
  },
  'palette.remove-color': {
    keys: [],
    refusal(parts) {
      const { color } = parts.toolStore.getState()
      return hasColor(shownPalette(parts).colors, color)
        ? undefined
        : strings.palettes.isNotThere(toHex(color))
    },
    run(parts) {
      const { colors } = shownPalette(parts)
      const { color } = parts.toolStore.getState()
      changeColors(
        parts,
        removeColor(
          colors,
          colors.findIndex((each) => each.color === color),
        ),
      )
    },
  },
  'palette.new': {
    keys: [],
    refusal: hasNoRoom,
    run({ colorPalettes, workspaceStore }) {
      workspaceStore.getState().reveal('color')
      colorPalettes.getState().add({ name: strings.palettes.newName, columns: 0, colors: [] })
      colorPalettes.getState().setRenaming(true)
    },
  },
  'palette.rename': own(
    ({ colorPalettes, workspaceStore }) => {
      workspaceStore.getState().reveal('color')
      colorPalettes.getState().setRenaming(true)
    },
    () => strings.palettes.sharedStays,
  ),
  'palette.share': {
    keys: [],
    refusal(parts) {
      const { which, colors } = shownPalette(parts)
      if (which === 'shared') return strings.palettes.isShared
      if (colors.length === 0) return strings.palettes.isEmpty
      const answer = sharing(parts)
      if (answer.kind === 'colors') return undefined
      return answer.why === 'there'
        ? strings.palettes.allThere
        : strings.palettes.doesNotFit(limits.paletteColorsMax)
    },
    run(parts) {
      const answer = sharing(parts)
      if (answer.kind !== 'colors') return
      shareColors(parts, answer.colors)
      parts.colorPalettes.getState().show('shared')
    },
  },
  'palette.keep': {
    keys: [],
    refusal(parts) {
      const { which, colors } = shownPalette(parts)
      if (which !== 'shared') return strings.palettes.isOwn
      return colors.length === 0 ? strings.palettes.isEmpty : hasNoRoom(parts)
    },
    run(parts) {
      const { colors } = shownPalette(parts)
      const name = parts.bridge.store.getState().state.picture?.title || strings.palettes.newName
      parts.colorPalettes.getState().add({ name, columns: 0, colors })
    },
  },
  'palette.import': { keys: [], refusal: hasNoRoom, run: importPalettes },
  'palette.export': {
    keys: [],
    refusal: (parts) => (shownPalette(parts).colors.length === 0 ? strings.palettes.isEmpty : undefined),
    run: exportPalette,
  },
  'palette.delete': own(
    (parts, id) => {
      const { name } = shownPalette(parts)
      parts.colorPalettes.getState().remove(id)
      parts.hintStore.getState().say(strings.palettes.deleted(name))
    },
    () => strings.palettes.sharedStays,
  ),
  'palette.undo': {
    keys: [],
    refusal: ({ colorPalettes }) =>
      colorPalettes.getState().past.length === 0 ? strings.palettes.nothingToUndo : undefined,
    run: ({ colorPalettes }) => colorPalettes.getState().undo(),
  },
} as const satisfies Record<string, Command>
