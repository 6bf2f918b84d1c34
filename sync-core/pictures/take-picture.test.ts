import { beforeEach, expect, it } from 'vitest'
import { crc32 } from '../base/crc32.ts'
import { FaultyStore } from '../testing/faulty-store.ts'
import { draft, pictureId, snapshot, tile, writer } from '../testing/picture-drafts.ts'
import { nameTile } from './content-name.ts'
import { MemoryStore } from './memory-store.ts'
import { decodeHead, encodeHead, rootPlaceOf } from './picture-head.ts'
import { StoredPictures } from './stored-pictures.ts'

let store: MemoryStore
let pictures: StoredPictures

beforeEach(async () => {
  store = new MemoryStore()
  pictures = new StoredPictures(store, writer(1))
  await pictures.create(draft)
  await save(4)
})

/** As a hosting of its own. */
async function save(seq: number): Promise<void> {
  const claim = await pictures.claim(pictureId)
  await claim.save(snapshot(seq, [tile(1, seq)]))
  await claim.release()
}

it('[PI39] a picture that a newer Gesso saved is refused before anything of it is changed', async () => {
  const stored = decodeHead((await store.get(`${pictureId}/head`, 1e9))!)
  const { pack, offset, length } = rootPlaceOf(stored.snapshot!.root)
  const key = `${pictureId}/packs/${pack}`
  const bytes = (await store.get(key, 1e9))!.slice()
  const newer = bytes.subarray(offset, offset + length)
  newer[4]! += 1
  new DataView(bytes.buffer).setUint32(offset + length - 4, crc32(newer.subarray(0, -4)), true)
  await store.put(key, bytes)
  const root = { ...stored.snapshot!.root, name: nameTile(newer) }
  const head = encodeHead({ ...stored, snapshot: { ...stored.snapshot!, root } })
  await store.put(`${pictureId}/head`, head)
  await expect(pictures.claim(pictureId)).rejects.toMatchObject({
    code: 'invalid',
    message:
      'The table of contents of this picture was saved by a newer version of Gesso. Update Gesso to open it.',
  })
  expect(await store.get(`${pictureId}/head`, 1e9)).toEqual(head)
})

it('[PI39] a host that saves just before a claim is looked at again', async () => {
  const calls: string[] = []
  const watched = new FaultyStore(store)
  const { compareAndSwap } = watched
  watched.compareAndSwap = async (key, bytes, etag) => {
    watched.compareAndSwap = compareAndSwap
    await save(12)
    calls.push('saved')
    return compareAndSwap(key, bytes, etag)
  }
  watched.hold = () => Promise.resolve(() => Promise.resolve())
  const claim = await new StoredPictures(watched, writer(2)).claim(pictureId)
  expect([(await claim.load())!.seq, claim.epoch, calls]).toEqual([12, 3, ['saved']])
})
