import { open, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AssertionError, StorageError } from '../../base/errors.ts'
import { TestProcess } from '../../testing/child-process.ts'
import { sysdbThreadSource, SqliteTrial } from '../../testing/sqlite-trial.ts'
import { sysdbMigrations, type MigrationSteps } from '../sysdb/migrations.ts'
import type { SqlConnection } from '../sysdb/sql-connection.ts'
import { SqlSysdb } from '../sysdb/sql-sysdb.ts'
import { openSqlite, type OpenedSqlite } from './open-sqlite.ts'
import { sqliteDialect } from './sqlite-dialect.ts'
import { sqliteError } from './sqlite-error.ts'

const steps = sysdbMigrations(sqliteDialect)
const newer: MigrationSteps = [
  ...steps,
  [`ALTER TABLE sysdb_task ADD COLUMN color text NOT NULL DEFAULT 'red'`, 'CREATE TABLE newer (a text)'],
]

describe('SQLite for sysdb', () => {
  let folder: string
  let file: string
  let trial: SqliteTrial
  const opened: SqlConnection[] = []
  const openFile = async (...with_: readonly MigrationSteps[]): Promise<OpenedSqlite> => {
    const result = await trial.open(file, ...with_)
    opened.push(result.connection)
    return result
  }
  const pictures = async (connection: SqlConnection): Promise<unknown> => {
    const rows = await connection.all('SELECT picture FROM sysdb_task ORDER BY picture', [])
    return rows.map((row) => row['picture'])
  }
  /** A closed file with many rows: several hundred pages. */
  const makeFile = async (): Promise<void> => {
    const { connection } = await trial.open(file)
    const names = Array.from({ length: 5000 }, (_, number) => `picture-${number}`)
    await connection.all(
      `INSERT INTO sysdb_task (picture, kind, shard, cadence_ms) SELECT value, 'persist', 0, 1 FROM json_each($1)`,
      [JSON.stringify(names)],
    )
    await connection.close()
  }
  const overwrite = async (path: string, bytes: Uint8Array, at: number): Promise<void> => {
    const handle = await open(path, 'r+')
    await handle.write(bytes, 0, bytes.length, at)
    await handle.close()
  }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gesso-sqlite-'))
    file = join(folder, 'sysdb.sqlite')
    trial = new SqliteTrial()
  })
  afterEach(async () => {
    for (const connection of opened.splice(0)) await connection.close()
    await rm(folder, { recursive: true })
  })

  it('[SD20] makes its tables once, and finds them again', async () => {
    const first = await openFile()
    expect(first.setAside).toBeUndefined()
    await new SqlSysdb(first.connection, sqliteDialect).create('a', 0, 1)
    await first.connection.close()
    const second = await openFile()
    expect(second.setAside).toBeUndefined()
    expect(await pictures(second.connection)).toEqual(['a'])
    expect(await second.connection.all('SELECT version FROM sysdb_version', [])).toEqual([
      { version: 1 },
      { version: 2 },
    ])
    expect(await second.connection.all('PRAGMA synchronous', [])).toEqual([{ synchronous: 2 }])
    expect(await second.connection.all('PRAGMA journal_mode', [])).toEqual([{ journal_mode: 'wal' }])
  })

  it('[SD20] brings an older version to the newest with what it has, once, also when two come at the same time', async () => {
    const old = await openFile()
    await new SqlSysdb(old.connection, sqliteDialect).create('a', 0, 1)
    await old.connection.close()
    const both = await Promise.all([openFile(newer), openFile(newer)])
    for (const { connection, setAside } of both) {
      expect(setAside).toBeUndefined()
      expect(await connection.all('SELECT picture, color FROM sysdb_task', [])).toEqual([
        { picture: 'a', color: 'red' },
      ])
      expect(await connection.all('SELECT version FROM sysdb_version', [])).toEqual([
        { version: 1 },
        { version: 2 },
        { version: 3 },
      ])
    }
  })

  it('[SD20] brings what was made before pictures had epochs to the newest version', async () => {
    const { connection: old } = await trial.open(file, steps.slice(0, 1))
    await old.all(
      `INSERT INTO sysdb_task (picture, kind, shard, cadence_ms) VALUES ('a', 'persist', 0, 1)`,
      [],
    )
    await old.close()
    const { connection, setAside } = await openFile()
    expect(setAside).toBeUndefined()
    const sysdb = new SqlSysdb(connection, sqliteDialect)
    expect(await sysdb.rows(undefined, 10)).toMatchObject([{ picture: 'a', epoch: 0 }])
    await sysdb.open('a', 0, 1, { epoch: 7, seq: 0, savedSeq: 0 })
    expect(await sysdb.rows(undefined, 10)).toMatchObject([{ picture: 'a', epoch: 7 }])
  })

  it('[SD20] leaves a database as it was when a step fails', async () => {
    await (await trial.open(file)).connection.close()
    const wrong: MigrationSteps = [...steps, ['CREATE TABLE half (a text)', 'CREATE TABEL half2 (a text)']]
    await expect(trial.open(file, wrong)).rejects.toThrow('TABEL')
    const { connection } = await openFile(newer)
    expect(await connection.all(`SELECT name FROM sqlite_schema WHERE name = 'half'`, [])).toEqual([])
  })

  it('[SD21] refuses what a newer version made, and changes nothing', async () => {
    const { connection } = await trial.open(file, newer)
    await connection.close()
    const before = await readFile(file)
    await expect(trial.open(file)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('version 3, this one reads up to 2') as string,
    })
    expect(await readFile(file)).toEqual(before)
    expect((await openFile(newer)).setAside).toBeUndefined()
  })

  const damages: readonly { readonly what: string; readonly damage: () => Promise<void> }[] = [
    {
      what: 'half of it',
      damage: async () => truncate(file, Math.floor((await stat(file)).size / 2)),
    },
    { what: 'a hundred bytes', damage: () => truncate(file, 100) },
    { what: 'another beginning', damage: () => overwrite(file, Buffer.alloc(64, 'x'), 0) },
    {
      what: 'pages overwritten in the middle',
      damage: () => overwrite(file, Buffer.alloc(20_000, 0xff), 4096 * 5 + 10),
    },
    { what: 'a log that is none', damage: () => writeFile(`${file}-wal`, Buffer.alloc(5000, 'y')) },
    { what: 'a text', damage: () => writeFile(file, 'Dear diary') },
  ]
  for (const { what, damage } of damages) {
    it(`[SD22] puts aside what is damaged, and begins anew: ${what}`, async () => {
      await makeFile()
      await damage()
      const before = await readFile(file)
      const { connection, setAside } = await openFile()
      expect(setAside).toContain('put aside as sysdb.sqlite.damaged-1')
      expect(setAside).toContain(file)
      expect(await pictures(connection)).toEqual([])
      await new SqlSysdb(connection, sqliteDialect).create('a', 0, 1)
      expect(await readFile(`${file}.damaged-1`)).toEqual(before)
      await connection.close()
      expect((await openFile()).setAside).toBeUndefined()
    })
  }

  it('[SD22] puts each damaged one aside under a name of its own, with its log', async () => {
    await makeFile()
    await writeFile(`${file}.damaged-1`, 'older')
    await writeFile(file, 'no database')
    await writeFile(`${file}-wal`, 'its log')
    expect((await openFile()).setAside).toContain('sysdb.sqlite.damaged-2')
    expect(await readFile(`${file}.damaged-1`, 'utf8')).toBe('older')
    expect(await readFile(`${file}.damaged-2`, 'utf8')).toBe('no database')
    expect(await readFile(`${file}.damaged-2-wal`, 'utf8')).toBe('its log')
  })

  it('[SD22] takes an empty file, and a log of zeros, for what a power cut left of a new one', async () => {
    await writeFile(file, '')
    await writeFile(`${file}-wal`, Buffer.alloc(4096))
    expect((await openFile()).setAside).toBeUndefined()
    expect(await readdir(folder)).not.toContain('sysdb.sqlite.damaged-1')
  })

  it('[SD23] puts a database of another program aside, whole', async () => {
    const theirs = new Database(file)
    theirs.exec(`CREATE TABLE recipes (name text); INSERT INTO recipes VALUES ('soup')`)
    theirs.close()
    const { setAside, connection } = await openFile()
    expect(setAside).toContain('another program made it')
    expect(await pictures(connection)).toEqual([])
    const aside = new Database(`${file}.damaged-1`)
    expect(aside.prepare('SELECT name FROM recipes').all([])).toEqual([{ name: 'soup' }])
    aside.close()
  })

  const change = async (statement: string): Promise<void> => {
    const other = new Database(file)
    // As another program would that knows nothing of our rules.
    other.exec('PRAGMA ignore_check_constraints = 1')
    other.exec(statement)
    other.close()
  }

  it.each([
    ['run', '-7'],
    ['run', '9223372036854775807'],
    ['next_run_ms', '-5'],
    ['next_run_ms', '1.5'],
    ['next_run_ms', `'soon'`],
    ['next_run_ms', '90071992547409'],
    ['cadence_ms', '9223372036854775807'],
    ['shard', `x'00'`],
    ['urgent', '3'],
    ['heap_run', '2'],
    ['epoch', '-1'],
  ])('[SD52] puts a file aside whose rows have what no sysdb writes: %s = %s', async (column, value) => {
    const { connection } = await openFile()
    const sysdb = new SqlSysdb(connection, sqliteDialect)
    await sysdb.create('a', 0, 1)
    await connection.close()
    await change(`UPDATE sysdb_task SET ${column} = ${value}`)
    const { setAside } = await openFile()
    expect(setAside).toContain('it is damaged')
  })

  it('[SD52] puts a file aside whose index lacks a task, which would never be found', async () => {
    const { connection } = await openFile()
    await new SqlSysdb(connection, sqliteDialect).create('a', 0, 1)
    const [index] = await connection.all(
      `SELECT rootpage, page_size FROM sqlite_schema, pragma_page_size WHERE name = 'sysdb_task_outbox'`,
      [],
    )
    await connection.close()
    const page = (Number(index!['rootpage']) - 1) * Number(index!['page_size'])
    const cell = page + (await readFile(file)).readUInt16BE(page + 8)
    // The type of the first column: the number 1, where it was 0.
    await overwrite(file, Uint8Array.of(9), cell + 2)
    const { setAside } = await openFile()
    expect(setAside).toContain('it is damaged')
  })

  it('[SD53] gives nobody a run of a kind that only a newer Gesso knows', async () => {
    const { connection } = await openFile()
    const sysdb = new SqlSysdb(connection, sqliteDialect)
    await sysdb.create('a', 0, 1)
    await sysdb.create('b', 0, 1)
    await connection.all(`UPDATE sysdb_task SET kind = 'frame' WHERE picture = 'a'`, [])
    expect(await sysdb.outbox(0, 10)).toMatchObject([{ picture: 'b' }])
    expect(await sysdb.outbox(0, 1)).toMatchObject([{ picture: 'b' }])
  })

  it('[SD24] gives up a file that is found damaged while it is used: one call fails, the next begins anew, then all goes on', async () => {
    await makeFile()
    const { connection } = await openFile()
    await connection.all('PRAGMA cache_size = 1', [])
    await overwrite(file, Buffer.alloc((await stat(file)).size - 4096, 0xa5), 4096)
    const sysdb = new SqlSysdb(connection, sqliteDialect)
    await expect(sysdb.create('picture-77', 0, 1)).rejects.toMatchObject({ code: 'corrupt', retryable: true })
    expect(trial.told).toEqual([])
    await expect(sysdb.create('picture-77', 0, 1)).rejects.toMatchObject({
      code: 'unavailable',
      retryable: true,
    })
    expect(trial.told).toEqual([expect.stringContaining('sysdb.sqlite.damaged-1')])
    expect(await sysdb.create('picture-77', 0, 1)).toHaveLength(1)
    expect(await pictures(connection)).toEqual(['picture-77'])
    expect(trial.told).toHaveLength(1)
  })

  it('[SD25] has what was answered and nothing of a transaction in which the process was killed', async () => {
    const child = new TestProcess('sysdb-child.ts', file)
    expect(await child.waitFor(() => true)).toBe(2)
    await child.kill()
    const { connection, setAside } = await openFile()
    expect(setAside).toBeUndefined()
    expect(await pictures(connection)).toEqual(['a'])
  })

  it('[SD26] says what a full disk, a busy file and a place that is none mean', async () => {
    const { connection } = await openFile()
    const sysdb = new SqlSysdb(connection, sqliteDialect)
    const [pages] = await connection.all('PRAGMA page_count', [])
    await connection.all(`PRAGMA max_page_count = ${pages!['page_count']!}`, [])
    const long = 'x'.repeat(50_000)
    await expect(sysdb.create(long, 0, 1)).rejects.toMatchObject({ code: 'disk-full', retryable: true })
    await connection.all('PRAGMA max_page_count = 100000', [])
    expect(await sysdb.create(long, 0, 1)).toHaveLength(1)

    await connection.all('PRAGMA busy_timeout = 1', [])
    const other = new Database(file)
    other.exec('BEGIN IMMEDIATE')
    await expect(sysdb.create('a', 0, 1)).rejects.toMatchObject({ code: 'in-use', retryable: true })
    other.exec('ROLLBACK')
    other.close()
    expect(await sysdb.create('a', 0, 1)).toHaveLength(1)

    await writeFile(join(folder, 'plain'), '')
    await expect(trial.open(join(folder, 'plain', 'sysdb.sqlite'))).rejects.toBeInstanceOf(StorageError)
  })

  it.skipIf(process.getuid?.() === 0)('[SD26] says that it may not write', async () => {
    const { chmod } = await import('node:fs/promises')
    await chmod(folder, 0o500)
    await expect(trial.open(file)).rejects.toMatchObject({ code: 'no-permission', retryable: true })
    await chmod(folder, 0o700)
  })

  it('[SD26] gives each answer of SQLite a code and a sentence that names the file, and keeps our own mistakes', () => {
    const said = (code: string): unknown => {
      const error = sqliteError(Object.assign(new Error('words of SQLite'), { code }), '/d/f')
      if (!(error instanceof StorageError)) return error instanceof Error ? error.message : error
      expect(error.message).toContain('/d/f')
      return [error.code, error.retryable]
    }
    expect(said('SQLITE_FULL')).toEqual(['disk-full', true])
    expect(said('SQLITE_BUSY_SNAPSHOT')).toEqual(['in-use', true])
    expect(said('SQLITE_LOCKED')).toEqual(['in-use', true])
    expect(said('SQLITE_READONLY_DIRECTORY')).toEqual(['no-permission', true])
    expect(said('SQLITE_PERM')).toEqual(['no-permission', true])
    expect(said('SQLITE_CORRUPT_INDEX')).toEqual(['corrupt', true])
    expect(said('SQLITE_NOTADB')).toEqual(['corrupt', true])
    expect(said('SQLITE_IOERR_FSYNC')).toEqual(['unavailable', true])
    expect(said('SQLITE_CANTOPEN')).toEqual(['unavailable', true])
    expect(said('SQLITE_CONSTRAINT_CHECK')).toBe('words of SQLite')
    expect(said('SQLITE_ERROR')).toBe('words of SQLite')
    expect(said('ENOENT')).toBe('words of SQLite')
    expect(sqliteError('text', '/d/f')).toBe('text')
  })

  it('[SD27] does one thing at a time: a transaction has the file until it ends, and what it throws undoes it', async () => {
    const { connection } = await openFile()
    const insert = (picture: string): string =>
      `INSERT INTO sysdb_task (picture, kind, shard, cadence_ms) VALUES ('${picture}', 'persist', 0, 1)`
    let goOn!: () => void
    const held = new Promise<void>((resolve) => {
      goOn = resolve
    })
    const undone = connection.transaction(async (inside) => {
      await inside.all(insert('a'), [])
      await held
      throw new StorageError('conflict', 'no')
    })
    const after = pictures(connection)
    goOn()
    await expect(undone).rejects.toMatchObject({ code: 'conflict' })
    expect(await after).toEqual([])
    await expect(connection.all('SELEKT', [])).rejects.toBeInstanceOf(AssertionError)
    expect(
      await connection.transaction((inside) => inside.all(`${insert('b')} RETURNING picture`, [])),
    ).toEqual([{ picture: 'b' }])
    await connection.close()
    await connection.close()
    await expect(connection.all('SELECT 1', [])).rejects.toMatchObject({ code: 'unavailable' })
  })

  it('[SD27] fails retryably when its thread dies, and begins another that has all that was answered', async () => {
    const mortal = `import { parentPort } from 'node:worker_threads'
      await import(${JSON.stringify(sysdbThreadSource.href)})
      parentPort.on('message', ({ sql }) => sql === 'SELECT 3' && process.exit(3))`
    const threadFile = new URL(`data:text/javascript,${encodeURIComponent(mortal)}`)
    const told: string[] = []
    const onSetAside = (sentence: string): number => told.push(sentence)
    const { connection } = await openSqlite(file, { threadFile, nowMs: () => 0, onSetAside })
    opened.push(connection)
    const sysdb = new SqlSysdb(connection, sqliteDialect)
    await sysdb.create('a', 0, 1)
    const dying = connection.transaction(async (inside) => {
      await inside.all('DELETE FROM sysdb_task', [])
      await inside.all('SELECT 3', [])
      await inside.all('SELECT 4', [])
    })
    await expect(dying).rejects.toMatchObject({ code: 'unavailable', retryable: true })
    await expect(sysdb.create('b', 0, 1)).rejects.toMatchObject({ code: 'unavailable', retryable: true })
    expect(await sysdb.create('b', 0, 1)).toHaveLength(1)
    expect(await pictures(connection)).toEqual(['a', 'b'])
    expect(told).toEqual([])
  })
})
