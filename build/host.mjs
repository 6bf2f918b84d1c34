// `npm run host -- --help`: a host without a window, built when something changed. Further words go to it.
import { spawn } from 'node:child_process'
import path from 'node:path'
import { ensureBuild } from './ensure-build.mjs'
import { ensurePackages } from './ensure-packages.mjs'
import { projectRoot } from './project-root.mjs'
import { runMain } from './run-command.mjs'

await runMain(async () => {
  ensurePackages()
  ensureBuild()
  const file = path.join(projectRoot, 'out', 'main', 'gesso-host.cjs')
  const host = spawn(process.execPath, [file, ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
    process.on(signal, () => host.kill(signal))
  return new Promise((resolve, reject) => {
    host.once('error', reject)
    host.once('exit', (code) => resolve(code ?? 1))
  })
})
