import type { FileFormat } from './file-format.ts'
import { expectWithin } from './file-error.ts'
import { fitName } from './fit-name.ts'
import type { FileLimits } from './file-limits.ts'
import type { ImageLayer, LossCount } from './layered-image.ts'

/** Gathers the layers of a file, and holds them to what a picture can have. */
export class LayerTray {
  readonly layers: ImageLayer[] = []
  private bytes = 0
  private readonly format: FileFormat
  private readonly losses: LossCount
  private readonly bounds: FileLimits
  constructor(format: FileFormat, losses: LossCount, bounds: FileLimits) {
    this.format = format
    this.losses = losses
    this.bounds = bounds
  }

  /** Says what the pixels of the next layer will take, before they are unpacked. */
  expect(width: number, height: number): void {
    expectWithin(this.format, 'layers', this.layers.length + 1, this.bounds.layersMax)
    expectWithin(this.format, 'side', Math.max(width, height), this.bounds.sidePxMax)
    expectWithin(this.format, 'bytes', this.bytes + width * height * 4, this.bounds.unpackedBytesMax)
  }

  /** Takes one above the others. What shows nothing has no pixels, nor what lies further out than a picture reaches. */
  take(layer: ImageLayer): void {
    this.expect(layer.width, layer.height)
    const { rgba, x, y } = layer
    const isOutside = Math.max(Math.abs(x), Math.abs(y)) > this.bounds.offsetPxMax
    const isBlank = isOutside || showsNothing(rgba)
    if (isOutside) this.losses.add('outside')
    this.bytes += isBlank ? 0 : rgba.length
    const name = fitName(layer.name)
    const blank = { x: 0, y: 0, width: 0, height: 0, rgba: new Uint8Array(0) }
    this.layers.push({ ...layer, name, ...(isBlank ? blank : {}) })
  }
}

function showsNothing(rgba: Uint8Array): boolean {
  for (let i = 3; i < rgba.length; i += 4) if (rgba[i] !== 0) return false
  return true
}
