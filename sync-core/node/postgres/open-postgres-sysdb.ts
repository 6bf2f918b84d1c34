import { migrate } from '../sysdb/migrations.ts'
import { SqlSysdb } from '../sysdb/sql-sysdb.ts'
import { PostgresConnection } from './postgres-connection.ts'
import { postgresDialect } from './postgres-dialect.ts'

/**
 * The sysdb that many hosts share, its tables made or brought up to date. The address is a connection string, as for PostgresConnection.
 * Rejects with StorageError, and leaves nothing open then.
 */
export async function openPostgresSysdb(address: string): Promise<SqlSysdb> {
  const connection = new PostgresConnection(address)
  try {
    await migrate(connection, postgresDialect)
  } catch (error) {
    await connection.close()
    throw error
  }
  return new SqlSysdb(connection, postgresDialect)
}
