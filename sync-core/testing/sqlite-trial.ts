import { openSqlite, type OpenedSqlite } from '../node/sqlite/open-sqlite.ts'
import { sqliteDialect } from '../node/sqlite/sqlite-dialect.ts'
import type { MigrationSteps } from '../node/sysdb/migrations.ts'
import type { SqlConnection } from '../node/sysdb/sql-connection.ts'
import { SqlSysdb } from '../node/sysdb/sql-sysdb.ts'
import type { TrialSysdb } from './sysdb-world.ts'

export const sysdbThreadSource = new URL('./sysdb-thread-source.mjs', import.meta.url)

/** SQLite in its thread, whose time is `nowMs`. */
export class SqliteTrial {
  nowMs = 0
  /** What was told while it was open. */
  readonly told: string[] = []
  private kept: SqlConnection | undefined

  open(file: string, steps?: MigrationSteps): Promise<OpenedSqlite> {
    return openSqlite(file, {
      threadFile: sysdbThreadSource,
      nowMs: () => this.nowMs,
      onSetAside: (sentence) => this.told.push(sentence),
      ...(steps === undefined ? {} : { steps }),
    })
  }

  /** The same database each time, emptied: beginning a thread takes longer than most tests. Whoever gets it can't close it. */
  async empty(file: string): Promise<TrialSysdb> {
    this.kept ??= (await this.open(file)).connection
    const { kept } = this
    await kept.all('DELETE FROM sysdb_task', [])
    await kept.all('DELETE FROM sysdb_shard', [])
    const lent: SqlConnection = {
      all: (sql, values) => kept.all(sql, values),
      transaction: (run) => kept.transaction(run),
      close: () => Promise.resolve(),
    }
    const setNow = (nowMs: number): void => {
      this.nowMs = nowMs
    }
    return { sysdb: new SqlSysdb(lent, sqliteDialect), setNow }
  }

  async close(): Promise<void> {
    await this.kept?.close()
  }
}
