// What every sysdb promises, with a clock that the suite moves. Memory, SQLite and PostgreSQL run the same.

import { afterEach, beforeEach, describe } from 'vitest'
import { testClocks } from './sysdb-clocks.contract.ts'
import { testOpenings } from './sysdb-openings.contract.ts'
import { testPictures } from './sysdb-pictures.contract.ts'
import { testRuns } from './sysdb-runs.contract.ts'
import { testSchedules } from './sysdb-schedules.contract.ts'
import { testShards } from './sysdb-shards.contract.ts'
import { SysdbWorld, type TrialSysdb } from './sysdb-world.ts'

/** `open` gives an empty one, whose clock is anywhere. */
export function testSysdb(name: string, open: () => Promise<TrialSysdb>): void {
  describe(`sysdb: ${name}`, () => {
    const world = new SysdbWorld(open)
    beforeEach(() => world.open())
    afterEach(() => world.close())
    testSchedules(world)
    testOpenings(world)
    testRuns(world)
    testPictures(world)
    testShards(world)
    testClocks(world)
  })
}
