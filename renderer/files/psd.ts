// Photoshop's files by ag-psd, which is loaded when somebody reads or writes one. Clipping is theirs as it is ours: a clipped
// layer shows on the nearest below that is not. Reading looks twice: first at what there is, without its pixels, so that
// nothing is unpacked that is refused.

import type { Layer, PixelData, Psd, ReadOptions, WriteOptions } from 'ag-psd'
import { damaged, expectWithin, FileError } from './file-error.ts'
import { formatOf } from './file-format.ts'
import { fileLimits, type FileLimits } from './file-limits.ts'
import { LayerTray } from './layer-tray.ts'
import {
  LossCount,
  type FlatImage,
  type ImageLayer,
  type LayeredImage,
  type ReadImage,
} from './layered-image.ts'
import { psdModes } from './psd-modes.ts'
import { readPsdLayers, type FoundLayer } from './read-psd-layers.ts'

interface AgPsd {
  readonly readPsd: (bytes: Uint8Array, options: ReadOptions) => Psd
  readonly writePsdUint8Array: (psd: Psd, options: WriteOptions) => Uint8Array
}

async function loadAgPsd(): Promise<AgPsd> {
  const { initializeCanvas, readPsd, writePsdUint8Array } = await import('ag-psd')
  initializeCanvas(
    // Only thumbnails and patterns ask for one, and neither is read.
    () => {
      throw new Error('no canvas is needed for pixels')
    },
    (width, height) => ({ ...pixelsOf(width, height), colorSpace: 'srgb' }) as unknown as ImageData,
  )
  return { readPsd, writePsdUint8Array }
}

function pixelsOf(width: number, height: number): PixelData {
  return { width, height, data: new Uint8ClampedArray(width * height * 4) }
}

/** `merged` is what all layers look like together. */
export async function encodePsd(image: LayeredImage, merged: FlatImage): Promise<Uint8Array> {
  const { writePsdUint8Array } = await loadAgPsd()
  const psd: Psd = {
    width: image.width,
    height: image.height,
    children: image.layers.map(writeLayer),
    imageData: dataOf(merged),
  }
  // A side above 30 000 px would need their large format; ours end before.
  return writePsdUint8Array(psd, { noBackground: true })
}

function writeLayer(layer: ImageLayer): Layer {
  const { width, height, x, y } = layer
  return {
    name: layer.name,
    left: x,
    top: y,
    right: x + width,
    bottom: y + height,
    opacity: layer.opacity / 255,
    blendMode: psdModes[layer.blend],
    hidden: !layer.visible,
    clipping: layer.clipped,
    transparencyProtected: layer.alphaLocked,
    protected: { transparency: layer.alphaLocked, composite: layer.locked, position: layer.locked },
    ...(width > 0 && height > 0 ? { imageData: dataOf(layer) } : {}),
  }
}

function dataOf({ width, height, rgba }: FlatImage): PixelData {
  return { width, height, data: new Uint8ClampedArray(rgba.buffer, rgba.byteOffset, rgba.length) }
}

/** Throws FileError for anything that is no PSD file within the limits. */
export async function decodePsd(bytes: Uint8Array, bounds: FileLimits = fileLimits): Promise<ReadImage> {
  if (formatOf(bytes) !== 'psd') throw new FileError('not-this-format', { format: 'psd' })
  expectWithin('psd', 'bytes', bytes.length, bounds.fileBytesMax)
  const { width, height, bits } = readHeader(bytes, bounds)
  const { readPsd } = await loadAgPsd()
  const read = (options: ReadOptions): Psd => {
    try {
      return readPsd(bytes, { ...options, ...leftAside, totalMemoryLimit: 2 * bounds.unpackedBytesMax })
    } catch (error) {
      throw damaged('psd', error instanceof Error ? error.message : 'unreadable')
    }
  }
  const losses = new LossCount()
  const outline = readPsdLayers(read({ skipLayerImageData: true }), losses, bounds)
  expectWithin('psd', 'layers', outline.length, bounds.layersMax)
  const pixelBytes = outline.reduce((sum, { layer }) => sum + layer.width * layer.height * 4, 0)
  expectWithin('psd', 'bytes', pixelBytes, bounds.unpackedBytesMax)
  const psd = read({ skipLayerImageData: false, skipCompositeImageData: outline.length > 0 })
  const tray = new LayerTray('psd', losses, bounds)
  // A file without layers is its merged picture.
  const found =
    outline.length > 0 ? readPsdLayers(psd, new LossCount(), bounds) : [mergedOf(psd, width, height)]
  for (const { layer, data } of found) {
    if (bits > 8) losses.add('bits')
    tray.take({ ...layer, rgba: eightBits(data, layer) })
  }
  return { image: { width, height, layers: tray.layers }, losses: losses.list() }
}

const leftAside: ReadOptions = {
  useImageData: true,
  skipThumbnail: true,
  skipLinkedFilesData: true,
  logMissingFeatures: false,
}

/** Two bytes each: version, six that are zero, channels; then height, width, depth and mode of colours. */
function readHeader(bytes: Uint8Array, bounds: FileLimits): { width: number; height: number; bits: number } {
  if (bytes.length < 26) throw damaged('psd', 'ends too early')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [height, width] = [view.getUint32(14), view.getUint32(18)]
  const [version, bits, mode] = [view.getUint16(4), view.getUint16(22), view.getUint16(24)]
  if (version !== 1) throw new FileError('unsupported', { format: 'psd', part: 'PSB' })
  if (mode !== 3 && mode !== 1) {
    throw new FileError('unsupported', { format: 'psd', part: colorModes[mode] ?? `colour mode ${mode}` })
  }
  if (bits !== 8 && bits !== 16) {
    throw new FileError('unsupported', { format: 'psd', part: `${bits} bits` })
  }
  if (width === 0 || height === 0) throw damaged('psd', 'size')
  expectWithin('psd', 'side', Math.max(width, height), bounds.sidePxMax)
  expectWithin('psd', 'pixels', width * height, Math.floor(bounds.unpackedBytesMax / 4))
  return { width, height, bits }
}

const colorModes: Readonly<Record<number, string>> = {
  0: 'bitmap',
  2: 'indexed colours',
  4: 'CMYK',
  7: 'multichannel',
  8: 'duotone',
  9: 'Lab',
}

function mergedOf(psd: Psd, width: number, height: number): FoundLayer {
  return {
    layer: {
      name: '',
      opacity: 255,
      blend: 'normal',
      visible: true,
      locked: false,
      alphaLocked: false,
      clipped: false,
      x: 0,
      y: 0,
      width,
      height,
    },
    data: psd.imageData?.data,
  }
}

/** As RGBA of 8 bits; a layer without pixels has none. */
function eightBits(data: PixelData['data'] | undefined, size: { width: number; height: number }): Uint8Array {
  const bytes = size.width * size.height * 4
  if (bytes === 0) return new Uint8Array(0)
  if (data?.length !== bytes) throw damaged('psd', 'pixels of a layer')
  if (data instanceof Uint16Array) return Uint8Array.from(data, (value) => Math.round(value / 257))
  if (data instanceof Float32Array) throw new FileError('unsupported', { format: 'psd', part: '32 bits' })
  return new Uint8Array(data.buffer, data.byteOffset, data.length)
}
