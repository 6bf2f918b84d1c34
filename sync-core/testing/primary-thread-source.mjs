// The painting thread for tests and benches: as the unit tests have bundled it (`e2e/bench/bundle-threads.ts`), or else straight from
// its TypeScript source; the app's is bundled.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const bundled = process.env['GESSO_BUNDLED_THREADS']
if (bundled === undefined) {
  const { register } = await import('tsx/esm/api')
  register()
  await import('../node/primary-thread.ts')
} else {
  await import(pathToFileURL(join(bundled, 'primary-thread.cjs')).href)
}
