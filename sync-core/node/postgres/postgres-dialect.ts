import type { SqlDialect } from '../sysdb/sql-dialect.ts'

// Any number that nobody else takes for locks in the same database.
const migrationKey = 7_310_579_001

export const postgresDialect: SqlDialect = {
  textType: 'text COLLATE "C"',
  greatest: 'greatest',
  given: (parameter, columns) => {
    // Texts are compared by their bytes, as the columns are; two orders in one comparison would be refused.
    const typed = Object.entries(columns).map(
      ([name, type]) => `${name} ${type === 'text' ? 'text COLLATE "C"' : type}`,
    )
    return `json_to_recordset(CAST(${parameter} AS json)) AS given (${typed.join(', ')})`
  },
  migrationLock: [
    // Who waited for the lock is to see what was made meanwhile, not what was there when it began to wait.
    'SET TRANSACTION ISOLATION LEVEL READ COMMITTED',
    `SELECT pg_advisory_xact_lock(${migrationKey})`,
  ],
  ownObjects: [
    `CREATE FUNCTION sysdb_now_ms() RETURNS bigint LANGUAGE sql VOLATILE
      AS 'SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint'`,
  ],
}
