// Bundles the app into out/ when what goes into the bundles has changed since the last time.
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { projectRoot } from './project-root.mjs'
import { mustRun, toolScript } from './run-command.mjs'

const sources = [
  'sync-core',
  'electron',
  'renderer',
  'build/electron.vite.config.ts',
  'package-lock.json',
  'package.json',
]

/** Contents decide, not times: a checkout or a branch switch touches files without changing them. */
export function ensureBuild() {
  const stamp = path.join(projectRoot, 'out', '.sources')
  const wanted = hashSources()
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted) return
  fs.rmSync(path.join(projectRoot, 'out'), { recursive: true, force: true })
  const script = toolScript('electron-vite/bin/electron-vite.js')
  mustRun(process.execPath, [
    script,
    'build',
    '--config',
    'build/electron.vite.config.ts',
    '--logLevel',
    'warn',
  ])
  fs.writeFileSync(stamp, wanted)
}

function hashSources() {
  const hash = createHash('sha256')
  for (const file of sources.flatMap(listFiles).filter(isBundled)) {
    const bytes = fs.readFileSync(path.join(projectRoot, file))
    hash.update(`${file}\0${bytes.length}\0`).update(bytes)
  }
  return hash.digest('hex')
}

/**
 * @param {string} source a file or folder, from the project's root
 * @returns {string[]} its files in a fixed order
 */
function listFiles(source) {
  const entry = fs.statSync(path.join(projectRoot, source), { throwIfNoEntry: false })
  if (entry === undefined) return []
  if (entry.isFile()) return [source]
  const names = fs.readdirSync(path.join(projectRoot, source)).sort()
  return names.flatMap((name) => listFiles(`${source}/${name}`))
}

/** @param {string} file */
function isBundled(file) {
  return !/\.test\.tsx?$|\.md$|^sync-core\/testing\//.test(file)
}
