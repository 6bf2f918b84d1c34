import { afterAll, it } from 'vitest'
import { openPostgresTrial } from '../../testing/postgres-trial.ts'
import { startRealPostgres } from '../../testing/real-postgres.ts'
import { testSysdbTwins } from '../../testing/sysdb-twins.contract.ts'
import { testSysdb } from '../../testing/sysdb.contract.ts'

const real = await startRealPostgres()

if ('reason' in real) {
  const { reason } = real
  console.warn(`Not tested on a real PostgreSQL. ${reason}`)
  it('[SD1] is tested on a real PostgreSQL where one can run', ({ skip }) => skip(reason))
} else {
  afterAll(() => real.stop())
  testSysdb('PostgreSQL', async () => openPostgresTrial(await real.freshSchema(), 3))
  testSysdbTwins('PostgreSQL', async () => openPostgresTrial(await real.freshSchema()))
}
