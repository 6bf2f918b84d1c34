import { PostgresConnection } from '../../node/postgres/postgres-connection.ts'
import { S3Store } from '../../node/s3/s3-store.ts'
import { openPostgresTrial } from '../postgres-trial.ts'
import type { RealPostgres } from '../real-postgres.ts'
import type { RealS3 } from '../real-s3.ts'
import type { OpenedPlaces } from './folder-places.ts'

/** PostgreSQL and S3, as many hosts share them: each place with a schema and a prefix of its own. */
export async function openServerPlaces(
  postgres: RealPostgres,
  s3: RealS3,
  count: number,
): Promise<OpenedPlaces> {
  const opened = await Promise.all(
    Array.from({ length: count }, async (_, at) => {
      const address = await postgres.freshSchema()
      const { sysdb, setNow } = await openPostgresTrial(address)
      const emptier = new PostgresConnection(address)
      const objects = new S3Store({ ...s3.settings, prefix: `crash-points-${at}` })
      let worlds = 0
      return {
        place: async () => {
          for (const table of ['sysdb_task', 'sysdb_shard']) await emptier.all(`DELETE FROM ${table}`, [])
          return { sysdb, setNow, objects, folder: `world-${++worlds}` }
        },
        close: async () => {
          objects.close()
          await sysdb.close()
          await emptier.close()
        },
      }
    }),
  )
  return {
    places: opened.map(({ place }) => place),
    close: async () => {
      for (const { close } of opened) await close()
    },
  }
}
