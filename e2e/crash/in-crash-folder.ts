import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundleProcesses } from '../bench/bundle-processes.ts'

const programs = {
  'crash-host-process': 'e2e/crash/crash-host-process.ts',
  'primary-thread': 'sync-core/node/primary-thread.ts',
  'sysdb-thread': 'sync-core/node/sqlite/sysdb-thread.ts',
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Runs with the bundled programs, in a temporary folder that is removed afterwards, also when the run is interrupted. */
export async function inCrashFolder<T>(run: (folder: string, bundle: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'gesso-crash-'))
  // A child that is just ending may still write.
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
  const interrupt = (): never => process.exit(130)
  process.once('exit', remove)
  for (const signal of signals) process.once(signal, interrupt)
  const bundle = join(folder, 'bundle')
  try {
    await bundleProcesses(bundle, programs)
    return await run(folder, bundle)
  } finally {
    remove()
    process.off('exit', remove)
    for (const signal of signals) process.off(signal, interrupt)
  }
}
