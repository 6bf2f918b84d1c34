import {
  refuse,
  tileSidePx,
  tileLeft,
  tileTop,
  type Box,
  type FloatingPixels,
  type Paced,
  type Refusal,
} from '../../sync-core/index.ts'

/** Floating pixels as the window shows them: their tight box in the plane, and a picture of what is in it. */
export interface FloatingImage {
  readonly box: Box
  readonly image: ImageBitmap
}

/** Undefined when nothing floats; refused when this computer has no room to show it. */
export function* drawFloating({ tiles }: FloatingPixels): Paced<FloatingImage | Refusal | undefined> {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  let done = 0
  for (const [index, pixels] of tiles) {
    const x = tileLeft(index)
    const y = tileTop(index)
    for (let at = 3, px = 0; at < pixels.length; at += 4, px++) {
      if (pixels[at] === 0) continue
      left = Math.min(left, x + (px & 63))
      right = Math.max(right, x + (px & 63) + 1)
      top = Math.min(top, y + (px >> 6))
      bottom = Math.max(bottom, y + (px >> 6) + 1)
    }
    yield (0.4 * ++done) / tiles.size
  }
  if (left === Infinity) return undefined
  const box = { x: left, y: top, width: right - left, height: bottom - top }
  const canvas = new OffscreenCanvas(box.width, box.height)
  const context = canvas.getContext('2d')
  if (context === null) {
    return refuse(
      'too-large',
      `What is to be moved has ${box.width} × ${box.height} px, more than this computer can show at once. Select a smaller part of it.`,
    )
  }
  const image = new ImageData(tileSidePx, tileSidePx)
  done = 0
  for (const [index, pixels] of tiles) {
    toStraight(pixels, image.data)
    context.putImageData(image, tileLeft(index) - left, tileTop(index) - top)
    yield 0.4 + (0.6 * ++done) / tiles.size
  }
  return { box, image: canvas.transferToImageBitmap() }
}

/** From 15 bits premultiplied to 8 bits straight. */
function toStraight(pixels: Uint16Array, out: Uint8ClampedArray): void {
  for (let at = 0; at < pixels.length; at += 4) {
    const alpha = pixels[at + 3]!
    const scale = alpha === 0 ? 0 : 255 / alpha
    out[at] = pixels[at]! * scale
    out[at + 1] = pixels[at + 1]! * scale
    out[at + 2] = pixels[at + 2]! * scale
    out[at + 3] = (alpha * 255) / 32767
  }
}
