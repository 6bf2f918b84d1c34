// Installs the npm packages when they are missing or belong to another lock file. Runs before anything is
// installed, so it uses nothing but Node.
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { projectRoot } from './project-root.mjs'
import { SetupError, mustRun } from './run-command.mjs'

const nodeMinimum = [20, 19]

/** Makes node_modules match package-lock.json; does nothing when it already does. */
export function ensurePackages() {
  refuseOldNode()
  const lock = fs.readFileSync(path.join(projectRoot, 'package-lock.json'))
  // Packages carry binaries, so a folder copied from another machine is as wrong as one of another lock.
  const wanted = createHash('sha256').update(lock).update(`${process.platform}-${process.arch}`).digest('hex')
  const stamp = path.join(projectRoot, 'node_modules', '.gesso-installed')
  if (readIfThere(stamp) === wanted) return
  if (!installedByHand()) mustRun('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
  fs.writeFileSync(stamp, wanted)
}

/** npm writes its hidden lock last, so one that is newer than ours means a finished `npm ci` or `npm install` by hand. */
function installedByHand() {
  const hidden = fs.statSync(path.join(projectRoot, 'node_modules', '.package-lock.json'), {
    throwIfNoEntry: false,
  })
  const stamped = fs.existsSync(path.join(projectRoot, 'node_modules', '.gesso-installed'))
  const lock = fs.statSync(path.join(projectRoot, 'package-lock.json'))
  return hidden !== undefined && !stamped && hidden.mtimeMs >= lock.mtimeMs
}

function refuseOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const [wantedMajor = 0, wantedMinor = 0] = nodeMinimum
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return
  throw new SetupError(
    `Gesso needs Node ${nodeMinimum.join('.')} or newer; this is ${process.versions.node}. Install a newer one and run the same command again.`,
  )
}

/** @param {string} file */
function readIfThere(file) {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined
}
