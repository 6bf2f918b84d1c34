// What the scheduler costs: the operations of its stores beside the least that could do the same, how many runs a second a process
// sustains, and what the thread of the host feels of it.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundleProcesses } from './bundle-processes.ts'
import type { Figure } from './figure.ts'
import { heapFigures } from './heap-speed.ts'
import { schedulerFigures } from './scheduler-load.ts'
import { postgresFigures, sqliteFigures } from './sysdb-speed.ts'

export async function bench(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'gesso-scheduler-'))
  try {
    const bundle = join(folder, 'bundle')
    await bundleProcesses(bundle, { 'sysdb-thread': 'sync-core/node/sqlite/sysdb-thread.ts' })
    const threadFile = join(bundle, 'sysdb-thread.cjs')
    return [
      ...(await sqliteFigures(folder, threadFile)),
      ...(await postgresFigures()),
      ...(await heapFigures(folder)),
      ...(await schedulerFigures(folder, threadFile)),
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
