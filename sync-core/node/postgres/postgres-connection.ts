// A PostgreSQL that many hosts share, as sysdb uses it.
//
// Every statement and every transaction sees one state (repeatable read), and nothing that it writes was written by a rival since:
// else PostgreSQL undoes it, and it is tried again. So what several statements do together means what it means on SQLite, where
// they are alone, with one exception: who decides by rows that he does not write may decide by what a rival changes just then. Sysdb's
// operations write the rows that they decide by. Serializable would need no such rule, but also undoes those who only work on
// neighbouring rows: measured, 3.5 times fewer operations a second, most of them tried again, some in vain. Read committed
// mixes states inside one statement that waited: `gone` would miss the task that a run of the picture just woke.
//
//   all ──────────▶ connection of the pool ─▶ statement ──┬─ answer
//   transaction ──▶ … begin, run, commit                  ├─ rivals: undone for sure ─▶ a short random rest, again, boundedly
//                                                         ├─ lost: done or not, nobody knows ─▶ StorageError, retryable, says so
//                                                         └─ anything else ─▶ StorageError
//
// A lost connection is not tried again here: sysdb's operations may be repeated, and those who call them do so in their own time.

import { Socket } from 'node:net'
import { setTimeout as rest } from 'node:timers/promises'
import { Pool } from 'pg'
import type { PoolClient } from 'pg'
import { StorageError } from '../../base/errors.ts'
import { limits as usualLimits } from '../../base/limits.ts'
import type { Limits } from '../../base/limits.ts'
import type { SqlConnection, SqlRow, SqlValue } from '../sysdb/sql-connection.ts'
import { OpenTransaction } from './open-transaction.ts'
import { isLost, isRivalry, postgresError } from './postgres-error.ts'
import { withOneState, postgresPlace } from './postgres-place.ts'
import { checkValues, plainTypes } from './postgres-values.ts'

type PostgresLimits = Pick<
  Limits,
  | 'postgresConnectionsMax'
  | 'postgresConnectWithinMs'
  | 'postgresStatementWithinMs'
  | 'postgresTriesMax'
  | 'postgresRestMsMax'
  | 'postgresCloseWithinMs'
>

export class PostgresConnection implements SqlConnection {
  /** For sentences; nothing secret. */
  readonly place: string
  private readonly limits: PostgresLimits
  private readonly pool: Pool
  /** Ours to cut: the pool waits for whoever has a connection, and has no hold on those that are being made. */
  private readonly sockets = new Set<Socket>()
  private closing: Promise<void> | undefined

  /**
   * Connects when it is first used. The address is a connection string, with TLS as libpq has it (sslmode, sslrootcert) and, in
   * `options`, a schema (-csearch_path=…).
   */
  constructor(address: string, limits: PostgresLimits = usualLimits) {
    this.place = postgresPlace(address)
    this.limits = limits
    const within = limits.postgresStatementWithinMs
    this.pool = new Pool({
      connectionString: withOneState(address),
      application_name: 'gesso',
      max: limits.postgresConnectionsMax,
      connectionTimeoutMillis: limits.postgresConnectWithinMs,
      statement_timeout: within,
      // Whoever froze in the middle of a transaction gives its rows back.
      idle_in_transaction_session_timeout: within,
      // The server's word comes first; this one is for a network that is gone.
      query_timeout: within + limits.postgresConnectWithinMs,
      keepAlive: true,
      types: plainTypes,
      stream: () => this.openSocket(),
    })
    // Its next use tells; without a listener a connection that ends in between would end the process.
    this.pool.on('error', () => {})
    this.pool.on('connect', (client) => client.on('error', () => {}))
  }

  async all(sql: string, values: readonly SqlValue[]): Promise<readonly SqlRow[]> {
    checkValues(values)
    return this.tried((client, heard) => ask(client, sql, values, heard, true))
  }

  /** `run` may be called several times; what it did before was undone. */
  transaction<T>(run: (connection: SqlConnection) => Promise<T>): Promise<T> {
    return this.tried(async (client, heard) => {
      await ask(client, 'begin', [], heard, false)
      const inside = new OpenTransaction(
        (sql, values) => ask(client, sql, values, heard, false),
        (error) => this.told(error, false),
      )
      try {
        const result = await run(inside)
        // After a failed statement a commit would undo it all, and not say so.
        if (heard.failure !== undefined) throw heard.failure
        inside.end()
        await ask(client, 'commit', [], heard, true)
        return result
      } catch (error) {
        inside.end()
        if (!heard.isLost) await client.query('rollback').catch(() => (heard.isLost = true))
        throw error
      }
    })
  }

  /** Within `postgresCloseWithinMs` whatever is under way: that rejects. */
  close(): Promise<void> {
    this.closing ??= this.end()
    return this.closing
  }

  private async end(): Promise<void> {
    const ended = this.pool.end()
    const waited = new AbortController()
    const late = rest(this.limits.postgresCloseWithinMs, undefined, { signal: waited.signal })
    await Promise.race([ended, late])
    waited.abort()
    await late.catch(() => {})
    for (const socket of this.sockets) socket.destroy()
  }

  private async tried<T>(run: (client: PoolClient, heard: Heard) => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      const heard: Heard = { failure: undefined, isLost: false, isUnsure: false }
      try {
        return await this.lent(heard, (client) => run(client, heard))
      } catch (error) {
        // What the database said counts, not what was made of it; what is not the database's goes to the caller as it is.
        if (heard.failure === undefined) throw error
        if (!isRivalry(heard.failure) || tries >= this.limits.postgresTriesMax) {
          throw this.told(heard.failure, heard.isUnsure)
        }
      }
      await rest(Math.random() * Math.min(2 ** tries, this.limits.postgresRestMsMax))
    }
  }

  private async lent<T>(heard: Heard, run: (client: PoolClient) => Promise<T>): Promise<T> {
    if (this.closing !== undefined) throw this.wasClosed()
    const client = await this.connect()
    try {
      return await run(client)
    } finally {
      client.release(heard.isLost)
    }
  }

  private async connect(): Promise<PoolClient> {
    try {
      return await this.pool.connect()
    } catch (error) {
      throw this.told(error, false)
    }
  }

  private told(error: unknown, isUnsure: boolean): unknown {
    return this.closing !== undefined && isLost(error)
      ? this.wasClosed()
      : postgresError(error, this.place, isUnsure)
  }

  private wasClosed(): StorageError {
    return new StorageError('unavailable', `The connection to the database ${this.place} was closed.`, true)
  }

  private openSocket(): Socket {
    const socket = new Socket()
    this.sockets.add(socket)
    socket.once('close', () => this.sockets.delete(socket))
    return socket
  }
}

/** What went wrong with the database during one try, also where `run` went on in spite of it. */
interface Heard {
  failure: unknown
  isLost: boolean
  /** It may have been done although its answer is lost. */
  isUnsure: boolean
}

async function ask(
  client: PoolClient,
  sql: string,
  values: readonly SqlValue[],
  heard: Heard,
  isLast: boolean,
): Promise<readonly SqlRow[]> {
  checkValues(values)
  try {
    return (await client.query<SqlRow>(sql, [...values])).rows
  } catch (error) {
    if (heard.failure === undefined) {
      heard.failure = error
      heard.isUnsure = isLast && isLost(error)
    }
    heard.isLost ||= isLost(error)
    throw error
  }
}
