import type { BlendMode } from '../../sync-core/index.ts'

// OpenRaster's names of what a layer does. Clipping has none: a base and what is clipped to it are a group, in which a clipped
// layer is laid atop (svg:src-atop), which Krita, GIMP and MyPaint show. Atop has no other mode, so a clipped layer with one is
// written with its mode, shows beyond its base in other programs, and has our own mark.

export const oraMimetype = 'image/openraster'

export const modeNames: Readonly<Record<BlendMode, string>> = {
  normal: 'svg:src-over',
  multiply: 'svg:multiply',
  screen: 'svg:screen',
  overlay: 'svg:overlay',
  darken: 'svg:darken',
  lighten: 'svg:lighten',
  'color-dodge': 'svg:color-dodge',
  'color-burn': 'svg:color-burn',
  'hard-light': 'svg:hard-light',
  'soft-light': 'svg:soft-light',
  difference: 'svg:difference',
  add: 'svg:plus',
}

export const atopName = 'svg:src-atop'

const modes = new Map<string, BlendMode>([
  ...Object.entries(modeNames).map(([mode, name]) => [name, mode as BlendMode] as const),
  ['svg:add', 'add'],
  // Krita has them twice, with formulas that differ little or not at all.
  ['krita:add', 'add'],
  ['krita:linear_dodge', 'add'],
  ['krita:soft_light', 'soft-light'],
])

/** The mode of a name; undefined for one that we don't have. */
export function modeOfName(name: string | undefined): BlendMode | undefined {
  return name === undefined ? 'normal' : modes.get(name)
}

/** Our own attributes, which other programs pass over. */
export const gessoSpace = 'urn:gesso:openraster'
export const clippedMark = 'gesso:clipped'
export const alphaLockMark = 'gesso:alpha-locked'

/** MyPaint mixes light rather than colours, unless a file says that it was painted with an exponent of 1. */
export const mypaintSpace = 'http://mypaint.org/ns/openraster'
