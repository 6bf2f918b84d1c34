import type { BlendMode } from '../../sync-core/index.ts'

/** Photoshop's modes as ag-psd names them. Its linear dodge is our add. */
export const psdModes = {
  normal: 'normal',
  multiply: 'multiply',
  screen: 'screen',
  overlay: 'overlay',
  darken: 'darken',
  lighten: 'lighten',
  'color-dodge': 'color dodge',
  'color-burn': 'color burn',
  'hard-light': 'hard light',
  'soft-light': 'soft light',
  difference: 'difference',
  add: 'linear dodge',
} as const satisfies Readonly<Record<BlendMode, string>>

const modes = new Map<string, BlendMode>(
  Object.entries(psdModes).map(([mode, name]) => [name, mode as BlendMode]),
)

/** Undefined for a mode that we don't have. */
export function modeOfPsd(name: string | undefined): BlendMode | undefined {
  return name === undefined ? 'normal' : modes.get(name)
}
