// A database with one plain table, asked in this thread or on one connection: what the least costs that does the same as sysdb.

import Database from 'libsql'
import { Client } from 'pg'
import type { PictureId } from '../../sync-core/pictures/picture-accessor.ts'
import { makePictureId } from '../../sync-core/base/picture-id.ts'

/** The least that does the same. */
export interface RawDatabase {
  readonly about: string
  select(): Promise<unknown>
  /** One row, by its key. */
  update(picture: PictureId): Promise<unknown>
  /** So many rows in one commit, a statement each. */
  updateTogether(pictures: readonly PictureId[]): Promise<unknown>
  close(): Promise<void>
}

export function pictureOf(number: number): PictureId {
  const bytes = new Uint8Array(16)
  new DataView(bytes.buffer).setUint32(0, number)
  return makePictureId(bytes)
}

const rawTable = 'CREATE TABLE raw_task (picture text PRIMARY KEY, run bigint NOT NULL)'

export function openRawSqlite(file: string, pictureCount: number): RawDatabase {
  const database = new Database(file)
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL']) database.pragma(pragma)
  database.exec(rawTable)
  const insert = database.prepare('INSERT INTO raw_task VALUES (?, 1)')
  database.transaction(() => {
    for (let number = 0; number < pictureCount; number++) insert.run([pictureOf(number)])
  })()
  const select = database.prepare('SELECT 1')
  const update = database.prepare('UPDATE raw_task SET run = run + 1 WHERE picture = ?')
  const together = database.transaction((pictures: readonly PictureId[]) => {
    for (const picture of pictures) update.run([picture])
  })
  return {
    about: 'same thread',
    select: async () => select.all([]),
    update: async (picture) => update.run([picture]),
    updateTogether: async (pictures) => together(pictures),
    close: async () => void database.close(),
  }
}

export async function openRawPostgres(address: string, pictureCount: number): Promise<RawDatabase> {
  const client = new Client({ connectionString: address })
  await client.connect()
  await client.query(rawTable)
  const all = Array.from({ length: pictureCount }, (_, number) => pictureOf(number))
  await client.query('INSERT INTO raw_task SELECT unnest($1::text[]), 1', [all])
  const update = (picture: PictureId): Promise<unknown> =>
    client.query('UPDATE raw_task SET run = run + 1 WHERE picture = $1', [picture])
  return {
    about: 'one connection',
    select: () => client.query('SELECT 1'),
    update,
    async updateTogether(pictures) {
      await client.query('BEGIN')
      await eachOf(pictures, update)
      await client.query('COMMIT')
    },
    close: () => client.end(),
  }
}

export async function eachOf<T>(items: readonly T[], run: (item: T) => Promise<unknown>): Promise<void> {
  for (const item of items) await run(item)
}
