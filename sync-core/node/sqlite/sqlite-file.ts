// The database file in the thread that has it: opening, checking, setting aside. Durable means synchronous=FULL: what was answered
// is there after a power cut, as the journal promises of updates.

import { closeSync, existsSync, mkdirSync, openSync, readSync, renameSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import Database from 'libsql'
import type { SqlRow, SqlValue } from '../sysdb/sql-connection.ts'
import { diskError } from '../disk-error.ts'
import { UnusableFile } from './sqlite-error.ts'

/** 'Gess': tells our files from those of other programs. */
const applicationId = 0x47657373
/** Somebody who looks into the file with another program holds it for a moment only. */
const busyMs = 2_000
const memory = ':memory:'
/** Of a file or a log: enough to know it by. */
const headBytes = 32

export class SqliteFile {
  private readonly database: Database.Database
  private readonly statements = new Map<string, Database.Statement>()

  private constructor(database: Database.Database) {
    this.database = database
  }

  /**
   * Where `putAside` says why the file there can't be used, it is put aside under another name, a new one is begun, and `setAside` is
   * the sentence about it. Otherwise a file that can't be used is an error (see `damageOf`), and this thread is to end before another
   * one puts it aside: SQLite closes a file only when its last statement was collected, and it deletes the log of that name then,
   * which would be the new file's.
   */
  static open(
    file: string,
    putAside: string | undefined,
  ): { readonly opened: SqliteFile; readonly setAside?: string } {
    if (file === memory) return { opened: SqliteFile.prepare(file) }
    reachFile(file)
    if (putAside === undefined) {
      if (isForeign(file) || hasForeignWal(file)) throw new UnusableFile('it is damaged')
      return { opened: SqliteFile.prepare(file) }
    }
    const name = rename(file)
    return {
      opened: SqliteFile.prepare(file),
      setAside: `The list of what is to be saved (${file}) could not be read: ${putAside}. It was put aside as ${name} in the same folder, and a new one is made from the pictures.`,
    }
  }

  private static prepare(file: string): SqliteFile {
    const database = new Database(file)
    try {
      const opened = new SqliteFile(database)
      opened.all(`PRAGMA busy_timeout = ${busyMs}`, [])
      opened.checkWhose()
      opened.all('PRAGMA journal_mode = WAL', [])
      opened.all('PRAGMA synchronous = FULL', [])
      opened.all('PRAGMA wal_autocheckpoint = 1000', [])
      opened.check()
      return opened
    } catch (error) {
      database.close()
      throw error
    }
  }

  all(sql: string, values: readonly SqlValue[]): readonly SqlRow[] {
    let statement = this.statements.get(sql)
    if (statement === undefined) {
      statement = this.database.prepare(sql)
      this.statements.set(sql, statement)
    }
    // An array of its own: the package takes a lone value for a list of them.
    return statement.all([...values]) as readonly SqlRow[]
  }

  close(): void {
    this.statements.clear()
    this.database.close()
  }

  private checkWhose(): void {
    const [row] = this.all('PRAGMA application_id', [])
    const id = row?.['application_id']
    if (id === applicationId) return
    const [tables] = this.all('SELECT count(*) AS count FROM sqlite_schema', [])
    if (id !== 0 || tables?.['count'] !== 0) throw new UnusableFile('another program made it')
    this.all(`PRAGMA application_id = ${applicationId}`, [])
  }

  /** Its indexes, too, since a task that its index lacks is never found: a second for a million tasks. */
  private check(): void {
    const [row] = this.all('PRAGMA integrity_check(1)', [])
    if (row?.['integrity_check'] !== 'ok') throw new UnusableFile('it is damaged')
  }
}

/** SQLite calls every failure to open a file the same; the file system says which it is. */
function reachFile(file: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
    closeSync(openSync(file, 'a+'))
  } catch (error) {
    throw diskError(error, `write ${basename(file)}`, dirname(file))
  }
}

/** Whether it is no database of SQLite's, which would delete the log beside such a file before it says so. */
function isForeign(file: string): boolean {
  const head = headOf(file)
  return head.length > 0 && head.toString('latin1', 0, 16) !== 'SQLite format 3\0'
}

/**
 * Whether the log beside the file is no log of SQLite's: it would be taken for an empty one, and what was answered would be lost
 * silently. Zeros are what a power cut leaves of a log that was just begun.
 */
function hasForeignWal(file: string): boolean {
  const log = `${file}-wal`
  if (!existsSync(log)) return false
  const head = headOf(log)
  if (head.length < headBytes || head.every((byte) => byte === 0)) return false
  return (head.readUInt32BE(0) & ~1) !== 0x377f0682
}

function headOf(file: string): Buffer {
  const head = Buffer.alloc(headBytes)
  const handle = openSync(file, 'r')
  try {
    return head.subarray(0, readSync(handle, head, 0, headBytes, 0))
  } finally {
    closeSync(handle)
  }
}

/** With its log, without which it is another file. Returns the name. */
function rename(file: string): string {
  let number = 1
  while (existsSync(`${file}.damaged-${number}`)) number++
  const name = `${basename(file)}.damaged-${number}`
  try {
    for (const ending of ['-wal', '-shm', '']) {
      if (existsSync(file + ending)) renameSync(file + ending, join(dirname(file), name + ending))
    }
  } catch (error) {
    throw diskError(error, `rename ${basename(file)}`, dirname(file))
  }
  return name
}
