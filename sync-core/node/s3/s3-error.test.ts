import { inspect } from 'node:util'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { absentTag } from '../../pictures/object-store.ts'
import { S3Light } from '../../testing/s3-light/s3-light.ts'
import type { S3Fault, S3LightOptions } from '../../testing/s3-light/s3-light.ts'
import { usualPatience } from './s3-connection.ts'
import { s3Error } from './s3-error.ts'
import type { S3Error } from './s3-error.ts'
import type { S3Settings } from './s3-settings.ts'
import { S3Store } from './s3-store.ts'

const running: { close: () => unknown }[] = []
afterEach(async () => {
  vi.unstubAllEnvs()
  for (const each of running.splice(0)) await each.close()
})

const patience = { ...usualPatience, attemptsMax: 1, requestWithinMs: 5_000 }

async function open(
  change: (settings: S3Settings) => Partial<S3Settings> = () => ({}),
  habits?: S3LightOptions,
): Promise<{ light: S3Light; store: S3Store }> {
  const light = await S3Light.start(habits)
  const store = new S3Store({ ...light.settings, ...change(light.settings) }, { patience })
  running.push(store, light)
  return { light, store }
}

const failureOf = (call: Promise<unknown>): Promise<S3Error> =>
  call.then(
    () => expect.fail('it should have failed'),
    (error: S3Error) => error,
  )

const answered = async (status: number, code: string): Promise<S3Error> => {
  const { light, store } = await open()
  light.failNext('ListObjectsV2', { kind: 'status', status, code })
  return failureOf(store.list(''))
}

describe('what S3 answers', () => {
  it('[BK8] becomes a sentence with the bucket, what is wrong and what to do', async () => {
    const { light, store } = await open(() => ({ bucket: 'another' }))
    expect(await failureOf(store.put('a', new Uint8Array(1)))).toMatchObject({
      code: 'unavailable',
      retryable: true,
      problem: 'no-bucket',
      message: `Gesso could not write to the bucket “another” at ${light.settings.endpoint}: there is no such bucket. Check its name, region and endpoint, or create it.`,
    })
  })

  it.each([
    [403, 'AccessDenied', 'denied', 'no-permission', true],
    [403, 'SomethingElse', 'denied', 'no-permission', true],
    [400, 'ExpiredToken', 'expired', 'no-permission', true],
    [301, 'PermanentRedirect', 'wrong-region', 'invalid', false],
    [400, 'AuthorizationHeaderMalformed', 'wrong-region', 'invalid', false],
    [503, 'SlowDown', 'throttled', 'unavailable', true],
    [429, 'TooManyRequests', 'throttled', 'unavailable', true],
    [500, 'InternalError', 'server', 'unavailable', true],
    [502, 'BadGateway', 'server', 'unavailable', true],
    [507, 'InsufficientStorage', 'full', 'disk-full', true],
    [403, 'QuotaExceeded', 'full', 'disk-full', true],
    [501, 'NotImplemented', 'unsupported', 'invalid', false],
    [409, 'OperationAborted', 'concurrent', 'unavailable', true],
    [418, 'Teapot', 'other', 'unavailable', true],
    [400, 'constructor', 'other', 'unavailable', true],
  ])('[BK8] knows %i %s as %s', async (status, name, problem, code, retryable) => {
    expect(await answered(status, name)).toMatchObject({ problem, code, retryable })
  })

  it('[BK8] names the permission that is missing', async () => {
    const { store } = await open(undefined, {
      denied: ['PutObject', 'GetObject', 'DeleteObjects', 'ListObjectsV2'],
    })
    const one = new Uint8Array(1)
    for (const [action, call] of [
      ['s3:PutObject', () => store.put('a', one)],
      ['s3:PutObject', () => store.compareAndSwap('a', one, absentTag)],
      ['s3:GetObject', () => store.get('a', 1)],
      ['s3:DeleteObject', () => store.remove(['a'])],
      ['s3:ListBucket', () => store.list('')],
    ] as const) {
      const { message, problem } = await failureOf(call())
      expect(problem).toBe('denied')
      expect(message).toContain(`is not permitted ${action} there`)
    }
  })

  it('[BK8] tells a wrong key from a wrong secret', async () => {
    const credentials = { accessKeyId: 'LIGHTACCESSKEY', secretAccessKey: 'wrong' }
    const { store } = await open(() => ({ credentials }))
    expect(await failureOf(store.list(''))).toMatchObject({ problem: 'wrong-secret' })
    const stranger = await open(() => ({ credentials: { ...credentials, accessKeyId: 'STRANGER' } }))
    expect(await failureOf(stranger.store.list(''))).toMatchObject({ problem: 'wrong-key' })
  })

  it('[BK8] says how wrong the clock is, when the SDK can not make up for it', async () => {
    const { light, store } = await open(undefined, { clockOffMs: 26 * 60_000 })
    expect(await failureOf(store.list(''))).toMatchObject({
      problem: 'clock',
      message: expect.stringContaining("this computer's clock is 26 minutes slow. Set the clock.") as string,
    })
    expect(light.requests).toEqual([])
    expect(await store.list('')).toEqual([])
  })
})

