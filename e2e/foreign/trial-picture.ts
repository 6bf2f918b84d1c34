import { blendModes, tileSidePx, type BlendMode } from '../../sync-core/index.ts'
import { randomColors } from '../../sync-core/testing/random-colors.ts'
import type { ImageLayer, LayeredImage } from '../../renderer/files/layered-image.ts'

// One picture that shows everything that a file can carry, a tile for each: what a program makes of a mode, an opacity, an
// offset or a clipping is compared on the tile that shows it. Colours and alphas are extreme and random, over backdrops that
// are so, too.

export interface Cell {
  readonly name: string
  /** Layers of the cell alone, from bottom to top; above a backdrop that all cells share. */
  readonly layers: readonly ImageLayer[]
}

const across = 4
const side = tileSidePx

type Look = Partial<Pick<ImageLayer, 'blend' | 'opacity' | 'visible' | 'clipped'>>

function colorsOf(seed: number, alpha: 'any' | 'opaque'): Uint8Array {
  return Uint8Array.from(randomColors(seed, side * side, alpha))
}

function placeOf(cell: number): { x: number; y: number } {
  return { x: (cell % across) * side, y: Math.floor(cell / across) * side }
}

function layerAt(cell: number, name: string, look: Look, alpha: 'any' | 'opaque' = 'any'): ImageLayer {
  return {
    name,
    opacity: 255,
    blend: 'normal',
    visible: true,
    clipped: false,
    locked: false,
    alphaLocked: false,
    ...placeOf(cell),
    width: side,
    height: side,
    ...look,
    rgba: colorsOf(cell * 7 + name.length, alpha),
  }
}

type Drawing = readonly [name: string, draw: (cell: number) => ImageLayer[]]

const drawings: readonly Drawing[] = [
  ...blendModes.map((blend: BlendMode): Drawing => [blend, (cell) => [layerAt(cell, blend, { blend })]]),
  ['opacity 100', (cell) => [layerAt(cell, 'faint', { opacity: 100 })]],
  ['opacity 1', (cell) => [layerAt(cell, 'faintest', { opacity: 1 })]],
  ['hidden', (cell) => [layerAt(cell, 'hidden', { visible: false })]],
  ['name', (cell) => [layerAt(cell, 'Übermalung & <層> "✎"', {})]],
  ['clipped', (cell) => [layerAt(cell, 'base', {}), layerAt(cell, 'shade', { clipped: true, opacity: 180 })]],
  [
    'clipped to a base with a mode',
    (cell) => [
      layerAt(cell, 'glass', { blend: 'multiply', opacity: 150 }),
      layerAt(cell, 'light', { clipped: true }),
    ],
  ],
  [
    'clipped to a hidden base',
    (cell) => [layerAt(cell, 'gone', { visible: false }), layerAt(cell, 'with it', { clipped: true })],
  ],
  [
    'clipped with a mode, hard base',
    (cell) => [
      layerAt(cell, 'rock', {}, 'opaque'),
      layerAt(cell, 'moss', { clipped: true, blend: 'multiply' }),
    ],
  ],
]

export const cells: readonly Cell[] = drawings.map(([name, draw], cell) => ({ name, layers: draw(cell) }))

export const trialSize = { width: across * side, height: Math.ceil(cells.length / across) * side }

/** Where a cell is, as ImageMagick says it. */
export function cropOf(cell: number): string {
  const { x, y } = placeOf(cell)
  return `${side}x${side}+${x}+${y}`
}

const backdrop: ImageLayer = {
  ...layerAt(0, 'Backdrop', {}),
  ...trialSize,
  rgba: Uint8Array.from(randomColors(2, trialSize.width * trialSize.height, 'any')),
}

export function trialImage(): LayeredImage {
  return { ...trialSize, layers: [backdrop, ...cells.flatMap(({ layers }) => layers)] }
}
