import type { ImageLayer, LayeredImage } from './layered-image.ts'

// A picture is composed on white paper, and blend modes of the lowest layer see it. Other programs begin with nothing, so a
// file has the paper as its lowest layer; read back, it is the paper again.

/** The same with a white layer below all others. */
export function onPaper(image: LayeredImage, name: string): LayeredImage {
  const { width, height } = image
  const paper: ImageLayer = {
    name,
    opacity: 255,
    blend: 'normal',
    visible: true,
    clipped: false,
    locked: true,
    alphaLocked: false,
    x: 0,
    y: 0,
    width,
    height,
    rgba: new Uint8Array(width * height * 4).fill(255),
  }
  // A layer that is lowest is clipped to nothing; on paper it would be clipped to that, and look the same.
  return { ...image, layers: [paper, ...image.layers] }
}

/** The same without a lowest layer that shows nothing but white all over; the only layer stays. */
export function withoutPaper(image: LayeredImage): LayeredImage {
  const [lowest, ...others] = image.layers
  return lowest !== undefined && others.length > 0 && isPaper(lowest, image)
    ? { ...image, layers: others }
    : image
}

function isPaper(layer: ImageLayer, { width, height }: LayeredImage): boolean {
  return (
    layer.visible &&
    layer.opacity === 255 &&
    layer.blend === 'normal' &&
    layer.x <= 0 &&
    layer.y <= 0 &&
    layer.x + layer.width >= width &&
    layer.y + layer.height >= height &&
    layer.rgba.every((value) => value === 255)
  )
}
