import { openPostgresTrial } from '../../testing/postgres-trial.ts'
import { startRealPostgres } from '../../testing/real-postgres.ts'
import { testSysdbTwins } from '../../testing/sysdb-twins.contract.ts'
import { testSysdb } from '../../testing/sysdb.contract.ts'
import { testWhereItRuns } from '../../testing/test-where-it-runs.ts'

const real = await startRealPostgres()

testWhereItRuns(real, '[SD1] is tested on a real PostgreSQL where one can run', (server) => {
  testSysdb('PostgreSQL', async () => openPostgresTrial(await server.freshSchema(), 3))
  testSysdbTwins('PostgreSQL', async () => openPostgresTrial(await server.freshSchema()))
})
