// A real server on loopback, for trials and tests, behind the words of `npm run <name>`. Callers of `start` may come at once:
// one starts it, the others find it running. `hold` starts one of its own, on free ports, and removes all of it when its input
// ends, however its caller ended; tests use that.
//
//   start, hold ── flock ──▶ [install], [start]     start, stop, status: one folder that is kept
//   stop ───────── flock ──▶ [stop]                 hold: a folder that names its process, swept by the next hold
//
// The words in brackets run in child processes, because flock(1) holds its lock as long as the program that it starts.
// Exit code 3: this machine can't run it, and the sentence says why.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import readline from 'node:readline'
import { cacheFolder } from './electron-runtime.mjs'
import { NotHereError } from './not-here-error.mjs'
import { SetupError, runMain } from './run-command.mjs'

/** Not os.tmpdir(): that may be memory, which a store's file does not suit. */
export const states = '/var/tmp'

/**
 * @template {{ folder: string }} Server what tells one server from another: where its state lies, its ports
 * @typedef {object} TrialServer
 * @property {string} name
 * @property {string} script the file that calls this
 * @property {string} programs what is installed, in the name of that lock
 * @property {Server} server the one that the environment names
 * @property {(folder: string) => Promise<Server>} holdServer
 * @property {(server: Server) => Record<string, string>} environmentOf makes it the `server` of a child process
 * @property {() => void} refuseOtherMachines throws NotHereError
 * @property {() => void} [beforeStart] what `start` needs and whoever calls `hold` has
 * @property {() => void} install
 * @property {(server: Server) => Promise<void>} start
 * @property {(server: Server, how: 'orderly' | 'killed') => Promise<void>} stop
 * @property {(server: Server) => { line: string, isUp: boolean }[]} describe
 * @property {(server: Server) => string} addressOf lines of NAME=value
 * @property {(server: Server, word: string) => Promise<void>} [obey] does what a line of a hold's input says
 */

/**
 * Runs the word of the command line.
 * @template {{ folder: string }} Server
 * @param {TrialServer<Server>} trial
 */
export async function runTrialServer(trial) {
  const { server } = trial
  /** @type {Record<string, () => Promise<number> | number>} */
  const commands = {
    start: () => start(trial),
    stop: () => stop(trial),
    status: () => status(trial),
    hold: () => hold(trial),
    '[install]': () => {
      trial.install()
      return 0
    },
    '[start]': async () => {
      await trial.start(server)
      return 0
    },
    '[stop]': async () => {
      await trial.stop(server, 'orderly')
      return 0
    },
  }
  await runMain(async () => {
    const [word = '', ...rest] = process.argv.slice(2)
    const command = commands[word]
    if (command === undefined || rest.length > 0) {
      throw new SetupError(`npm run ${trial.name} knows the words start, stop and status.`)
    }
    try {
      return await command()
    } catch (error) {
      if (!(error instanceof NotHereError)) throw error
      console.error(error.message)
      return 3
    }
  })
}

/** @template {{ folder: string }} Server @param {TrialServer<Server>} trial */
function start(trial) {
  trial.beforeStart?.()
  trial.refuseOtherMachines()
  const code = startLocked(trial, trial.server)
  if (code === 0) console.log(trial.addressOf(trial.server))
  return code
}

/** @template {{ folder: string }} Server @param {TrialServer<Server>} trial */
function stop(trial) {
  const { folder } = trial.server
  if (!fs.existsSync(folder)) return 0
  const code = runLocked(trial, trial.server, path.join(folder, '.lock'), '[stop]')
  if (code === 0) console.log(`stopped; what was stored is kept in ${folder}`)
  return code
}

/** @template {{ folder: string }} Server @param {TrialServer<Server>} trial */
function status(trial) {
  const parts = trial.describe(trial.server)
  for (const { line } of parts) console.log(line)
  if (!parts.every(({ isUp }) => isUp)) return 1
  console.log(trial.addressOf(trial.server))
  return 0
}

/** @template {{ folder: string }} Server @param {TrialServer<Server>} trial */
async function hold(trial) {
  trial.refuseOtherMachines()
  await sweepOrphans(trial)
  const own = await trial.holdServer(path.join(states, `gesso-${trial.name}-hold-${process.pid}`))
  const input = readline.createInterface({ input: process.stdin })
  const ended = new Promise((resolve) => {
    input.once('close', resolve)
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.once(signal, resolve)
  })
  try {
    const code = startLocked(trial, own)
    if (code !== 0) return code
    let last = Promise.resolve()
    input.on('line', (word) => {
      last = last.then(() => trial.obey?.(own, word))
      // Told by whoever waits for the line that does not come.
      last.catch((error) => console.error(error.message))
    })
    console.log(trial.addressOf(own))
    await ended
    await last
    return 0
  } finally {
    await remove(trial, own.folder)
  }
}

/**
 * @template {{ folder: string }} Server
 * @param {TrialServer<Server>} trial
 * @param {Server} server
 * @returns {number} exit code
 */
function startLocked(trial, server) {
  fs.mkdirSync(server.folder, { recursive: true })
  fs.mkdirSync(cacheFolder(), { recursive: true })
  const code = runLocked(trial, server, path.join(cacheFolder(), `${trial.programs}.lock`), '[install]')
  return code === 0 ? runLocked(trial, server, path.join(server.folder, '.lock'), '[start]') : code
}

/**
 * @template {{ folder: string }} Server
 * @param {TrialServer<Server>} trial
 * @param {Server} server
 * @param {string} lock
 * @param {string} word
 */
function runLocked(trial, server, lock, word) {
  // -o: the lock is not handed down, or the server's processes would keep it.
  const ended = spawnSync('flock', ['-o', lock, process.execPath, trial.script, word], {
    env: { ...process.env, ...trial.environmentOf(server) },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  return ended.status ?? 1
}

/** What a hold left behind that was killed itself. @template {{ folder: string }} Server @param {TrialServer<Server>} trial */
async function sweepOrphans(trial) {
  const hold = `gesso-${trial.name}-hold-`
  for (const name of fs.readdirSync(states)) {
    const pid = name.startsWith(hold) ? name.slice(hold.length) : ''
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid || isHold(trial, pid)) continue
    await remove(trial, path.join(states, name))
  }
}

/** @template {{ folder: string }} Server @param {TrialServer<Server>} trial @param {string} pid */
function isHold({ script }, pid) {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(path.basename(script))
  } catch {
    return false
  }
}

/** @template {{ folder: string }} Server @param {TrialServer<Server>} trial @param {string} folder */
async function remove(trial, folder) {
  await trial.stop({ ...trial.server, folder }, 'killed')
  // Its processes see within a moment that it is gone, and write no more; one file of theirs may still come meanwhile.
  fs.rmSync(folder, { recursive: true, force: true, maxRetries: 50, retryDelay: 50 })
}
