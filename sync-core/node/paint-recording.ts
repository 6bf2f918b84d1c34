// `npm run paint -- FILE --brush NAME --out x.png [--size WxH] [--color RRGGBB]`: paints a file of pen samples without a window,
// through the operations and the codec of a session, and prints the hash of the picture. The same file, brush and
// size give the same hash on every machine.

import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { parsePenRecording, splitPenStrokes, type PenSample } from '../authoring/pen-recording.ts'
import { recordedStroke } from '../authoring/recorded-stroke.ts'
import { PictureMemory } from '../kernel/picture-memory.ts'
import { createWasmKernel } from '../kernel/wasm-kernel.ts'
import { PreviewPainter } from '../primary/preview-painter.ts'
import { blankBase } from '../raster/base.ts'
import type { Brush } from '../raster/brush.ts'
import { type CanvasSize, isCanvasSize } from '../raster/canvas-size.ts'
import { defaultBrushes } from '../raster/default-brushes.ts'
import { encodeOperation } from '../raster/operation-codec.ts'
import { createStructure, firstLayer } from '../raster/structure.ts'
import { Timeline } from '../raster/timeline.ts'

const marginPx = 40
const names = defaultBrushes.map(({ name }) => name)
const usage = `npm run paint -- FILE --brush ${names.join('|')} --out x.png [--size WIDTHxHEIGHT] [--color RRGGBB]`

process.exitCode = await main(process.argv.slice(2))

async function main(words: string[]): Promise<number> {
  try {
    const { file, brush, out, size } = readWords(words)
    const samples = parsePenRecording(await readFile(file, 'utf8'))
    const memory = new PictureMemory(createWasmKernel())
    const { timeline, updates } = paint(memory, samples, brush, size ?? sizeAround(samples))
    const { width, height } = timeline.structure.frame
    const { png } = await new PreviewPainter(memory).paint(
      timeline,
      Math.max(width, height),
      async () => undefined,
    )
    await writeFile(out, png)
    console.log(`${out}: ${width} × ${height} px, ${updates} updates, picture hash ${timeline.hash()}`)
    return 0
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`)
    return 1
  }
}

function readWords(words: string[]): {
  file: string
  brush: Brush
  out: string
  size: CanvasSize | undefined
} {
  const text = { type: 'string' } as const
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: { brush: text, out: text, size: text, color: text },
  })
  const [file, ...others] = positionals
  if (file === undefined || others.length > 0) throw new Error('One file of samples is needed.')
  if (values.out === undefined) throw new Error('--out is needed: the PNG to write.')
  const preset = defaultBrushes.find(({ name }) => name === (values.brush ?? 'ink'))
  if (preset === undefined)
    throw new Error(`There is no brush “${values.brush}”; there are ${names.join(', ')}.`)
  const color = values.color ?? '24211f'
  if (!/^[0-9a-f]{6}$/i.test(color)) throw new Error(`“${color}” is no colour; six hex digits are.`)
  const brush = { ...preset.brush, color: Number.parseInt(color, 16) }
  return { file, brush, out: values.out, size: values.size === undefined ? undefined : readSize(values.size) }
}

function readSize(words: string): CanvasSize {
  const [, width, height] = /^(\d+)x(\d+)$/.exec(words) ?? []
  const size = { width: Number(width), height: Number(height) }
  if (!isCanvasSize(size)) throw new Error(`“${words}” is no size of a picture; 16x16 to 16384x16384 are.`)
  return size
}

function sizeAround(samples: readonly PenSample[]): CanvasSize {
  const reach = (values: number[]): number => Math.ceil(values.reduce((a, b) => Math.max(a, b), 0)) + marginPx
  return { width: reach(samples.map(({ x }) => x)), height: reach(samples.map(({ y }) => y)) }
}

/** Paints every stroke of the recording, at its own scale. An eraser erases from a layer that is filled before. */
function paint(
  memory: PictureMemory,
  samples: readonly PenSample[],
  brush: Brush,
  size: CanvasSize,
): { timeline: Timeline; updates: number } {
  const timeline = new Timeline(blankBase(size), { memory })
  const { frame } = createStructure(size)
  const mark = { layer: firstLayer, alphaLock: false, selected: false }
  const black = { red: 36, green: 33, blue: 31, alpha: 255 }
  const corner = { x: frame.x * 16, y: frame.y * 16 }
  const ground =
    brush.blend === 'erase'
      ? [
          {
            kind: 'gradient' as const,
            ...mark,
            shape: 'linear' as const,
            area: frame,
            from: corner,
            to: corner,
            start: black,
            stop: black,
          },
        ]
      : []
  const strokes = splitPenStrokes(samples).flatMap((stroke, place) =>
    recordedStroke(stroke, { ...brush, seed: place + 1 }, mark, { frame, scale: 1 }),
  )
  for (const operation of [...ground, ...strokes]) {
    const seq = timeline.seq + 1
    timeline.apply({ seq, author: 1, clientSeq: seq, operation: encodeOperation(operation) })
    memory.collectWhenDue()
  }
  return { timeline, updates: timeline.seq }
}
