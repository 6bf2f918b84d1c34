import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { SqliteTrial } from '../../testing/sqlite-trial.ts'
import { testSysdb } from '../../testing/sysdb.contract.ts'
import { testSysdbTwins } from '../../testing/sysdb-twins.contract.ts'

const folder = mkdtempSync(join(tmpdir(), 'gesso-sysdb-'))
const inMemory = new SqliteTrial()
const inFile = new SqliteTrial()

testSysdb('SQLite in memory', () => inMemory.empty(':memory:'))
testSysdb('SQLite in a file', () => inFile.empty(join(folder, 'sysdb.sqlite')))
testSysdbTwins('SQLite in memory', () => inMemory.empty(':memory:'))

afterAll(async () => {
  await inMemory.close()
  await inFile.close()
  rmSync(folder, { recursive: true })
})
