import { beforeEach, describe, expect, it } from 'vitest'
import { crc32 } from '../base/crc32.ts'
import { StorageError } from '../base/errors.ts'
import { Prng } from '../base/prng.ts'
import {
  byPlace,
  draft,
  draftUpdates,
  participant,
  people,
  pictureId,
  skyLayer,
  snapshot,
  spot,
  structure,
} from '../testing/picture-drafts.ts'
import { tile, tileAt, writer } from '../testing/picture-drafts.ts'
import { createStructure, encodeStructure } from '../raster/structure.ts'
import { MemoryStore } from './memory-store.ts'
import type { LoadedSnapshot, PictureClaim } from './picture-accessor.ts'
import { decodeHead, encodeHead, rootPlaceOf, type PictureHead } from './picture-head.ts'
import { decodeRoot, type PictureRoot } from './picture-root.ts'
import type { StoredPlace } from './stored-place.ts'
import { StoredPictures } from './stored-pictures.ts'
import { sweepAll } from '../testing/sweep-all.ts'

const large = 2000
const [one, two, three] = [1, 2, 3].map((column) => tileAt(column, 0)) as [number, number, number]
/** A tile of the upper layer. */
const cloud = tile(tileAt(2, 1), 2, large, skyLayer)
const bottom = (index: number, version = 1) => tile(index, version, large)
const first = [bottom(one), bottom(two), bottom(three)]
const second = [bottom(one), bottom(two), bottom(three, 2), cloud]
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

async function head(): Promise<NonNullable<PictureHead['snapshot']>> {
  return decodeHead((await store.get(`${pictureId}/head`, 1e9))!).snapshot!
}

async function root(): Promise<PictureRoot> {
  const { pack, offset, length } = rootPlaceOf((await head()).root)
  return decodeRoot((await store.get(`${pictureId}/packs/${pack}`, 1e9))!.slice(offset, offset + length))
}

/** Flips a bit in the middle of a tile, page or root. */
async function damage({ pack, offset, length }: StoredPlace): Promise<void> {
  await change(`${pictureId}/packs/${pack}`, flip(offset + (length >> 1)))
}

beforeEach(async () => {
  store = new MemoryStore()
  pictures = new StoredPictures(store, writer(1))
  await pictures.create(draft)
  await withClaim(async (claim) => {
    await claim.save(snapshot(4, first))
    await claim.save(snapshot(8, [bottom(three, 2), cloud]))
  })
})

describe('damaged tiles', () => {
  it('[PI10] opens everything but a damaged tile, and says where it was', async () => {
    const [pack] = await keysIn('packs')
    await change(pack!, flip(large + 60))
    const loaded = await load()
    expect(byPlace(loaded.tiles)).toEqual(byPlace(second.filter(({ index }) => index !== two)))
    expect(loaded.damaged).toEqual([
      {
        ...spot(two),
        problem:
          'The square of 64 pixels at 128, 0 of the layer “Layer 1” could not be read from pack 0000000001-00000000: its content doesn’t fit its name. It is left blank.',
      },
    ])
    expect([loaded.seq, loaded.notices]).toEqual([8, []])
  })

  it('[PI10] opens what is left of a missing pack', async () => {
    const [pack] = await keysIn('packs')
    await store.remove([pack!])
    const loaded = await load()
    expect(loaded.damaged).toMatchObject([spot(one), spot(two)])
    expect(loaded.damaged[1]!.problem).toMatch(
      /at 128, 0 of the layer “Layer 1” .* the file is missing or unreadable/,
    )
    expect(byPlace(loaded.tiles)).toEqual(byPlace(second.slice(2)))
  })

  it('[PI10] keeps a damaged tile stored until it is painted over, then stores even the same anew', async () => {
    const [pack] = await keysIn('packs')
    const sound = (await store.get(pack!, 1e9))!.slice()
    await change(pack!, flip(large + 60))
    await withClaim(async (claim) => {
      await claim.load()
      for (let seq = 9; seq < 60; seq++) await claim.save(snapshot(seq, [tile(100, seq), bottom(one, seq)]))
      await claim.compact(1e12)
      await claim.compact(2e12)
    })
    expect((await load()).damaged).toMatchObject([spot(two)])
    expect(await keysIn('packs')).toContain(pack)
    await store.put(pack!, sound)
    expect((await load()).damaged).toEqual([])
    await store.put(pack!, flip(large + 60)(sound))
    await withClaim(async (claim) => {
      await claim.load()
      await claim.save(snapshot(60, [bottom(two)]))
      await claim.save(snapshot(61, []))
    })
    const loaded = await load()
    expect(loaded.damaged).toEqual([])
    expect(loaded.tiles).toContainEqual(bottom(two))
  })
})

