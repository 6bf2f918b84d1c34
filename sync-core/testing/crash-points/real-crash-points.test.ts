import { afterAll, describe, expect, it } from 'vitest'
import { startRealPostgres } from '../real-postgres.ts'
import type { RealPostgres } from '../real-postgres.ts'
import { startRealS3 } from '../real-s3.ts'
import type { RealS3 } from '../real-s3.ts'
import { chosenPairs } from './chosen-pairs.ts'
import { memoryPlace } from './crash-stores.ts'
import { crashWays } from './numbered-calls.ts'
import { openServerPlaces } from './server-places.ts'
import { sweepCrashPoints } from './sweep-crash-points.ts'

const longMs = 6 * 3_600_000
/** Worlds side by side: two servers and this process share the processor. */
const worlds = 6

const postgres = await startRealPostgres()
const s3 = 'reason' in postgres ? postgres : await startRealS3()

if ('reason' in postgres || 'reason' in s3) {
  const reason = 'reason' in postgres ? postgres.reason : 'reason' in s3 ? s3.reason : ''
  console.warn(`Crash points are not tested on real servers. ${reason}`)
  if (!('reason' in postgres)) await postgres.stop()
  it('[EX18] are tested on real servers where they can run', ({ skip }) => skip(reason))
} else {
  testOn(postgres, s3)
}

function testOn(database: RealPostgres, bucket: RealS3): void {
  afterAll(() => Promise.all([database.stop(), bucket.stop()]))

  describe('crash points on PostgreSQL and S3', () => {
    it(
      '[EX18] are the same calls, and whichever goes wrong, all comes to its end',
      { timeout: longMs },
      async () => {
        const { places, close } = await openServerPlaces(database, bucket, worlds)
        const inMemory = await sweepCrashPoints({ places: [memoryPlace()], ways: crashWays })
        expect(await sweepCrashPoints({ places, ways: crashWays })).toEqual(inMemory)
        await close()
      },
    )

    it('[EX18] whichever two go wrong, too', { timeout: longMs }, async () => {
      const { words, pairs } = chosenPairs(250)
      const { places, close } = await openServerPlaces(database, bucket, worlds)
      const sweep = await sweepCrashPoints({ places, singlesPlace: memoryPlace(), ways: crashWays, pairs })
      expect(sweep.failures).toEqual([])
      expect(sweep.pairs).toBeGreaterThan(0)
      console.log(`crash points on PostgreSQL and S3: ${sweep.pairs}, ${words}`)
      await close()
    })
  })
}
