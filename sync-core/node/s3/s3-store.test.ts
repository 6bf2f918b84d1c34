import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { StorageError } from '../../base/errors.ts'
import { limits } from '../../base/limits.ts'
import { OvertakenError, absentTag } from '../../pictures/object-store.ts'
import { testObjectStore } from '../../testing/object-store.contract.ts'
import { S3Light } from '../../testing/s3-light/s3-light.ts'
import type { S3Fault, S3LightOptions } from '../../testing/s3-light/s3-light.ts'
import { usualPatience } from './s3-connection.ts'
import { S3Store } from './s3-store.ts'
import type { S3Options } from './s3-store.ts'

const running: { close: () => unknown }[] = []
afterEach(async () => {
  for (const each of running.splice(0)) await each.close()
})

async function open(
  habits: S3LightOptions = {},
  options: S3Options = {},
): Promise<{ light: S3Light; store: S3Store }> {
  const light = await S3Light.start(habits)
  const store = new S3Store({ ...light.settings, prefix: 'team/gesso' }, options)
  running.push(store, light)
  return { light, store }
}

/** One try, so that a request that hangs is over soon. */
const once: S3Options = { patience: { ...usualPatience, attemptsMax: 1, requestWithinMs: 500 } }

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values)
const operations = (light: S3Light): string[] =>
  light.requests.map(({ operation, status }) => `${operation} ${status}`)

testObjectStore('light S3', async () => (await open({ pageKeys: 100 })).store)
testObjectStore('light S3 that answers 409 and lacks DeleteObjects', async () => {
  return (await open({ lostStatus: 409, lacksDeleteObjects: true })).store
})
describe('what is read', () => {
  it('[BK19] what is damaged on the way is asked for again; what stays damaged is corrupt, and nothing else', async () => {
    const { light, store } = await open({ wrongChecksums: 2 })
    await store.put('a', bytes(1, 2))
    expect(await store.get('a', 10)).toEqual(bytes(1, 2))
    expect(operations(light)).toEqual(['PutObject 200', 'GetObject 200', 'GetObject 200', 'GetObject 200'])
    const broken = await open({ wrongChecksums: 3 })
    await broken.store.put('a', bytes(1, 2))
    await expect(broken.store.get('a', 10)).rejects.toMatchObject({
      code: 'corrupt',
      message: 'The object team/gesso/a is damaged: its checksum is wrong.',
    })
  })
})

