// The pixel kernel beside its twin in TypeScript and beside two engines that others paint with. The kernel is bundled like
// the app, because the development loader slows every small function down.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'
import type { Figure } from './figure.ts'
import { openLibmypaint, skiaDabsPerSecond } from './paint-engines.ts'

type KernelBench = typeof import('../../sync-core/kernel/kernel.bench.ts')

export async function rasterBench(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'gesso-bench-'))
  try {
    const bench = await bundledBench(folder)
    const libmypaint = openLibmypaint(folder)
    if (libmypaint === undefined) {
      console.error(
        'libmypaint is missing, and with it its figures: install libmypaint-dev and a C compiler.',
      )
    }
    const figures: Figure[] = []
    for (const { name, unit, wasm, twin } of bench.measureKernels()) {
      figures.push({ name, value: wasm, unit, peer: twin, against: 'the TypeScript twin' })
    }
    for (const { radius, count } of bench.dabSizes) {
      const dabs = bench.benchDabs(radius, count)
      const { value, unit } = figures.find(({ name }) => name === `dabs-r${radius}`)!
      const beside = (name: string, peer: number, against: string): void => {
        figures.push({ name: `dabs-r${radius}-${name}`, value, unit, peer, against })
      }
      beside('skia', skiaDabsPerSecond(radius, dabs), 'Skia, filling with a radial gradient')
      if (libmypaint !== undefined) beside('libmypaint', libmypaint(radius, dabs), 'libmypaint, its own dab')
    }
    return figures
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function bundledBench(folder: string): Promise<KernelBench> {
  const root = resolve(import.meta.dirname, '..', '..')
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    build: {
      ssr: true,
      outDir: folder,
      target: 'node20',
      rollupOptions: {
        input: join(root, 'sync-core/kernel/kernel.bench.ts'),
        output: { format: 'es', entryFileNames: 'kernel-bench.mjs' },
      },
    },
  })
  return (await import(pathToFileURL(join(folder, 'kernel-bench.mjs')).href)) as KernelBench
}
