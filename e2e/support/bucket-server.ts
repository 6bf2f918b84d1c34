import { S3Light } from '../../sync-core/testing/s3-light/s3-light.ts'
import type { DesktopPainter } from './desktop-painter.ts'

/** A bucket on this computer, as its owner would describe it to somebody. */
export interface SharedBucket {
  readonly endpoint: string
  readonly bucket: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** From now on every request ends in a broken connection, or none does. */
  setReach(reach: 'answers' | 'away'): void
  /** What is in it. */
  keys(): readonly string[]
  close(): Promise<void>
}

export async function startBucket(): Promise<SharedBucket> {
  const server = await S3Light.start()
  const { endpoint, bucket, credentials } = server.settings
  if (endpoint === undefined || credentials === undefined)
    throw new Error('the light server has a key of its own')
  const { accessKeyId, secretAccessKey } = credentials
  return {
    endpoint,
    bucket,
    accessKeyId,
    secretAccessKey,
    setReach(reach) {
      server.fault = () => (reach === 'away' ? { kind: 'reset', when: 'before' } : undefined)
    },
    keys: () => server.keys(),
    close: () => server.close(),
  }
}

/** Types the bucket into “Where pictures are kept”, and leaves the form open. */
export async function enterBucket(
  { page }: DesktopPainter,
  bucket: SharedBucket,
  secret: string,
): Promise<void> {
  const form = page.getByRole('form', { name: 'Where pictures are kept' })
  if (!(await form.isVisible()))
    await page.getByRole('button', { name: 'Where pictures are kept' }).first().click()
  await form.getByText('In an S3 bucket').click()
  await form.getByLabel('Bucket', { exact: true }).fill(bucket.bucket)
  await form.getByLabel('Endpoint').fill(bucket.endpoint)
  await form.getByText('Enter an access key').click()
  await form.getByLabel('Access key id').fill(bucket.accessKeyId)
  await form.getByLabel('Secret access key').fill(secret)
}
