import { beforeEach, describe, expect, it } from 'vitest'
import { crc32 } from '../base/crc32.ts'
import type { StorageError } from '../base/errors.ts'
import { FaultyStore, storeFaults } from '../testing/faulty-store.ts'
import { byPlace, draft, pictureId, snapshot, tile, writer } from '../testing/picture-drafts.ts'
import { MemoryStore } from './memory-store.ts'
import type { PictureClaim } from './picture-accessor.ts'
import { pictureLimits } from './picture-limits.ts'
import { encodeCover } from './stored-head.ts'
import { StoredPictures } from './stored-pictures.ts'
import { sweepAll } from '../testing/sweep-all.ts'

const headKey = `${pictureId}/head`
let nowMs: number
let store: MemoryStore
let pictures: StoredPictures

/** A memory that counts as a bucket: nobody can tell there who lives. */
function newBucket(): MemoryStore {
  const hold = (): Promise<() => Promise<void>> => Promise.resolve(() => Promise.resolve())
  return Object.assign(new MemoryStore(() => nowMs), { place: 'bucket', hold })
}

const hosts = (number: number): StoredPictures => new StoredPictures(store, writer(number))
const head = async (): Promise<Uint8Array> => (await store.get(headKey, 1e9))!

async function saved(): Promise<PictureClaim> {
  const claim = await hosts(2).claim(pictureId)
  await claim.save(snapshot(4, [tile(1)]))
  await claim.save(snapshot(8, [tile(2)]))
  return claim
}

function withVersion(bytes: Uint8Array, version: number): Uint8Array {
  const changed = bytes.slice()
  changed[4] = version
  new DataView(changed.buffer).setUint32(changed.length - 4, crc32(changed.subarray(0, -4)), true)
  return changed
}

const damages: readonly [name: string, damage: (bytes: Uint8Array) => Uint8Array, problem: RegExp][] = [
  [
    'a flipped bit',
    (bytes) => bytes.map((byte, at) => (at === 9 ? byte ^ 4 : byte)),
    /its checksum is wrong/,
  ],
  ['nothing left', () => new Uint8Array(), /only 0 bytes/],
  ['an older format', (bytes) => withVersion(bytes, 1), /development version/],
  ['much too long', () => new Uint8Array(500_000).fill(7), /checksum is wrong/],
]

beforeEach(async () => {
  nowMs = 1000
  store = newBucket()
  pictures = hosts(1)
  await pictures.create(draft)
})

describe('a picture whose head can’t be read', () => {
  for (const [name, damage, problem] of damages) {
    it(`[PI42] is deleted, brought back as it was, and removed for good: ${name}`, async () => {
      const claim = await saved()
      const sound = await head()
      const damaged = damage(sound)
      await store.put(headKey, damaged)
      const unreadable = { id: pictureId, title: '', problem: expect.stringMatching(problem) as string }
      expect(await pictures.list()).toMatchObject([unreadable])
      await pictures.delete(pictureId, 5000)
      expect(await pictures.list()).toMatchObject([{ ...unreadable, deletedMs: 5000 }])
      for (const refused of [
        () => pictures.delete(pictureId, 5001),
        () => pictures.claim(pictureId),
        () => pictures.rename(pictureId, 'x'),
        () => pictures.history(pictureId),
      ]) {
        await expect(refused()).rejects.toMatchObject({
          code: 'not-found',
          message: /^This picture was deleted/,
        })
      }
      await expect(claim.save(snapshot(12, [tile(3)]))).rejects.toMatchObject({
        code: 'superseded',
        message: 'This picture was deleted while it was open here.',
      })
      await sweepAll(pictures, 5000)
      await pictures.restore(pictureId)
      expect(await head()).toEqual(damaged)
      expect((await pictures.list())[0]).not.toHaveProperty('deletedMs')
      await store.put(headKey, sound)
      const loaded = (await (await hosts(3).claim(pictureId)).load())!
      expect(byPlace(loaded.tiles)).toEqual(byPlace([tile(1), tile(2)]))
      await store.put(headKey, damaged)
      await pictures.delete(pictureId, 6000)
      await sweepAll(pictures, 6001)
      expect(await pictures.list()).toEqual([])
      expect(await store.list(pictureId)).toEqual(['head'])
      expect((await head()).length).toBeLessThan(50)
      await expect(pictures.restore(pictureId)).rejects.toMatchObject({
        code: 'not-found',
        message: 'This picture was removed for good.',
      })
      nowMs = 9000
      await sweepAll(pictures, 8000)
      expect(await store.list('')).toEqual([])
    })
  }

  it('[PI42] is not deleted when its head is too long to be kept', async () => {
    const { storedHeadBytesMax, unreadableHeadBytesMax } = pictureLimits
    for (const length of [unreadableHeadBytesMax + 1, storedHeadBytesMax, storedHeadBytesMax + 1]) {
      const damaged = new Uint8Array(length).fill(7)
      await store.put(headKey, damaged)
      await expect(pictures.delete(pictureId, 5000)).rejects.toMatchObject({ code: 'corrupt' })
      expect(await head()).toEqual(damaged)
    }
  })

  it('[PI42] is listed as what it is where this Gesso can read it after all', async () => {
    const former = await head()
    const state = { kind: 'deleted', atMs: 5000 } as const
    await store.put(headKey, encodeCover({ writer: writer(9), state, former }))
    const { title, size } = draft
    expect(await pictures.list()).toEqual([{ id: pictureId, title, size, updatedMs: 1000, deletedMs: 5000 }])
    await pictures.restore(pictureId)
    expect(await head()).toEqual(former)
  })

  it('[PI42] one of a newer version is left alone', async () => {
    const newer = withVersion(await head(), 200)
    await store.put(headKey, newer)
    await expect(pictures.delete(pictureId, 1)).rejects.toMatchObject({
      code: 'invalid',
      message: 'The head of this picture was saved by a newer version of Gesso. Update Gesso to open it.',
    })
    await sweepAll(pictures, 1e15)
    expect(await head()).toEqual(newer)
  })

  it('[PI42] any call that fails, before or after it took effect, leaves it deleted or not, and nothing lost', async () => {
    for (const kind of storeFaults.slice(0, 2)) {
      for (let failing = 0; failing < 12; failing++) {
        store = newBucket()
        await hosts(1).create(draft)
        const damaged = (await head()).slice(1)
        await store.put(headKey, damaged)
        const faulty = new FaultyStore(store)
        faulty.hold = (name) => store.hold(name)
        faulty.fault = (_, number) => (number === failing ? kind : undefined)
        const unsure = new StoredPictures(faulty, writer(1))
        const error = await unsure.delete(pictureId, 5).catch((each: unknown) => each)
        const [listed] = await hosts(1).list()
        if (error === undefined) expect(listed!.deletedMs).toBe(5)
        await unsure.restore(pictureId).catch((each: unknown) => each)
        if ((await hosts(1).list())[0]!.deletedMs !== undefined) await hosts(1).restore(pictureId)
        expect(await head()).toEqual(damaged)
      }
    }
  })
})

