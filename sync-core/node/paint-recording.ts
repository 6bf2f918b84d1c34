// `npm run paint -- FILE --brush NAME --out x.png [--size WxH] [--color RRGGBB]`: paints a file of pen samples without a window,
// through the operations and the codec of a session, and prints the hash of the picture. The same file, brush and
// size give the same hash on every machine. `--brush all` paints a sheet, half as large, with every brush.

import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { parsePenRecording, splitPenStrokes, type PenSample } from '../authoring/pen-recording.ts'
import { recordedStroke } from '../authoring/recorded-stroke.ts'
import { SmudgePicker } from '../authoring/smudge-picker.ts'
import { PictureMemory } from '../kernel/picture-memory.ts'
import { createWasmKernel } from '../kernel/wasm-kernel.ts'
import { PreviewPainter } from '../primary/preview-painter.ts'
import { blankBase } from '../raster/base.ts'
import type { Brush } from '../raster/brush.ts'
import { type CanvasSize, isCanvasSize } from '../raster/canvas-size.ts'
import { defaultBrushes } from '../raster/default-brushes.ts'
import { encodeOperation } from '../raster/operation-codec.ts'
import type { Gradient, Operation } from '../raster/operation.ts'
import { firstLayer, type Frame } from '../raster/structure.ts'
import { Timeline } from '../raster/timeline.ts'

const marginPx = 40
const sheetColumns = 3
const stripes = 10
const stripeColors = [
  { red: 38, green: 84, blue: 124, alpha: 255 },
  { red: 239, green: 171, blue: 84, alpha: 255 },
]
const names = defaultBrushes.map(({ name }) => name)
const usage = `npm run paint -- FILE --brush ${[...names, 'all'].join('|')} --out x.png [--size WIDTHxHEIGHT] [--color RRGGBB]`

interface Wish {
  readonly file: string
  readonly out: string
  readonly brushes: readonly Brush[]
  readonly size: CanvasSize | undefined
}

process.exitCode = await main(process.argv.slice(2))

async function main(words: string[]): Promise<number> {
  try {
    const wish = readWords(words)
    const samples = parsePenRecording(await readFile(wish.file, 'utf8'))
    const memory = new PictureMemory(createWasmKernel())
    const timeline = paint(memory, samples, wish)
    const { width, height } = timeline.structure.frame
    const { png } = await new PreviewPainter(memory).paint(
      timeline,
      Math.max(width, height),
      async () => undefined,
    )
    await writeFile(wish.out, png)
    console.log(
      `${wish.out}: ${width} × ${height} px, ${timeline.seq} updates, picture hash ${timeline.hash()}`,
    )
    return 0
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`)
    return 1
  }
}

function readWords(words: string[]): Wish {
  const text = { type: 'string' } as const
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: { brush: text, out: text, size: text, color: text },
  })
  const [file, ...others] = positionals
  if (file === undefined || others.length > 0) throw new Error('One file of samples is needed.')
  if (values.out === undefined) throw new Error('--out is needed: the PNG to write.')
  const { brush: wanted = 'ink', color = '24211f' } = values
  const presets = defaultBrushes.filter(({ name }) => wanted === 'all' || name === wanted)
  if (presets.length === 0)
    throw new Error(`There is no brush “${wanted}”; there are ${names.join(', ')}, all.`)
  if (!/^[0-9a-f]{6}$/i.test(color)) throw new Error(`“${color}” is no colour; six hex digits are.`)
  const brushes = presets.map(({ brush }) => ({ ...brush, color: Number.parseInt(color, 16) }))
  return {
    file,
    out: values.out,
    brushes,
    size: values.size === undefined ? undefined : readSize(values.size),
  }
}

function readSize(words: string): CanvasSize {
  const [, width, height] = /^(\d+)x(\d+)$/.exec(words) ?? []
  const size = { width: Number(width), height: Number(height) }
  if (!isCanvasSize(size)) throw new Error(`“${words}” is no size of a picture; 16x16 to 16384x16384 are.`)
  return size
}

/** Paints the recording once with each brush, in panels beside each other when there are several. */
function paint(
  memory: PictureMemory,
  samples: readonly PenSample[],
  { brushes, size: wanted }: Wish,
): Timeline {
  const scale = brushes.length === 1 ? 1 : 0.5
  const panel = wanted ?? sizeAround(samples, scale)
  const columns = Math.min(sheetColumns, brushes.length)
  const rows = Math.ceil(brushes.length / columns)
  const timeline = new Timeline(blankBase({ width: panel.width * columns, height: panel.height * rows }), {
    memory,
  })
  const { frame } = timeline.structure
  brushes.forEach((brush, place) => {
    const x = frame.x + (place % columns) * panel.width
    const y = frame.y + Math.floor(place / columns) * panel.height
    paintPanel(
      memory,
      timeline,
      samples,
      { ...brush, size: Math.max(16, brush.size * scale) },
      { x, y, ...panel },
      scale,
    )
  })
  return timeline
}

function sizeAround(samples: readonly PenSample[], scale: number): CanvasSize {
  const reach = (values: number[]): number => {
    return Math.ceil((values.reduce((a, b) => Math.max(a, b), 0) + marginPx) * scale)
  }
  return { width: reach(samples.map(({ x }) => x)), height: reach(samples.map(({ y }) => y)) }
}

/** A brush that needs something to work on gets stripes of colour first. */
function paintPanel(
  memory: PictureMemory,
  timeline: Timeline,
  samples: readonly PenSample[],
  brush: Brush,
  panel: Frame,
  scale: number,
): void {
  const mark = { layer: firstLayer, alphaLock: false, selected: false }
  const apply = (operation: Operation): void => {
    const seq = timeline.seq + 1
    timeline.apply({ seq, author: 1, clientSeq: seq, operation: encodeOperation(operation) })
    memory.collectWhenDue()
  }
  if (brush.blend === 'erase' || brush.smudge > 0) {
    for (const stripe of stripesOf(panel)) apply({ kind: 'gradient', ...mark, ...stripe })
  }
  splitPenStrokes(samples).forEach((stroke, place) => {
    const picker = new SmudgePicker((index) => timeline.tile(firstLayer, index)?.copyPixels(), 180)
    const radiusPx = brush.size / 32
    const operations = recordedStroke(
      stroke,
      { ...brush, seed: place + 1 },
      mark,
      { frame: panel, scale },
      (sample) =>
        brush.smudge > 0 ? { ...sample, color: picker.pick(sample.x, sample.y, radiusPx) } : sample,
    )
    operations.forEach(apply)
  })
}

function* stripesOf({
  x,
  y,
  width,
  height,
}: Frame): Generator<Omit<Gradient, 'layer' | 'alphaLock' | 'selected'>> {
  const edge = (place: number): number => x + Math.round((place * width) / stripes)
  for (let place = 0; place < stripes; place++) {
    const area = { x: edge(place), y, width: edge(place + 1) - edge(place), height }
    const color = stripeColors[place % stripeColors.length]!
    const from = { x: area.x * 16, y: y * 16 }
    yield { shape: 'linear', area, from, to: from, start: color, stop: color }
  }
}
