import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { createCanvas } from '@napi-rs/canvas'
import type { BenchDab } from './bench-dabs.ts'
import { median } from './figure.ts'
import { turns } from './measure.ts'

// Engines that others paint with, given the same dabs. Each paints into 8 or 15 bits of colour at once, where ours raises a
// mask of 15 bits and merges it when the stroke ends.

const sidePx = 2048

/** Paints the dabs with Skia, each a fill with a radial gradient that was made before. */
export function openSkia(radius: number, dabs: readonly BenchDab[]): () => void {
  const context = createCanvas(sidePx, sidePx).getContext('2d')
  const gradients = new Map(
    [...new Set(dabs.map(({ hardness }) => hardness))].map((hardness) => {
      const gradient = context.createRadialGradient(0, 0, 0, 0, 0, radius)
      gradient.addColorStop(0, 'rgba(0, 0, 0, 1)')
      gradient.addColorStop(Math.min(0.99, hardness / 255), 'rgba(0, 0, 0, 1)')
      gradient.addColorStop(1, 'rgba(0, 0, 0, 0)')
      return [hardness, gradient]
    }),
  )
  return () => {
    for (const { x, y, hardness } of dabs) {
      context.setTransform(1, 0, 0, 1, x, y)
      context.fillStyle = gradients.get(hardness)!
      context.fillRect(-radius, -radius, 2 * radius, 2 * radius)
    }
    // Fills are only noted down until somebody looks.
    context.getImageData(0, 0, 1, 1)
  }
}

/** libmypaint's dabs a second of CPU time, by a program that is compiled into `folder`; undefined where its headers or a compiler are missing. */
export function openLibmypaint(
  folder: string,
): ((radius: number, dabs: readonly BenchDab[]) => number) | undefined {
  const program = join(folder, 'libmypaint-dabs')
  const flags = run('pkg-config', ['--cflags', '--libs', 'libmypaint'])?.trim().split(/\s+/)
  const source = join(import.meta.dirname, 'libmypaint-dabs.c')
  if (flags === undefined || run('cc', ['-O3', '-o', program, source, ...flags]) === undefined)
    return undefined
  return (radius, dabs) => {
    const lines = dabs.map(({ x, y, hardness }) => `${x} ${y} ${hardness / 255}`).join('\n')
    const said = run(program, [String(radius), String(turns)], lines)
    return dabs.length / median((said ?? '').trim().split('\n').map(Number))
  }
}

/** What a program printed, or undefined when it is not there or failed. */
function run(program: string, words: readonly string[], input = ''): string | undefined {
  const env = { ...process.env, OMP_NUM_THREADS: '1' }
  const ended = spawnSync(program, words, { input, env, encoding: 'utf8', maxBuffer: 1 << 24 })
  return ended.error === undefined && ended.status === 0 ? ended.stdout : undefined
}
