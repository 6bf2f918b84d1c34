// Once for all unit tests: the painting thread and the one of sysdb, bundled as the app's are. From their TypeScript source each
// thread would compile itself anew, which takes longer than most tests that begin one.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundleProcesses } from './bundle-processes.ts'

/** Vitest calls it before the first test, and what it gives after the last. */
export async function setup(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'gesso-threads-'))
  await bundleProcesses(folder, {
    'primary-thread': 'sync-core/node/primary-thread.ts',
    'sysdb-thread': 'sync-core/node/sqlite/sysdb-thread.ts',
  })
  process.env['GESSO_BUNDLED_THREADS'] = folder
  return () => rm(folder, { recursive: true, force: true })
}
