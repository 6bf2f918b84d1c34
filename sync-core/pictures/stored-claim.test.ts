import { beforeEach, describe, expect, it } from 'vitest'
import { AssertionError, StorageError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import { Prng } from '../base/prng.ts'
import { FaultyStore } from '../testing/faulty-store.ts'
import {
  byPlace,
  draft,
  pictureId,
  preview,
  snapshot,
  spot,
  tile,
  writer,
} from '../testing/picture-drafts.ts'
import { instead } from '../testing/instead.ts'
import { MemoryStore } from './memory-store.ts'
import { OvertakenError } from './object-store.ts'
import type { PictureClaim, StoredTile } from './picture-accessor.ts'
import { makePictureId } from '../base/picture-id.ts'
import { pictureLimits } from './picture-limits.ts'
import { StoredPictures } from './stored-pictures.ts'
import { sweepAll } from '../testing/sweep-all.ts'

let store: MemoryStore
let faulty: FaultyStore

async function claimAgain(): Promise<PictureClaim> {
  const holdless = instead(faulty, {
    hold: () => Promise.resolve(async () => {}),
  })
  return new StoredPictures(holdless, writer(2)).claim(pictureId)
}

async function names(folder: string): Promise<readonly string[]> {
  return store.list(`${pictureId}/${folder}`)
}

async function bytesIn(folder: string): Promise<number> {
  return (await store.listObjects(`${pictureId}/${folder}`)).reduce((sum, { bytes }) => sum + bytes, 0)
}

/** So many times of grace after a draft at `seq`. */
const after = (seq: number, graces: number): number => 1000 + seq + graces * pictureLimits.garbageGraceMs

beforeEach(async () => {
  store = new MemoryStore()
  faulty = new FaultyStore(store)
  await new StoredPictures(store, writer(1)).create(draft)
})

describe('saving', () => {
  it('[PI4] a superseded claim writes nothing over', async () => {
    const old = await claimAgain()
    await old.save(snapshot(1, [tile(1)]))
    const other = await claimAgain()
    await other.save(snapshot(5, [tile(1, 5)]))
    const before = (await store.get(`${pictureId}/head`, 4096))!
    await expect(old.save(snapshot(9, [tile(1, 9)]))).rejects.toMatchObject({ code: 'superseded' })
    expect(await store.get(`${pictureId}/head`, 4096)).toEqual(before)
    expect((await (await claimAgain()).load())!.tiles).toEqual([tile(1, 5)])
  })

  it('[PI4] a claim whose picture was deleted saves nothing', async () => {
    const claim = await claimAgain()
    await new StoredPictures(store, writer(3)).delete(pictureId, 9)
    await expect(claim.save(snapshot(1, []))).rejects.toMatchObject({ code: 'superseded' })
  })

  it('[PI34] a claim whose picture was removed for good stops, and leaves no more than that one try', async () => {
    const bucket = new MemoryStore()
    bucket.hold = () => Promise.resolve(() => Promise.resolve())
    const pictures = new StoredPictures(bucket, writer(1))
    await pictures.create(draft)
    const claim = await pictures.claim(pictureId)
    await claim.save(snapshot(4, [tile(1)]))
    const other = new StoredPictures(bucket, writer(2))
    await other.delete(pictureId, 1)
    await sweepAll(other, 2)
    expect(await bucket.list('')).toEqual([])
    await expect(claim.save(snapshot(8, [tile(2)]))).rejects.toMatchObject({
      code: 'superseded',
      message: 'This picture was deleted while it was open here.',
    })
  })

  it('[PI7] leaves the former or the new snapshot, whole, whichever call fails first and for good', async () => {
    for (const kind of ['before', 'after'] as const) {
      for (let failing = 0; failing < 12; failing++) {
        store = new MemoryStore()
        faulty = new FaultyStore(store)
        await new StoredPictures(store, writer(1)).create(draft)
        const claim = await claimAgain()
        const former = [tile(1), tile(2), tile(3)]
        await claim.save(snapshot(1, former))
        await claim.save(snapshot(2, [tile(2, 2)]))
        const from = faulty.calls.length
        faulty.fault = () => (faulty.calls.length > from + failing ? kind : undefined)
        const saved = await claim
          .save(snapshot(3, [tile(3, 3)], { removed: [spot(1)] }))
          .catch((error: unknown) => error)
        faulty.fault = () => undefined
        const loaded = (await (await claimAgain()).load())!
        expect([loaded.damaged, loaded.notices]).toEqual([[], []])
        const isNew = loaded.seq === 3
        expect(byPlace(loaded.tiles)).toEqual(
          byPlace(isNew ? [tile(2, 2), tile(3, 3)] : [tile(1), tile(2, 2), tile(3)]),
        )
        if (!(saved instanceof StorageError)) expect(isNew).toBe(true)
      }
    }
  })

  it('[PI7] saves the same again after a failure, and a lost answer counts once', async () => {
    const claim = await claimAgain()
    await claim.save(snapshot(1, [tile(1)]))
    faulty.fault = (call) => (call.startsWith('swap') ? 'before' : undefined)
    await expect(claim.save(snapshot(2, [tile(1, 2)]))).rejects.toBe(faulty.error)
    faulty.fault = (call) => (call.startsWith('swap') ? 'after' : undefined)
    expect((await claim.save(snapshot(2, [tile(1, 2)]))).previousSeq).toBe(1)
    faulty.fault = () => undefined
    expect((await (await claimAgain()).load())!).toMatchObject({ seq: 2, tiles: [tile(1, 2)] })
  })

  it('[PI38] a store in which the head can’t be written for long piles nothing up', async () => {
    const refusal = new StorageError('no-permission', 'The store says no.', true)
    for (const error of [faulty.error, refusal]) {
      store = new MemoryStore()
      faulty = new FaultyStore(store, error)
      await new StoredPictures(store, writer(1)).create(draft)
      const claim = await claimAgain()
      await claim.save(snapshot(1, [tile(1)]))
      faulty.fault = (call) => (call.startsWith('swap') ? 'before' : undefined)
      for (let seq = 2; seq < 50; seq++) {
        await expect(claim.save(snapshot(seq, [tile(1, seq)]))).rejects.toBe(error)
        const left = error === refusal ? 0 : 1
        expect([(await names('packs')).length, (await names('history')).length]).toEqual([1 + left, 1 + left])
      }
      faulty.fault = () => undefined
      await claim.save(snapshot(50, [tile(1, 50)]))
      expect([(await names('packs')).length, (await names('history')).length]).toEqual([2, 2])
      expect((await (await claimAgain()).load())!).toMatchObject({
        seq: 50,
        tiles: [tile(1, 50)],
        notices: [],
      })
    }
  })

  it('[PI38] a superseded save takes its objects with it, also when the other has saved much since', async () => {
    const old = await claimAgain()
    await old.save(snapshot(1, [tile(1)]))
    const other = await claimAgain()
    await other.load()
    for (let seq = 2; seq < 9; seq++) await other.save(snapshot(seq, [tile(1, seq)]))
    const before = [...(await names('packs')), ...(await names('history'))]
    await expect(old.save(snapshot(99, [tile(1, 99)]))).rejects.toMatchObject({ code: 'superseded' })
    expect([...(await names('packs')), ...(await names('history'))]).toEqual(before)
  })

  it('[PI38] what could not be uploaded as a whole goes again, as soon as it can', async () => {
    const claim = await claimAgain()
    await claim.save(snapshot(1, [tile(1)]))
    faulty.fault = (call) => (/^put .*packs|^remove/.test(call) ? 'after' : undefined)
    await expect(claim.save(snapshot(2, [tile(1, 2)]))).rejects.toBe(faulty.error)
    faulty.fault = (call) => (call.startsWith('put') ? 'before' : undefined)
    await expect(claim.save(snapshot(3, [tile(1, 3)]))).rejects.toBe(faulty.error)
    expect([await names('packs'), await names('history')]).toEqual([
      ['0000000001-00000000'],
      ['0000000001-00000001'],
    ])
  })

  it('[PI38] a swap that takes effect late is undone before the next save, and what it refers to goes as garbage', async () => {
    const claim = await claimAgain()
    await claim.save(snapshot(1, [tile(1)]))
    faulty.fault = (call) => (/^(swap|get)/.test(call) ? 'after' : undefined)
    await expect(claim.save(snapshot(2, [tile(1, 2)]))).rejects.toBe(faulty.error)
    faulty.fault = (call) => (/^put .*packs/.test(call) ? 'before' : undefined)
    await expect(claim.save(snapshot(3, [tile(1, 3)]))).rejects.toBe(faulty.error)
    faulty.fault = () => undefined
    expect((await (await claimAgain()).load())!).toMatchObject({ seq: 1, tiles: [tile(1)] })
    expect((await names('packs')).length).toBe(2)
  })

  it('[PI38] an overtaken swap may be what the other built on: nothing of it is removed', async () => {
    const claim = await claimAgain()
    await claim.save(snapshot(1, [tile(1)]))
    const other = new StoredPictures(store, writer(3))
    const { compareAndSwap } = faulty
    faulty.compareAndSwap = async (key, bytes, etag) => {
      await store.compareAndSwap(key, bytes, etag)
      faulty.compareAndSwap = compareAndSwap
      const next = await other.claim(pictureId)
      await next.load()
      for (const seq of [3, 4, 5]) await next.save(snapshot(seq, [tile(2, seq)]))
      await next.release()
      throw new OvertakenError('The store was late.')
    }
    await expect(claim.save(snapshot(2, [tile(1, 2)]))).rejects.toMatchObject({ code: 'superseded' })
    const loaded = (await (await claimAgain()).load())!
    expect([loaded.seq, loaded.notices, loaded.damaged]).toEqual([5, [], []])
    expect(byPlace(loaded.tiles)).toEqual(byPlace([tile(1, 2), tile(2, 5)]))
  })

  it('[PI40] [PI70] a preview that can’t be written is told, and touches no save', async () => {
    const claim = await claimAgain()
    faulty.fault = (call) => (call.endsWith('preview.png') ? 'before' : undefined)
    await expect(claim.savePreview(preview)).rejects.toBe(faulty.error)
    await claim.save(snapshot(1, [tile(1)]))
    expect(await new StoredPictures(store, writer(3)).preview(pictureId)).toBeUndefined()
    faulty.fault = () => undefined
    await claim.savePreview(preview)
    expect(await new StoredPictures(store, writer(3)).preview(pictureId)).toEqual(preview)
    await claim.release()
    expect((await (await claimAgain()).load())!).toMatchObject({ seq: 1, notices: [] })
  })

  it('[PI70] a claim that knows that it was lost leaves the preview of the next one alone', async () => {
    const old = await claimAgain()
    const next = await claimAgain()
    await next.savePreview(preview)
    await expect(old.save(snapshot(1, [tile(1)]))).rejects.toMatchObject({ code: 'superseded' })
    await expect(old.savePreview(Uint8Array.of(1))).rejects.toMatchObject({ code: 'superseded' })
    expect(await new StoredPictures(store, writer(3)).preview(pictureId)).toEqual(preview)
  })

  it('[PI71] each save has a key of its own, also the same again', async () => {
    const keys = new Set<string>()
    for (let claims = 0; claims < 3; claims++) {
      const claim = await claimAgain()
      for (const seq of [1, 1, 2]) keys.add((await claim.save(snapshot(3 * claims + seq, []))).key)
    }
    expect(keys.size).toBe(9)
  })

  it('[PI8] keeps the newest snapshot and the one before, and after a while nothing else', async () => {
    const claim = await claimAgain()
    for (let seq = 1; seq <= 20; seq++) await claim.save(snapshot(seq, [tile(0, seq), tile(1, seq)]))
    await claim.compact(after(2, 1))
    expect((await names('packs')).length).toBe(20)
    await claim.compact(after(20, 2))
    expect((await names('packs')).length).toBe(2)
    const kept = (await (await claimAgain()).load())!
    expect([kept.seq, kept.notices]).toEqual([20, []])
  })

  it('[PI8] removes what crashes left, but nothing of a newer epoch, and nothing young', async () => {
    store = new MemoryStore(() => after(0, 1))
    faulty = new FaultyStore(store)
    await new StoredPictures(store, writer(1)).create(draft)
    for (let seq = 1; seq < 5; seq++) {
      const crashing = await claimAgain()
      faulty.fault = (call) => (/^(swap|remove|get)/.test(call) ? 'before' : undefined)
      await crashing.save(snapshot(seq, [tile(1, seq)])).catch(() => undefined)
      faulty.fault = () => undefined
    }
    expect((await names('packs')).length).toBe(4)
    const newer = `${pictureId}/packs/0000000099-00000000`
    const strange = `${pictureId}/packs/notes.txt`
    for (const key of [newer, strange]) await store.put(key, Uint8Array.of(1))
    const claim = await claimAgain()
    await claim.save(snapshot(5, [tile(1, 5)]))
    await claim.compact(after(0, 2) - 1)
    expect((await names('packs')).length).toBe(4 + 3)
    await claim.compact(after(0, 3))
    expect(await names('packs')).toEqual(['0000000005-00000000', '0000000099-00000000', 'notes.txt'])
    expect((await names('history')).length).toBe(1)
  })

  it('[PI8] tries again to remove what it could not', async () => {
    const claim = await claimAgain()
    for (let seq = 1; seq <= 3; seq++) await claim.save(snapshot(seq, [tile(0, seq)]))
    faulty.fault = (call) => (call.startsWith('remove') ? 'before' : undefined)
    await expect(claim.compact(after(3, 1))).rejects.toBe(faulty.error)
    faulty.fault = () => undefined
    await claim.compact(after(3, 1) + 1)
    expect((await names('packs')).length).toBe(3)
    await claim.compact(after(3, 2))
    expect((await names('packs')).length).toBe(2)
  })

  it('[PI8] removes nothing while a swap of the head may still take effect', async () => {
    const claim = await claimAgain()
    for (let seq = 1; seq <= 3; seq++) await claim.save(snapshot(seq, [tile(0, seq)]))
    faulty.fault = (call) => (call.startsWith('swap') ? 'before' : undefined)
    await expect(claim.save(snapshot(4, [tile(0, 4)]))).rejects.toBe(faulty.error)
    faulty.fault = () => undefined
    await claim.compact(after(9, 9))
    expect((await names('packs')).length).toBe(4)
    await claim.save(snapshot(4, [tile(0, 4)], { nowMs: after(9, 9) }))
    await claim.compact(after(9, 11))
    expect((await names('packs')).length).toBe(2)
  })

  it('[PI9] stays below twice the picture, and few packs, however long people paint', async () => {
    const claim = await claimAgain()
    const prng = new Prng(3)
    const now = new Map<number, StoredTile>()
    const length = 2000
    let largest = 0
    let written = 0
    for (let seq = 1; seq <= 400; seq++) {
      const changed = Array.from({ length: 1 + prng.below(8) }, () =>
        tile(prng.below(192), prng.below(250) + 1, length),
      )
      const unique = [...new Map(changed.map((each) => [each.index, each])).values()]
      for (const each of unique) now.set(each.index, each)
      const nowMs = after(0, 2 * seq)
      written += (await claim.save(snapshot(seq, unique, { nowMs }))).bytesWritten
      await claim.compact(nowMs)
      largest = Math.max(largest, (await bytesIn('packs')) / length)
      expect((await names('packs')).length).toBeLessThan(2 * 36)
    }
    // The newest snapshot below twice the picture, with the one before it, and what has its grace beside them.
    expect(largest).toBeLessThan(5 * 192)
    expect(written / (400 * 4.5 * length)).toBeLessThan(12)
    expect(byPlace((await (await claimAgain()).load())!.tiles)).toEqual(byPlace([...now.values()]))
  })

  it('[PI9] joins full packs that are mostly dead', async () => {
    const claim = await claimAgain()
    const all = Array.from({ length: 180 }, (_, index) => tile(index, 1, limits.tileBytesMax))
    await claim.save(snapshot(1, all))
    const later = all.slice(0, 150).map(({ index }) => tile(index, 2, limits.tileBytesMax))
    await claim.save(snapshot(2, later))
    for (let seq = 3; seq < 9; seq++) {
      await claim.save(snapshot(seq, [], { nowMs: after(0, 2 * seq) }))
      await claim.compact(after(0, 2 * seq))
    }
    expect(await bytesIn('packs')).toBeLessThan(2 * 180 * limits.tileBytesMax)
    expect(byPlace((await (await claimAgain()).load())!.tiles)).toEqual(
      byPlace([...later, ...all.slice(150)]),
    )
  })

  it('[PI6] refuses a picture of more tiles than may be, with a sentence, and saves it once it has fewer', async () => {
    const claim = await claimAgain()
    const { bytes, name } = tile(1)
    const full = (layer: number): StoredTile[] =>
      Array.from({ length: 65_536 }, (_, index) => ({ layer, index, bytes, name }))
    await claim.save(snapshot(1, full(1)))
    await expect(claim.save(snapshot(2, [tile(0, 1, 50, 2)]))).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('more than 65536 painted squares') as string,
    })
    await claim.save(snapshot(3, [tile(0, 1, 50, 2)], { removed: [spot(9)] }))
    expect((await (await claimAgain()).load())!.tiles).toHaveLength(65_536)
  })

  it('[PI6] refuses what only a bug would ask for', async () => {
    const claim = await claimAgain()
    await expect(claim.save(snapshot(1, [tile(65_536)]))).rejects.toThrow(AssertionError)
    const size = { width: 8, height: 100 }
    await expect(claim.save(snapshot(1, [], { size }))).rejects.toThrow(AssertionError)
    const both = Promise.allSettled([claim.save(snapshot(1, [])), claim.save(snapshot(1, []))])
    expect((await both).map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected'])
    await claim.release()
    await expect(claim.save(snapshot(2, []))).rejects.toThrow(AssertionError)
  })

  it('[PI20] a lock that stays hides no other reason', async () => {
    const stays = new StorageError('no-permission', 'The lock stays.')
    const pictures = new StoredPictures(store, writer(1))
    await pictures.delete(pictureId, 9)
    store.hold = () => Promise.resolve(() => Promise.reject(stays))
    const deleted = {
      code: 'not-found',
      message: expect.stringMatching(/^This picture was deleted/) as string,
    }
    await expect(pictures.claim(pictureId)).rejects.toMatchObject(deleted)
    await expect(pictures.delete(pictureId, 10)).rejects.toMatchObject(deleted)
    await expect(sweepAll(pictures, 10)).rejects.toBe(stays)
    expect(await store.list('')).toEqual([])
  })

  it('[PI13] takes up an interrupted sweep', async () => {
    const pictures = new StoredPictures(faulty, writer(1))
    const claim = await pictures.claim(pictureId)
    await claim.save(snapshot(1, [tile(1)]))
    await claim.release()
    await pictures.delete(pictureId, 10)
    const other = makePictureId(new Uint8Array(16).fill(255))
    await pictures.create({ ...draft, id: other })
    await pictures.delete(other, 10)
    faulty.fault = (call) => (call.includes('/packs/') ? 'before' : undefined)
    await expect(sweepAll(pictures, 11)).rejects.toBe(faulty.error)
    expect(await store.list('')).toEqual([pictureId])
    expect(await pictures.list()).toEqual([])
    await expect(pictures.restore(pictureId)).rejects.toMatchObject({ code: 'not-found' })
    faulty.fault = () => undefined
    await sweepAll(pictures, 0)
    expect(await store.list('')).toEqual([])
  })
})