describe('conditional writes', () => {
  it('[BK2] calls a swap lost after one request that says so', async () => {
    const { light, store } = await open()
    await store.put('a', bytes(1))
    await expect(store.compareAndSwap('a', bytes(2), absentTag)).rejects.toMatchObject({ code: 'conflict' })
    expect(operations(light)).toEqual(['PutObject 200', 'PutObject 412'])
  })

  it('[BK2] finds its own bytes when the answer was lost and the repeated request was refused', async () => {
    for (const lostStatus of [412, 409] as const) {
      const { light, store } = await open({ lostStatus })
      light.failNext('PutObject', { kind: 'reset', when: 'after' })
      const etag = await store.compareAndSwap('a', bytes(1), absentTag)
      expect(operations(light)).toEqual(['PutObject 200', `PutObject ${lostStatus}`, 'GetObject 200'])
      light.failNext('PutObject', { kind: 'reset', when: 'after' })
      await store.compareAndSwap('a', bytes(2), etag)
      expect(await store.get('a', 10)).toEqual(bytes(2))
    }
  })

  it('[BK2] finds somebody else there after the same, and says that it lost', async () => {
    const { light, store } = await open()
    await store.put('a', bytes(7))
    light.failNext('PutObject', { kind: 'reset', when: 'before' })
    await expect(store.compareAndSwap('a', bytes(1), absentTag)).rejects.toMatchObject({ code: 'conflict' })
    expect(await store.get('a', 10)).toEqual(bytes(7))
  })

  it('[BK2] looks up a swap that was not answered', async () => {
    const { light, store } = await open({}, once)
    light.failNext('PutObject', { kind: 'hang', when: 'after' })
    const etag = await store.compareAndSwap('a', bytes(1), absentTag)
    expect((await store.getTagged('a', 10))!.etag).toBe(etag)
    light.failNext('PutObject', { kind: 'hang', when: 'before' })
    await expect(store.compareAndSwap('a', bytes(2), etag)).rejects.toMatchObject({
      code: 'unavailable',
      retryable: true,
      problem: 'time-out',
    })
    expect(await store.get('a', 10)).toEqual(bytes(1))
  })

  it('[BK2] tries again when a 409 changed nothing', async () => {
    const { light, store } = await open()
    const fault: S3Fault = { kind: 'status', status: 409, code: 'ConditionalRequestConflict' }
    light.failNext('PutObject', fault)
    const etag = await store.compareAndSwap('a', bytes(1), absentTag)
    light.failNext('PutObject', fault, 2)
    await store.compareAndSwap('a', bytes(2), etag)
    expect(await store.get('a', 10)).toEqual(bytes(2))
    light.failNext('PutObject', fault, 100)
    await expect(store.compareAndSwap('a', bytes(3), etag)).rejects.toMatchObject({ code: 'conflict' })
  })

  it('[BK2] never says more than it knows, whatever fails', async () => {
    const faults: S3Fault[] = [
      { kind: 'reset', when: 'before' },
      { kind: 'reset', when: 'after' },
      { kind: 'status', status: 500, code: 'InternalError' },
      { kind: 'status', status: 409, code: 'OperationAborted' },
      { kind: 'cut' },
    ]
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.option(fc.constantFrom(...faults), { nil: undefined }), { maxLength: 6 }),
        fc.boolean(),
        async (script, isTaken) => {
          const { light, store } = await open({}, { patience: { ...usualPatience, attemptsMax: 2 } })
          if (isTaken) await store.put('a', bytes(9))
          let request = 0
          light.fault = () => script[request++]
          const result = await store.compareAndSwap('a', bytes(1), absentTag).catch((error: unknown) => error)
          light.fault = () => undefined
          const found = await store.getTagged('a', 10)
          if (isTaken) expect(found!.bytes).toEqual(bytes(9))
          if (typeof result === 'string') {
            expect(found).toEqual({ bytes: bytes(1), etag: result })
            return
          }
          expect(result).toBeInstanceOf(StorageError)
          const isLost = (result as StorageError).code === 'conflict'
          if (isLost && !isTaken) expect(found).toBeUndefined()
        },
      ),
      { numRuns: 40 },
    )
  })

  it('[BK20] what may have been written before is never refused, and a conflict says so', async () => {
    const { light, store } = await open({}, { patience: { ...usualPatience, attemptsMax: 2 } })
    const etag = await store.compareAndSwap('a', bytes(1), absentTag)
    const denied: S3Fault = { kind: 'status', status: 403, code: 'AccessDenied' }
    const script = (faults: S3Fault[]): void => {
      light.fault = (request) => (request.operation === 'PutObject' ? faults.shift() : undefined)
    }
    script([denied])
    const swap = (): Promise<unknown> =>
      store.compareAndSwap('a', bytes(2), etag).catch((error: unknown) => error)
    expect(await swap()).toMatchObject({ code: 'no-permission' })
    script([{ kind: 'status', status: 500, code: 'InternalError' }, denied])
    expect(await swap()).toMatchObject({ code: 'unavailable', problem: 'denied', retryable: true })
    light.fault = () => undefined
    await store.put('a', bytes(9))
    expect(await swap()).not.toBeInstanceOf(OvertakenError)
    script([{ kind: 'status', status: 500, code: 'InternalError' }])
    expect(await swap()).toBeInstanceOf(OvertakenError)
  })

  it('[BK20] nor is it where nobody can look', async () => {
    const { light, store } = await open({}, { patience: { ...usualPatience, attemptsMax: 2 } })
    const etag = await store.compareAndSwap('a', bytes(1), absentTag)
    const denied: S3Fault = { kind: 'status', status: 403, code: 'AccessDenied' }
    const server: S3Fault = { kind: 'status', status: 500, code: 'InternalError' }
    const concurrent: S3Fault = { kind: 'status', status: 409, code: 'ConditionalRequestConflict' }
    for (const faults of [[server, denied], [concurrent]]) {
      light.fault = (request) => (request.operation === 'PutObject' ? faults.shift() : denied)
      await expect(store.compareAndSwap('a', bytes(2), etag)).rejects.toMatchObject({
        code: 'unavailable',
        problem: 'denied',
        retryable: true,
      })
    }
  })

  it('[BK4] sends an etag without its quotes only when the object is still the same', async () => {
    const { light, store } = await open({ wantsBareEtags: true })
    const first = await store.compareAndSwap('a', bytes(1), absentTag)
    expect(first).toMatch(/^".*"$/)
    const second = await store.compareAndSwap('a', bytes(2), first)
    expect(operations(light).slice(1)).toEqual(['PutObject 412', 'GetObject 200', 'PutObject 200'])
    light.requests.length = 0
    await expect(store.compareAndSwap('a', bytes(3), first)).rejects.toMatchObject({ code: 'conflict' })
    expect(operations(light)).toEqual(['PutObject 412', 'GetObject 200'])
    expect((await store.getTagged('a', 10))!.etag).toBe(second)
  })

  it('[BK2] takes an object that vanished for a lost swap', async () => {
    const { store } = await open()
    const etag = await store.compareAndSwap('a', bytes(1), absentTag)
    await store.remove(['a'])
    await expect(store.compareAndSwap('a', bytes(2), etag)).rejects.toMatchObject({ code: 'conflict' })
    expect(await store.get('a', 10)).toBeUndefined()
  })
})

