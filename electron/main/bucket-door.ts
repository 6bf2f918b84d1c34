// The way to S3. The SDK is large and most people never need it: it is loaded when somebody first keeps pictures in a
// bucket, or tries one.

import type { BucketDoor } from './pictures-home.ts'

export const bucketDoor: BucketDoor = {
  async open(settings, history) {
    const { openS3Pictures } = await import('../../sync-core/node/s3/s3-pictures.ts')
    return openS3Pictures(settings, { history })
  },
  async test(settings) {
    const { testConnection } = await import('../../sync-core/node/s3/test-connection.ts')
    const { state, sentence } = await testConnection(settings)
    return { works: state === 'well', sentence }
  },
}
