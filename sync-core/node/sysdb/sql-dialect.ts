/** Where SQLite and PostgreSQL say the same thing in different words. */
export interface SqlDialect {
  /** The type of a text column whose order is that of its bytes. */
  readonly textType: string
  /** The function that gives the greater of two values. */
  readonly greatest: string
  /**
   * A FROM item `given` with a row for each element of the JSON array in a parameter; its columns are properties of the elements.
   */
  readonly given: (parameter: string, columns: Readonly<Record<string, 'text' | 'bigint'>>) => string
  /** Statements that begin a migration's transaction, so that of two processes one waits for the other. */
  readonly migrationLock: readonly string[]
  /** What the first migration makes beside the tables: `sysdb_now_ms()` where a database's functions can be made. */
  readonly ownObjects: readonly string[]
}
