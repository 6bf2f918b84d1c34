// A small flattened picture beside each snapshot, which any viewer opens. It is kept between persists, so that only places
// whose tiles changed since the last one are shrunk again; a change of frame or layers begins anew.

import { tileSidePx, tileValues } from '../kernel/tile-layout.ts'
import { encodePng } from '../pictures/png.ts'
import type { PictureMemory } from '../kernel/picture-memory.ts'
import { composeStack } from '../raster/compose-stack.ts'
import { tileIndexOf, tileLeft, tileTop } from '../raster/plane.ts'
import { showTile } from '../raster/show-tile.ts'
import type { Frame, Structure } from '../raster/structure.ts'
import type { Tile } from '../raster/tile.ts'
import type { Timeline } from '../raster/timeline.ts'
import type { Preview } from './primary-port.ts'

/** Places shrunk, and places looked at, between two pauses: a few milliseconds. */
const shrunkPerTurn = 64
const seenPerTurn = 4096

/** The tiles of one place, a list as long as the structure's. */
type Column = readonly (Tile | undefined)[]

interface Image {
  readonly structure: Structure
  readonly factor: number
  readonly width: number
  readonly height: number
  readonly rgba: Uint8Array
  /** What is on it, by tile index, to compare with only; a place that is not there shows white paper. */
  readonly shown: Map<number, Column>
}

export class PreviewPainter {
  private readonly memory: PictureMemory
  private image: Image | undefined

  constructor(memory: PictureMemory) {
    this.memory = memory
  }

  /** PNG of the picture over white, shrunk by a whole factor so that its longer side is at most `sidePx`. */
  async paint(timeline: Timeline, sidePx: number, pause: () => Promise<void>): Promise<Preview> {
    const { structure } = timeline
    const { frame } = structure
    const image = this.imageFor(structure, sidePx)
    const layers = structure.layers.map(({ id }) => timeline.layerTiles(id))
    let seen = 0
    let shrunk = 0
    for (const index of indicesIn(frame)) {
      const column = layers.map((tiles) => tiles.get(index))
      const before = image.shown.get(index)
      if (column.some((tile, place) => tile !== before?.[place])) {
        shrink(this.memory, index, column, image)
        image.shown.set(index, column)
        if (++shrunk % shrunkPerTurn === 0) await pause()
      }
      if (++seen % seenPerTurn === 0) await pause()
    }
    const png = encodePng(image.width, image.height, image.rgba)
    return { png, size: { width: frame.width, height: frame.height } }
  }

  private imageFor(structure: Structure, sidePx: number): Image {
    const { frame } = structure
    const factor = Math.max(1, Math.ceil(Math.max(frame.width, frame.height) / sidePx))
    if (this.image?.structure !== structure || this.image.factor !== factor) {
      const width = Math.max(1, Math.floor(frame.width / factor))
      const height = Math.max(1, Math.floor(frame.height / factor))
      const rgba = new Uint8Array(width * height * 4).fill(255)
      this.image = { structure, factor, width, height, rgba, shown: new Map() }
    }
    return this.image
  }
}

function* indicesIn({ x, y, width, height }: Frame): Generator<number> {
  for (let ty = Math.floor(y / tileSidePx); ty * tileSidePx < y + height; ty++) {
    for (let tx = Math.floor(x / tileSidePx); tx * tileSidePx < x + width; tx++) yield tileIndexOf(tx, ty)
  }
}

/** The tile that is being shrunk: a memory for each of a large picture would be a GB to collect. */
const rgba = new Uint8Array(tileValues)

/** Writes the image's pixels whose top left corner lies in the tile: each the mean of the block's part in tile and frame. */
function shrink(
  memory: PictureMemory,
  index: number,
  column: Column,
  { structure, factor, width, height, rgba: out }: Image,
): void {
  const tiles = new Map(structure.layers.map(({ id }, place) => [id, column[place]]))
  const pixels = composeStack(memory, structure.layers, (id) => tiles.get(id)?.pointer ?? 0, 'paper')
  showTile(memory.kernel, pixels, rgba)
  const { frame } = structure
  // Where the tile begins and ends, from the frame's corner.
  const left = tileLeft(index) - frame.x
  const top = tileTop(index) - frame.y
  const right = Math.min(left + tileSidePx, frame.width)
  const bottom = Math.min(top + tileSidePx, frame.height)
  const xEnd = Math.min(width, Math.ceil(right / factor))
  const yEnd = Math.min(height, Math.ceil(bottom / factor))
  for (let y = Math.max(0, Math.ceil(top / factor)); y < yEnd; y++) {
    for (let x = Math.max(0, Math.ceil(left / factor)); x < xEnd; x++) {
      const toX = Math.min((x + 1) * factor, right)
      const toY = Math.min((y + 1) * factor, bottom)
      const sum = [0, 0, 0]
      for (let fromY = y * factor; fromY < toY; fromY++) {
        for (let fromX = x * factor; fromX < toX; fromX++) {
          const at = ((fromY - top) * tileSidePx + fromX - left) * 4
          for (let channel = 0; channel < 3; channel++) sum[channel]! += rgba[at + channel]!
        }
      }
      const count = (toX - x * factor) * (toY - y * factor)
      const at = (y * width + x) * 4
      for (let channel = 0; channel < 3; channel++) out[at + channel] = Math.round(sum[channel]! / count)
    }
  }
}
