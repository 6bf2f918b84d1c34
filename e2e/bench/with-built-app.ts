// What a benchmark of the window needs around it: the app as it is built now, a display, and a folder of its own.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const buildDir = resolve(import.meta.dirname, '..', '..', 'build')

interface BuildModule {
  readonly ensureBuild: () => void
}

interface Display {
  readonly name: string
  readonly stop: () => void
}

interface DisplayModule {
  readonly startVirtualDisplay: () => Promise<Display>
}

/** Everything is cleared away afterwards, also when the run fails. */
export async function withBuiltApp<T>(run: (folder: string) => Promise<T>): Promise<T> {
  const { ensureBuild } = await load<BuildModule>('ensure-build.mjs')
  ensureBuild()
  const folder = await mkdtemp(join(tmpdir(), 'gesso-window-bench-'))
  const display = await virtualDisplay()
  if (display !== undefined) process.env['DISPLAY'] = display.name
  try {
    return await run(folder)
  } finally {
    display?.stop()
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }
}

/** Undefined where there is a display already, or where the system needs no name for one. */
async function virtualDisplay(): Promise<Display | undefined> {
  if (process.platform !== 'linux' || process.env['DISPLAY'] !== undefined) return undefined
  const { startVirtualDisplay } = await load<DisplayModule>('virtual-display.mjs')
  return startVirtualDisplay()
}

async function load<T>(file: string): Promise<T> {
  return (await import(/* @vite-ignore */ pathToFileURL(join(buildDir, file)).href)) as T
}
