// The database file in the thread that has it: opening, checking, setting aside. Durable means synchronous=FULL: what was answered
// is there after a power cut, as the journal promises of updates.

import { closeSync, existsSync, mkdirSync, openSync, readSync, renameSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import Database from 'libsql'
import type { SqlRow, SqlValue } from '../sysdb/sql-connection.ts'
import { diskError } from '../disk-error.ts'
import { isDamage } from './sqlite-error.ts'

/** 'Gess': tells our files from those of other programs. */
const applicationId = 0x47657373
/** Somebody who looks into the file with another program holds it for a moment only. */
const busyMs = 2_000
const memory = ':memory:'

export class SqliteFile {
  private readonly database: Database.Database
  private readonly statements = new Map<string, Database.Statement>()

  private constructor(database: Database.Database) {
    this.database = database
  }

  /** A file that can't be used is put aside under another name, and a new one is begun; `setAside` is the sentence about it. */
  static open(file: string, isDamaged: boolean): { readonly opened: SqliteFile; readonly setAside?: string } {
    if (file === memory) return { opened: SqliteFile.prepare(file) }
    reachFile(file)
    const reason = isDamaged || hasForeignWal(file) ? 'it is damaged' : undefined
    const opened = reason ?? openedOrReason(file)
    if (typeof opened !== 'string') return { opened }
    const name = putAside(file)
    return {
      opened: SqliteFile.prepare(file),
      setAside: `The list of what is to be saved (${file}) could not be read: ${opened}. It was put aside as ${name} in the same folder, and a new one is made from the pictures.`,
    }
  }

  /** Throws what SQLite says, also when what is there is not ours. */
  static prepare(file: string): SqliteFile {
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
    if (id !== 0 || tables?.['count'] !== 0) throw new ForeignFile('another program made it')
    this.all(`PRAGMA application_id = ${applicationId}`, [])
  }

  private check(): void {
    const [row] = this.all('PRAGMA quick_check(1)', [])
    if (row?.['quick_check'] !== 'ok') throw new ForeignFile('it is damaged')
  }
}

/** What is there is no sysdb that can be used; the message says why. */
class ForeignFile extends Error {
  override readonly name = 'ForeignFile'
}

function openedOrReason(file: string): SqliteFile | string {
  try {
    return SqliteFile.prepare(file)
  } catch (error) {
    if (error instanceof ForeignFile) return error.message
    if (isDamage(error)) return 'it is damaged'
    throw error
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

/**
 * Whether the log beside the file is no log of SQLite's: it would be taken for an empty one, and what was answered would be lost
 * silently. Zeros are what a power cut leaves of a log that was just begun.
 */
function hasForeignWal(file: string): boolean {
  const log = `${file}-wal`
  if (!existsSync(log)) return false
  const head = Buffer.alloc(32)
  const handle = openSync(log, 'r')
  const length = readSync(handle, head, 0, head.length, 0)
  closeSync(handle)
  if (length < head.length || head.every((byte) => byte === 0)) return false
  return (head.readUInt32BE(0) & ~1) !== 0x377f0682
}

/** With its log, without which it is another file. Returns the name. */
function putAside(file: string): string {
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
