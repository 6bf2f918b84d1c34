import { type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { _electron, type ElectronApplication } from '@playwright/test'

const projectRoot = resolve(import.meta.dirname, '..', '..')

export interface AppPlaces {
  /** Settings, journals, invites and, without `picturesDir`, the pictures. */
  readonly dataDir: string
  readonly picturesDir?: string
}

/** A running copy of the desktop app. */
export interface LaunchedApp {
  readonly electron: ElectronApplication
  /** Resolves with the exit code, or with the signal that ended it. */
  readonly exited: Promise<number | NodeJS.Signals>
  /** Ends it at once, as a crash or a power cut would. Resolves when it is gone. */
  kill(): Promise<void>
}

/** Starts one copy of the built app; `onLine` is told what its main process prints. */
export async function launchApp(places: AppPlaces, onLine: (line: string) => void): Promise<LaunchedApp> {
  const env = { ...process.env } as Record<string, string>
  delete env['ELECTRON_RUN_AS_NODE'] // set in the terminals of editors that are Electron apps themselves
  delete env['GESSO_PICTURES_DIR']
  const words = [projectRoot, `--user-data-dir=${places.dataDir}`, '--disable-gpu']
  if (places.picturesDir !== undefined) words.push(`--pictures-dir=${places.picturesDir}`)
  // Chromium's sandbox refuses to start as root.
  if (process.getuid?.() === 0) words.push('--no-sandbox')
  const electron = await _electron.launch({ args: words, env, timeout: 60_000 })
  const child = electron.process()
  child.stdout?.on('data', (bytes: Buffer) => onLine(String(bytes).trimEnd()))
  child.stderr?.on('data', (bytes: Buffer) => onLine(String(bytes).trimEnd()))
  const exited = exitOf(child)
  return {
    electron,
    exited,
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

async function exitOf(child: ChildProcess): Promise<number | NodeJS.Signals> {
  if (child.exitCode !== null) return child.exitCode
  if (child.signalCode !== null) return child.signalCode
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
  return code ?? signal ?? 0
}