describe('plain calls', () => {
  it('[BK3] looks up a write that was not answered', async () => {
    const { light, store } = await open({}, once)
    light.failNext('PutObject', { kind: 'hang', when: 'after' })
    await store.put('a', bytes(1))
    light.failNext('PutObject', { kind: 'hang', when: 'before' })
    await expect(store.put('a', bytes(2))).rejects.toMatchObject({ problem: 'time-out' })
    expect(operations(light)).toEqual(['PutObject 200', 'GetObject 200', 'GetObject 200'])
  })

  it('[BK10] asks again for a body that breaks off, but not for ever', async () => {
    const { light, store } = await open()
    await store.put('a', new Uint8Array(100_000).fill(5))
    light.failNext('GetObject', { kind: 'cut' }, limits.s3AttemptsMax - 1)
    expect((await store.get('a', 100_000))!.length).toBe(100_000)
    light.failNext('GetObject', { kind: 'cut' }, 1000)
    await expect(store.get('a', 100_000)).rejects.toMatchObject({ problem: 'broken-off', retryable: true })
    expect(light.requests.length).toBe(1 + 2 * limits.s3AttemptsMax)
  })

  it('[BK7] removes by the thousand, or one by one', async () => {
    const keys = Array.from({ length: 1001 }, (_, at) => `k${at}`)
    const { light, store } = await open()
    await store.remove(keys)
    expect(operations(light)).toEqual(['DeleteObjects 200', 'DeleteObjects 200'])
    const single = await open({ lacksDeleteObjects: true })
    await single.store.put('k1', bytes(1))
    await single.store.remove(['k1', 'k2'])
    await single.store.remove(['k3'])
    expect(single.light.keys()).toEqual([])
    expect(operations(single.light).slice(1)).toEqual([
      'DeleteObjects 501',
      'DeleteObject 204',
      'DeleteObject 204',
      'DeleteObject 204',
    ])
  })

  it('[BK7] tells of an object that could not be removed', async () => {
    const { light, store } = await open()
    const row = (code: string): string => `<Error><Key>team/gesso/k</Key><Code>${code}</Code></Error>`
    const answer = (code: string): S3Fault => ({
      kind: 'babble',
      text: `<DeleteResult>${row('NoSuchKey')}${row(code)}</DeleteResult>`,
    })
    light.failNext('DeleteObjects', answer('AccessDenied'))
    await expect(store.remove(['k'])).rejects.toMatchObject({ code: 'no-permission' })
    light.failNext('DeleteObjects', answer('InternalError'))
    await expect(store.remove(['k'])).rejects.toMatchObject({ code: 'unavailable' })
    light.failNext('DeleteObjects', answer('NoSuchKey'))
    await store.remove(['k'])
  })

  it('[BK1] leaves out of a listing what can not be ours', async () => {
    const { light, store } = await open()
    const row = (key: string, size = '5', time = '2026-01-01T00:00:00.000Z'): string =>
      `<Contents><Key>${key}</Key><LastModified>${time}</LastModified><Size>${size}</Size></Contents>`
    const folder = (prefix: string): string => `<CommonPrefixes><Prefix>${prefix}</Prefix></CommonPrefixes>`
    const text = `<ListBucketResult><IsTruncated>false</IsTruncated>${row('team/gesso/p/good')}${row('team/gesso/p/good')}${row(
      'team/gesso/p/',
    )}${row('team/gesso/p/UPPER')}${row('team/gesso/p/a/b')}${row('other/p/x')}${row('team/gesso/p/..')}${row(
      'team/gesso/p/huge',
      '1e300',
    )}${folder('team/gesso/p/folder/')}${folder('team/gesso/p/.hidden/')}${folder('elsewhere/')}</ListBucketResult>`
    light.failNext('ListObjectsV2', { kind: 'babble', text }, 2)
    expect(await store.list('p')).toEqual(['folder', 'good', 'huge'])
    expect(await store.listObjects('p')).toEqual([
      { name: 'good', bytes: 5, modifiedMs: Date.UTC(2026, 0, 1) },
    ])
  })

  it('[BK1] refuses a listing that does not end', async () => {
    const { light, store } = await open()
    const text =
      '<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>x</NextContinuationToken></ListBucketResult>'
    light.failNext('ListObjectsV2', { kind: 'babble', text }, 5)
    await expect(store.list('p')).rejects.toMatchObject({ code: 'invalid' })
  })

  it('[BK1] keeps everything under the prefix', async () => {
    const { light, store } = await open()
    await store.put('a/b', bytes(1))
    await store.compareAndSwap('c', bytes(1), absentTag)
    expect(light.keys()).toEqual(['team/gesso/a/b', 'team/gesso/c'])
    const whole = new S3Store(light.settings)
    expect(await whole.list('')).toEqual(['team'])
    whole.close()
  })

  it('[BK5] ends what is under way and what waits when it is closed', async () => {
    const { light, store } = await open({}, { patience: { ...usualPatience, requestsAtOnce: 2 } })
    const arrived = new Promise<void>((resolve) => {
      light.fault = () => {
        resolve()
        return { kind: 'hang', when: 'before' }
      }
    })
    const calls = Promise.allSettled([1, 2, 3, 4].map((at) => store.put(`k${at}`, bytes(at))))
    await arrived
    store.close()
    for (const result of await calls) {
      expect(result).toMatchObject({ status: 'rejected', reason: { code: 'unavailable', problem: 'closed' } })
    }
    await expect(store.list('')).rejects.toMatchObject({ problem: 'closed' })
  })

  it('[BK6] keeps requests within the bound', async () => {
    const { light, store } = await open({}, { patience: { ...usualPatience, requestsAtOnce: 3 } })
    light.fault = () => ({ kind: 'late', delayMs: 2 })
    await Promise.all(Array.from({ length: 20 }, (_, at) => store.put(`k${at}`, bytes(at))))
    expect(light.underWayMax).toBe(3)
  })

  it('[BK18] sends nothing that an older store does not know', async () => {
    const { light, store } = await open()
    const headers: string[][] = []
    light.fault = (request) => {
      headers.push(Object.keys(request.headers))
      return undefined
    }
    const older = new S3Store({ ...light.settings, checksums: 'when-required' })
    for (const each of [older, store]) {
      headers.length = 0
      await each.put('a', new Uint8Array(3_000_000))
      await each.get('a', 3_000_000)
      expect(headers.flat()).not.toContain('expect')
      expect(headers.flat().some((name) => name.startsWith('x-amz-checksum-'))).toBe(each === store)
    }
    older.close()
  })

  it('[BK16] tells the bytes that arrived', async () => {
    const told: number[] = []
    const { light, store } = await open({}, { onUploaded: (count) => told.push(count) })
    light.failNext('PutObject', { kind: 'status', status: 503, code: 'SlowDown' })
    await store.put('a', new Uint8Array(70))
    await store.compareAndSwap('b', new Uint8Array(30), absentTag)
    await expect(store.compareAndSwap('b', new Uint8Array(31), absentTag)).rejects.toThrow(
      /changed by another/,
    )
    expect(told).toEqual([70, 30])
  })
})
