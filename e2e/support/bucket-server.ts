import { CuttingProxy } from '../../sync-core/testing/cutting-proxy.ts'
import { S3Light } from '../../sync-core/testing/s3-light/s3-light.ts'
import type { DesktopPainter } from './desktop-painter.ts'

/** A bucket on this computer, as its owner would describe it to somebody. */
export interface BucketAddress {
  readonly endpoint: string
  readonly bucket: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** One computer's way to the bucket: it may be away for this one while others reach it. */
export interface BucketWay extends BucketAddress {
  setReach(reach: 'answers' | 'away'): void
}

export interface SharedBucket extends BucketAddress {
  /** From now on requests are answered, end in broken connections, or are answered late where they write. */
  setReach(reach: 'answers' | 'away' | 'slow'): void
  openWay(): Promise<BucketWay>
  /** What is in it. */
  keys(): readonly string[]
  close(): Promise<void>
}

/** Long enough to be read, and to be quit during it. */
const slowMs = 4_000

export async function startBucket(): Promise<SharedBucket> {
  const server = await S3Light.start()
  const { endpoint, bucket, credentials } = server.settings
  if (endpoint === undefined || credentials === undefined)
    throw new Error('the light server has a key of its own')
  const { accessKeyId, secretAccessKey } = credentials
  const address = { endpoint, bucket, accessKeyId, secretAccessKey }
  const ways: CuttingProxy[] = []
  return {
    ...address,
    setReach(reach) {
      server.fault = ({ operation }) => {
        if (reach === 'away') return { kind: 'reset', when: 'before' }
        return reach === 'slow' && operation === 'PutObject' ? { kind: 'late', delayMs: slowMs } : undefined
      }
    },
    async openWay() {
      const way = await CuttingProxy.start(Number(new URL(endpoint).port))
      ways.push(way)
      return {
        ...address,
        endpoint: `http://127.0.0.1:${way.port}`,
        setReach: (reach) => way.setReach(reach),
      }
    },
    keys: () => server.keys(),
    close: async () => {
      for (const way of ways) way.stop()
      await server.close()
    },
  }
}

/** Chooses the bucket as the place of a painter's pictures. */
export async function keepInBucket(painter: DesktopPainter, bucket: BucketAddress): Promise<void> {
  await enterBucket(painter, bucket, bucket.secretAccessKey)
  await painter.page.getByRole('button', { name: 'Save', exact: true }).click()
  await painter.page.getByText(`Kept in the bucket “${bucket.bucket}”`).waitFor()
}

/** Types the bucket into “Where pictures are kept”, and leaves the form open. */
export async function enterBucket(
  { page }: DesktopPainter,
  bucket: BucketAddress,
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
