import type { FlatImage } from './layered-image.ts'

/** Each pixel is the mean of those that fall on it; a smaller image stays as it is. */
export function makeThumbnail(image: FlatImage, sidePxMax: number): FlatImage {
  const scale = Math.min(1, sidePxMax / Math.max(image.width, image.height))
  if (scale === 1) return image
  const width = Math.max(1, Math.round(image.width * scale))
  const height = Math.max(1, Math.round(image.height * scale))
  const rgba = new Uint8Array(width * height * 4)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) rgba.set(meanOf(image, x, y, width, height), (y * width + x) * 4)
  }
  return { width, height, rgba }
}

function meanOf(image: FlatImage, x: number, y: number, width: number, height: number): number[] {
  const [left, right] = [x, x + 1].map((at) => Math.floor((at * image.width) / width))
  const [top, bottom] = [y, y + 1].map((at) => Math.floor((at * image.height) / height))
  const sum = [0, 0, 0, 0]
  for (let row = top!; row < bottom!; row++) {
    for (let column = left!; column < right!; column++) {
      const at = (row * image.width + column) * 4
      const alpha = image.rgba[at + 3]!
      for (let c = 0; c < 3; c++) sum[c]! += image.rgba[at + c]! * alpha
      sum[3]! += alpha
    }
  }
  const alpha = sum[3]!
  const count = (right! - left!) * (bottom! - top!)
  const color = sum.slice(0, 3).map((value) => (alpha === 0 ? 0 : Math.round(value / alpha)))
  return [...color, Math.round(alpha / count)]
}
