// The tasks of the authoring desk that end in pixels on a layer.

import {
  boxOfDrag,
  combineSelections,
  coverParts,
  ellipseSamples,
  floatPlaced,
  floodFill,
  fullCoverage,
  layPlaced,
  lineIntoRange,
  lineOfDrag,
  lineSamples,
  placeImage,
  rectangleSamples,
  selectEllipse,
  selectRectangle,
  transformPixels,
  type CoverageMask,
  type LayerId,
  type Point,
  type Sample,
} from '../../sync-core/index.ts'
import type { AuthoringJob, TaskOf } from './authoring-job.ts'
import { alike } from './select-area.ts'

/** Samples of a shape that are painted in one turn. */
const samplesAtOnce = 256

/** Fills around a point, as far as it is selected. */
export async function fill(job: AuthoringJob, { at, rule, layer, color }: TaskOf<'fill'>): Promise<void> {
  const { client, frame } = job
  const options = { ...alike(rule, at), frame, selection: client.selection() }
  const mask = await job.paced('fill', floodFill(job.sees(rule, layer), options))
  await job.lay(layer, color, { steps: mask.size, parts: coverParts(mask, 'cover') }, 'fill')
}

export async function drawGradient(job: AuthoringJob, { gradient }: TaskOf<'gradient'>): Promise<void> {
  await job.whenPenIsUp()
  job.tell(job.client.gradient(gradient))
}

/** Outlined by a stroke of the brush, or filled by a patch. */
export async function drawShape(job: AuthoringJob, task: TaskOf<'shape'>): Promise<void> {
  const { shape, from, to, rule, layer, look } = task
  const box = boxOfDrag(from, to, rule)
  if (look.kind === 'outlined') {
    const samples =
      shape === 'line'
        ? lineSamples(...sendable(lineOfDrag(from, to, rule)))
        : shape === 'rectangle'
          ? rectangleSamples(box)
          : ellipseSamples(box)
    return paintSamples(job, task, samples)
  }
  const drawn = await job.paced(
    'shape',
    (shape === 'ellipse' ? selectEllipse : selectRectangle)(box, job.frame),
  )
  const selection = job.client.selection()
  const mask = selection === undefined ? drawn : combineSelections(drawn, selection, 'intersect')
  await job.lay(layer, look.color, { steps: mask.size, parts: coverParts(mask, 'cover') }, 'shape')
}

/** In px; cut off where it can't be sent any more. */
function sendable([from, to]: readonly [Point, Point]): [Point, Point] {
  const scaled = (by: number, { x, y }: Point): Point => ({ x: x * by, y: y * by })
  const [begin, end] = lineIntoRange(scaled(16, from), scaled(16, to))
  return [scaled(1 / 16, begin), scaled(1 / 16, end)]
}

/** Outlines are a stroke like any other: with the brush at hand, taken back as one. */
async function paintSamples(
  job: AuthoringJob,
  { layer, look }: TaskOf<'shape'>,
  samples: readonly Sample[],
): Promise<void> {
  if (look.kind !== 'outlined') return
  const { client } = job
  await job.whenPenIsUp()
  job.tell(client.beginStroke(layer, look.brush, samples.slice(0, samplesAtOnce)))
  for (let at = samplesAtOnce; at < samples.length; at += samplesAtOnce) {
    client.addSamples(samples.slice(at, at + samplesAtOnce))
  }
  client.endStroke()
}

export async function eraseSelected(
  job: AuthoringJob,
  layer: LayerId,
  selection: CoverageMask | undefined,
): Promise<void> {
  if (selection === undefined)
    return job.refuse('Nothing is selected that could be erased. Select something first.')
  await job.lay(layer, 0, { steps: selection.size, parts: coverParts(selection, 'erase') }, 'place')
}

export async function clearLayer(job: AuthoringJob, layer: LayerId): Promise<void> {
  const mask = new Map([...job.client.layerIndices(layer)].map((index) => [index, fullCoverage]))
  if (mask.size === 0) return job.refuse('There is nothing on this layer yet that could be erased.')
  await job.lay(layer, 0, { steps: mask.size, parts: coverParts(mask, 'erase') }, 'place')
}

/** Lays an image down where its map takes it; one that only moves by whole px keeps its pixels as they are. */
export async function placeLooseImage(
  job: AuthoringJob,
  { image, map, layer }: TaskOf<'place-image'>,
): Promise<void> {
  const { a, b, c, d, e, f } = map
  const isWhole = a === 1 && b === 0 && c === 0 && d === 1 && Number.isInteger(e) && Number.isInteger(f)
  const flat = job.expect(placeImage(image, isWhole ? e : 0, isWhole ? f : 0))
  if (isWhole) return job.lay(layer, 0, layPlaced(flat), 'place')
  const floating = await job.paced('place', floatPlaced(flat))
  await job.lay(layer, 0, layPlaced(job.expect(transformPixels(floating, map))), 'place')
}
