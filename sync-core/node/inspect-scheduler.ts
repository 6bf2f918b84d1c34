// `npm run inspect -- --storage FOLDER|postgres://… [--heap FOLDER|s3[:FOLDER]]`: what a scheduler has to do, who does it, and how late it is.
// Nothing is changed, also while it works. FOLDER is the app's data folder, or that of one place in it (<data>/scheduler/<place>);
// a heap in a bucket is in its folder `heap`, or in that which is named, and the environment says which bucket (S3_ENDPOINT and its like).

import { parseArgs } from 'node:util'
import { StorageError } from '../base/errors.ts'
import { readFolder, readSysdb, schedulersIn, type SeenScheduler } from './inspect/read-scheduler.ts'
import { checkFolder, lookAtHeap } from './inspect/look-at-heap.ts'
import { schedulerReport } from './inspect/scheduler-report.ts'
import { PostgresConnection } from './postgres/postgres-connection.ts'
import { postgresDialect } from './postgres/postgres-dialect.ts'
import { SqlSysdb } from './sysdb/sql-sysdb.ts'

const usage =
  'npm run inspect -- --storage FOLDER|postgres://user:password@host:5432/name [--heap FOLDER|s3[:FOLDER]]'

interface Wish {
  readonly storage: string
  readonly heap: string | undefined
}

process.exitCode = await main(process.argv.slice(2))

async function main(words: readonly string[]): Promise<number> {
  const wish = readWish(words)
  if (typeof wish === 'string') {
    console.error(`${wish}\n${usage}`)
    return 2
  }
  try {
    const seen = await look(wish)
    console.log(seen.map((each) => schedulerReport(each).join('\n')).join('\n\n'))
    return 0
  } catch (error) {
    if (!(error instanceof StorageError)) throw error
    console.error(error.message)
    return 1
  }
}

function readWish(words: readonly string[]): Wish | string {
  try {
    const options = { storage: { type: 'string' }, heap: { type: 'string' } } as const
    const { values } = parseArgs({ args: [...words], options })
    if (values.storage === undefined || values.storage === '') return 'Say where it is: --storage.'
    return { storage: values.storage, heap: values.heap }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

async function look({ storage, heap }: Wish): Promise<readonly SeenScheduler[]> {
  if (/^postgres(?:ql)?:/.test(storage)) return [await lookAtPostgres(storage, heap)]
  if (heap !== undefined)
    throw new StorageError('invalid', '--heap goes with a PostgreSQL: a folder has its own heap.')
  await checkFolder(storage)
  const seen: SeenScheduler[] = []
  for (const folder of await schedulersIn(storage)) seen.push(await readFolder(folder))
  return seen
}

async function lookAtPostgres(address: string, heap: string | undefined): Promise<SeenScheduler> {
  const connection = new PostgresConnection(address)
  try {
    const seen = await readSysdb(connection.place, new SqlSysdb(connection, postgresDialect))
    return heap === undefined ? seen : { ...seen, buckets: await lookAtHeap(heap, process.env) }
  } finally {
    await connection.close()
  }
}
