import { beforeEach, describe, expect, it } from 'vitest'
import { crc32 } from '../base/crc32.ts'
import { StorageError } from '../base/errors.ts'
import { Prng } from '../base/prng.ts'
import { byPlace, draft, pictureId, skyLayer, snapshot, spot } from '../testing/picture-drafts.ts'
import { tile, tileAt, writer } from '../testing/picture-drafts.ts'
import { MemoryStore } from './memory-store.ts'
import type { LoadedSnapshot, PictureClaim } from './picture-accessor.ts'
import { encodeHead } from './picture-head.ts'
import { StoredPictures } from './stored-pictures.ts'

const [one, two, three] = [1, 2, 3].map((column) => tileAt(column, 0)) as [number, number, number]
/** A tile of the upper layer. */
const cloud = tile(tileAt(2, 1), 2, 50, skyLayer)
let store: MemoryStore
let pictures: StoredPictures

async function keysIn(folder: string): Promise<string[]> {
  return (await store.list(`${pictureId}/${folder}`)).map((name) => `${pictureId}/${folder}/${name}`)
}

async function change(key: string, edit: (bytes: Uint8Array) => Uint8Array): Promise<void> {
  await store.put(key, edit((await store.get(key, 1e9))!.slice()))
}

async function withClaim<T>(run: (claim: PictureClaim) => Promise<T>): Promise<T> {
  const claim = await pictures.claim(pictureId)
  try {
    return await run(claim)
  } finally {
    await claim.release()
  }
}

const load = (): Promise<LoadedSnapshot> => withClaim(async (claim) => (await claim.load())!)

const flip =
  (at: number) =>
  (bytes: Uint8Array): Uint8Array => {
    bytes[at]! ^= 0x10
    return bytes
  }

beforeEach(async () => {
  store = new MemoryStore()
  pictures = new StoredPictures(store, writer(1))
  await pictures.create(draft)
  await withClaim(async (claim) => {
    await claim.save(snapshot(4, [tile(one), tile(two), tile(three)]))
    await claim.save(snapshot(8, [tile(three, 2), cloud]))
  })
})

describe('damaged tiles', () => {
  it('[PI10] opens everything but a damaged tile, and says where it was', async () => {
    const [first] = await keysIn('packs')
    await change(first!, flip(60))
    const loaded = await load()
    expect(byPlace(loaded.tiles)).toEqual(byPlace([tile(one), tile(three, 2), cloud]))
    const pack = first!.split('/').at(-1)!
    expect(loaded.damaged).toEqual([
      {
        ...spot(two),
        problem: `The square of 64 pixels at 128, 0 of the layer “Layer 1” could not be read from pack ${pack.slice(0, 24)}…: its content doesn’t fit its name. It is left blank.`,
      },
    ])
    expect([loaded.seq, loaded.notices]).toEqual([8, []])
  })

  it('[PI10] opens what is left of a truncated or missing pack', async () => {
    const second = (await keysIn('packs'))[1]!
    await change(second, (bytes) => bytes.slice(0, 99))
    const truncated = await load()
    expect(truncated.damaged).toMatchObject([spot(cloud.index, skyLayer)])
    expect(truncated.damaged[0]!.problem).toMatch(/the file ends too early/)
    await store.remove([second])
    const loaded = await load()
    expect(loaded.damaged).toMatchObject([spot(three), spot(cloud.index, skyLayer)])
    expect(loaded.damaged[1]!.problem).toMatch(
      /at 128, 64 of the layer “Sky” .* the file is missing or unreadable/,
    )
    expect(byPlace(loaded.tiles)).toEqual(byPlace([tile(one), tile(two)]))
  })

  it('[PI10] keeps a damaged tile stored until it is painted over, then stores even the same anew', async () => {
    const [first] = await keysIn('packs')
    const sound = (await store.get(first!, 1e9))!.slice()
    await change(first!, flip(60))
    await withClaim(async (claim) => {
      await claim.load()
      for (let seq = 9; seq < 60; seq++) await claim.save(snapshot(seq, [tile(100, seq), tile(one, seq)]))
    })
    expect((await load()).damaged).toMatchObject([spot(two)])
    expect(await keysIn('packs')).toContain(first)
    await store.put(first!, sound)
    expect((await load()).damaged).toEqual([])
    await store.put(first!, flip(60)(sound))
    await withClaim(async (claim) => {
      await claim.load()
      await claim.save(snapshot(60, [tile(two)]))
      await claim.save(snapshot(61, []))
    })
    const loaded = await load()
    expect(loaded.damaged).toEqual([])
    expect(loaded.tiles).toContainEqual(tile(two))
  })
})

