// SQLite as sysdb's connection, in a thread of its own. One connection, so one thing at a time: a transaction has it until it ends,
// and who asks meanwhile waits in line.
//
// A file that is found damaged while it is used is given up: the next call puts it aside, begins a new one, and fails retryably, so
// that nobody takes the empty one for what he wrote to before. The same happens, without putting aside, when the thread died.

import { StorageError } from '../../base/errors.ts'
import { migrate, sysdbMigrations, type MigrationSteps } from '../sysdb/migrations.ts'
import type { SqlConnection, SqlRow, SqlValue } from '../sysdb/sql-connection.ts'
import { sqliteDialect } from './sqlite-dialect.ts'
import { SqliteThread } from './sqlite-thread.ts'

export interface SqliteOptions {
  /** sysdb-thread, built for this runtime. */
  readonly threadFile: string | URL
  /** What `sysdb_now_ms()` is. */
  readonly nowMs: () => number
  /** A file was put aside while it was used, and its place is empty: what it knew is to be made again. */
  readonly onSetAside: (sentence: string) => void
  readonly steps?: MigrationSteps
}

export interface OpenedSqlite {
  readonly connection: SqlConnection
  /** A sentence when what was there could not be read: the database is empty. */
  readonly setAside?: string | undefined
}

/** Opens or makes the database, at its newest version. Rejects with StorageError. ':memory:' is a file that nobody keeps. */
export async function openSqlite(file: string, options: SqliteOptions): Promise<OpenedSqlite> {
  const connection = new SqliteConnection(file, options)
  const setAside = await connection.open()
  return { connection, setAside }
}

class SqliteConnection implements SqlConnection {
  private readonly file: string
  private readonly options: SqliteOptions
  private thread: SqliteThread | undefined
  /** Why the file that is there is to be put aside. */
  private damage: string | undefined
  private isClosed = false
  /** Resolves when whoever came last is through. */
  private line: Promise<unknown> = Promise.resolve()
  private readonly inside: SqlConnection

  constructor(file: string, options: SqliteOptions) {
    this.file = file
    this.options = options
    this.inside = {
      all: (sql, values) => this.ask(sql, values),
      transaction: () => Promise.reject(new Error('a transaction has none inside')),
      close: () => Promise.reject(new Error('a transaction ends before its connection')),
    }
  }

  all(sql: string, values: readonly SqlValue[]): Promise<readonly SqlRow[]> {
    return this.inLine(() => this.ask(sql, values))
  }

  transaction<T>(run: (connection: SqlConnection) => Promise<T>): Promise<T> {
    return this.inLine(() => this.transact(run))
  }

  async close(): Promise<void> {
    this.isClosed = true
    await this.line
    await this.endThread()
  }

  /** Returns the sentence when a file was put aside. */
  async open(): Promise<string | undefined> {
    try {
      return await this.openOnce()
    } catch (error) {
      if (this.damage === undefined) throw error
      return this.openOnce()
    }
  }

  private async openOnce(): Promise<string | undefined> {
    const thread = new SqliteThread(this.options.threadFile)
    this.thread = thread
    try {
      const { setAside } = await thread.ask({ verb: 'open', file: this.file, putAside: this.damage })
      const steps = this.options.steps ?? sysdbMigrations(sqliteDialect)
      await migrate({ ...this.inside, transaction: (run) => this.transact(run) }, sqliteDialect, steps)
      this.damage = undefined
      return setAside
    } catch (error) {
      await this.endThread()
      throw error
    }
  }

  /** Afterwards nothing of its file is open in this process. */
  private async endThread(): Promise<void> {
    const { thread } = this
    this.thread = undefined
    await thread?.stop()
    this.damage ??= thread?.damage
  }

  private inLine<T>(run: () => Promise<T>): Promise<T> {
    if (this.isClosed) return Promise.reject(closedError())
    const turn = this.line.then(async () => {
      if (this.thread?.isAlive !== true || this.thread.damage !== undefined) await this.beginAgain()
      return run()
    })
    this.line = turn.catch(() => undefined)
    return turn
  }

  /** Always throws: nothing that is asked now may go to a database that whoever asks does not know. */
  private async beginAgain(): Promise<never> {
    await this.endThread()
    const wasDamaged = this.damage !== undefined
    const setAside = await this.open()
    const sentence =
      setAside ??
      `The list of what is to be saved (${this.file}) was opened anew${wasDamaged ? ', and is empty' : ''}; Gesso tries again by itself.`
    if (wasDamaged || setAside !== undefined) this.options.onSetAside(sentence)
    throw new StorageError('unavailable', sentence, true)
  }

  private async transact<T>(run: (connection: SqlConnection) => Promise<T>): Promise<T> {
    await this.ask('BEGIN IMMEDIATE', [])
    try {
      const result = await run(this.inside)
      await this.ask('COMMIT', [])
      return result
    } catch (error) {
      // Of some failures SQLite rolls back by itself, and a thread that died has nothing to roll back.
      await this.ask('ROLLBACK', []).catch(() => undefined)
      throw error
    }
  }

  private async ask(sql: string, values: readonly SqlValue[]): Promise<readonly SqlRow[]> {
    if (this.thread === undefined) throw closedError()
    const said = spoken(sql)
    const bound = said.hasTime ? [...values, this.options.nowMs()] : values
    const { rows } = await this.thread.ask({ verb: 'all', sql: said.sql, values: bound })
    return rows
  }
}

const spokenBefore = new Map<string, { readonly sql: string; readonly hasTime: boolean }>()

/** Numbered parameters as SQLite knows them; the time is one behind the others. */
function spoken(sql: string): { readonly sql: string; readonly hasTime: boolean } {
  let said = spokenBefore.get(sql)
  if (said !== undefined) return said
  const numbers = [...sql.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number))
  const time = `?${Math.max(0, ...numbers) + 1}`
  const hasTime = sql.includes('sysdb_now_ms()')
  said = { sql: sql.replaceAll(/\$(\d+)/g, '?$1').replaceAll('sysdb_now_ms()', time), hasTime }
  spokenBefore.set(sql, said)
  return said
}

function closedError(): StorageError {
  return new StorageError('unavailable', 'The list of what is to be saved is closed.')
}
