import type { Page } from '@playwright/test'
import { build, type Rollup } from 'vite'

/** The oldest Chromium that Gesso runs on; build/electron.vite.config.ts bundles for the same. */
const target = 'chrome114'

/** A module and all that it imports, as one script that leaves its exports in a global variable of this name. */
export async function bundleScript(entry: string, name: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    build: { target, write: false, minify: false, lib: { entry, name, formats: ['iife'] } },
  })
  const [{ output }] = built as [Rollup.RollupOutput]
  const [script, ...others] = output
  if (others.length > 0) throw new Error(`${entry} became ${output.length} files, not one script.`)
  return script.code
}

/**
 * Runs a script in the worker of the picture that a page has open: the place, with the content policy, where the engine paints.
 * Resolves with the value of `expression` after it.
 */
export async function runInWorker<Result>(page: Page, script: string, expression: string): Promise<Result> {
  const [worker] = page.workers()
  if (worker === undefined) throw new Error('A page without an open picture has no worker.')
  // As text, because Playwright is slow with large objects.
  return JSON.parse(await worker.evaluate<string>(`${script}\nJSON.stringify(${expression})`)) as Result
}