describe('removing for good', () => {
  it('[PI43] what a host writes meanwhile goes with the next sweep, and the mark when it is old', async () => {
    const claim = await saved()
    await pictures.delete(pictureId, 5000)
    nowMs = 7000
    await sweepAll(pictures, 6000)
    // Puts that were on their way.
    for (const key of [
      'packs/0000000001-00000077',
      'history/0000000001-00000078',
      'slots/0000000001-00000009',
    ]) {
      await store.put(`${pictureId}/${key}`, Uint8Array.of(1))
    }
    await store.put(`${pictureId}/preview.png`, Uint8Array.of(1))
    await expect(claim.save(snapshot(12, [tile(3)]))).rejects.toMatchObject({ code: 'superseded' })
    expect(await pictures.list()).toEqual([])
    await sweepAll(pictures, 6000)
    expect(await store.list(pictureId)).toEqual(['head'])
    await sweepAll(pictures, 7000)
    expect(await store.list(pictureId)).toEqual(['head'])
    await sweepAll(pictures, 7001)
    expect(await store.list('')).toEqual([])
  })

  it('[PI43] objects without a head go when all of them are old', async () => {
    await store.put(`${pictureId}/packs/0000000001-00000077`, Uint8Array.of(1))
    await store.put(`${pictureId}/slots/0000000001-00000009`, Uint8Array.of(1))
    await store.remove([headKey])
    nowMs = 2000
    await store.put(`${pictureId}/history/0000000001-00000078`, Uint8Array.of(1))
    await sweepAll(pictures, 2000)
    expect(await store.list(pictureId)).toEqual(['history', 'packs', 'slots'])
    await sweepAll(pictures, 2001)
    expect(await store.list('')).toEqual([])
  })

  it('[PI43] on a disk, where a hold keeps hosts out, nothing is left, and what has no head is left alone', async () => {
    store = new MemoryStore()
    await hosts(1).create(draft)
    await (await saved()).release()
    await hosts(1).delete(pictureId, 5)
    await sweepAll(hosts(1), 6)
    expect(await store.list('')).toEqual([])
    await store.put(`${pictureId}/packs/0000000001-00000077`, Uint8Array.of(1))
    await sweepAll(hosts(1), 1e15)
    expect(await store.list('')).toEqual([pictureId])
  })

  it('[PI34] a host that only copies its journal finds out that its picture is gone', async () => {
    const claim = await hosts(2).claim(pictureId)
    const write = async (): Promise<number> => {
      for (let number = 0; ; number++) {
        await claim.slots!.create({ epoch: claim.epoch, number }, Uint8Array.of(1))
        if (number === 9) await pictures.delete(pictureId, 5000)
        if (number === 20) await sweepAll(pictures, 6000)
      }
    }
    const error = (await write().catch((each: unknown) => each)) as StorageError
    expect([error.code, error.message]).toEqual([
      'superseded',
      'This picture was deleted while it was open here.',
    ])
    expect((await store.list(`${pictureId}/slots`)).length).toBeLessThan(pictureLimits.slotsPerClaimCheck)
    await store.remove([headKey])
    await expect(claim.slots!.checkClaim()).rejects.toMatchObject({ code: 'superseded' })
  })
})
