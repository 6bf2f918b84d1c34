// A process that is killed in the middle of a transaction: `a` is made before, `b` is made in it.
import { migrate } from '../node/sysdb/migrations.ts'
import { SqlSysdb } from '../node/sysdb/sql-sysdb.ts'
import { sqliteDialect } from '../node/sqlite/sqlite-dialect.ts'
import { SqliteTrial } from './sqlite-trial.ts'

const { connection } = await new SqliteTrial().open(process.argv[2]!)
await migrate(connection, sqliteDialect)
await new SqlSysdb(connection, sqliteDialect).create('a', 0, 1)
await connection.transaction(async (inside) => {
  await inside.all(
    `INSERT INTO sysdb_task (picture, kind, shard, cadence_ms, next_run_ms) VALUES ('b', 'persist', 0, 1, 1)`,
    [],
  )
  const [row] = await inside.all('SELECT count(*) AS count FROM sysdb_task', [])
  process.send!(row!['count'])
  await new Promise(() => undefined)
})
