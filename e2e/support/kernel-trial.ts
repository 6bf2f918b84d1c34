import { Prng } from '../../sync-core/index.ts'
import type { Kernel } from '../../sync-core/kernel/kernel.ts'
import { tipHeaderBytes } from '../../sync-core/kernel/shaped-dab-kernel.ts'
import { reliefSide, reliefStride } from '../../sync-core/kernel/texture-row.ts'
import {
  coverageOne,
  maskBytes,
  ownerPointer,
  pixelTileBytes,
  scratchPointer,
  selectionBytes,
  tilePixels,
} from '../../sync-core/kernel/tile-layout.ts'
import { randomPixels } from '../../sync-core/testing/random-pixels.ts'
import { RunningDigest } from './running-digest.ts'

const blockBytes = {
  target: pixelTileBytes,
  source: pixelTileBytes,
  out: pixelTileBytes,
  mask: maskBytes,
  selection: selectionBytes,
  grain: tilePixels,
  tip: tipHeaderBytes + reliefSide * reliefStride * 2,
}
type BlockName = keyof typeof blockBytes

/** Of the window of masks that dabs are painted into. */
export const across = 3
export const down = 2
const coloredMaskBytes = maskBytes + pixelTileBytes
const extremeCoverages = [0, 0, 1, 16384, coverageOne - 1, coverageOne]

/** A kernel whose memory is filled from seeds, and digests of what its functions leave there. */
export class KernelTrial {
  readonly kernel: Kernel
  prng = new Prng(0)
  readonly at: Readonly<Record<BlockName, number>>
  private readonly windowAt: number
  private readonly end: number
  private readonly digests = new Map<string, RunningDigest>()

  constructor(kernel: Kernel) {
    this.kernel = kernel
    let end = ownerPointer
    const blocks = Object.entries(blockBytes).map(([name, bytes]) => {
      end += bytes
      return [name, end - bytes]
    })
    this.at = Object.fromEntries(blocks) as Record<BlockName, number>
    this.windowAt = end
    this.end = end + across * down * coloredMaskBytes
    if (!kernel.grow(this.end)) throw new Error(`A kernel has no ${this.end} bytes of memory.`)
  }

  /** Forgets what is in the memory, and starts another line of random numbers. */
  begin(seed: number): void {
    this.prng = new Prng(seed)
    this.kernel.u8.fill(0, scratchPointer, this.end)
  }

  fillPixels(name: 'target' | 'source'): void {
    this.kernel.u16.set(randomPixels(this.prng), this.at[name] >> 1)
  }

  fillBytes(name: BlockName): void {
    const { prng, kernel } = this
    const [from, bytes] = [this.at[name], blockBytes[name]]
    for (let i = 0; i < bytes; i += 4) kernel.i32[(from + i) >> 2] = prng.uint32()
  }

  fillMask(pointer = this.at.mask): void {
    const { prng, kernel } = this
    for (let i = 0; i < tilePixels; i++) {
      kernel.u16[(pointer >> 1) + i] = prng.chance(0.5)
        ? prng.pick(extremeCoverages)
        : prng.below(coverageOne + 1)
    }
  }

  /** The pointer of a mask of the window, with a pixel tile of colours behind it. */
  windowMask(place: number): number {
    return this.windowAt + place * coloredMaskBytes
  }

  /** Adds the answer of a call, and what it may have written to, to the digest of this name. */
  keep(name: string, answer: number | void, block?: BlockName): void {
    const pointer = block === undefined ? 0 : this.at[block]
    const bytes = block === undefined ? 0 : blockBytes[block]
    this.add(name, answer, pointer, bytes)
  }

  /** The same, with all of the window and the arguments. */
  keepWindow(name: string, answer: number): void {
    this.add(name, answer, scratchPointer, ownerPointer - scratchPointer)
    this.add(name, answer, this.windowAt, this.end - this.windowAt)
  }

  /** By name. */
  result(): Record<string, string> {
    return Object.fromEntries([...this.digests].map(([name, digest]) => [name, digest.hex()]))
  }

  private add(name: string, answer: number | void, pointer: number, bytes: number): void {
    let digest = this.digests.get(name)
    if (digest === undefined) this.digests.set(name, (digest = new RunningDigest()))
    digest.add(new Uint8Array(new Int32Array([answer ?? -1]).buffer))
    digest.add(this.kernel.u8.subarray(pointer, pointer + bytes))
  }
}
