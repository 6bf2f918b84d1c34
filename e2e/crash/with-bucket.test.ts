import { expect, it, onTestFinished } from 'vitest'
import { S3Store } from '../../sync-core/node/s3/s3-store.ts'
import { S3Light } from '../../sync-core/testing/s3-light/s3-light.ts'
import { leavingNothing } from './with-bucket.ts'

it('[CR8] everything that a run wrote to a bucket goes, also when it failed, and nothing else does', async () => {
  const light = await S3Light.start()
  onTestFinished(() => light.close())
  const own = { ...light.settings, prefix: 'crash-7' }
  const others = [new S3Store({ ...own, prefix: 'crash-77' }), new S3Store({ ...own, prefix: 'pictures' })]
  for (const store of others) await store.put('aaaa/head', Uint8Array.of(1))
  const write = async (): Promise<string> => {
    const store = new S3Store(own)
    for (const key of ['marks', 'aaaa/head', 'aaaa/packs/1', 'aaaa/packs/2', 'bbbb/slots/deep/1']) {
      await store.put(key, Uint8Array.of(1))
    }
    return 'done'
  }
  expect(await leavingNothing(own, write)).toBe('done')
  expect(await new S3Store(own).list('')).toEqual([])
  const failure = new Error('a host was not killed')
  const run = leavingNothing(own, async () => {
    await write()
    throw failure
  })
  await expect(run).rejects.toBe(failure)
  expect(await new S3Store(own).list('')).toEqual([])
  for (const store of others) expect(await store.list('aaaa')).toEqual(['head'])
})
