// An X server without a screen, for the stories on machines that have no display and, on those that have one, so that
// no window of a test takes the keyboard from the person working there.
import { spawn } from 'node:child_process'
import { SetupError } from './run-command.mjs'

const startLimitMs = 15_000

/**
 * Starts Xvfb on a display number that the server itself picks: two runs on one machine never meet.
 * @returns {Promise<{ name: string, stop: () => void }>} name is a value for DISPLAY
 */
export async function startVirtualDisplay() {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const stop = () => void server.kill()
  process.once('exit', stop)
  const numberPipe = /** @type {import('node:stream').Readable} */ (server.stdio[3])
  const number = await new Promise((resolve, reject) => {
    const fail = (/** @type {string} */ why) => reject(new SetupError(`Xvfb did not start: ${why}.`))
    const timer = setTimeout(() => fail(`no display within ${startLimitMs / 1000} s`), startLimitMs)
    server.once('error', (error) => fail(error.message))
    server.once('exit', (code) => fail(`exit code ${code}`))
    numberPipe.once('data', (bytes) => {
      clearTimeout(timer)
      resolve(String(bytes).trim())
    })
  })
  return { name: `:${number}`, stop }
}
