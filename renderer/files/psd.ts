// Photoshop's files by ag-psd, pixels apart that are read, which is loaded when somebody reads or writes one. Clipping is theirs as it is ours: a clipped
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
import { layerPixels, mergedPixels, mergeMask, type PsdDepth } from './psd-pixels.ts'
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
  const { width, height, channels, depth } = readHeader(bytes, bounds)
  const { readPsd } = await loadAgPsd()
  const read = (options: ReadOptions): Psd => {
    try {
      return readPsd(bytes, { ...options, ...leftAside, totalMemoryLimit: 2 * bounds.unpackedBytesMax })
    } catch (error) {
      throw damaged('psd', error instanceof Error ? error.message : 'unreadable')
    }
  }
  const losses = new LossCount()
  const outline = readPsdLayers(
    // Nor the merged picture: of 16 bits with an alpha, ag-psd refuses it.
    read({ skipLayerImageData: true, skipCompositeImageData: true }),
    losses,
    bounds,
  )
  expectWithin('psd', 'layers', outline.length, bounds.layersMax)
  const bytesOf = ({ layer, mask }: FoundLayer): number =>
    layer.width * layer.height * 4 + (mask === undefined ? 0 : mask.width * mask.height)
  const pixelBytes = outline.reduce((sum, found) => sum + bytesOf(found), 0)
  expectWithin('psd', 'bytes', pixelBytes, bounds.unpackedBytesMax)
  const hasLayers = outline.length > 0
  const psd = read({ skipLayerImageData: false, skipCompositeImageData: hasLayers, useRawData: true })
  const tray = new LayerTray('psd', losses, bounds)
  const take = (layer: FoundLayer['layer'], rgba: Uint8Array): void => {
    if (depth.bits > 8) losses.add('bits')
    tray.take({ ...layer, rgba })
  }
  if (hasLayers) {
    for (const { layer, raw, mask } of readPsdLayers(psd, new LossCount(), bounds)) {
      const rgba = layerPixels(raw, depth, layer)
      if (mask !== undefined) mergeMask(rgba, raw, mask, layer, depth.bits)
      take(layer, rgba)
    }
  } else {
    // Without layers, the file is its merged picture.
    const size = { width, height, channels }
    take({ ...plainLayer, width, height }, mergedPixels(psd.rawCompositeData, depth, size))
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
interface PsdHeader {
  readonly width: number
  readonly height: number
  readonly channels: number
  readonly depth: PsdDepth
}

function readHeader(bytes: Uint8Array, bounds: FileLimits): PsdHeader {
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
  return { width, height, channels: view.getUint16(12), depth: { bits, isGrey: mode === 1 } }
}

const colorModes: Readonly<Record<number, string>> = {
  0: 'bitmap',
  2: 'indexed colours',
  4: 'CMYK',
  7: 'multichannel',
  8: 'duotone',
  9: 'Lab',
}

const plainLayer = {
  name: '',
  opacity: 255,
  blend: 'normal',
  visible: true,
  locked: false,
  alphaLocked: false,
  clipped: false,
  x: 0,
  y: 0,
} as const
