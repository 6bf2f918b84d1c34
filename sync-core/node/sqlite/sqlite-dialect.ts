import type { SqlDialect } from '../sysdb/sql-dialect.ts'

export const sqliteDialect: SqlDialect = {
  textType: 'text',
  greatest: 'max',
  given: (parameter, columns) => {
    const picked = Object.keys(columns).map((column) => `value ->> '${column}' AS ${column}`)
    return `(SELECT ${picked.join(', ')} FROM json_each(${parameter})) AS given`
  },
  // Every transaction here begins IMMEDIATE.
  migrationLock: [],
  // The connection binds the time itself: SQLite keeps no functions.
  ownObjects: [],
}
