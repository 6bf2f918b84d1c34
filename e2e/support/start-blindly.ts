import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { appWords, cleanEnvironment, type AppPlaces } from './launch-app.ts'

/** Outcome of a start that never gets to a window. */
export interface BlindStart {
  readonly exitCode: number | null
  /** What the app said before it went; its error box is part of it. */
  readonly said: string
}

const catchErrorBox = resolve(import.meta.dirname, 'catch-error-box.cjs')

/** Starts the app where it is expected to end by itself, and waits for that. */
export async function startBlindly(places: AppPlaces): Promise<BlindStart> {
  const executable = createRequire(import.meta.url)('electron') as unknown as string
  const words = ['--require', catchErrorBox, ...appWords(places)]
  const child = spawn(executable, words, { env: cleanEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stdout.on('data', (bytes: Buffer) => (said += String(bytes)))
  child.stderr.on('data', (bytes: Buffer) => (said += String(bytes)))
  const [exitCode] = (await once(child, 'close')) as [number | null]
  return { exitCode, said }
}
