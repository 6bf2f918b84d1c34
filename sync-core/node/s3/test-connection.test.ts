import { afterEach, describe, expect, it } from 'vitest'
import { S3Light } from '../../testing/s3-light/s3-light.ts'
import type { S3LightOptions } from '../../testing/s3-light/s3-light.ts'
import { usualPatience } from './s3-connection.ts'
import type { S3Settings } from './s3-settings.ts'
import { testConnection } from './test-connection.ts'
import type { ConnectionReport } from './test-connection.ts'

const running: S3Light[] = []
afterEach(() => Promise.all(running.splice(0).map((light) => light.close())))

async function report(
  options?: S3LightOptions,
  change: (settings: S3Settings) => Partial<S3Settings> = () => ({}),
): Promise<{ light: S3Light; found: ConnectionReport }> {
  const light = await S3Light.start(options)
  running.push(light)
  const settings = { ...light.settings, prefix: 'team', ...change(light.settings) }
  return { light, found: await testConnection(settings) }
}

describe('test connection', () => {
  it('[BK12] finds that all is well, and leaves nothing behind', async () => {
    for (const habits of [
      {},
      { lostStatus: 409 },
      { lacksDeleteObjects: true },
      { wantsBareEtags: true },
      { pageKeys: 1 },
    ] as const) {
      const { light, found } = await report(habits)
      const { endpoint } = light.settings
      const latencyMs = found.state === 'well' ? found.latencyMs : Number.NaN
      expect(found).toEqual({
        state: 'well',
        sentence: `All is well: pictures can be kept in the bucket “pictures” at ${endpoint}, which answers within ${latencyMs} ms.`,
        latencyMs: expect.any(Number) as number,
      })
      expect(light.keys()).toEqual([])
      expect(light.requests.every(({ key }) => key === '' || key.startsWith('team/probe-'))).toBe(true)
    }
  })

  it('[BK12] finds a wrong clock, which does not stop it', async () => {
    const { found } = await report({ clockOffMs: -40 * 60_000 })
    expect(found.state).toBe('well')
    expect(found.sentence).toMatch(/ms\. This computer's clock is 40 minutes fast; set it\.$/)
  })

  it.each([
    ['no bucket', () => ({ bucket: 'missing' }), 'no-bucket', /there is no such bucket/],
    [
      'a wrong key',
      () => ({ credentials: { accessKeyId: 'NOBODY', secretAccessKey: 'x' } }),
      'wrong-key',
      /does not know this access key/,
    ],
    [
      'a wrong secret',
      () => ({ credentials: { accessKeyId: 'LIGHTACCESSKEY', secretAccessKey: 'x' } }),
      'wrong-secret',
      /the secret does not belong to this access key/,
    ],
    ['nobody there', () => ({ endpoint: 'http://nowhere.invalid' }), 'unreachable', /nothing answers there/],
    ['an impossible name', () => ({ bucket: 'No Bucket' }), 'invalid', /A bucket's name has/],
  ] as const)('[BK12] finds %s', async (_, change, problem, sentence) => {
    const { light, found } = await report({}, change)
    expect(found).toMatchObject({ state: 'wrong', problem })
    expect(found.sentence).toMatch(sentence)
    expect(light.keys()).toEqual([])
  })

  it.each([
    ['ListObjectsV2', 's3:ListBucket'],
    ['PutObject', 's3:PutObject'],
    ['GetObject', 's3:GetObject'],
    ['DeleteObjects', 's3:DeleteObject'],
  ] as const)('[BK12] finds that %s is not permitted', async (operation, action) => {
    const { light, found } = await report({ denied: [operation] })
    expect(found).toMatchObject({ state: 'wrong', problem: 'denied' })
    expect(found.sentence).toContain(`is not permitted ${action} there`)
    // What it may not remove stays.
    expect(light.keys().length).toBe(operation === 'DeleteObjects' ? 3 : 0)
  })

  it('[BK13] refuses a store that ignores conditional writes', async () => {
    const { light, found } = await report({ ignoresConditions: true })
    expect(found).toMatchObject({ state: 'wrong', problem: 'ignores-conditions' })
    expect(found.sentence).toMatch(
      /^The store ignores conditional writes, so two hosts could spoil a picture/,
    )
    expect(light.keys()).toEqual([])
  })

  it('[BK13] refuses a store that knows If-None-Match only, or neither', async () => {
    for (const known of [['if-none-match'], []]) {
      const light = await S3Light.start()
      running.push(light)
      light.fault = ({ headers }) => {
        const isUnknown = ['if-none-match', 'if-match'].some(
          (name) => name in headers && !known.includes(name),
        )
        return isUnknown ? { kind: 'status', status: 501, code: 'NotImplemented' } : undefined
      }
      expect(await testConnection(light.settings)).toMatchObject({ problem: 'ignores-conditions' })
      expect(light.keys()).toEqual([])
    }
  })

  it('[BK12] finds a store that gives back something else', async () => {
    const light = await S3Light.start()
    running.push(light)
    light.failNext('GetObject', { kind: 'status', status: 404, code: 'NoSuchKey' })
    expect(await testConnection(light.settings)).toMatchObject({ problem: 'loses-objects' })
  })

  it('[BK12] ends when nobody answers', async () => {
    const light = await S3Light.start()
    running.push(light)
    light.fault = ({ operation }) =>
      operation === 'PutObject' ? { kind: 'hang', when: 'before' } : undefined
    const patience = { ...usualPatience, attemptsMax: 1, requestWithinMs: 300 }
    expect(await testConnection(light.settings, patience)).toMatchObject({ problem: 'time-out' })
  })
})
