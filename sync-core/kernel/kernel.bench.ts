import { DabBatch, type DabMasks } from './dab-batch.ts'
import { dabWords, washRule } from './dab-kernel.ts'
import type { Kernel } from './kernel.ts'
import type { OwnedBlock } from './owned-block.ts'
import { PictureMemory } from './picture-memory.ts'
import { coverageOne, pixelTileBytes, scratchPointer, tilePixels } from './tile-layout.ts'
import { createTwinKernel } from './twin-kernel.ts'
import { createWasmKernel } from './wasm-kernel.ts'

// How fast the kernel is, and its twin in the same run: only the ratio says anything on a busy machine. Measured is the CPU
// time of this process, both in turns, and the median is taken.

/** Work done in a second of CPU time. */
export interface KernelFigure {
  readonly name: string
  readonly unit: string
  readonly wasm: number
  readonly twin: number
}

/** Radius in px, how many dabs, and how many times as fast as the twin the kernel has to be. */
export const dabSizes = [
  { radius: 2, count: 40_000, floor: 2 },
  { radius: 8, count: 12_000, floor: 3 },
  { radius: 32, count: 1_500, floor: 4.5 },
  { radius: 128, count: 150, floor: 6 },
] as const

/** x, y (px), hardness 0..255 of dabs along a wandering stroke, an eighth of the radius apart: a third soft, a third hard. */
export function benchDabs(radius: number, count: number): { x: number; y: number; hardness: number }[] {
  const step = Math.max(0.25, radius / 8)
  let x = 1024
  let y = 1024
  return Array.from({ length: count }, (_, n) => {
    const angle = Math.sin(n / 40) * 2 + n / 300
    x += Math.cos(angle) * step
    y += Math.sin(angle) * step
    if (x < 256 || x > 1792) x = 1024
    if (y < 256 || y > 1792) y = 1024
    return { x, y, hardness: [0, 128, 255][Math.floor(n / 50) % 3]! }
  })
}

export function measureKernels(): KernelFigure[] {
  const dabs = dabSizes.map(({ radius, count }) => {
    const words = wordsOf(radius, count)
    return measure(`dabs-r${radius}`, 'dabs/s', count, (kernel) => () => paintAll(kernel, words))
  })
  const tilesPerRun = 200
  const pixels = (tilesPerRun * tilePixels) / 1e6
  const bytes = (tilesPerRun * pixelTileBytes) / 1e9
  const onTile =
    (work: (kernel: Kernel, tile: number, other: number, mask: number) => unknown) =>
    (kernel: Kernel): (() => void) => {
      const memory = new PictureMemory(kernel)
      const tile = memory.newPixels().writePointer
      const other = memory.newPixels().writePointer
      const mask = memory.newBlock('mask').pointer
      const { u16 } = kernel
      for (let i = 0; i < tilePixels; i++) {
        const alpha = (i * 7) & 0x7fff
        u16.set([alpha >> 1, alpha >> 2, alpha, alpha], (tile >> 1) + i * 4)
        u16[(mask >> 1) + i] = (i * 9) & 0x7fff
      }
      return () => {
        for (let n = 0; n < tilesPerRun; n++) work(kernel, tile, other, mask)
      }
    }
  return [
    ...dabs,
    measure(
      'merge',
      'Mpx/s',
      pixels,
      onTile((kernel, tile, _, mask) => kernel.mergeFlat(tile, mask, 0, 0, 20_000, 9_000, 32_767, 32_767)),
    ),
    measure(
      'merge-colors',
      'Mpx/s',
      pixels,
      onTile((kernel, tile, other, mask) => kernel.mergeColors(tile, other, mask, 0, 0)),
    ),
    measure(
      'show',
      'Mpx/s',
      pixels,
      onTile((kernel, tile, other) => kernel.showTile(tile, other)),
    ),
    measure(
      'hash',
      'GB/s',
      bytes,
      onTile((kernel, tile) => kernel.hashBlock(tile, pixelTileBytes, scratchPointer)),
    ),
    measure(
      'filter',
      'GB/s',
      bytes,
      onTile((kernel, tile, other) => kernel.filterTile(tile, other)),
    ),
    measure(
      'unfilter',
      'GB/s',
      bytes,
      onTile((kernel, tile, other) => kernel.unfilterTile(tile, other)),
    ),
  ]
}

function wordsOf(radius: number, count: number): Int32Array {
  return Int32Array.from(
    benchDabs(radius, count).flatMap(({ x, y, hardness }) => [
      Math.round(x * 256),
      Math.round(y * 256),
      radius * 256,
      hardness,
      coverageOne,
      coverageOne,
    ]),
  )
}

/** Paints one stroke in segments of 24 dabs, as a pen's samples bring them, into masks of its own. */
function paintAll(kernel: Kernel, words: Int32Array): void {
  const masks = new BenchMasks(new PictureMemory(kernel))
  const batch = new DabBatch(kernel, masks, { shape: 'round', rule: washRule })
  for (let at = 0; at < words.length; at += dabWords) {
    batch.add(words[at]!, words[at + 1]!, words[at + 2]!, words[at + 3]!, words[at + 4]!, words[at + 5]!)
    if (at % (24 * dabWords) === 0) batch.flush()
  }
  batch.flush()
}

class BenchMasks implements DabMasks {
  private readonly memory: PictureMemory
  private readonly blocks = new Map<number, OwnedBlock>()

  constructor(memory: PictureMemory) {
    this.memory = memory
  }

  find(index: number): number {
    return this.blocks.get(index)?.pointer ?? 0
  }

  reserve(count: number): void {
    this.memory.reserve({ mask: count })
  }

  make(index: number): number {
    const block = this.memory.newBlock('mask')
    this.blocks.set(index, block)
    return block.pointer
  }

  reached(): void {}
}

function measure(
  name: string,
  unit: string,
  work: number,
  begin: (kernel: Kernel) => () => void,
): KernelFigure {
  const runs = { wasm: begin(createWasmKernel()), twin: begin(createTwinKernel()) }
  const seconds: { wasm: number[]; twin: number[] } = { wasm: [], twin: [] }
  for (let turn = 0; turn < 9; turn++) {
    seconds.wasm.push(cpuSeconds(runs.wasm))
    seconds.twin.push(cpuSeconds(runs.twin))
  }
  return { name, unit, wasm: work / median(seconds.wasm), twin: work / median(seconds.twin) }
}

/** CPU time of one call, of so many calls that the clock can tell. */
function cpuSeconds(run: () => void): number {
  const begun = process.cpuUsage()
  for (let calls = 1; ; calls++) {
    run()
    const { user, system } = process.cpuUsage(begun)
    if (user + system > 20_000) return (user + system) / 1e6 / calls
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!
}
