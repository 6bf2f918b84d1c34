// Everything between a clean clone and a running app. Loaded before any package is installed, so that nothing it
// imports at load may come from npm. As a script, it sets up for the tests too.
import { pathToFileURL } from 'node:url'
import { ensureBuild } from './ensure-build.mjs'
import { ensureElectron } from './ensure-electron.mjs'
import { ensurePackages } from './ensure-packages.mjs'
import { ensureSystem } from './ensure-system.mjs'
import { runMain } from './run-command.mjs'

/**
 * Each step is quick when there is nothing to do.
 * @param {{ forTests: boolean }} purpose
 */
export async function setUp(purpose) {
  ensurePackages()
  const electron = await ensureElectron()
  ensureSystem(purpose)
  ensureBuild()
  return electron
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runMain(async () => {
    await setUp({ forTests: true })
    return 0
  })
}
