// `npm run postgres -- start|stop|status`: a real PostgreSQL on loopback, for trials and tests. Callers may come at once: one
// starts it, the others find it running. `hold` starts one of its own, on a free port, and removes all of it when its input
// ends, however its caller ended; tests use that. A line `kill` on its input crashes the server, `start` starts it again.
//
// PG_DIR names the folder of its state (/var/tmp/gesso-postgres), PG_PORT its port (7490). What is stored by `start` survives a
// power cut; `hold` does without fsync unless PG_FSYNC is on.
// Exit code 3: this machine can't run it, and the sentence says why.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import readline from 'node:readline'
import { fileURLToPath } from 'node:url'
import { NotHereError } from './ceph-programs.mjs'
import { cacheFolder } from './electron-runtime.mjs'
import { installPostgres, refuseOtherMachines } from './postgres-programs.mjs'
import { addressOf, pidOf, startServer, stopServer } from './postgres-server.mjs'
import { SetupError, runMain } from './run-command.mjs'

const states = '/var/tmp'
const folder = path.resolve(process.env.PG_DIR ?? path.join(states, 'gesso-postgres'))
const port = Number(process.env.PG_PORT ?? 7490)
const server = { folder, port, isDurable: process.env.PG_FSYNC !== 'off' }

/** The words in brackets are for our own child processes, under a lock. @type {Record<string, () => Promise<number> | number>} */
const commands = {
  start,
  stop,
  status,
  hold,
  '[install]': () => {
    installPostgres()
    return 0
  },
  '[start]': async () => {
    await startServer(server)
    return 0
  },
  '[stop]': async () => {
    await stopServer(server, 'SIGINT')
    return 0
  },
}

await runMain(async () => {
  const [word = '', ...rest] = process.argv.slice(2)
  const command = commands[word]
  if (command === undefined || rest.length > 0) {
    throw new SetupError('npm run postgres knows the words start, stop and status.')
  }
  try {
    return await command()
  } catch (error) {
    if (!(error instanceof NotHereError)) throw error
    console.error(error.message)
    return 3
  }
})

function start() {
  refuseOtherMachines()
  const code = startLocked(process.env)
  if (code === 0) tell(server)
  return code
}

function stop() {
  if (!fs.existsSync(folder)) return 0
  const code = runLocked(path.join(folder, '.lock'), '[stop]', process.env)
  if (code === 0) console.log(`stopped; what was stored is kept in ${folder}`)
  return code
}

function status() {
  const pid = pidOf(server)
  console.log(pid === undefined ? 'PostgreSQL down' : `PostgreSQL up, process ${pid}`)
  if (pid === undefined) return 1
  tell(server)
  return 0
}

async function hold() {
  refuseOtherMachines()
  await sweepOrphans()
  const own = {
    folder: path.join(states, `gesso-postgres-hold-${process.pid}`),
    port: await freePort(),
    isDurable: false,
  }
  own.isDurable = process.env.PG_FSYNC === 'on'
  const input = readline.createInterface({ input: process.stdin })
  const ended = new Promise((resolve) => {
    input.once('close', resolve)
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.once(signal, resolve)
  })
  try {
    const code = startLocked({
      ...process.env,
      PG_DIR: own.folder,
      PG_PORT: String(own.port),
      PG_FSYNC: own.isDurable ? 'on' : 'off',
    })
    if (code !== 0) return code
    let last = Promise.resolve()
    input.on('line', (word) => {
      last = last.then(async () => {
        if (word === 'kill') await stopServer(own, 'SIGKILL')
        if (word === 'start') await startServer(own)
        console.log(`done ${word}`)
      })
      // Told by whoever waits for the line that does not come.
      last.catch((error) => console.error(error.message))
    })
    tell(own)
    await ended
    await last
    return 0
  } finally {
    await removeServer(own.folder)
  }
}

/** @param {NodeJS.ProcessEnv} env @returns {number} exit code */
function startLocked(env) {
  const state = path.resolve(env.PG_DIR ?? folder)
  fs.mkdirSync(state, { recursive: true })
  fs.mkdirSync(cacheFolder(), { recursive: true })
  const code = runLocked(path.join(cacheFolder(), 'postgres.lock'), '[install]', env)
  return code === 0 ? runLocked(path.join(state, '.lock'), '[start]', env) : code
}

/**
 * @param {string} lock
 * @param {string} word
 * @param {NodeJS.ProcessEnv} env
 */
function runLocked(lock, word, env) {
  // -o: the lock is not handed down, or the server would keep it.
  const words = ['-o', lock, process.execPath, fileURLToPath(import.meta.url), word]
  const ended = spawnSync('flock', words, { env, stdio: ['ignore', 'inherit', 'inherit'] })
  return ended.status ?? 1
}

/** @param {import('./postgres-server.mjs').Server} which */
function tell(which) {
  console.log(`PG_URL=${addressOf(which)}`)
}

/** What a hold left behind that was killed itself. */
async function sweepOrphans() {
  for (const name of fs.readdirSync(states)) {
    const pid = /^gesso-postgres-hold-(\d+)$/.exec(name)?.[1]
    if (pid === undefined || Number(pid) === process.pid || isHold(pid)) continue
    await removeServer(path.join(states, name))
  }
}

/** @param {string} pid */
function isHold(pid) {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres.mjs')
  } catch {
    return false
  }
}

/** @param {string} state */
async function removeServer(state) {
  await stopServer({ ...server, folder: state }, 'SIGKILL')
  // Its processes see within a moment that it is gone, and write no more; one file of theirs may still come meanwhile.
  fs.rmSync(state, { recursive: true, force: true, maxRetries: 50, retryDelay: 50 })
}

/** @returns {Promise<number>} */
async function freePort() {
  const probe = net.createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => probe.once('listening', resolve))
  const free = /** @type {net.AddressInfo} */ (probe.address()).port
  await new Promise((resolve) => probe.close(resolve))
  return free
}
