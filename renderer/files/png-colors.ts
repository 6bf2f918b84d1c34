import { damaged } from './file-error.ts'
import { channelsOf, type PngHeader } from './png-rows.ts'

/** Makes RGBA of a PNG's samples: grey, palette and colours, 16 bits rounded to 8, one colour that is transparent. */
export class PngColors {
  private readonly header: PngHeader
  private readonly channels: number
  private entries = new Uint8Array(0)
  /** The samples of the colour that is transparent. */
  private clear: readonly number[] | undefined
  constructor(header: PngHeader) {
    this.header = header
    this.channels = channelsOf(header)
  }

  palette(body: Uint8Array): void {
    if (body.length % 3 !== 0 || body.length > 768) throw damaged('png', 'PLTE')
    this.entries = new Uint8Array((body.length / 3) * 4).fill(255)
    for (let i = 0; i < body.length; i++) this.entries[Math.floor(i / 3) * 4 + (i % 3)] = body[i]!
  }

  transparency(body: Uint8Array): void {
    if (this.header.colorType === 3) {
      if (body.length * 4 > this.entries.length) throw damaged('png', 'tRNS')
      body.forEach((alpha, i) => {
        this.entries[i * 4 + 3] = alpha
      })
      return
    }
    if (this.channels % 2 === 0 || body.length !== this.channels * 2) throw damaged('png', 'tRNS')
    const mask = 2 ** this.header.depth - 1
    this.clear = Array.from(
      { length: this.channels },
      (_, i) => ((body[2 * i]! << 8) | body[2 * i + 1]!) & mask,
    )
  }

  /** Writes a row's pixels into `rgba` from `at` on, one every `step` bytes. */
  write(samples: Uint8Array | Uint16Array, rgba: Uint8Array, at: number, step: number): void {
    const { channels, clear } = this
    const { colorType, depth } = this.header
    const most = 2 ** depth - 1
    const narrow = (value: number): number => (depth === 8 ? value : Math.round((value * 255) / most))
    const isGrey = colorType === 0 || colorType === 4
    const hasAlpha = colorType === 4 || colorType === 6
    for (let i = 0, to = at; i < samples.length; i += channels, to += step) {
      if (colorType === 3) {
        this.writeEntry(samples[i]!, rgba, to)
        continue
      }
      for (let c = 0; c < 3; c++) rgba[to + c] = narrow(samples[isGrey ? i : i + c]!)
      rgba[to + 3] = hasAlpha ? narrow(samples[i + channels - 1]!) : 255
      if (clear?.every((value, c) => value === samples[i + c]) === true) rgba[to + 3] = 0
    }
  }

  private writeEntry(index: number, rgba: Uint8Array, to: number): void {
    if (index * 4 >= this.entries.length) throw damaged('png', `colour ${index} of a palette`)
    for (let c = 0; c < 4; c++) rgba[to + c] = this.entries[index * 4 + c]!
  }
}
