import { HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterEach, expect, it } from 'vitest'
import { S3Store } from '../../node/s3/s3-store.ts'
import { S3Light } from './s3-light.ts'

const running: { close: () => unknown }[] = []
afterEach(async () => {
  for (const each of running.splice(0)) await each.close()
})

async function start(): Promise<{ light: S3Light; store: S3Store }> {
  const light = await S3Light.start()
  const store = new S3Store(light.settings)
  running.push(store, light)
  return { light, store }
}

it('[BK17] refuses what is not signed', async () => {
  const { light } = await start()
  const { endpoint } = light.settings
  const forged =
    'AWS4-HMAC-SHA256 Credential=LIGHTACCESSKEY/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature='
  for (const authorization of ['', 'Basic x', `${forged}${'0'.repeat(64)}`, `${forged}00`]) {
    const answer = await fetch(`${endpoint}/pictures/a`, { headers: { authorization } })
    expect(answer.ok).toBe(false)
  }
  expect(light.requests).toEqual([])
})

it('[BK17] refuses what was changed after it was signed', async () => {
  const { light } = await start()
  const { region, endpoint, credentials } = light.settings
  const changes = [
    (request: { headers: Record<string, string> }) => void (request.headers['if-match'] = '"x"'),
    (request: { headers: Record<string, string> }) => void (request.headers['x-amz-meta-a'] = 'b'),
    (request: { path: string }) => void (request.path += 'b'),
    (request: { body: unknown }) => void (request.body = Buffer.from('other!!!')),
    (request: { method: string }) => void (request.method = 'DELETE'),
  ] as ((request: unknown) => void)[]
  const results: unknown[] = []
  for (const change of changes) {
    const client = new S3Client({
      region,
      endpoint: endpoint!,
      credentials: credentials!,
      forcePathStyle: true,
    })
    client.middlewareStack.add(
      (next) => (args) => {
        change(args.request)
        return next(args)
      },
      { step: 'finalizeRequest', priority: 'low' },
    )
    const command = new PutObjectCommand({ Bucket: 'pictures', Key: 'a', Body: 'bytes of' })
    results.push(await client.send(command).catch((error: Error) => error.name))
    client.destroy()
  }
  // A header that is not among the signed ones and none of Amazon's is nobody's business.
  expect(results.slice(1)).toEqual([
    'AccessDenied',
    'SignatureDoesNotMatch',
    'XAmzContentSHA256Mismatch',
    'SignatureDoesNotMatch',
  ])
})

it('[BK17] refuses what Gesso never asks for', async () => {
  const { light } = await start()
  const { region, endpoint, credentials } = light.settings
  const client = new S3Client({
    region,
    endpoint: endpoint!,
    credentials: credentials!,
    forcePathStyle: true,
  })
  running.push({ close: () => client.destroy() })
  const command = new HeadObjectCommand({ Bucket: 'pictures', Key: 'a' })
  await expect(client.send(command)).rejects.toMatchObject({ $metadata: { httpStatusCode: 501 } })
  expect(light.requests).toEqual([])
})

it('[BK17] counts what came and went', async () => {
  const { light, store } = await start()
  await store.put('a', new Uint8Array(70))
  await store.get('a', 70)
  expect(light.bytesIn).toBe(70)
  expect(light.bytesOut).toBe(70)
  expect(light.requests).toEqual([
    { operation: 'PutObject', key: 'a', bytesIn: 70, status: 200 },
    { operation: 'GetObject', key: 'a', bytesIn: 0, status: 200 },
  ])
})

it('[BK17] lets a request take effect after its sender has gone', async () => {
  const { light } = await start()
  const store = new S3Store(light.settings)
  let settle = (): void => undefined
  const arrived = new Promise<void>((resolve) => (settle = resolve))
  light.fault = () => {
    settle()
    return { kind: 'late', delayMs: 50 }
  }
  const put = store.put('late', new Uint8Array(1)).catch((error: Error) => error.message)
  await arrived
  store.close()
  expect(await put).toMatch(/the connection was closed/)
  await expect.poll(() => light.keys()).toEqual(['late'])
})
