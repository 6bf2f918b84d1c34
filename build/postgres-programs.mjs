// The programs of a real PostgreSQL, for tests and trials: Debian's package, installed when we are root and it is missing. The
// package would also make and start a cluster of its own, on the port that people use; it is told not to, for that one time.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { NotHereError } from './not-here-error.mjs'

const versionsFolder = '/usr/lib/postgresql'
const versionMin = 13
const programs = ['initdb', 'pg_ctl', 'postgres']
const debianSettings = '/etc/postgresql-common/createcluster.conf'
const command = 'apt-get update && apt-get install -y --no-install-recommends postgresql'

/** Throws NotHereError on a machine that has no PostgreSQL and can't get one. */
export function refuseOtherMachines() {
  const needs = 'A real PostgreSQL is started from Debian’s package'
  if (process.platform !== 'linux') throw new NotHereError(`${needs}; this is ${process.platform}.`)
  const missing = ['flock', 'setpriv'].filter((name) => !isThere(name))
  if (missing.length > 0) throw new NotHereError(`${needs}; ${missing.join(', ')} is missing here.`)
  if (findPrograms() !== undefined) return
  if (!isThere('apt-get')) {
    throw new NotHereError(`${needs}; install PostgreSQL ${versionMin} or newer below ${versionsFolder}.`)
  }
  if (process.getuid?.() !== 0) {
    throw new NotHereError(`${needs}, which is missing. Run\n  sudo sh -c '${command}'`)
  }
}

/** Installs the package unless it is there. One caller at a time. */
export function installPostgres() {
  if (findPrograms() !== undefined) return
  console.error(`postgres: installing Debian's postgresql, once`)
  install(['update', '-qq'])
  // First the part that brings the file of settings.
  install(['install', '-y', '-qq', '--no-install-recommends', 'postgresql-common'])
  const before = fs.readFileSync(debianSettings, 'utf8')
  fs.appendFileSync(debianSettings, '\ncreate_main_cluster = false\n')
  try {
    install(['install', '-y', '-qq', '--no-install-recommends', 'postgresql'])
  } finally {
    fs.writeFileSync(debianSettings, before)
  }
  if (findPrograms() === undefined) {
    throw new NotHereError(
      `Debian's postgresql is installed, but has no version from ${versionMin} on in ${versionsFolder}.`,
    )
  }
}

/**
 * Runs one of the programs to its end, as a user that is not root: PostgreSQL refuses to run as root. Its words go to a file,
 * because the server would keep a pipe open.
 * @param {string} log
 * @param {string} name
 * @param {string[]} words
 * @returns {boolean} whether it went well
 */
export function runPostgres(log, name, ...words) {
  const file = path.join(findPrograms() ?? versionsFolder, name)
  const user = serverUser()
  const others =
    user === undefined ? [] : [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups', '--']
  const [program = file, ...rest] = user === undefined ? [file] : ['setpriv', ...others, file]
  const output = fs.openSync(log, 'a')
  try {
    // The language of its words, and no PG* variable that means another server.
    const env = { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' }
    const ended = spawnSync(program, [...rest, ...words], {
      env,
      cwd: '/',
      stdio: ['ignore', output, output],
    })
    return ended.status === 0
  } finally {
    fs.closeSync(output)
  }
}

/** Who runs the server when we are root. */
export function serverUser() {
  if (process.getuid?.() !== 0) return undefined
  const lines = fs.readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? []
    if (Number(uid) > 0) return { uid: Number(uid), gid: Number(gid) }
  }
  throw new NotHereError(
    'A real PostgreSQL is not run by root, and this system has neither a user postgres nor nobody.',
  )
}

/** The folder of the newest version's programs. */
function findPrograms() {
  if (!fs.existsSync(versionsFolder)) return undefined
  const versions = fs.readdirSync(versionsFolder).filter((name) => Number(name) >= versionMin)
  return versions
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => path.join(versionsFolder, version, 'bin'))
    .find((folder) => programs.every((name) => fs.existsSync(path.join(folder, name))))
}

/** @param {string} name */
function isThere(name) {
  return spawnSync('which', [name]).status === 0
}

/** @param {string[]} words */
function install(words) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const ended = spawnSync('apt-get', words, { encoding: 'utf8', env, maxBuffer: 64 * 1024 * 1024 })
  if (ended.status === 0) return
  const reason = ended.stderr.trim().split('\n').at(-1)
  throw new NotHereError(`PostgreSQL could not be installed; \`${command}\` must work. (${reason})`)
}
