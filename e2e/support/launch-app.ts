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

/** The command line of one copy of the built app. */
export function appWords({ dataDir, picturesDir }: AppPlaces): string[] {
  const words = [projectRoot, `--user-data-dir=${dataDir}`, '--disable-gpu']
  if (picturesDir !== undefined) words.push(`--pictures-dir=${picturesDir}`)
  // Chromium's sandbox refuses to start as root.
  if (process.getuid?.() === 0) words.push('--no-sandbox')
  return words
}

/** Our environment without what would turn the app into something else. */
export function cleanEnvironment(): Record<string, string> {
  const env = { ...process.env } as Record<string, string>
  delete env['ELECTRON_RUN_AS_NODE'] // set in the terminals of editors that are Electron apps themselves
  delete env['GESSO_PICTURES_DIR']
  return env
}

/** Starts one copy of the built app; `onLine` is told what its main process prints. */
export async function launchApp(places: AppPlaces, onLine: (line: string) => void): Promise<LaunchedApp> {
  const words = appWords(places)
  const electron = await _electron.launch({ args: words, env: cleanEnvironment(), timeout: 60_000 })
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
