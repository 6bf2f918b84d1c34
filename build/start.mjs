// `npm start`: from a clean clone to an open window. Further words go to the app.
import { spawn } from 'node:child_process'
import { projectRoot } from './project-root.mjs'
import { SetupError, runMain } from './run-command.mjs'
import { setUp } from './setup.mjs'

await runMain(async () => {
  refuseWithoutDisplay()
  const { executable } = await setUp({ forTests: false })
  // Chromium's sandbox refuses to start as root.
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0
  const words = ['.', ...(isRoot ? ['--no-sandbox'] : []), ...process.argv.slice(2)]
  const env = { ...process.env }
  delete env.ELECTRON_RUN_AS_NODE // set in the terminals of editors that are Electron apps themselves
  const app = spawn(executable, words, { cwd: projectRoot, stdio: 'inherit', env })
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
    process.on(signal, () => app.kill(signal))
  return new Promise((resolve, reject) => {
    app.once('error', reject)
    app.once('exit', (code) => resolve(code ?? 1))
  })
})

function refuseWithoutDisplay() {
  if (process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY) return
  throw new SetupError(
    'Gesso is a desktop app and there is no display here: start it in a desktop session, or give it a virtual one with\n' +
      '  sudo apt-get install -y xvfb && Xvfb :99 -screen 0 1600x1000x24 & DISPLAY=:99 npm start',
  )
}
