// One PostgreSQL on loopback whose data, password and log lie in one folder. A `.ready` file says that its making was not cut off.
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { runPostgres, serverUser } from './postgres-programs.mjs'
import { SetupError } from './run-command.mjs'

/**
 * @typedef {{ folder: string, port: number, isDurable: boolean }} Server
 */

const user = 'gesso'
const startLimitMs = 30_000
const stopLimitMs = 15_000

/**
 * Makes the server unless it is there, and starts it unless it runs.
 * @param {Server} server
 */
export async function startServer(server) {
  makeCluster(server)
  const begunMs = Date.now()
  while (pidOf(server) === undefined) {
    // Those whose postmaster was killed take a moment to see it, and until then have its memory.
    if (start(server)) return
    if (Date.now() - begunMs > startLimitMs || (await isTaken(server.port))) {
      throw new SetupError(
        `PostgreSQL does not start; ${server.folder}/log says why. Is port ${server.port} taken, set PG_PORT to a free one.`,
      )
    }
    await delay(50)
  }
}

/**
 * Ends the server: SIGINT tells it to send everybody away, SIGKILL is a crash.
 * @param {Server} server
 * @param {'SIGINT' | 'SIGKILL'} signal
 */
export async function stopServer(server, signal) {
  const pid = pidOf(server)
  if (pid === undefined) return
  process.kill(pid, signal)
  const begunMs = Date.now()
  while (pidOf(server) !== undefined) {
    if (Date.now() - begunMs > stopLimitMs) process.kill(pid, 'SIGKILL')
    await delay(10)
  }
}

/**
 * The postmaster while it lives; a number that was given to another program since does not count.
 * @param {Server} server
 */
export function pidOf({ folder }) {
  try {
    const pid = Number.parseInt(fs.readFileSync(path.join(dataOf(folder), 'postmaster.pid'), 'utf8'), 10)
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(dataOf(folder)) ? pid : undefined
  } catch {
    return undefined // it goes, and its file with it
  }
}

/** @param {Server} server */
export function addressOf({ folder, port }) {
  return `postgres://${user}:${passwordOf(folder)}@127.0.0.1:${port}/postgres`
}

/** @param {Server} server */
function start({ folder, port, isDurable }) {
  /** @type {Record<string, string | number>} */
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: isDurable ? 'on' : 'off',
    // A deadlock of a test ends as soon as it is one.
    deadlock_timeout: '100ms',
    shared_buffers: '16MB',
    max_connections: 60,
  }
  const words = Object.entries(settings).map(([name, value]) => `-c ${name}=${value === '' ? "''" : value}`)
  const log = path.join(folder, 'log')
  return runPostgres(
    log,
    'pg_ctl',
    'start',
    '-w',
    '-D',
    dataOf(folder),
    '-l',
    path.join(folder, 'server.log'),
    '-o',
    words.join(' '),
  )
}

/** @param {Server} server */
function makeCluster({ folder, isDurable }) {
  const ready = path.join(folder, '.ready')
  if (fs.existsSync(ready)) return
  fs.rmSync(dataOf(folder), { recursive: true, force: true })
  const secret = path.join(folder, 'password')
  fs.writeFileSync(secret, randomBytes(16).toString('hex'), { mode: 0o600 })
  const owner = serverUser()
  if (owner !== undefined) {
    for (const name of [folder, secret]) fs.chownSync(name, owner.uid, owner.gid)
  }
  const words = ['-D', dataOf(folder), '-U', user, `--pwfile=${secret}`, '--auth=scram-sha-256', '-E', 'UTF8']
  if (!isDurable) words.push('--no-sync')
  if (!runPostgres(path.join(folder, 'log'), 'initdb', ...words, '--locale=C')) {
    throw new SetupError(`PostgreSQL's initdb failed; ${folder}/log says why.`)
  }
  fs.writeFileSync(ready, '')
}

/** @param {number} port */
async function isTaken(port) {
  const { createServer } = await import('node:net')
  const probe = createServer()
  const isFree = await new Promise((resolve) => {
    probe.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true))
  })
  probe.close()
  return !isFree
}

/** @param {string} folder */
function dataOf(folder) {
  return path.join(folder, 'data')
}

/** @param {string} folder */
function passwordOf(folder) {
  return fs.readFileSync(path.join(folder, 'password'), 'utf8')
}
