// `npm run check`: everything that can be said without running the product. Goes through all of it, so that one run
// shows all that is wrong, and closes with one line.
import { ensurePackages } from './ensure-packages.mjs'
import { runCommand, runMain, toolScript } from './run-command.mjs'

/** @type {Record<string, string[]>} */
const checks = {
  types: [toolScript('typescript/bin/tsc'), '-b'],
  lint: [
    toolScript('oxlint/bin/oxlint'),
    '--config=build/oxlint.config.mjs',
    '--type-aware',
    '--deny-warnings',
    '--report-unused-disable-directives',
  ],
  format: [toolScript('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.'],
  unused: [toolScript('knip/bin/knip.js'), '--config=build/knip.json', '--no-progress'],
  spec: ['build/check-spec.mjs'],
  kernel: ['build/build-kernel.mjs', '--check'],
}

await runMain(() => {
  ensurePackages()
  const failed = Object.entries(checks).flatMap(([name, words]) => {
    console.log(`-- ${name}`)
    return runCommand(process.execPath, words) === 0 ? [] : [name]
  })
  console.log(failed.length === 0 ? 'all checks passed' : `checks failed: ${failed.join(', ')}`)
  return failed.length === 0 ? 0 : 1
})
