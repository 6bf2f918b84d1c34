import type { S3Settings } from './s3-settings.ts'

/** The bucket that the environment names, as `npm run s3 -- start` tells it; undefined when it names none. */
export function namedBucket(env: NodeJS.ProcessEnv, prefix: string): S3Settings | undefined {
  const { S3_ENDPOINT, S3_REGION, S3_BUCKET, S3_ACCESS_KEY, S3_SECRET_KEY } = env
  if (S3_ENDPOINT === undefined || S3_ACCESS_KEY === undefined || S3_SECRET_KEY === undefined)
    return undefined
  return {
    endpoint: S3_ENDPOINT,
    region: S3_REGION ?? 'us-east-1',
    bucket: S3_BUCKET ?? 'gesso',
    prefix,
    credentials: { accessKeyId: S3_ACCESS_KEY, secretAccessKey: S3_SECRET_KEY },
  }
}
