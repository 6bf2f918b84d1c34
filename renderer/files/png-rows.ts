import { predictPng } from '../../sync-core/index.ts'
import { damaged, expectWithin, FileError } from './file-error.ts'
import type { FileLimits } from './file-limits.ts'

export type PngColorType = 0 | 2 | 3 | 4 | 6

export interface PngHeader {
  readonly width: number
  readonly height: number
  readonly depth: 1 | 2 | 4 | 8 | 16
  readonly colorType: PngColorType
  readonly isInterlaced: boolean
}

/** Channels of a pixel, and the depths that there are, by colour type: grey, RGB, palette, grey with alpha, RGBA. */
const forms: Readonly<Record<PngColorType, { channels: number; depths: readonly number[] }>> = {
  0: { channels: 1, depths: [1, 2, 4, 8, 16] },
  2: { channels: 3, depths: [8, 16] },
  3: { channels: 1, depths: [1, 2, 4, 8] },
  4: { channels: 2, depths: [8, 16] },
  6: { channels: 4, depths: [8, 16] },
}

export function readPngHeader(body: Uint8Array, bounds: FileLimits): PngHeader {
  if (body.length !== 13) throw damaged('png', 'IHDR')
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength)
  const [width, height] = [view.getUint32(0), view.getUint32(4)]
  if (width === 0 || height === 0) throw damaged('png', 'IHDR')
  expectWithin('png', 'side', Math.max(width, height), bounds.sidePxMax)
  expectWithin('png', 'pixels', width * height, Math.floor(bounds.unpackedBytesMax / 4))
  const [depth, colorType, packing, filtering, interlacing] = body.subarray(8)
  const form = forms[colorType as PngColorType] as (typeof forms)[PngColorType] | undefined
  if (form?.depths.includes(depth!) !== true || packing !== 0 || filtering !== 0 || interlacing! > 1) {
    throw new FileError('unsupported', {
      format: 'png',
      part: `colour type ${colorType} of ${depth} bits`,
    })
  }
  return {
    width,
    height,
    depth: depth as PngHeader['depth'],
    colorType: colorType as PngColorType,
    isInterlaced: interlacing === 1,
  }
}

export function channelsOf(header: PngHeader): number {
  return forms[header.colorType].channels
}

/** Every how many pixels, from where on, a pass has some. */
interface Pass {
  readonly x: number
  readonly y: number
  readonly stepX: number
  readonly stepY: number
  readonly width: number
  readonly height: number
  /** Where it begins in the raw bytes. */
  readonly start: number
}

/** Adam7: first column and row of a pass, and its steps. */
const adam7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const

/** The passes that have pixels, in the order of the file. */
export function passesOf(header: PngHeader): readonly Pass[] {
  const steps = header.isInterlaced ? adam7 : ([[0, 0, 1, 1]] as const)
  let start = 0
  return steps.flatMap(([x, y, stepX, stepY]) => {
    const width = Math.ceil((header.width - x) / stepX)
    const height = Math.ceil((header.height - y) / stepY)
    if (width <= 0 || height <= 0) return []
    const pass = { x, y, stepX, stepY, width, height, start }
    start += height * (1 + rowBytesOf(header, width))
    return [pass]
  })
}

function rowBytesOf(header: PngHeader, width: number): number {
  return Math.ceil((width * channelsOf(header) * header.depth) / 8)
}

/** Bytes of all rows with their filters. */
export function rawBytesOf(header: PngHeader): number {
  return passesOf(header).reduce(
    (sum, { width, height }) => sum + height * (1 + rowBytesOf(header, width)),
    0,
  )
}

/** Takes the filters off a pass's rows, in place, and gives each as samples with the y of the picture that it belongs to. */
export function unpackRows(
  raw: Uint8Array,
  header: PngHeader,
  pass: Pass,
  onRow: (samples: Uint8Array | Uint16Array, y: number) => void,
): void {
  const rowBytes = rowBytesOf(header, pass.width)
  const back = Math.max(1, (channelsOf(header) * header.depth) >> 3)
  const samples = new (header.depth === 16 ? Uint16Array : Uint8Array)(pass.width * channelsOf(header))
  let above: Uint8Array = new Uint8Array(rowBytes)
  for (let y = 0; y < pass.height; y++) {
    const at = pass.start + y * (rowBytes + 1)
    const row = raw.subarray(at + 1, at + 1 + rowBytes)
    unfilter(raw[at]!, row, above, back)
    readSamples(row, header.depth, samples)
    onRow(samples, pass.y + y * pass.stepY)
    above = row
  }
}

function unfilter(filter: number, row: Uint8Array, above: Uint8Array, back: number): void {
  if (filter > 4) throw damaged('png', `filter ${filter}`)
  if (filter === 0) return
  for (let i = 0; i < row.length; i++) {
    const left = i >= back ? row[i - back]! : 0
    const upLeft = i >= back ? above[i - back]! : 0
    row[i] = row[i]! + predictPng(filter, left, above[i]!, upLeft)
  }
}

function readSamples(row: Uint8Array, depth: number, samples: Uint8Array | Uint16Array): void {
  if (depth === 8) samples.set(row.subarray(0, samples.length))
  else if (depth === 16) {
    for (let i = 0; i < samples.length; i++) samples[i] = (row[2 * i]! << 8) | row[2 * i + 1]!
  } else {
    const mask = (1 << depth) - 1
    for (let i = 0; i < samples.length; i++) {
      const bit = i * depth
      samples[i] = (row[bit >> 3]! >> (8 - depth - (bit & 7))) & mask
    }
  }
}
