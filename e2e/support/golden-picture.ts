import type { Kernel } from '../../sync-core/kernel/kernel.ts'
import { PictureMemory } from '../../sync-core/kernel/picture-memory.ts'
import { createTwinKernel } from '../../sync-core/kernel/twin-kernel.ts'
import { createWasmKernel } from '../../sync-core/kernel/wasm-kernel.ts'
import { blankBase } from '../../sync-core/raster/base.ts'
import { composeStack } from '../../sync-core/raster/compose-stack.ts'
import { encodeOperation } from '../../sync-core/raster/operation-codec.ts'
import { tileIndexOf } from '../../sync-core/raster/plane.ts'
import { showTile } from '../../sync-core/raster/show-tile.ts'
import type { LayerId } from '../../sync-core/raster/structure.ts'
import { pixelTileBytes, tileValues } from '../../sync-core/kernel/tile-layout.ts'
import { Timeline } from '../../sync-core/raster/timeline.ts'
import { goldenSize, writeGoldenScript } from './golden-script.ts'
import { RunningDigest } from './running-digest.ts'

/** What became of the picture in one chapter. */
export interface GoldenChapter {
  /** The picture's hash after every operation but those that go on with a stroke. */
  readonly hashes: readonly string[]
  /** Digest of all that a window would have shown at these moments, open strokes too. */
  readonly shown: string
}

/** The kernels that paint a picture, which all paint the same one. */
const kernels: Readonly<Record<string, () => Kernel>> = { wasm: createWasmKernel, twin: createTwinKernel }

/** Paints the golden script with every kernel: by kernel, then by chapter. */
export function paintGoldenPictures(): Record<string, Record<string, GoldenChapter>> {
  return Object.fromEntries(
    Object.entries(kernels).map(([name, create]) => [name, paint(new PictureMemory(create()))]),
  )
}

function paint(memory: PictureMemory): Record<string, GoldenChapter> {
  const timeline = new Timeline(blankBase(goldenSize), { memory })
  const chapters = [...writeGoldenScript()].map(([name, steps]) => {
    const hashes: string[] = []
    const shown = new RunningDigest()
    for (const { author, operation } of steps) {
      const seq = timeline.seq + 1
      timeline.apply({ seq, author, clientSeq: seq, operation: encodeOperation(operation) })
      memory.collectWhenDue()
      if (operation.kind === 'stroke-points') continue
      hashes.push(timeline.hash())
      addShown(shown, timeline, memory)
    }
    addShown(shown, timeline, memory)
    return [name, { hashes, shown: shown.hex() }] as const
  })
  return Object.fromEntries(chapters)
}

/** Every tile of the frame, as a window shows it. */
function addShown(digest: RunningDigest, timeline: Timeline, memory: PictureMemory): void {
  const { x, y, width, height } = timeline.structure.frame
  const shown = new Uint8Array(tileValues)
  for (let ty = y >> 6; ty <= (y + height - 1) >> 6; ty++) {
    for (let tx = x >> 6; tx <= (x + width - 1) >> 6; tx++) {
      const index = tileIndexOf(tx, ty)
      const pixelsOf = (layer: LayerId): number => layerPixels(timeline, memory, layer, index)
      showTile(memory.kernel, composeStack(memory, timeline.structure.layers, pixelsOf, 'paper'), shown)
      digest.add(shown)
    }
  }
}

/** The pointer of what a layer has at a tile, with what is open above it; 0 is blank. */
function layerPixels(timeline: Timeline, memory: PictureMemory, layer: LayerId, index: number): number {
  const committed = timeline.tile(layer, index)
  const open = timeline.openActions().filter(({ marks }) => marks.layer === layer && marks.has(index))
  if (open.length === 0) return committed?.pointer ?? 0
  const pixels = memory.lasting(`layer ${layer}`, 'pixels')
  if (committed === undefined) memory.kernel.zeroBlock(pixels, pixelTileBytes)
  else memory.kernel.copyBlock(committed.pointer, pixels, pixelTileBytes)
  for (const { marks } of open) marks.layOn(index, pixels)
  return pixels
}
