// Benchmarks are bundled like the app, because the development loader slows every small function down. Packages stay
// where they are, so the bundle lies inside of the project.

import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Plugin } from 'vite'
import type { Figure } from './figure.ts'

const root = resolve(import.meta.dirname, '..', '..')

/** Files find what lies beside them as if they had not been bundled. */
const ownPlaces: Plugin = {
  name: 'own-places',
  enforce: 'pre',
  transform: (code, id) =>
    code
      .replaceAll('import.meta.dirname', JSON.stringify(dirname(id)))
      .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href)),
}

/** The figures of a benchmark: of the function `bench` that its file exports. */
export async function runBundled(file: string): Promise<readonly Figure[]> {
  const cache = join(root, '.cache')
  await mkdir(cache, { recursive: true })
  const outDir = await mkdtemp(join(cache, 'bench-'))
  try {
    const name = `${basename(file, '.ts')}.mjs`
    await build({
      configFile: false,
      root,
      logLevel: 'error',
      plugins: [ownPlaces],
      build: {
        ssr: true,
        outDir,
        target: 'node20',
        rollupOptions: { input: file, output: { format: 'es', entryFileNames: name } },
      },
    })
    const benchmark = (await import(pathToFileURL(join(outDir, name)).href)) as {
      bench(): Promise<readonly Figure[]>
    }
    return await benchmark.bench()
  } finally {
    await rm(outDir, { recursive: true, force: true })
  }
}
