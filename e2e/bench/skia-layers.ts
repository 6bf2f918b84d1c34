import { type Canvas, createCanvas } from '@napi-rs/canvas'
import { channelOne, tilePixels, tileSidePx } from '../../sync-core/kernel/tile-layout.ts'
import { type BenchLayer, tilesAcross } from './bench-layers.ts'
import type { Run } from './measure.ts'

const sidePx = tilesAcross * tileSidePx

/** Draws the layers over each other with Skia, in 8 bits; on `paper`, on nothing, or on what is there from the last time. */
export function drawLayers(layers: readonly BenchLayer[], ground: 'paper' | 'nothing' | 'kept'): Run {
  const drawn = layers.map(({ tiles, blend, opacity }) => ({
    canvas: canvasOf(tiles),
    alpha: opacity / 255,
    mode: blend === 'normal' ? 'source-over' : blend === 'add' ? 'lighter' : blend,
  }))
  const context = createCanvas(sidePx, sidePx).getContext('2d')
  return () => {
    context.globalAlpha = 1
    context.globalCompositeOperation = 'source-over'
    if (ground !== 'kept') context.clearRect(0, 0, sidePx, sidePx)
    if (ground === 'paper') {
      context.fillStyle = 'white'
      context.fillRect(0, 0, sidePx, sidePx)
    }
    for (const { canvas, alpha, mode } of drawn) {
      context.globalAlpha = alpha
      context.globalCompositeOperation = mode as GlobalCompositeOperation
      context.drawImage(canvas, 0, 0)
    }
    // Drawing is only noted down until somebody looks.
    context.getImageData(0, 0, 1, 1)
  }
}

function canvasOf(tiles: readonly Uint16Array[]): Canvas {
  const canvas = createCanvas(sidePx, sidePx)
  const context = canvas.getContext('2d')
  for (const [place, pixels] of tiles.entries()) {
    const image = context.createImageData(tileSidePx, tileSidePx)
    for (let at = 0; at < tilePixels * 4; at += 4) {
      const alpha = pixels[at + 3]!
      for (let channel = 0; channel < 3; channel++) {
        image.data[at + channel] = alpha === 0 ? 0 : Math.round((pixels[at + channel]! * 255) / alpha)
      }
      image.data[at + 3] = Math.round((alpha * 255) / channelOne)
    }
    context.putImageData(
      image,
      (place % tilesAcross) * tileSidePx,
      Math.floor(place / tilesAcross) * tileSidePx,
    )
  }
  return canvas
}
