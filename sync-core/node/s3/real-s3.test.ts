import { PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3'
import { describe, expect, it } from 'vitest'
import { testHeap } from '../../testing/heap.contract.ts'
import { testObjectStore } from '../../testing/object-store.contract.ts'
import { testPictureAccessor } from '../../testing/picture-accessor.contract.ts'
import { startRealS3 } from '../../testing/real-s3.ts'
import type { RealS3 } from '../../testing/real-s3.ts'
import { testWhereItRuns } from '../../testing/test-where-it-runs.ts'
import { openS3Pictures } from './s3-pictures.ts'
import type { S3Settings } from './s3-settings.ts'
import { S3Store } from './s3-store.ts'
import { smallestPolicy } from './smallest-policy.ts'
import { testConnection } from './test-connection.ts'

// Awaited while the tests are gathered, because what they are depends on it.
const real = await startRealS3()

testWhereItRuns(real, '[BK1] is tested on a real S3 server where one can run', testOn)

function testOn(server: RealS3): void {
  let places = 0
  const fresh = (settings: S3Settings): S3Settings => ({ ...settings, prefix: `place-${places++}` })

  testObjectStore('real S3', () => Promise.resolve(new S3Store(fresh(server.settings))))
  testHeap('real S3', () => Promise.resolve(new S3Store(fresh(server.settings))))
  testPictureAccessor('real S3', () => Promise.resolve(openS3Pictures(fresh(server.settings)).pictures))

  describe('real S3', () => {
    it('[BK12] finds that all is well', async () => {
      expect(await testConnection(fresh(server.settings))).toMatchObject({ state: 'well' })
    })
  })

  describe('real S3: somebody else', () => {
    it('[BK14] may keep pictures with the smallest policy, and only under the prefix', async () => {
      const guestSettings = { ...server.guestSettings, prefix: 'guest/pictures' }
      expect(await testConnection(guestSettings)).toMatchObject({ state: 'wrong', problem: 'denied' })
      await permit(server.settings, guestSettings.prefix)
      expect(await testConnection(guestSettings)).toMatchObject({ state: 'well' })
      const guest = new S3Store(guestSettings)
      expect(await guest.get('nothing/here', 10)).toBeUndefined()
      const outside = await testConnection({ ...guestSettings, prefix: 'guest/other' })
      expect(outside).toMatchObject({ state: 'wrong', problem: 'denied' })
    })
  })
}

async function permit({ bucket, region, endpoint, credentials }: S3Settings, prefix: string): Promise<void> {
  const policy = smallestPolicy(bucket, prefix)
  const Statement = policy.Statement.map((statement) => ({
    ...statement,
    Principal: { AWS: ['arn:aws:iam:::user/guest'] },
  }))
  const client = new S3Client({
    region,
    endpoint: endpoint!,
    credentials: credentials!,
    forcePathStyle: true,
  })
  const text = JSON.stringify({ ...policy, Statement })
  await client.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: text }))
  client.destroy()
}
