// The same colours laid on each other by a browser's canvas and by our engine, 64 × 64 pairs at a time. Canvas stores 8 bits,
// premultiplied, and hands them out straight; rounded there and back every stored number is found again, so both sides are
// compared as premultiplied colours of 8 bits, losing nothing.

import type { Page } from '@playwright/test'
import { blendModes, type BlendMode } from '../../sync-core/kernel/blend-mode.ts'
import { PictureMemory } from '../../sync-core/kernel/picture-memory.ts'
import { createWasmKernel } from '../../sync-core/kernel/wasm-kernel.ts'
import { composeStack } from '../../sync-core/raster/compose-stack.ts'
import { plainLayer } from '../../sync-core/raster/structure.ts'
import { randomColors } from '../../sync-core/testing/random-colors.ts'

const pairCount = 64 * 64

/** RGBA, 8 bits, pixel after pixel. */
type Colors = readonly number[]

/** Pairs of colours, alpha straight, that meet in one picture. */
export interface Pairs {
  readonly backdrop: Colors
  readonly source: Colors
  /** Of all sources, 0..255. */
  readonly opacity: number
  /**
   * How canvas fills. A color goes through its 8-bit arithmetic where the mode has one. A gradient (of the same color twice)
   * always goes through its arithmetic in floats, but the color gets half a unit of dither first.
   */
  readonly fill: 'color' | 'gradient'
}

/** Pairs of extreme and random colours. */
export function randomPairs(
  seed: number,
  alpha: 'any' | 'opaque',
  looks: Pick<Pairs, 'opacity' | 'fill'>,
): Pairs {
  const [backdrop, source] = [randomColors(seed, pairCount, alpha), randomColors(seed + 1, pairCount, alpha)]
  return { backdrop, source, ...looks }
}

/** How two layers, or a fill and a canvas, come together. */
interface Manner {
  readonly name: string
  readonly blend: BlendMode
  readonly clipped: boolean
  readonly operation: GlobalCompositeOperation
}

/** All modes, and the clipped layer. */
const manners: readonly Manner[] = [
  ...blendModes.map((blend) => ({ name: blend, blend, clipped: false, operation: operationOf(blend) })),
  { name: 'clipped', blend: 'normal', clipped: true, operation: 'source-atop' },
]

function operationOf(blend: BlendMode): GlobalCompositeOperation {
  if (blend === 'normal') return 'source-over'
  return blend === 'add' ? 'lighter' : blend
}

/** How far canvas and Gesso are apart at most, in 1/255: by mode, and for a clipped layer. */
export async function blendApart(page: Page, pairs: Pairs): Promise<Record<string, number>> {
  const operations = manners.map(({ operation }) => operation)
  // As text, because Playwright is slow with so many numbers.
  const drawn = JSON.parse(
    await page.evaluate(drawPairs, JSON.stringify({ operations, ...pairs })),
  ) as Colors[]
  const apart = manners.map((manner, n) => {
    const expected = premultiplied(drawn[n]!).map(Math.round)
    const distances = blendByGesso(manner, pairs).map((value, i) => Math.abs(value - expected[i]!))
    return [manner.name, distances.reduce((most, distance) => Math.max(most, distance))] as const
  })
  return Object.fromEntries(apart)
}

function blendByGesso(manner: Manner, { backdrop, source, opacity }: Pairs): number[] {
  const below = plainLayer(1, 'Backdrops')
  const top = { ...plainLayer(2, 'Sources'), blend: manner.blend, clipped: manner.clipped, opacity }
  const memory = new PictureMemory(createWasmKernel())
  const pixels = new Map([
    [below.id, toTile(memory, premultiplied(backdrop).map(Math.round))],
    [top.id, toTile(memory, premultiplied(source))],
  ])
  const out = composeStack(memory, [below, top], (id) => pixels.get(id) ?? 0) / 2
  return [...memory.kernel.u16.subarray(out, out + pairCount * 4)].map((value) =>
    Math.round((value * 255) / 32767),
  )
}

function premultiplied(colors: Colors): number[] {
  return colors.map((value, i) => (i % 4 === 3 ? value : (value * colors[i | 3]!) / 255))
}

function toTile(memory: PictureMemory, colors: Colors): number {
  const { pointer } = memory.newBlock('pixels')
  memory.kernel.u16.set(
    colors.map((value) => Math.round((value * 32767) / 255)),
    pointer / 2,
  )
  return pointer
}

// Runs in the page.
function drawPairs(task: string): string {
  type Task = Pairs & { readonly operations: readonly GlobalCompositeOperation[] }
  const { operations, backdrop, source, opacity, fill } = JSON.parse(task) as Task
  const side = 64
  const styles = Array.from({ length: side * side }, (_, pair) => {
    const hex = source.slice(pair * 4, pair * 4 + 4).map((value) => value.toString(16).padStart(2, '0'))
    return `#${hex.join('')}`
  })
  const drawn = operations.map((operation) => {
    const canvas = document.createElement('canvas')
    canvas.width = canvas.height = side
    const context = canvas.getContext('2d', { willReadFrequently: true })!
    context.putImageData(new ImageData(Uint8ClampedArray.from(backdrop), side, side), 0, 0)
    context.globalCompositeOperation = operation
    context.globalAlpha = opacity / 255
    styles.forEach((color, pair) => {
      if (fill === 'color') context.fillStyle = color
      else {
        // Circles around different points: what is a simpler gradient may be drawn with 8 bits again.
        const gradient = context.createRadialGradient(0, 0, 1, 1, 0, 1000)
        gradient.addColorStop(0, color)
        gradient.addColorStop(1, color)
        context.fillStyle = gradient
      }
      context.fillRect(pair % side, Math.floor(pair / side), 1, 1)
    })
    return [...context.getImageData(0, 0, side, side).data]
  })
  return JSON.stringify(drawn)
}
