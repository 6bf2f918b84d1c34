// Layers of a file become layers of the picture: first all of them, empty; then their pixels, in patches that can be sent, each
// only when the one before is on its way; at last what would have been in the way of that: what is hidden and what is locked.
// Who watches sees them come from below. It is all there at the end, or nothing.

import {
  layPlaced,
  limits,
  placeImage,
  type ImagePixels,
  type LayerField,
  type LayerId,
  type LayerOperation,
} from '../../sync-core/index.ts'
import { TaskEnd, type AuthoringJob } from './authoring-job.ts'
import { encodeWork } from './encode-work.ts'
import type { ImportedLayer, ImportTask } from './import-contract.ts'

/** Parts of a file's layer that are sent one by one. */
interface Band {
  readonly layer: LayerId
  readonly image: ImagePixels
  readonly x: number
  readonly y: number
}

/** What a patch says of a tile besides its bytes, at most. */
const partFrameBytes = 16

/** How often it is looked whether what was laid down is on its way. */
const lookMs = 20

/** Returns how many own actions it was. */
export async function importLayers(job: AuthoringJob, task: ImportTask): Promise<number> {
  await job.whenPenIsUp()
  try {
    change(job, beginning(task))
    const patches = await layAll(job, task)
    await job.whenPenIsUp()
    const end = ending(task)
    change(job, end)
    return 1 + patches + Math.min(1, end.length)
  } catch (error) {
    await takeBack(job, task)
    throw error
  }
}

/** One action of all of them. */
function change(job: AuthoringJob, operations: readonly LayerOperation[]): void {
  operations.forEach((operation, at) =>
    job.tell(job.client.changeLayers(operation, at === 0 ? 'first' : 'later')),
  )
}

function beginning({ layers, above, replaces }: ImportTask): LayerOperation[] {
  return layers.flatMap(({ id, name, opacity, blend, clipped, visible }, at) => [
    { kind: 'layer-add', id, above: layers[at - 1]?.id ?? above, name } as const,
    // What is hidden at the end is not seen before, either; but on a hidden layer nobody paints.
    ...sets(id, [
      { kind: 'opacity', value: visible ? opacity : 0 },
      { kind: 'blend', value: blend },
      // The lowest layer of a file is clipped to nothing, and must not be to what is in hand here.
      { kind: 'clipped', value: clipped && (at > 0 || replaces !== undefined) },
    ]),
  ])
}

function ending({ layers, replaces }: ImportTask): LayerOperation[] {
  const settings = layers.flatMap(({ id, opacity, visible, locked, alphaLocked }) =>
    sets(id, [
      ...(visible
        ? []
        : [{ kind: 'visible', value: false } as const, { kind: 'opacity', value: opacity } as const]),
      ...(alphaLocked ? [{ kind: 'alphaLocked', value: true } as const] : []),
      ...(locked ? [{ kind: 'locked', value: true } as const] : []),
    ]),
  )
  return replaces === undefined ? settings : [...settings, { kind: 'layer-remove', id: replaces }]
}

function sets(id: LayerId, fields: readonly LayerField[]): LayerOperation[] {
  return fields.map((field) => ({ kind: 'layer-set', id, field }))
}

async function layAll(job: AuthoringJob, { layers, at }: ImportTask): Promise<number> {
  const pxTotal = layers.reduce((sum, { width, height }) => sum + width * height, 0)
  let px = 0
  let patches = 0
  for (const layer of layers) {
    for (const band of bandsOf(layer, at)) {
      const from = px / pxTotal
      px += band.image.width * band.image.height
      patches += await layBand(job, band, { from, to: px / pxTotal })
    }
  }
  return patches
}

/** As high as a patch may be, and of whole tiles where possible. */
function* bandsOf(layer: ImportedLayer, at: ImportTask['at']): Generator<Band> {
  const { id, width, height, rgba } = layer
  const [x, y] = [at.x + layer.x, at.y + layer.y]
  const rowsMax = Math.floor(limits.imagePixelsMax / Math.max(1, width))
  for (let top = 0; top < height;) {
    const end = y + top + rowsMax
    const rows = Math.min(height - top, rowsMax - (rowsMax > 64 ? ((end % 64) + 64) % 64 : 0))
    yield { layer: id, image: rowsOf({ width, height, rgba }, top, rows), x, y: y + top }
    top += rows
  }
}

function rowsOf(
  { width, rgba }: Pick<ImportedLayer, 'width' | 'height' | 'rgba'>,
  top: number,
  rows: number,
): ImagePixels {
  const part = rgba.subarray(top * width * 4, (top + rows) * width * 4)
  return { width, height: rows, rgba: new Uint8ClampedArray(part.buffer, part.byteOffset, part.length) }
}

interface Share {
  readonly from: number
  readonly to: number
}

/** Returns how many patches it took: none where nothing is painted, several where it packs badly. */
async function layBand(job: AuthoringJob, band: Band, share: Share): Promise<number> {
  const { layer, image, x, y } = band
  const placed = job.expect(placeImage(image, x, y))
  const parts = await job.paced('import', encodeWork(layPlaced(placed)), share)
  if (parts.length === 0) return 0
  const bytes = parts.reduce((sum, part) => sum + part.bytes.length + partFrameBytes, 0)
  if (bytes > limits.patchBytesMax && image.height > 1) {
    const half = image.height >> 1
    const halfPx = half * image.width * 4
    const middle = share.from + (share.to - share.from) / 2
    const upper = { ...band, image: { ...image, height: half, rgba: image.rgba.subarray(0, halfPx) } }
    const rest = { ...image, height: image.height - half, rgba: image.rgba.subarray(halfPx) }
    const count = await layBand(job, upper, { from: share.from, to: middle })
    return count + (await layBand(job, { ...band, y: y + half, image: rest }, { from: middle, to: share.to }))
  }
  await job.whenPenIsUp()
  job.tell(job.client.patch({ layer, color: 0, alphaLock: false, parts }))
  while (job.client.state().sending !== undefined) {
    await new Promise((resolve) => setTimeout(resolve, lookMs))
    job.throwIfCancelled()
    // It would never be on its way, and everything that is asked for later would wait for it.
    if (job.client.state().connection.kind === 'ended') throw new TaskEnd()
  }
  return 1
}

/** What was cancelled or refused in the middle leaves nothing behind that is seen. */
async function takeBack({ client, ports }: AuthoringJob, { layers }: ImportTask): Promise<void> {
  await ports.whenPenIsUp()
  const there = layers.filter(({ id }) => client.state().layers.some((layer) => layer.id === id))
  there.forEach(({ id }, at) =>
    client.changeLayers({ kind: 'layer-remove', id }, at === 0 ? 'first' : 'later'),
  )
}
