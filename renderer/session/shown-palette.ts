import { limits } from '../../sync-core/index.ts'
import { fileLimits } from '../files/file-limits.ts'
import type { PaletteContent } from '../files/gpl.ts'
import type { OwnPalette, ShownPalette } from '../stores/color-palettes.ts'
import { strings } from '../strings.ts'
import type { PaletteColors } from '../tools/palette-colors.ts'
import type { SessionParts } from './session-parts.ts'

/** The palette that the colour panel shows: an own one, or the shared one of the picture. */
export interface PaletteInView extends PaletteContent {
  readonly which: ShownPalette
  readonly colorsMax: number
}

/** Puts together what is shown. Colours of the shared palette have no names. */
export function paletteOf(
  palettes: readonly OwnPalette[],
  shown: ShownPalette,
  shared: readonly number[],
): PaletteInView {
  const own = palettes.find(({ id }) => id === shown)
  if (own !== undefined) return { ...own, which: own.id, colorsMax: fileLimits.paletteColorsMax }
  return {
    which: 'shared',
    name: strings.palettes.shared,
    columns: 0,
    colors: shared.map((color) => ({ color, name: '' })),
    colorsMax: limits.paletteColorsMax,
  }
}

export function shownPalette({ colorPalettes, bridge }: SessionParts): PaletteInView {
  const { palettes, shown } = colorPalettes.getState()
  return paletteOf(palettes, shown, bridge.store.getState().state.palette)
}

/** The palette that is shown has these colours from now on: on this computer, or for everybody. */
export function changeColors(parts: SessionParts, colors: PaletteColors): void {
  const { which } = shownPalette(parts)
  if (which === 'shared') shareColors(parts, colors)
  else parts.colorPalettes.getState().change(which, { colors })
}

export function shareColors({ changeLayers }: SessionParts, colors: PaletteColors): void {
  changeLayers({ kind: 'palette', colors: colors.map(({ color }) => color) })
}
