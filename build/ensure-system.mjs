// What Electron and the tests need from the operating system. Only Linux leaves anything to install: as root on
// Debian and its kin it is installed, everywhere else the exact command is said and the set-up ends.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { electronDist } from './electron-runtime.mjs'
import { SetupError, mustRun } from './run-command.mjs'

/** Where one Debian release calls a package differently from another, the names stand together, newest first. */
const electronLibraries = [
  ['libgtk-3-0t64', 'libgtk-3-0'],
  ['libnss3'],
  ['libasound2t64', 'libasound2'],
  ['libatk-bridge2.0-0t64', 'libatk-bridge2.0-0'],
  ['libgbm1'],
  ['libdrm2'],
  ['libxss1'],
  ['libxtst6'],
  ['xdg-utils'],
]

/**
 * @param {{ forTests: boolean }} purpose tests also need a display of their own and a browser for guests
 */
export function ensureSystem({ forTests }) {
  if (process.platform !== 'linux') return
  const missing = findMissing(forTests)
  if (missing.length === 0) return
  const what = missing.map((need) => need.what).join(', ')
  if (!findProgram('apt-get')) {
    throw new SetupError(
      `This computer lacks ${what}. Install them with its package manager and run the same command again.`,
    )
  }
  const isRoot = process.getuid?.() === 0
  if (isRoot) mustRun('apt-get', ['update', '-qq'])
  const packages = missing.flatMap((need) => need.packages).map(pickAvailable)
  const words = ['install', '-y', '-qq', '--no-install-recommends', ...packages]
  if (!isRoot) {
    throw new SetupError(
      `This computer lacks ${what}. Run\n  sudo apt-get update && sudo apt-get ${words.join(' ')}\nand then the same command again.`,
    )
  }
  console.log(`ensure-system: installing ${packages.join(' ')}`)
  mustRun('apt-get', words, { ...process.env, DEBIAN_FRONTEND: 'noninteractive' })
  const still = findMissing(forTests).map((need) => need.what)
  if (still.length > 0)
    throw new SetupError(`Installed the packages, but this computer still lacks ${still.join(', ')}.`)
}

/** @param {boolean} forTests */
function findMissing(forTests) {
  const missing = []
  const libraries = missingLibraries()
  if (libraries.length > 0) missing.push({ what: libraries.join(', '), packages: electronLibraries })
  if (!forTests) return missing
  if (!findProgram('Xvfb')) missing.push({ what: 'Xvfb', packages: [['xvfb']] })
  if (!findProgram('chromium')) missing.push({ what: 'chromium', packages: [['chromium']] })
  if (!fs.existsSync('/usr/share/fonts/truetype'))
    missing.push({ what: 'fonts', packages: [['fonts-dejavu-core']] })
  return missing
}

/** The shared libraries that the Electron in place would not find. */
function missingLibraries() {
  const { stdout } = spawnSync('ldd', [path.join(electronDist, 'electron')], { encoding: 'utf8' })
  return (stdout ?? '').split('\n').flatMap((line) => /^\s*(\S+) => not found/.exec(line)?.[1] ?? [])
}

/** @param {string} name */
function findProgram(name) {
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  return folders.map((folder) => path.join(folder, name)).find((file) => fs.existsSync(file))
}

/**
 * The first of the names that this Debian release can install.
 * @param {string[]} names
 */
function pickAvailable(names) {
  const known = names.find((name) => {
    const { stdout } = spawnSync('apt-cache', ['policy', name], { encoding: 'utf8' })
    return /Candidate: (?!\(none\))\S/.test(stdout ?? '')
  })
  return known ?? names.at(-1) ?? ''
}
