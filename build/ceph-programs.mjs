// The programs of a real S3 server, Ceph 20, for tests and trials: packages of Debian's next release are fetched and
// unpacked into the cache folder, and run chrooted there. Nothing is installed into the system.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { cacheFolder } from './electron-runtime.mjs'
import { NotHereError } from './not-here-error.mjs'
import { SetupError } from './run-command.mjs'

// Debian 12 and 13 have Ceph 16 and 18, whose conditional writes are not what Amazon's are.
const suite = 'forky'
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg'
const tools = ['apt-get', 'dpkg-deb', 'unshare', 'chroot', 'mount', 'bash', 'flock']

export const programsFolder = path.join(cacheFolder(), `ceph-${suite}`)
const complete = path.join(programsFolder, '.complete')

/** Throws NotHereError on a machine that can't run the server at all. */
export function refuseOtherMachines() {
  const needs = 'The real S3 server needs root on Debian'
  if (process.platform !== 'linux') throw new NotHereError(`${needs}; this is ${process.platform}.`)
  if (process.getuid?.() !== 0) throw new NotHereError(`${needs}; you are not root.`)
  const missing = [
    ...tools.filter((name) => spawnSync('which', [name]).status !== 0),
    ...(fs.existsSync(keyring) ? [] : [keyring]),
  ]
  if (missing.length > 0) throw new NotHereError(`${needs}; ${missing.join(', ')} is missing here.`)
  if (spawnSync('unshare', ['-m', 'true']).status !== 0) {
    throw new NotHereError(`${needs}, and mount namespaces, which this container does not allow.`)
  }
}

/** Fetches and unpacks the programs unless they are there. One caller at a time. */
export function installCeph() {
  if (fs.existsSync(complete)) return
  console.error(`s3: fetching Ceph out of Debian ${suite}, 160 MB, once`)
  const apt = path.join(cacheFolder(), 'ceph-apt')
  const fresh = `${programsFolder}.new`
  for (const folder of [apt, fresh, programsFolder]) fs.rmSync(folder, { recursive: true, force: true })
  for (const folder of ['lists/partial', 'cache/archives/partial'])
    fs.mkdirSync(path.join(apt, folder), { recursive: true })
  fs.mkdirSync(fresh, { recursive: true })
  fs.writeFileSync(path.join(apt, 'status'), '')
  fs.writeFileSync(
    path.join(apt, 'sources.list'),
    `deb [signed-by=${keyring}] ${findMirror()} ${suite} main\n`,
  )
  const options = aptOptions(apt)
  fetch([...options, 'update'])
  fetch([
    ...options,
    '-y',
    '--download-only',
    'install',
    'radosgw',
    'ceph-mon',
    'ceph-osd',
    'coreutils',
    'bash',
  ])
  unpack(path.join(apt, 'cache/archives'), fresh)
  fs.rmSync(apt, { recursive: true })
  for (const folder of ['doc', 'man', 'locale', 'info'])
    fs.rmSync(path.join(fresh, 'usr/share', folder), { recursive: true, force: true })
  const tried = spawnSync('chroot', [fresh, 'radosgw', '--version'], { env: plainEnv(), encoding: 'utf8' })
  if (tried.status !== 0)
    throw new NotHereError(`The real S3 server does not run here: ${tried.stderr.trim()}`)
  fs.writeFileSync(path.join(fresh, '.complete'), tried.stdout)
  fs.renameSync(fresh, programsFolder)
}

/**
 * Runs one of the programs to its end, or until it has gone to the background. Its words go to a file, because a program
 * in the background would keep a pipe open.
 * @param {string} state the folder that it sees besides its own
 * @param {string[]} words
 */
export function runCeph(state, words) {
  // A mount namespace of its own leaves nothing to unmount.
  const script = `set -e; programs=$0; state=$1; shift
    mkdir -p "$programs/proc" "$programs/dev" "$programs$state"
    mount --rbind /proc "$programs/proc"; mount --rbind /dev "$programs/dev"; mount --bind "$state" "$programs$state"
    exec chroot "$programs" "$@"`
  const log = fs.openSync(path.join(state, 'log', 'programs.log'), 'a')
  try {
    const ended = spawnSync(
      'unshare',
      [
        '-m',
        '--propagation',
        'private',
        'bash',
        '-c',
        script,
        programsFolder,
        state,
        'timeout',
        '120',
        ...words,
      ],
      { env: plainEnv(), stdio: ['ignore', log, log] },
    )
    return ended.status === 0
  } finally {
    fs.closeSync(log)
  }
}

/** The unpacked programs know no locale but C, and end on any other. */
function plainEnv() {
  return { PATH: process.env.PATH, LC_ALL: 'C' }
}

/** The mirror that the system's own package lists name. */
function findMirror() {
  const files = ['/etc/apt/sources.list']
  const folder = '/etc/apt/sources.list.d'
  if (fs.existsSync(folder)) files.push(...fs.readdirSync(folder).map((name) => path.join(folder, name)))
  for (const file of files.filter((name) => fs.existsSync(name))) {
    const found = /^(?:URIs:|deb\s(?:.*\s)?)\s*(https?:\/\/\S*\/debian)\/?(?:\s|$)/m.exec(
      fs.readFileSync(file, 'utf8'),
    )
    if (found?.[1] !== undefined) return found[1]
  }
  throw new NotHereError('The real S3 server comes from Debian, and this system names no Debian mirror.')
}

/** @param {string} folder holds everything that apt-get would otherwise keep in the system */
function aptOptions(folder) {
  const settings = {
    'Dir::Etc::sourcelist': `${folder}/sources.list`,
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::State::lists': `${folder}/lists`,
    'Dir::Cache': `${folder}/cache`,
    'Dir::State::status': `${folder}/status`,
    'APT::Install-Recommends': 'false',
    'APT::Sandbox::User': 'root',
    'Acquire::Retries': '5',
    'Acquire::Languages': 'none',
    'Debug::NoLocking': 'true',
  }
  return ['-q', ...Object.entries(settings).map(([name, value]) => `-o${name}=${value}`)]
}

/** @param {string[]} words */
function fetch(words) {
  const ended = spawnSync('apt-get', words, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  if (ended.status === 0) return
  const reason = ended.stderr.trim().split('\n').at(-1)
  throw new NotHereError(`Ceph could not be fetched from Debian's mirror. Check the connection. (${reason})`)
}

/**
 * @param {string} archives
 * @param {string} target
 */
function unpack(archives, target) {
  const files = fs.readdirSync(archives).filter((name) => name.endsWith('.deb'))
  // base-files first: it has the links from /bin to /usr/bin.
  files.sort((a, b) => Number(b.startsWith('base-files_')) - Number(a.startsWith('base-files_')))
  for (const name of files) {
    const { status } = spawnSync('dpkg-deb', ['-x', path.join(archives, name), target], { stdio: 'inherit' })
    if (status !== 0) throw new SetupError(`${name} could not be unpacked.`)
  }
}
