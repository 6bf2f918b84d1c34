// `gesso-host`: a host without a window, for a server. Built beside the threads it starts and the page it serves.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { StorageError } from '../../base/errors.ts'
import { SystemClock } from '../system-clock.ts'
import { eventLog } from './event-log.ts'
import { openHeadlessHost } from './headless-host.ts'
import { hostUsage, readHostWords } from './host-words.ts'
import { openRelayHost } from './relay-host.ts'

void main()

async function main(): Promise<void> {
  const order = readHostWords(process.argv.slice(2), process.env, (file) => readFileSync(file, 'utf8'))
  if (order.kind === 'help') return void process.stdout.write(`${hostUsage}\n`)
  if (order.kind === 'refused') {
    process.stderr.write(`${order.sentence}\n`)
    process.exitCode = 2
    return
  }
  const log = eventLog(order.config.log, new SystemClock(), (line) => void process.stdout.write(line))
  try {
    // The bundle is CommonJS, and everything it needs is beside it.
    const host =
      order.kind === 'relay'
        ? await openRelayHost(order.config, log)
        : await openHeadlessHost(order.config, {
            primaryThreadFile: join(__dirname, 'primary-thread.cjs'),
            sysdbThreadFile: join(__dirname, 'sysdb-thread.cjs'),
            pagesDir: join(__dirname, '..', 'renderer'),
            log,
          })
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      process.on(signal, () => void host.drain().then(() => process.exit(0)))
  } catch (error) {
    if (!(error instanceof StorageError)) throw error
    log.note('error', error.message)
    process.exitCode = 1
  }
}