describe('damaged tables of contents, history and heads', () => {
  it('[PI11] opens the snapshot before one whose root can’t be read, and says so', async () => {
    const [pack] = (await keysIn('packs')).slice(1)
    const sound = (await store.get(pack!, 1e9))!.slice()
    for (const edit of [flip(sound.length - 20), (bytes: Uint8Array) => bytes.slice(0, -1)]) {
      await change(pack!, edit)
      const loaded = await load()
      expect([loaded.seq, byPlace(loaded.tiles)]).toEqual([4, byPlace(first)])
      expect(loaded.pending).toEqual(draftUpdates(3, 4))
      expect(loaded.notices).toHaveLength(1)
      expect(loaded.loss).toBe('The picture was opened as it was saved before that, at update 4.')
      await store.put(pack!, sound)
    }
    expect((await load()).notices).toEqual([])
  })

  it('[PI11] opens the snapshot before one of whose pages one can’t be read', async () => {
    const pages = (await root()) as unknown as Record<string, ReadonlyMap<number, StoredPlace>>
    for (const kind of ['tilePages', 'peoplePages', 'historyPages']) {
      const place = [...pages[kind]!.values()].at(-1)!
      await damage(place)
      expect((await load()).seq).toBe(4)
      await damage(place)
      // Each opening that was not saved leaves everything as it was.
      expect((await load()).seq).toBe(8)
    }
  })

  it('[PI10] a page of tiles that both snapshots need opens blank, stays stored, and says where', async () => {
    await withClaim((claim) => claim.save(snapshot(9, [], { participants: people([participant(1, 9)]) })))
    const { tilePages } = await root()
    const place = tilePages.get(Math.max(...tilePages.keys()))!
    await damage(place)
    const loaded = await load()
    expect([loaded.seq, byPlace(loaded.tiles)]).toEqual([9, byPlace(second.slice(0, 3))])
    expect(loaded.damaged).toEqual([
      {
        ...spot(tileAt(-8, -10), skyLayer),
        problem:
          'The square of 1024 pixels at -512, -640 of the layer “Sky” could not be found, because a table of contents is damaged. It is left blank.',
      },
    ])
    await withClaim(async (claim) => {
      await claim.load()
      for (let seq = 10; seq < 60; seq++) await claim.save(snapshot(seq, [bottom(one, seq)]))
      await claim.compact(1e12)
      await claim.compact(2e12)
    })
    await damage(place)
    const repaired = await load()
    expect([repaired.damaged, repaired.seq]).toEqual([[], 59])
    expect(repaired.tiles).toContainEqual(cloud)
    await damage(place)
    await withClaim(async (claim) => {
      await claim.load()
      await claim.save(snapshot(60, [tile(tileAt(3, 1), 3, large, skyLayer)]))
      await claim.save(snapshot(61, []))
    })
    const painted = await load()
    expect([painted.damaged, painted.notices]).toEqual([[], []])
    expect(painted.tiles).toHaveLength(4)
  })

  it('[PI11] a layer that is removed takes its unreadable pages along', async () => {
    await withClaim((claim) => claim.save(snapshot(9, [])))
    const { tilePages } = await root()
    await damage(tilePages.get(Math.max(...tilePages.keys()))!)
    await withClaim(async (claim) => {
      await claim.load()
      const without = encodeStructure(createStructure(draft.size))
      await claim.save(snapshot(10, [], { structure: without }))
      await claim.save(snapshot(11, [], { structure: without }))
    })
    const loaded = await load()
    expect([loaded.damaged, loaded.notices, loaded.seq]).toEqual([[], [], 11])
  })

  it('[PI11] people whose page is lost keep their numbers, and are strangers', async () => {
    await withClaim((claim) =>
      claim.save(snapshot(9, [], { participants: people([participant(0), participant(1)]) })),
    )
    await withClaim((claim) =>
      claim.save(snapshot(10, [], { participants: people([participant(0), participant(1)]) })),
    )
    await damage([...(await root()).peoplePages.values()][0]!)
    const loaded = await load()
    expect(loaded.participants).toMatchObject([
      { number: 0, name: 'Painter 0' },
      { number: 1, name: 'Painter 1', lastClientSeq: 0 },
    ])
    expect(loaded.participants[1]!.key).not.toEqual(participant(1).key)
    expect([loaded.seq, loaded.notices.length]).toEqual([10, 2])
  })

  it('[PI11] what was left out never comes back: without its list the base alone is opened', async () => {
    store = new MemoryStore()
    pictures = new StoredPictures(store, writer(1))
    await pictures.create(draft)
    await withClaim((claim) => claim.save(snapshot(4, first, { leftOut: [3] })))
    await damage([...(await root()).leftOutPages.values()][0]!)
    const { seq, pending, notices, loss } = await load()
    expect([seq, pending, notices]).toEqual([
      2,
      [],
      [
        expect.stringMatching(/^A list of its left-out updates can't be read/),
        "Updates of this picture can't be read: nobody knows which of them were left out.",
      ],
    ])
    expect(loss).toMatch(/^The picture was opened at update 2; later ones can't be read/)
  })

  it('[PI11] goes on from the snapshot before, and reports its seq as the previous one', async () => {
    await damage(rootPlaceOf((await head()).root))
    const result = await withClaim((claim) => claim.save(snapshot(9, [tile(7)])))
    expect(result.previousSeq).toBe(4)
    const loaded = await load()
    expect(byPlace(loaded.tiles)).toEqual(byPlace([...first, tile(7)]))
    expect([loaded.pending, loaded.notices]).toEqual([draftUpdates(8, 9), []])
  })

  it('[PI11] opens the base alone when no tail is left, and goes on from there', async () => {
    for (const key of await keysIn('history')) await store.remove([key])
    const loaded = await load()
    expect([loaded.seq, loaded.horizon]).toEqual([6, 6])
    expect([loaded.carried, loaded.pending]).toEqual([[], []])
    expect(loaded.loss).toMatch(/opened at update 6/)
    expect(loaded.tiles).toHaveLength(4)
    expect((await withClaim((claim) => claim.save(snapshot(9, [])))).previousSeq).toBe(6)
    const again = await load()
    expect([again.seq, again.notices, again.pending]).toEqual([9, [], draftUpdates(8, 9)])
    const history = await pictures.history(pictureId)
    await expect(history.updates(1, 9)[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      code: 'corrupt',
    })
  })

  it('[PI11] is corrupt without a root, and gives the claim back', async () => {
    for (const key of await keysIn('packs')) await store.remove([key])
    await expect(pictures.claim(pictureId)).rejects.toMatchObject({ code: 'corrupt' })
    await expect(pictures.claim(pictureId)).rejects.toThrow(/This picture can't be opened/)
    await expect(pictures.history(pictureId)).rejects.toMatchObject({ code: 'corrupt' })
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
    await change(`${pictureId}/head`, (bytes) => {
      bytes[4] = 1
      new DataView(bytes.buffer).setUint32(bytes.length - 4, crc32(bytes.subarray(0, -4)), true)
      return bytes
    })
    const objects = async (): Promise<(Uint8Array | undefined)[]> => {
      const keys = (await Promise.all(['history', 'packs'].map(keysIn))).flat()
      return Promise.all([`${pictureId}/head`, ...keys].map((key) => store.get(key, 1e9)))
    }
    const before = await objects()
    const message =
      "The head of this picture was saved by a development version of Gesso, whose pictures can't be opened. Nothing of it was changed."
    await expect(pictures.claim(pictureId)).rejects.toMatchObject({ code: 'invalid', message })
    await expect(pictures.rename(pictureId, 'x')).rejects.toMatchObject({ code: 'invalid', message })
    await sweepAll(pictures, 1e15)
    expect(await objects()).toEqual(before)
    expect(await pictures.list()).toMatchObject([{ id: pictureId, problem: message }])
  })

  it('[PI12] takes nothing from a head that leads elsewhere', async () => {
    const stored = decodeHead((await store.get(`${pictureId}/head`, 1e9))!)
    const snapshotOf = stored.snapshot!
    for (const part of [
      { offset: 3 },
      { length: 0 },
      { object: { epoch: 77, number: 1 } },
      { name: new Uint8Array(16) },
    ]) {
      const elsewhere = { ...snapshotOf, root: { ...snapshotOf.root, ...part }, previous: undefined }
      await store.put(`${pictureId}/head`, encodeHead({ ...stored, snapshot: elsewhere }))
      await expect(pictures.claim(pictureId)).rejects.toMatchObject({ code: 'corrupt' })
    }
    await store.put(`${pictureId}/head`, encodeHead({ ...stored, width: 3, snapshot: undefined }))
    await expect(pictures.claim(pictureId)).rejects.toMatchObject({ code: 'corrupt' })
  })

  it('[PI12] survives any damage to any object, and goes on after it', async () => {
    const sound = new Map<string, Uint8Array>()
    const keys = [`${pictureId}/head`, ...(await Promise.all(['history', 'packs'].map(keysIn))).flat()]
    for (const key of keys) sound.set(key, (await store.get(key, 1e9))!)
    const allowed = byPlace([...first, ...second])
    for (let seed = 0; seed < 600; seed++) {
      const prng = new Prng(seed)
      for (const [key, bytes] of sound) await store.put(key, bytes)
      for (let count = 1 + prng.below(3); count > 0; count--) {
        const key = prng.pick([...sound.keys()])
        await change(key, (bytes) => {
          if (prng.chance(0.2)) return bytes.slice(0, prng.below(bytes.length))
          // The small parts stand at the end.
          const at = prng.chance(0.5)
            ? bytes.length - 1 - prng.below(Math.min(600, bytes.length))
            : prng.below(bytes.length)
          bytes[at]! ^= 1 << prng.below(8)
          return bytes
        })
      }
      try {
        const loaded = await withClaim(async (claim) => {
          const before = (await claim.load())!
          await claim.save(snapshot(before.seq + 3, [tile(9, 9)], { structure }))
          return before
        })
        for (const each of byPlace(loaded.tiles)) expect(allowed, `seed ${seed}`).toContainEqual(each)
        const again = await load()
        expect([again.seq, again.pending], `seed ${seed}`).toEqual([
          loaded.seq + 3,
          draftUpdates(loaded.seq + 2, loaded.seq + 3),
        ])
        expect(again.tiles.length + again.damaged.length >= loaded.tiles.length, `seed ${seed}`).toBe(true)
      } catch (error) {
        expect(error, `seed ${seed}: ${String(error)}`).toBeInstanceOf(StorageError)
      }
    }
  })
})
