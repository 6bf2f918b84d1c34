import { createHash } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { crc32 } from '../../base/crc32.ts'
import { limits } from '../../base/limits.ts'
import { Prng } from '../../base/prng.ts'
import { S3Light } from '../../testing/s3-light/s3-light.ts'
import { digestBody, slicesOf } from './large-body.ts'
import { S3Store } from './s3-store.ts'

const running: { close: () => unknown }[] = []
afterEach(async () => {
  for (const each of running.splice(0)) await each.close()
})

const slice = limits.s3BodySliceBytes
const prng = new Prng(7)
const large = Uint8Array.from({ length: 3 * slice + 5 }, () => prng.below(256))

describe('a large body', () => {
  it('[BK22] is hashed in slices, one a turn, to what it is hashed to at once', async () => {
    let turns = 0
    const turn = (): Promise<void> => {
      turns++
      return Promise.resolve()
    }
    const sum = Buffer.alloc(4)
    sum.writeUInt32BE(crc32(large))
    expect(await digestBody(large, turn)).toEqual({
      sha256: createHash('sha256').update(large).digest('hex'),
      crc32: sum.toString('base64'),
    })
    expect(turns).toBe(4)
    const lengths: number[] = []
    for await (const { length } of slicesOf(large, turn)) lengths.push(length)
    expect(lengths).toEqual([slice, slice, slice, 5])
    expect(turns).toBe(8)
  })

  it('[BK22] is signed, checked and sent with its length, again after a failure, from its beginning', async () => {
    const light = await S3Light.start()
    const heads: unknown[] = []
    light.fault = ({ headers }) => {
      heads.push([
        headers['content-length'],
        headers['transfer-encoding'],
        headers['x-amz-checksum-crc32'] !== undefined,
      ])
      return undefined
    }
    light.failNext('PutObject', { kind: 'status', status: 503, code: 'SlowDown' })
    light.failNext('PutObject', { kind: 'reset', when: 'before' })
    const store = new S3Store(light.settings)
    const older = new S3Store({ ...light.settings, checksums: 'when-required' })
    running.push(store, older, light)
    await store.put('a', large)
    expect(Buffer.from((await store.get('a', large.length))!).equals(large)).toBe(true)
    await older.put('a', large.subarray(1))
    expect(Buffer.from((await store.get('a', large.length))!).equals(large.subarray(1))).toBe(true)
    const puts = [heads[0], heads[2]]
    expect(puts).toEqual([
      [`${large.length}`, undefined, true],
      [`${large.length - 1}`, undefined, false],
    ])
    // Both tries that failed sent everything, too.
    expect(light.bytesIn).toBe(3 * large.length + large.length - 1)
  })
})