describe('the way to S3', () => {
  it('[BK8] nobody there, and no such address', async () => {
    const { light, store } = await open()
    await light.close()
    expect(await failureOf(store.list(''))).toMatchObject({ problem: 'unreachable', code: 'unavailable' })
    running.length = 0
    const nowhere = await open(() => ({ endpoint: 'http://nowhere.invalid' }))
    expect(await failureOf(nowhere.store.list(''))).toMatchObject({ problem: 'unreachable' })
  })

  it('[BK8] something else there', async () => {
    const { light, store } = await open()
    for (const text of ['<html><body>Welcome</body>', 'hello', '{"a":1}']) {
      light.failNext('ListObjectsV2', { kind: 'babble', text })
      const result = await store.list('').catch((error: S3Error) => error.problem)
      expect(['not-s3', []]).toContainEqual(result)
    }
    const secure = await open(({ endpoint }) => ({ endpoint: endpoint!.replace('http:', 'https:') }))
    expect(await failureOf(secure.store.list(''))).toMatchObject({ problem: 'not-s3' })
  })

  it('[BK8] a certificate that nobody vouches for', () => {
    const error = Object.assign(new Error('self-signed certificate'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
    const call = { action: 's3:GetObject', place: 'the bucket b at https://h' } as const
    expect(s3Error(error, call)).toMatchObject({ problem: 'certificate' })
  })

  it('[BK8] names the region that the bucket is in', () => {
    const $response = { statusCode: 301, headers: { 'x-amz-bucket-region': 'eu-west-3' } }
    const error = Object.assign(new Error('moved'), { name: 'PermanentRedirect', $metadata: {}, $response })
    const call = { action: 's3:ListBucket', place: 'the bucket b' } as const
    expect(s3Error(error, call)).toMatchObject({
      message: 'Gesso could not list the bucket b: the bucket is in eu-west-3. Enter that region.',
    })
  })

  it('[BK8] passes our own mistakes on as they are', () => {
    const mistake = new TypeError('x is not a function')
    expect(s3Error(mistake, { action: 's3:GetObject', place: 'b' })).toBe(mistake)
  })

  it('[BK5] a store that never answers', async () => {
    const light = await S3Light.start()
    const store = new S3Store(light.settings, { patience: { ...patience, requestWithinMs: 300 } })
    running.push(store, light)
    light.fault = () => ({ kind: 'hang', when: 'before' })
    const one = new Uint8Array(1)
    const calls = [
      store.get('a', 1),
      store.put('a', one),
      store.compareAndSwap('a', one, absentTag),
      store.remove(['a']),
      store.list(''),
      store.listObjects('a'),
    ]
    for (const failure of await Promise.all(calls.map(failureOf))) {
      expect(failure).toMatchObject({ problem: 'time-out', code: 'unavailable', retryable: true })
    }
  })
})

describe('keys', () => {
  it('[BK11] uses what the default chain finds, and says when it finds nothing', async () => {
    const light = await S3Light.start()
    running.push(light)
    const { credentials, ...settings } = light.settings
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
    vi.stubEnv('AWS_CONFIG_FILE', '/nowhere/config')
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere/credentials')
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE'])
      vi.stubEnv(name, undefined)
    const without = new S3Store(settings, { patience })
    expect(await failureOf(without.list(''))).toMatchObject({
      problem: 'no-credentials',
      code: 'no-permission',
    })
    vi.stubEnv('AWS_ACCESS_KEY_ID', credentials!.accessKeyId)
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', credentials!.secretAccessKey)
    const found = new S3Store(settings, { patience })
    expect(await found.list('')).toEqual([])
    without.close()
    found.close()
  })

  it('[BK11] sends a session token along', async () => {
    const light = await S3Light.start()
    const credentials = { ...light.settings.credentials!, sessionToken: 'a-token' }
    const store = new S3Store({ ...light.settings, credentials }, { patience })
    running.push(store, light)
    const tokens: unknown[] = []
    light.fault = ({ headers }) => {
      tokens.push(headers['x-amz-security-token'])
      return undefined
    }
    await store.list('')
    expect(tokens).toEqual(['a-token'])
  })

  it('[BK11] hides the warning of an old Node from everybody but leaves the environment as it was', () => {
    const name = 'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'
    const warn = vi.spyOn(process, 'emitWarning')
    for (const value of [undefined, 'false']) {
      vi.stubEnv(name, value)
      new S3Store({ bucket: 'bucket', region: 'us-east-1' }).close()
      expect(process.env[name]).toBe(value)
    }
    expect(warn).not.toHaveBeenCalled()
    warn.mockRestore()
  })

  it('[BK9] shows no secret anywhere, whatever goes wrong', async () => {
    const secrets = ['TopSecretAccessKey', 'TopSecretSessionToken']
    const credentials = {
      accessKeyId: 'LIGHTACCESSKEY',
      secretAccessKey: secrets[0]!,
      sessionToken: secrets[1]!,
    }
    const printed: unknown[] = []
    const spies = (['log', 'warn', 'error', 'info', 'debug'] as const).map((name) =>
      vi.spyOn(console, name).mockImplementation((...words) => void printed.push(...words)),
    )
    const { light, store } = await open(() => ({ credentials }))
    const faults: (S3Fault | undefined)[] = [
      undefined,
      { kind: 'status', status: 403, code: secrets[0]! },
      { kind: 'status', status: 400, code: secrets[1]! },
      { kind: 'status', status: 501, code: secrets[1]! },
      { kind: 'babble', text: `<Error><Code>${secrets[0]}</Code></Error>` },
      { kind: 'cut' },
    ]
    const seen: unknown[] = [store]
    for (const fault of faults) {
      light.fault = () => fault
      seen.push(await failureOf(store.put('a', new Uint8Array(1))))
    }
    for (const spy of spies) spy.mockRestore()
    const options = { depth: 20, showHidden: true, getters: true } as const
    const text = [...seen, ...printed].map((each) => inspect(each, options) + JSON.stringify(each)).join('\n')
    for (const secret of [...secrets, 'Signature']) expect(text).not.toContain(secret)
    expect(
      () => new S3Store({ ...light.settings, credentials: { ...credentials, accessKeyId: '' } }),
    ).toThrow(/access key or its secret/)
  })
})
