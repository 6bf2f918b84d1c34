// A scheduler's two stores as they are now, read without changing anything, also while somebody works with them. The two are read
// one after the other: what moves in between may be seen in neither or both.

import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import Database from 'libsql'
import { StorageError } from '../../base/errors.ts'
import { readHeap, type HeapToRead, type ReadBucket } from '../../scheduler/read-heap.ts'
import type { ShardRow, Sysdb, TaskRow } from '../../scheduler/sysdb.ts'
import { isDiskError, onDisk } from '../disk-error.ts'
import { FolderStore } from '../folder-store.ts'
import { schedulerFiles } from '../scheduler-stores.ts'
import { sqliteDialect } from '../sqlite/sqlite-dialect.ts'
import { SqlSysdb } from '../sysdb/sql-sysdb.ts'
import type { SqlRow, SqlValue } from '../sysdb/sql-connection.ts'

export interface SeenScheduler {
  readonly name: string
  /** By sysdb's clock. */
  readonly nowMs: number
  readonly tasks: readonly TaskRow[]
  readonly shards: readonly ShardRow[]
  /** Undefined where nobody said where the heap is. */
  readonly buckets: readonly ReadBucket[] | undefined
}

const rowsAtOnce = 1000

/** Every place's scheduler in the app's data folder, or the one in the folder. Throws StorageError when there is none. */
export async function schedulersIn(folder: string): Promise<readonly string[]> {
  return onDisk('look for schedulers', folder, async () => {
    if ((await namesIn(folder)).includes(schedulerFiles.sysdb)) return [folder]
    const places = join(folder, 'scheduler')
    const found: string[] = []
    for (const name of await namesIn(places)) {
      if ((await namesIn(join(places, name))).includes(schedulerFiles.sysdb)) found.push(join(places, name))
    }
    if (found.length > 0) return found
    throw new StorageError(
      'not-found',
      `There is no scheduler in ${folder}: neither ${schedulerFiles.sysdb} nor a folder scheduler with places.`,
    )
  })
}

/** StorageError when it can't be read. */
export async function readFolder(folder: string): Promise<SeenScheduler> {
  const file = join(folder, schedulerFiles.sysdb)
  let database: Database.Database | undefined
  try {
    database = new Database(`${pathToFileURL(file).href}?mode=ro`)
    const sysdb = new SqlSysdb(reading(database), sqliteDialect)
    const seen = await readSysdb(folder, sysdb)
    return { ...seen, buckets: await bucketsOf(FolderStore.toRead(folder), schedulerFiles.heap) }
  } catch (error) {
    if (error instanceof StorageError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new StorageError(
      'invalid',
      `${file} can't be read as what is to be saved (${reason}). Another version of Gesso may have made it.`,
    )
  } finally {
    database?.close()
  }
}

export async function readSysdb(
  name: string,
  sysdb: Pick<Sysdb, 'nowMs' | 'rows' | 'shards'>,
): Promise<SeenScheduler> {
  const tasks: TaskRow[] = []
  for (;;) {
    const rows = await sysdb.rows(tasks.at(-1), rowsAtOnce)
    tasks.push(...rows)
    if (rows.length < rowsAtOnce) break
  }
  return { name, nowMs: await sysdb.nowMs(), tasks, shards: await sysdb.shards(), buckets: undefined }
}

/** The heap of all shards; a folder that is not there is an empty one. */
export async function bucketsOf(store: HeapToRead, folder: string): Promise<readonly ReadBucket[]> {
  const buckets: ReadBucket[] = []
  for await (const bucket of readHeap(store, folder)) buckets.push(bucket)
  return buckets
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort()
  } catch (error) {
    if (isDiskError(error, 'ENOENT', 'ENOTDIR')) return []
    throw error
  }
}

function reading(database: Database.Database): ConstructorParameters<typeof SqlSysdb>[0] {
  return {
    all(sql: string, values: readonly SqlValue[]) {
      const time = `?${values.length + 1}`
      const said = sql.replaceAll(/\$(\d+)/g, '?$1').replaceAll('sysdb_now_ms()', time)
      const bound = said === sql || !said.includes(time) ? values : [...values, Date.now()]
      return Promise.resolve(database.prepare(said).all([...bound]) as readonly SqlRow[])
    },
    transaction: () => Promise.reject(new Error('nothing is changed')),
    close: () => Promise.resolve(),
  }
}
