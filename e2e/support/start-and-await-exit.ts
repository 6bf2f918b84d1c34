import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { appWords, cleanEnvironment, type AppPlaces } from './launch-app.ts'

const patienceMs = 30_000

/** Starts the app, with more words on its command line, where it is expected to end by itself; returns its exit code, or null when it had to be killed. */
export async function startAndAwaitExit(
  places: AppPlaces,
  ...more: readonly string[]
): Promise<number | null> {
  const executable = createRequire(import.meta.url)('electron') as unknown as string
  const child = spawn(executable, [...appWords(places), ...more], {
    env: cleanEnvironment(),
    stdio: 'ignore',
    timeout: patienceMs,
    killSignal: 'SIGKILL',
  })
  const [exitCode] = (await once(child, 'exit')) as [number | null]
  return exitCode
}
