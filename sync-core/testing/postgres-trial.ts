import { migrate } from '../node/sysdb/migrations.ts'
import { SqlSysdb } from '../node/sysdb/sql-sysdb.ts'
import { PostgresConnection } from '../node/postgres/postgres-connection.ts'
import { postgresDialect } from '../node/postgres/postgres-dialect.ts'
import type { Sysdb } from '../scheduler/sysdb.ts'

export interface PostgresTrial {
  readonly sysdb: Sysdb
  /** With connections of their own to the same database. */
  readonly rivals: readonly Sysdb[]
  readonly setNow: (nowMs: number) => Promise<void>
}

/** A sysdb in an empty schema, whose clock stands still until it is moved. */
export async function openPostgresTrial(address: string, rivals = 0): Promise<PostgresTrial> {
  const connection = new PostgresConnection(address)
  await migrate(connection, postgresDialect)
  // A sequence is no part of any transaction: the time moves for everybody at once, and nobody is in its way.
  await connection.all('CREATE SEQUENCE trial_clock MINVALUE 0 START 0', [])
  await connection.all(
    `CREATE OR REPLACE FUNCTION sysdb_now_ms() RETURNS bigint LANGUAGE sql VOLATILE
      AS 'SELECT last_value FROM trial_clock'`,
    [],
  )
  return {
    sysdb: new SqlSysdb(connection, postgresDialect),
    rivals: Array.from(
      { length: rivals },
      () => new SqlSysdb(new PostgresConnection(address), postgresDialect),
    ),
    setNow: async (nowMs) => {
      await connection.all("SELECT setval('trial_clock', CAST($1 AS bigint))", [nowMs])
    },
  }
}
