// OpenRaster: a zip of PNG files and a list of layers in XML, which Krita, MyPaint and GIMP share.
//
//   mimetype · stack.xml · data/layer0.png … · mergedimage.png · Thumbnails/thumbnail.png
//
// Pixels are straight RGBA of 8 bits, so a picture comes back with exactly those that it had. PNG files are stored: they are
// deflated already.

import { zipSync, type Zippable } from 'fflate'
import { decodeUtf8, encodeUtf8 } from '../../sync-core/index.ts'
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
import { oraMimetype } from './ora-words.ts'
import { decodePng, encodePng } from './png.ts'
import { readStack, type StackLayer } from './read-stack.ts'
import { makeThumbnail } from './make-thumbnail.ts'
import { writeStack } from './write-stack.ts'
import { ZipEntries } from './zip-entries.ts'

/** `merged` is what all layers look like together. */
export function encodeOra(image: LayeredImage, merged: FlatImage): Uint8Array {
  const stored = (bytes: Uint8Array): Zippable[string] => [bytes, { level: 0 }]
  const entries: Zippable = { mimetype: stored(encodeUtf8(oraMimetype)) }
  entries['stack.xml'] = [encodeUtf8(writeStack(image, pathOf)), { level: 6 }]
  image.layers.forEach((layer, place) => {
    entries[pathOf(place)] = stored(encodePng(pixelsOf(layer), true))
  })
  entries['mergedimage.png'] = stored(encodePng(merged, hasAlpha(merged)))
  const thumbnail = makeThumbnail(merged, fileLimits.thumbnailSidePx)
  entries['Thumbnails/thumbnail.png'] = stored(encodePng(thumbnail, true))
  // The same picture has the same bytes, whenever it is written.
  return zipSync(entries, { mtime: new Date(1980, 0, 1) })
}

function pathOf(place: number): string {
  return `data/layer${place}.png`
}

/** A PNG has at least one pixel. */
function pixelsOf(layer: ImageLayer): FlatImage {
  return layer.width > 0 && layer.height > 0 ? layer : { width: 1, height: 1, rgba: new Uint8Array(4) }
}

function hasAlpha({ rgba }: FlatImage): boolean {
  for (let i = 3; i < rgba.length; i += 4) if (rgba[i] !== 255) return true
  return false
}

/** Throws FileError for anything that is no OpenRaster file within the limits. */
export function decodeOra(bytes: Uint8Array, bounds: FileLimits = fileLimits): ReadImage {
  if (formatOf(bytes) !== 'ora') throw new FileError('not-this-format', { format: 'ora' })
  expectWithin('ora', 'bytes', bytes.length, bounds.fileBytesMax)
  const zip = new ZipEntries(bytes, bounds)
  if (!zip.has('mimetype') || readText(zip, 'mimetype', 100).trim() !== oraMimetype) {
    throw new FileError('not-this-format', { format: 'ora' })
  }
  const losses = new LossCount()
  const stack = readStack(readText(zip, 'stack.xml', bounds.stackBytesMax), losses, bounds)
  const tray = new LayerTray('ora', losses, bounds)
  for (const layer of stack.layers) takeLayer(tray, layer, zip, losses, bounds)
  if (tray.layers.length === 0) throw damaged('ora', 'stack.xml has no layers')
  const { width, height } = stack
  return { image: { width, height, layers: tray.layers }, losses: losses.list() }
}

function takeLayer(
  tray: LayerTray,
  { path, ...layer }: StackLayer,
  zip: ZipEntries,
  losses: LossCount,
  bounds: FileLimits,
): void {
  const file = zip.read(path, bounds.fileBytesMax)
  // A vector image, or a form that only its program knows.
  if (formatOf(file) !== 'png') {
    losses.add('effect')
    return
  }
  const { isDeep, ...pixels } = decodePng(file, bounds)
  if (isDeep) losses.add('bits')
  tray.take({ ...layer, ...pixels })
}

function readText(zip: ZipEntries, name: string, bytesMax: number): string {
  const bytes = zip.read(name, bytesMax)
  try {
    return decodeUtf8(bytes)
  } catch {
    throw damaged('ora', name)
  }
}
