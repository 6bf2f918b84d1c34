/** What the scheduler's sysdb keeps in a column. */
export type SqlValue = string | number | null

export type SqlRow = Readonly<Record<string, SqlValue>>

/**
 * The part of a database that sysdb uses: SQLite (node/sqlite) and PostgreSQL (node/postgres) have it alike. Failures are StorageErrors
 * with a sentence; `retryable` where the same call may succeed later.
 */
export interface SqlConnection {
  /**
   * One statement; $1, $2 … are its parameters, `sysdb_now_ms()` is the database's time. Rows as objects by column; integers as
   * numbers.
   */
  all(sql: string, values: readonly SqlValue[]): Promise<readonly SqlRow[]>
  /** All or nothing of what `run` does with the connection that it is given; what it throws undoes it. */
  transaction<T>(run: (connection: SqlConnection) => Promise<T>): Promise<T>
  close(): Promise<void>
}
