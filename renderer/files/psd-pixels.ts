import type { LayerRawData } from 'ag-psd'
import { damaged } from './file-error.ts'
import { inflateWithin } from './inflate-within.ts'
import type { PsdMask } from './read-psd-layers.ts'

// Pixels of PSD files are unpacked here and not by ag-psd: it takes packed rows of 16 bits, as Krita and GIMP write them, for
// rows of 8, and inflates whatever comes before it looks at how much it is.
//
//   a channel of a layer: rows; of the merged picture: the rows of all channels, one channel after another
//   0 as they are · 1 PackBits: the length of each row, then the rows · 2 zlib · 3 zlib of differences from left to right

/** What PSD's header says of every channel. */
export interface PsdDepth {
  readonly bits: 8 | 16
  readonly isGrey: boolean
}

interface Plane {
  readonly width: number
  /** Of all channels that are wanted. */
  readonly rows: number
  /** Of all channels that there are: PackBits has the lengths of all before the first row. */
  readonly rowsInAll: number
  readonly bits: number
}

const transparency = -1
const isOfMask = (id: number): boolean => id === -2

/** RGBA of 8 bits; throws FileError when there are fewer pixels than the layer's place says. */
export function layerPixels(
  raw: LayerRawData | undefined,
  { isGrey, bits }: PsdDepth,
  size: { readonly width: number; readonly height: number },
): Uint8Array {
  const { width, height } = size
  const rgba = new Uint8Array(width * height * 4)
  if (rgba.length === 0) return rgba
  if (raw === undefined) throw damaged('psd', 'pixels of a layer')
  for (let at = 3; at < rgba.length; at += 4) rgba[at] = 255
  for (const { id, compression, data } of raw.channels) {
    const targets = targetsOf(id, isGrey)
    if (data === undefined || targets.length === 0) continue
    const plane = unpackPlane(compression, data, { width, rows: height, rowsInAll: height, bits })
    for (const channel of targets) spread(plane, rgba, channel)
  }
  return rgba
}

/** Takes from the alpha of a layer's pixels what its mask hides. */
export function mergeMask(
  rgba: Uint8Array,
  raw: LayerRawData | undefined,
  mask: PsdMask,
  layer: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  bits: PsdDepth['bits'],
): void {
  const { width, height } = mask
  const packed = raw?.channels.find(({ id }) => isOfMask(id))
  const form = { width, rows: height, rowsInAll: height, bits }
  const data = width > 0 && height > 0 ? packed?.data : undefined
  const plane = packed && data && unpackPlane(packed.compression, data, form)
  for (let y = 0; y < layer.height; y++) {
    for (let x = 0; x < layer.width; x++) {
      const [atX, atY] = [layer.x + x - mask.x, layer.y + y - mask.y]
      const isInside = atX >= 0 && atY >= 0 && atX < width && atY < height
      const value = (isInside ? plane?.[atY * width + atX] : undefined) ?? mask.beyond
      const shows = 255 - (255 - value) * mask.density
      const at = (y * layer.width + x) * 4 + 3
      rgba[at] = Math.round((rgba[at]! * shows) / 255)
    }
  }
}

/** RGBA of the picture as a whole, of a file that has no layers. `data` begins with how it is packed. */
export function mergedPixels(
  data: Uint8Array | undefined,
  { isGrey, bits }: PsdDepth,
  size: { readonly width: number; readonly height: number; readonly channels: number },
): Uint8Array {
  if (data === undefined || data.length < 2) throw damaged('psd', 'merged picture')
  const { width, height, channels } = size
  const colors = isGrey ? 1 : 3
  if (channels < colors) throw damaged('psd', 'channels')
  const wanted = Math.min(channels, colors + 1)
  const form = { width, rows: height * wanted, rowsInAll: height * channels, bits }
  const plane = unpackPlane(data[0]! * 256 + data[1]!, data.subarray(2), form)
  const rgba = new Uint8Array(width * height * 4).fill(255)
  for (let place = 0; place < wanted; place++) {
    const own = plane.subarray(place * width * height, (place + 1) * width * height)
    for (const channel of targetsOf(place === colors ? transparency : place, isGrey))
      spread(own, rgba, channel)
  }
  return rgba
}

/** The channels of RGBA that one of the file becomes; none for masks and spot colours. */
function targetsOf(id: number, isGrey: boolean): readonly number[] {
  if (id === transparency) return [3]
  if (isGrey) return id === 0 ? [0, 1, 2] : []
  return id >= 0 && id < 3 ? [id] : []
}

function spread(plane: Uint8Array, rgba: Uint8Array, channel: number): void {
  for (let i = 0; i < plane.length; i++) rgba[i * 4 + channel] = plane[i]!
}

/** Samples of 8 bits, row after row. */
function unpackPlane(compression: number, data: Uint8Array, form: Plane): Uint8Array {
  const rowBytes = (form.width * form.bits) / 8
  const bytes = unpackBytes(compression, data, rowBytes, form)
  const isOfDifferences = compression === 3
  if (form.bits === 8) {
    if (isOfDifferences) addUp(bytes, form.width, 0xff)
    return bytes
  }
  const samples = new Uint16Array(bytes.length / 2)
  for (let i = 0; i < samples.length; i++) samples[i] = bytes[2 * i]! * 256 + bytes[2 * i + 1]!
  if (isOfDifferences) addUp(samples, form.width, 0xffff)
  return Uint8Array.from(samples, (value) => Math.round(value / 257))
}

function unpackBytes(compression: number, data: Uint8Array, rowBytes: number, form: Plane): Uint8Array {
  const bytes = rowBytes * form.rows
  switch (compression) {
    case 0:
      if (data.length < bytes) throw damaged('psd', 'pixels end too early')
      return data.subarray(0, bytes)
    case 1:
      return unpackBits(data, rowBytes, form)
    case 2:
    case 3: {
      const unpacked = inflateWithin([data], bytes, 'zlib')
      if (unpacked === undefined) throw damaged('psd', 'packed pixels')
      return unpacked
    }
    default:
      throw damaged('psd', `packed by way ${compression}`)
  }
}

/** A row that says less than it should is transparent or black from there on: some programs end rows that are so early. */
function unpackBits(data: Uint8Array, rowBytes: number, { rows, rowsInAll }: Plane): Uint8Array {
  const unpacked = new Uint8Array(rowBytes * rows)
  let from = rowsInAll * 2
  if (data.length < from) throw damaged('psd', 'lengths of rows')
  for (let row = 0; row < rows; row++) {
    const end = from + data[2 * row]! * 256 + data[2 * row + 1]!
    if (end > data.length) throw damaged('psd', 'pixels end too early')
    let to = row * rowBytes
    const toEnd = to + rowBytes
    while (from < end && to < toEnd) {
      const head = data[from++]!
      if (head === 128) continue
      const count = Math.min(head < 128 ? head + 1 : 257 - head, toEnd - to)
      if (head < 128) unpacked.set(data.subarray(from, Math.min(from + count, end)), to)
      else unpacked.fill(from < end ? data[from]! : 0, to, to + count)
      from += head < 128 ? count : 1
      to += count
    }
    from = end
  }
  return unpacked
}

function addUp(samples: Uint8Array | Uint16Array, width: number, mask: number): void {
  for (let i = 0; i < samples.length; i++) {
    if (i % width !== 0) samples[i] = (samples[i]! + samples[i - 1]!) & mask
  }
}
