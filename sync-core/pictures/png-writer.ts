import { Zlib } from 'fflate'
import { assert } from '../base/assert.ts'
import { pngBeginning, pngChunk, PngFilter } from './png-parts.ts'

/**
 * Writes a PNG a band of rows at a time, so that the largest picture never lies in memory as a whole. What its methods return
 * are the file's bytes in order; each call gives those that are ready.
 */
export class PngWriter {
  private readonly width: number
  private readonly channels: 3 | 4
  private readonly filter: PngFilter
  private readonly deflate: Zlib
  private rowsLeft: number
  private ready: Uint8Array[]
  constructor(width: number, height: number, hasAlpha: boolean) {
    this.width = width
    this.channels = hasAlpha ? 4 : 3
    this.rowsLeft = height
    this.ready = pngBeginning(width, height, this.channels)
    this.filter = new PngFilter(width, this.channels)
    this.deflate = new Zlib({ level: 6 }, (bytes) => {
      if (bytes.length > 0) this.ready.push(pngChunk('IDAT', bytes))
    })
  }

  /** Takes the next rows, RGBA with straight alpha; a picture without alpha leaves that out. */
  rows(rgba: Uint8Array): Uint8Array[] {
    const count = rgba.length / (this.width * 4)
    assert(
      Number.isInteger(count) && count <= this.rowsLeft,
      `${count} rows are whole ones of ${this.rowsLeft}`,
    )
    this.rowsLeft -= count
    this.deflate.push(this.filter.filter(this.channels === 4 ? rgba : withoutAlpha(rgba)))
    return this.take()
  }

  end(): Uint8Array[] {
    assert(this.rowsLeft === 0, `a picture that lacks ${this.rowsLeft} rows is not at its end`)
    this.deflate.push(new Uint8Array(0), true)
    this.ready.push(pngChunk('IEND', new Uint8Array(0)))
    return this.take()
  }

  private take(): Uint8Array[] {
    const { ready } = this
    this.ready = []
    return ready
  }
}

function withoutAlpha(rgba: Uint8Array): Uint8Array {
  const rgb = new Uint8Array((rgba.length / 4) * 3)
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    rgb[to] = rgba[from]!
    rgb[to + 1] = rgba[from + 1]!
    rgb[to + 2] = rgba[from + 2]!
  }
  return rgb
}
