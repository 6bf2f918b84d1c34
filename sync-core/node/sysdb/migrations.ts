// The tables of sysdb, as numbered steps: a step that was published never changes, what is new is a step of its own. A database
// knows which steps it has; the others run in one transaction, once, however many processes open it at the same time.

import { StorageError } from '../../base/errors.ts'
import type { SqlConnection } from './sql-connection.ts'
import type { SqlDialect } from './sql-dialect.ts'

/** Until 2286: the heap writes times in 13 digits. */
const lastMs = 9_999_999_999_999
const most = Number.MAX_SAFE_INTEGER
const numbers: readonly (readonly [column: string, from: number, to: number])[] = [
  ['shard', 0, most],
  ['want_seq', 0, most],
  ['done_seq', 0, most],
  ['run', 1, most],
  ['next_run_ms', 0, lastMs],
  ['heap_run', 0, most],
  ['last_run_ms', 0, lastMs],
  ['cadence_ms', 0, lastMs],
  ['attempt', 0, most],
  ['lease_until_ms', 0, lastMs],
  ['urgent', 0, 2],
  ['failures', 0, most],
  ['deleted_at_ms', 0, lastMs],
]

/** SQLite keeps anything in any column: its check at opening finds what these rules refuse, and the file is put aside. */
function whole(column: string, from: number, to: number): string {
  return `CHECK (${column} BETWEEN ${from} AND ${to} AND ${column} = CAST(${column} AS bigint))`
}

/** Statements that lead from one version to the next; the first step makes version 1. */
export type MigrationSteps = readonly (readonly string[])[]

export function sysdbMigrations({ textType, ownObjects }: SqlDialect): MigrationSteps {
  return [
    [
      ...ownObjects,
      // urgent: 0 no, 1 the next run is, 2 the run under way is.
      `CREATE TABLE sysdb_task (
        picture ${textType} NOT NULL,
        kind ${textType} NOT NULL,
        shard bigint NOT NULL,
        status ${textType} NOT NULL DEFAULT 'live' CHECK (status IN ('live', 'deleted')),
        want_seq bigint NOT NULL DEFAULT 0,
        done_seq bigint NOT NULL DEFAULT 0,
        snapshot_key ${textType} NOT NULL DEFAULT '',
        run bigint NOT NULL DEFAULT 1,
        next_run_ms bigint,
        heap_run bigint NOT NULL DEFAULT 0,
        last_run_ms bigint NOT NULL DEFAULT 0,
        cadence_ms bigint NOT NULL,
        attempt bigint NOT NULL DEFAULT 0,
        lease_until_ms bigint NOT NULL DEFAULT 0,
        urgent bigint NOT NULL DEFAULT 0,
        failures bigint NOT NULL DEFAULT 0,
        problem ${textType} NOT NULL DEFAULT '',
        deleted_at_ms bigint NOT NULL DEFAULT 0,
        PRIMARY KEY (picture, kind),
        CHECK (heap_run <= run),
        CHECK (status = 'live' OR next_run_ms IS NULL),
        CHECK (lease_until_ms = 0 OR next_run_ms IS NOT NULL),
        ${numbers.map(([column, from, to]) => whole(column, from, to)).join(', ')}
      )`,
      `CREATE INDEX sysdb_task_outbox ON sysdb_task (shard, next_run_ms)
        WHERE next_run_ms IS NOT NULL AND heap_run < run`,
      `CREATE INDEX sysdb_task_leased ON sysdb_task (shard) WHERE lease_until_ms > 0`,
      `CREATE INDEX sysdb_task_dead ON sysdb_task (deleted_at_ms) WHERE status = 'deleted'`,
      // is_taken: whether the last who took it was another than the one before.
      `CREATE TABLE sysdb_shard (
        shard bigint NOT NULL PRIMARY KEY,
        owner ${textType} NOT NULL,
        incarnation ${textType} NOT NULL,
        lease_until_ms bigint NOT NULL,
        cursor_text ${textType} NOT NULL DEFAULT '',
        is_taken bigint NOT NULL DEFAULT 0,
        ${whole('shard', 0, most)},
        ${whole('lease_until_ms', 0, lastMs)}
      )`,
    ],
    [`ALTER TABLE sysdb_task ADD COLUMN epoch bigint NOT NULL DEFAULT 0 ${whole('epoch', 0, most)}`],
  ]
}

/** Brings a database to the newest version. StorageError('invalid') when it is newer than that: nothing is changed then. */
export async function migrate(
  connection: SqlConnection,
  dialect: SqlDialect,
  steps: MigrationSteps = sysdbMigrations(dialect),
): Promise<void> {
  await connection.transaction(async (inside) => {
    for (const statement of dialect.migrationLock) await inside.all(statement, [])
    await inside.all('CREATE TABLE IF NOT EXISTS sysdb_version (version bigint NOT NULL PRIMARY KEY)', [])
    const [newest] = await inside.all('SELECT max(version) AS version FROM sysdb_version', [])
    const version = Number(newest?.['version'] ?? 0)
    if (version > steps.length) {
      throw new StorageError(
        'invalid',
        `A newer Gesso made the list of what is to be saved (version ${version}, this one reads up to ${steps.length}). Update Gesso and open it again; nothing was changed.`,
      )
    }
    for (const [at, statements] of steps.entries()) {
      if (at < version) continue
      for (const statement of statements) await inside.all(statement, [])
      await inside.all('INSERT INTO sysdb_version (version) VALUES ($1)', [at + 1])
    }
  })
}
