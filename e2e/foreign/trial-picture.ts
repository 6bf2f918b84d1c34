import { blendModes, tileSidePx, type BlendMode } from '../../sync-core/index.ts'
import { composeStack } from '../../sync-core/raster/compose-stack.ts'
import { showTile } from '../../sync-core/raster/show-tile.ts'
import { PictureMemory } from '../../sync-core/kernel/picture-memory.ts'
import { createWasmKernel } from '../../sync-core/kernel/wasm-kernel.ts'
import { channelOne, tileValues } from '../../sync-core/kernel/tile-layout.ts'
import { randomColors } from '../../sync-core/testing/random-colors.ts'
import type { FlatImage, ImageLayer, LayeredImage } from '../../renderer/files/layered-image.ts'

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

/** What the engine shows of an image whose layers lie on tiles, on white paper. */
export function flattenByEngine(image: LayeredImage): FlatImage {
  const rgba = new Uint8Array(image.width * image.height * 4)
  for (let y = 0; y < image.height; y += side) {
    for (let x = 0; x < image.width; x += side) showInto(image, x, y, rgba)
  }
  return { width: image.width, height: image.height, rgba }
}

function showInto(image: LayeredImage, x: number, y: number, rgba: Uint8Array): void {
  const memory = new PictureMemory(createWasmKernel())
  const pixels = image.layers.map((layer) => tileOf(memory, layer, x, y))
  const layers = image.layers.map((layer, id) => ({ ...layer, id }))
  const shown = new Uint8Array(tileValues)
  showTile(
    memory.kernel,
    composeStack(memory, layers, (id) => pixels[id] ?? 0, 'paper'),
    shown,
  )
  const width = Math.min(side, image.width - x)
  for (let row = 0; row < Math.min(side, image.height - y); row++) {
    const from = row * side * 4
    rgba.set(shown.subarray(from, from + width * 4), ((y + row) * image.width + x) * 4)
  }
}

/** The pixels of a layer at a tile, premultiplied as the engine keeps them; 0 for none. */
function tileOf(memory: PictureMemory, layer: ImageLayer, left: number, top: number): number {
  const values = new Uint16Array(tileValues)
  let isBlank = true
  for (let y = Math.max(top, layer.y); y < Math.min(top + side, layer.y + layer.height); y++) {
    for (let x = Math.max(left, layer.x); x < Math.min(left + side, layer.x + layer.width); x++) {
      const from = ((y - layer.y) * layer.width + x - layer.x) * 4
      const to = ((y - top) * side + x - left) * 4
      const alpha = layer.rgba[from + 3]! / 255
      for (let c = 0; c < 4; c++) {
        const part = layer.rgba[from + c]! / 255
        values[to + c] = Math.round((c === 3 ? part : part * alpha) * channelOne)
      }
      isBlank = false
    }
  }
  if (isBlank) return 0
  const { pointer } = memory.newBlock('pixels')
  memory.kernel.u16.set(values, pointer / 2)
  return pointer
}
