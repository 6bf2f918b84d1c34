import { app } from 'electron'
import { join, resolve } from 'node:path'

/** Where everything is. The data folder follows `--user-data-dir`, the pictures `--pictures-dir` or GESSO_PICTURES_DIR. */
export interface Places {
  readonly dataDir: string
  readonly picturesDir: string
  readonly pagesDir: string
  readonly preloadFile: string
  readonly primaryThreadFile: string
  readonly sysdbThreadFile: string
  readonly settingsFile: string
  readonly windowStateFile: string
  readonly secretFile: string
  readonly bucketSecretFile: string
}

export function findPlaces(): Places {
  const dataDir = app.getPath('userData')
  const wanted = app.commandLine.getSwitchValue('pictures-dir') || process.env['GESSO_PICTURES_DIR']
  // The bundle is CommonJS and this is in its first chunk, so this is the folder of out/main, also inside a packaged app.
  const mainDir = __dirname
  return {
    dataDir,
    picturesDir: wanted ? resolve(wanted) : join(dataDir, 'pictures'),
    pagesDir: join(mainDir, '..', 'renderer'),
    preloadFile: join(mainDir, '..', 'preload', 'index.cjs'),
    primaryThreadFile: join(mainDir, 'primary-thread.cjs'),
    sysdbThreadFile: join(mainDir, 'sysdb-thread.cjs'),
    settingsFile: join(dataDir, 'settings.json'),
    windowStateFile: join(dataDir, 'window.json'),
    secretFile: join(dataDir, 'install-secret'),
    bucketSecretFile: join(dataDir, 'bucket-secret'),
  }
}
