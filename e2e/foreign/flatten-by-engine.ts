import { tileSidePx } from '../../sync-core/index.ts'
import { composeStack } from '../../sync-core/raster/compose-stack.ts'
import { showTile } from '../../sync-core/raster/show-tile.ts'
import { PictureMemory } from '../../sync-core/kernel/picture-memory.ts'
import { createWasmKernel } from '../../sync-core/kernel/wasm-kernel.ts'
import { channelOne, tileValues } from '../../sync-core/kernel/tile-layout.ts'
import type { FlatImage, ImageLayer, LayeredImage } from '../../renderer/files/layered-image.ts'

const side = tileSidePx

/** What the engine shows of an image on white paper, wherever its layers lie. */
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