describe('damaged manifests, tails and heads', () => {
  it('[PI11] opens the snapshot before an unreadable one, and says so', async () => {
    for (const folder of ['manifest', 'tail']) {
      for (const damage of ['flip', 'cut', 'remove']) {
        const key = (await keysIn(folder))[1]!
        const sound = (await store.get(key, 1e9))!.slice()
        if (folder === 'tail' && (await keysIn('tail')).length < 2) continue
        if (damage === 'remove') await store.remove([key])
        else await change(key, damage === 'flip' ? flip(5) : (bytes) => bytes.slice(0, -1))
        const loaded = await load()
        if (folder === 'manifest')
          expect([loaded.seq, byPlace(loaded.tiles)]).toEqual([
            4,
            byPlace([tile(one), tile(two), tile(three)]),
          ])
        expect(loaded.notices.length).toBeGreaterThan(0)
        expect(loaded.loss).toMatch(/opened as it was saved before that, at update \d/)
        await store.put(key, sound)
        expect((await load()).notices).toEqual([])
      }
    }
  })

  it('[PI11] goes on from the snapshot before, and reports its seq as the previous one', async () => {
    await change((await keysIn('manifest'))[1]!, flip(9))
    const result = await withClaim((claim) => claim.save(snapshot(9, [tile(7)])))
    expect(result.previousSeq).toBe(4)
    expect(byPlace((await load()).tiles)).toEqual(byPlace([tile(one), tile(two), tile(three), tile(7)]))
  })

  it('[PI11] opens the base alone when no tail is left', async () => {
    for (const key of await keysIn('tail')) await store.remove([key])
    const loaded = await load()
    expect([loaded.seq, loaded.horizon]).toEqual([6, 6])
    expect([loaded.carried, loaded.pending]).toEqual([[], []])
    expect(loaded.loss).toMatch(/opened at update 6/)
    expect(loaded.tiles).toHaveLength(4)
    expect((await withClaim((claim) => claim.save(snapshot(7, [])))).previousSeq).toBe(6)
  })

  it('[PI11] is corrupt without a manifest, and gives the claim back', async () => {
    for (const key of await keysIn('manifest')) await store.remove([key])
    await expect(pictures.claim(pictureId)).rejects.toMatchObject({ code: 'corrupt' })
    await expect(pictures.claim(pictureId)).rejects.toThrow(/This picture can't be opened/)
  })

  it('[PI11] lists a picture with an unreadable head, and its problem', async () => {
    await change(`${pictureId}/head`, flip(20))
    expect(await pictures.list()).toEqual([
      {
        id: pictureId,
        title: '',
        size: { width: 0, height: 0 },
        updatedMs: 0,
        problem: 'The head of this picture is damaged: its checksum is wrong.',
      },
    ])
    await expect(pictures.claim(pictureId)).rejects.toMatchObject({ code: 'corrupt' })
  })

  it('[PI22] refuses a picture of a development version with a sentence, and changes nothing of it', async () => {
    for (const key of await keysIn('manifest')) {
      await change(key, (bytes) => {
        bytes[4] = 1
        new DataView(bytes.buffer).setUint32(bytes.length - 4, crc32(bytes.subarray(0, -4)), true)
        return bytes
      })
    }
    const objects = async (): Promise<(Uint8Array | undefined)[]> => {
      const keys = (await Promise.all(['manifest', 'tail', 'packs'].map(keysIn))).flat()
      return Promise.all(keys.map((key) => store.get(key, 1e9)))
    }
    const before = await objects()
    for (let tries = 0; tries < 2; tries++) {
      await expect(pictures.claim(pictureId)).rejects.toMatchObject({
        code: 'invalid',
        message:
          "The table of contents of this picture was saved by a development version of Gesso, whose pictures can't be opened. Nothing of it was changed.",
      })
    }
    expect(await objects()).toEqual(before)
    expect(await pictures.list()).toMatchObject([{ id: pictureId, title: draft.title }])
  })

  it('[PI12] takes nothing from a head that leads elsewhere', async () => {
    const head = {
      writer: writer(1),
      epoch: 3,
      title: 'x',
      ...draft.size,
      updatedMs: 1,
      state: { kind: 'live' as const },
    }
    for (const manifest of ['../../../etc/passwd', 'x', '']) {
      await store.put(
        `${pictureId}/head`,
        encodeHead({ ...head, snapshot: { manifest, previous: undefined } }),
      )
      await expect(pictures.claim(pictureId)).rejects.toMatchObject({ code: 'corrupt' })
    }
    await store.put(`${pictureId}/head`, encodeHead({ ...head, width: 3, snapshot: undefined }))
    await expect(pictures.claim(pictureId)).rejects.toMatchObject({ code: 'corrupt' })
  })

  it('[PI12] survives any damage to any object', async () => {
    const sound = new Map<string, Uint8Array>()
    for (const key of [
      `${pictureId}/head`,
      ...(await Promise.all(['manifest', 'tail', 'packs'].map(keysIn))).flat(),
    ]) {
      sound.set(key, (await store.get(key, 1e9))!)
    }
    for (let seed = 0; seed < 600; seed++) {
      const prng = new Prng(seed)
      for (const [key, bytes] of sound) await store.put(key, bytes)
      for (let count = 1 + prng.below(3); count > 0; count--) {
        const key = prng.pick([...sound.keys()])
        await change(key, (bytes) => {
          if (prng.chance(0.2)) return bytes.slice(0, prng.below(bytes.length))
          bytes[prng.below(bytes.length)]! ^= 1 << prng.below(8)
          return bytes
        })
      }
      try {
        const loaded = await load()
        const allowed = byPlace([tile(one), tile(two), tile(three), tile(three, 2), cloud])
        for (const each of byPlace(loaded.tiles)) expect(allowed, `seed ${seed}`).toContainEqual(each)
      } catch (error) {
        expect(error, `seed ${seed}`).toBeInstanceOf(StorageError)
      }
    }
  })
})
