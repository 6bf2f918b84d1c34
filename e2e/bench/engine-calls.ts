// The benchmarks' only calls of how the engine holds tiles, so that there is one place to change when that changes.

import { PictureMemory } from '../../sync-core/kernel/picture-memory.ts'
import { tileValues } from '../../sync-core/kernel/tile-layout.ts'
import { createWasmKernel } from '../../sync-core/kernel/wasm-kernel.ts'
import type { CanvasSize } from '../../sync-core/index.ts'
import { blankBase } from '../../sync-core/raster/base.ts'
import { composeStack } from '../../sync-core/raster/compose-stack.ts'
import { showTile } from '../../sync-core/raster/show-tile.ts'
import { firstLayer, plainLayer } from '../../sync-core/raster/structure.ts'
import { decodeTile, encodeTile } from '../../sync-core/raster/tile-codec.ts'
import { Timeline } from '../../sync-core/raster/timeline.ts'
import { type BenchLayer, tilesPerLayer } from './bench-layers.ts'
import type { Run } from './measure.ts'

/** Layers as a window holds them: `compose` makes of each place one tile, `show` turns each of these into 8 bits. */
export function windowStack(layers: readonly BenchLayer[]): { compose: Run; show: Run } {
  const structure = layers.map(({ blend, opacity }, n) => ({ ...plainLayer(n + 1, ''), blend, opacity }))
  const memory = newMemory()
  const { kernel } = memory
  const places = Array.from({ length: tilesPerLayer }, (_, place) => place)
  const copyIn = (pixels: Uint16Array | undefined): number => {
    if (pixels === undefined) return 0
    const { pointer } = memory.newBlock('pixels')
    kernel.u16.set(pixels, pointer / 2)
    return pointer
  }
  const pointers = layers.map(({ tiles }) => places.map((place) => copyIn(tiles[place])))
  const compose = (place: number): number => {
    return composeStack(memory, structure, (id) => pointers[id - 1]![place]!, 'paper')
  }
  const composed = places.map((place) => {
    const first = compose(place) / 2
    return copyIn(kernel.u16.slice(first, first + tileValues))
  })
  const shown = new Uint8ClampedArray(tileValues)
  return {
    compose: () => places.forEach(compose),
    show: () => composed.forEach((pointer) => showTile(kernel, pointer, shown)),
  }
}

function newMemory(): PictureMemory {
  return new PictureMemory(createWasmKernel())
}

/** Paints encoded operations of one author; the picture's hash is taken after each `hashEvery` of them. */
export function paintPicture(
  size: CanvasSize,
  operations: readonly Uint8Array[],
  hashEvery = Infinity,
): Timeline {
  const memory = newMemory()
  const timeline = new Timeline(blankBase(size), { memory })
  for (const [at, operation] of operations.entries()) {
    timeline.apply({ seq: at + 1, author: 1, clientSeq: at + 1, operation })
    memory.collectWhenDue()
    if ((at + 1) % hashEvery === 0) timeline.hash()
  }
  return timeline
}

/** A painted tile, and how the engine encodes it. */
export interface PaintedTile {
  readonly index: number
  readonly bytes: Uint8Array
  readonly encode: () => Uint8Array
}

export function paintedTiles(timeline: Timeline): PaintedTile[] {
  return Array.from(timeline.layerTiles(firstLayer), ([index, tile]) => ({
    index,
    bytes: new Uint8Array(tile.copyPixels().buffer),
    encode: () => encodeTile(tile),
  }))
}

const decodeMemory = newMemory()

export function decode(encoded: Uint8Array): void {
  decodeTile(encoded, decodeMemory)
  decodeMemory.collectWhenDue()
}
