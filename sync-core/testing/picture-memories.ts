import { PictureMemory } from '../kernel/picture-memory.ts'
import { tileValues } from '../kernel/tile-layout.ts'
import { createWasmKernel } from '../kernel/wasm-kernel.ts'
import type { Base } from '../raster/base.ts'
import type { Marks } from '../raster/marks.ts'
import { Tile } from '../raster/tile.ts'
import { Timeline, type TimelineOptions } from '../raster/timeline.ts'

/** A picture's memory as the product has it. */
export function newMemory(): PictureMemory {
  return new PictureMemory(createWasmKernel())
}

/** A memory that is swept at every chance, so that pixels nobody marks are found out. */
export function strictMemory(): PictureMemory {
  return new PictureMemory(createWasmKernel(), { sweepBytesMin: 0 })
}

/** A timeline in the memory of its base's tiles, or in one of its own. */
export function newTimeline(base: Base, options: Partial<TimelineOptions> = {}): Timeline {
  const tiles = [...base.layers.values()].flatMap((layer) => [...layer.values()])
  return new Timeline(base, { memory: tiles[0]?.memory ?? newMemory(), ...options })
}

/** A tile with these pixels. */
export function tileOf(memory: PictureMemory, pixels: Uint16Array): Tile {
  const block = memory.newPixels()
  memory.kernel.u16.set(pixels, block.writePointer / 2)
  return new Tile(block.freeze())
}

/** Lends pixels to whatever works on a tile in memory, and takes back what became of them. */
export function onTile<Result>(
  memory: PictureMemory,
  pixels: Uint16Array,
  work: (pointer: number) => Result,
): Result {
  const block = memory.newBlock('pixels')
  memory.kernel.u16.set(pixels, block.pointer / 2)
  const result = work(block.pointer)
  pixels.set(memory.kernel.u16.subarray(block.pointer / 2, block.pointer / 2 + tileValues))
  block.free()
  return result
}

/** Lays marks on an array of pixels. */
export function layMarks(memory: PictureMemory, marks: Marks, index: number, pixels: Uint16Array): boolean {
  return onTile(memory, pixels, (pointer) => marks.layOn(index, pointer))
}
