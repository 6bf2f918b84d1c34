// Where a benchmark's processes come from and write to: one temporary folder, removed at the end.

import { rmSync } from 'node:fs'
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundleProcesses } from './bundle-processes.ts'
import { BenchProcess, type Commands } from './command-channel.ts'
import type { HostCommands } from './host-process.ts'
import type { JoinerCommands } from './joiner-process.ts'
import type { LatencyCommands } from './latency-process.ts'
import type { PainterCommands } from './painter-process.ts'
import type { PlainCommands } from './plain-process.ts'
import type { S3Commands } from './s3-process.ts'
import type { SoakCommands } from '../soak/soak-process.ts'

const processes = {
  'host-process': 'e2e/bench/host-process.ts',
  'joiner-process': 'e2e/bench/joiner-process.ts',
  'latency-process': 'e2e/bench/latency-process.ts',
  'painter-process': 'e2e/bench/painter-process.ts',
  'plain-process': 'e2e/bench/plain-process.ts',
  'primary-thread': 'sync-core/node/primary-thread.ts',
  'sysdb-thread': 'sync-core/node/sqlite/sysdb-thread.ts',
  's3-process': 'e2e/bench/s3-process.ts',
  'soak-process': 'e2e/soak/soak-process.ts',
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

export interface BenchFolder {
  /** The session's host, its picture and journal in a folder of their own. */
  startHost(): BenchProcess<HostCommands>
  startPainters(): BenchProcess<PainterCommands>
  startJoiner(): BenchProcess<JoinerCommands>
  startLatency(): BenchProcess<LatencyCommands>
  /** The light S3 server. */
  startS3(): BenchProcess<S3Commands>
  /** People who come and go. */
  startSoak(): BenchProcess<SoakCommands>
  /** The bare `ws` server. */
  startPlain(): BenchProcess<PlainCommands>
  /** A new folder with a guest page in it, as a host needs one. */
  newHostFolder(): Promise<string>
}

/** Runs a benchmark; its processes are gone and its folder is removed afterwards, also when it fails or is interrupted. */
export async function inBenchFolder<T>(run: (folder: BenchFolder) => Promise<T>): Promise<T> {
  const path = await mkdtemp(join(tmpdir(), 'gesso-bench-'))
  // A child that is just ending may still write.
  const remove = (): void => rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
  const interrupt = (): never => process.exit(130)
  process.once('exit', remove)
  for (const signal of signals) process.once(signal, interrupt)
  const started: { end(): Promise<void> }[] = []
  const start = <C extends Commands>(name: keyof typeof processes): BenchProcess<C> => {
    const child = new BenchProcess<C>(join(path, 'bundle', `${name}.cjs`))
    started.push(child)
    return child
  }
  let hosts = 0
  try {
    await bundleProcesses(join(path, 'bundle'), processes)
    return await run({
      startHost: () => start('host-process'),
      startPainters: () => start('painter-process'),
      startJoiner: () => start('joiner-process'),
      startLatency: () => start('latency-process'),
      startS3: () => start('s3-process'),
      startSoak: () => start('soak-process'),
      startPlain: () => start('plain-process'),
      async newHostFolder() {
        const folder = join(path, `host-${++hosts}`)
        await mkdir(join(folder, 'pages'), { recursive: true })
        await writeFile(join(folder, 'pages', 'index.html'), 'the guest page')
        return folder
      },
    })
  } finally {
    await Promise.all(started.map((child) => child.end()))
    remove()
    process.off('exit', remove)
    for (const signal of signals) process.off(signal, interrupt)
  }
}
