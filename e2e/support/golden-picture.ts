import { blankBase } from '../../sync-core/raster/base.ts'
import { composeStack } from '../../sync-core/raster/compose-stack.ts'
import { encodeOperation } from '../../sync-core/raster/operation-codec.ts'
import { tileIndexOf } from '../../sync-core/raster/plane.ts'
import { showPixels } from '../../sync-core/raster/show-tile.ts'
import type { LayerId } from '../../sync-core/raster/structure.ts'
import { tileValues } from '../../sync-core/raster/tile.ts'
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

/** The ways to make a picture, which all paint the same one. */
const openers: Readonly<Record<string, () => Timeline>> = {
  product: () => new Timeline(blankBase(goldenSize)),
}

/** Paints the golden script in every way: by way, then by chapter. */
export function paintGoldenPictures(): Record<string, Record<string, GoldenChapter>> {
  return Object.fromEntries(Object.entries(openers).map(([name, open]) => [name, paint(open())]))
}

function paint(timeline: Timeline): Record<string, GoldenChapter> {
  const chapters = [...writeGoldenScript()].map(([name, steps]) => {
    const hashes: string[] = []
    const shown = new RunningDigest()
    for (const { author, operation } of steps) {
      const seq = timeline.seq + 1
      timeline.apply({ seq, author, clientSeq: seq, operation: encodeOperation(operation) })
      if (operation.kind === 'stroke-points') continue
      hashes.push(timeline.hash())
      addShown(shown, timeline)
    }
    addShown(shown, timeline)
    return [name, { hashes, shown: shown.hex() }] as const
  })
  return Object.fromEntries(chapters)
}

/** Every tile of the frame, as a window shows it. */
function addShown(digest: RunningDigest, timeline: Timeline): void {
  const { x, y, width, height } = timeline.structure.frame
  const composed = new Uint16Array(tileValues)
  const shown = new Uint8Array(tileValues)
  for (let ty = y >> 6; ty <= (y + height - 1) >> 6; ty++) {
    for (let tx = x >> 6; tx <= (x + width - 1) >> 6; tx++) {
      const index = tileIndexOf(tx, ty)
      composeStack(
        timeline.structure.layers,
        (layer) => layerPixels(timeline, layer, index),
        composed,
        'paper',
      )
      showPixels(composed, shown)
      digest.add(shown)
    }
  }
}

/** What a layer has at a tile, with what is open above it. */
function layerPixels(timeline: Timeline, layer: LayerId, index: number): Uint16Array | undefined {
  const committed = timeline.tile(layer, index)?.pixels
  const open = timeline.openActions().filter(({ marks }) => marks.layer === layer && marks.has(index))
  if (open.length === 0) return committed
  const pixels = committed?.slice() ?? new Uint16Array(tileValues)
  for (const { marks } of open) marks.layOn(index, pixels)
  return pixels
}
