import { crc32, inflateSync } from 'node:zlib'

export interface DecodedPng {
  readonly width: number
  readonly height: number
  readonly rgba: Uint8Array
  readonly filters: ReadonlySet<number>
  readonly chunks: readonly string[]
}

/** Decodes by the PNG specification (8-bit RGBA alone), sharing nothing with the encoder; throws for anything else. */
export function decodePng(png: Uint8Array): DecodedPng {
  const buffer = Buffer.from(png)
  expectSame(buffer.subarray(0, 8).toString('latin1'), '\x89PNG\r\n\x1a\n', 'signature')
  const chunks: string[] = []
  const parts: Buffer[] = []
  let width = 0
  let height = 0
  for (let at = 8; at < buffer.length;) {
    const length = buffer.readUInt32BE(at)
    const type = buffer.subarray(at + 4, at + 8).toString('latin1')
    const body = buffer.subarray(at + 8, at + 8 + length)
    const checksum = crc32(buffer.subarray(at + 4, at + 8 + length))
    expectSame(buffer.readUInt32BE(at + 8 + length), checksum, `checksum of ${type}`)
    if (type === 'IHDR') {
      width = body.readUInt32BE(0)
      height = body.readUInt32BE(4)
      expectSame([...body.subarray(8)].join(), '8,6,0,0,0', 'form')
    }
    if (type === 'IDAT') parts.push(body)
    chunks.push(type)
    at += 12 + length
  }
  const raw = inflateSync(Buffer.concat(parts))
  expectSame(raw.length, height * (width * 4 + 1), 'length')
  const { rgba, filters } = unfilter(raw, width * 4, height)
  return { width, height, rgba, filters, chunks }
}

function unfilter(
  raw: Uint8Array,
  stride: number,
  height: number,
): { rgba: Uint8Array; filters: Set<number> } {
  const rgba = new Uint8Array(height * stride)
  const filters = new Set<number>()
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)]!
    filters.add(filter)
    for (let x = 0; x < stride; x++) {
      const a = x >= 4 ? rgba[y * stride + x - 4]! : 0
      const b = y > 0 ? rgba[(y - 1) * stride + x]! : 0
      const c = x >= 4 && y > 0 ? rgba[(y - 1) * stride + x - 4]! : 0
      const p = a + b - c
      const [pa, pb, pc] = [Math.abs(p - a), Math.abs(p - b), Math.abs(p - c)]
      const paeth = pa <= pb && pa <= pc ? a : pb <= pc ? b : c
      const prediction = [0, a, b, Math.floor((a + b) / 2), paeth][filter]!
      rgba[y * stride + x] = raw[y * (stride + 1) + 1 + x]! + prediction
    }
  }
  return { rgba, filters }
}

function expectSame(found: number | string, expected: number | string, what: string): void {
  if (found !== expected) throw new Error(`not a PNG of Gesso: its ${what} is ${found}, not ${expected}`)
}
