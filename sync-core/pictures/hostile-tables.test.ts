import { describe, expect, it } from 'vitest'
import { ByteWriter } from '../base/byte-writer.ts'
import { concatBytes } from '../base/concat-bytes.ts'
import { tileIndexOf } from '../raster/plane.ts'
import { decodeStructure, encodeStructure, plainLayer } from '../raster/structure.ts'
import { draft, participant, pictureId, snapshot, tile, writer } from '../testing/picture-drafts.ts'
import { nameTile } from './content-name.ts'
import { encodeSegmentHead, writeUpdate } from './history-segment.ts'
import { MemoryStore } from './memory-store.ts'
import { decodeHead, encodeHead, rootPlaceOf, toRootPlace } from './picture-head.ts'
import { objectName } from './picture-keys.ts'
import { decodeRoot, encodeRoot, type PictureRoot } from './picture-root.ts'
import { historyPage, peoplePage } from './snapshot-pages.ts'
import type { StoredPlace } from './stored-place.ts'
import { StoredPictures } from './stored-pictures.ts'
import { blockOf, encodeTilePage } from './tile-page.ts'

const evil = objectName({ epoch: 0, number: 5 })
const headKey = `${pictureId}/head`

/** A picture whose root is what somebody made of it, every name and checksum right. */
async function hostileStore(
  parts: readonly Uint8Array[],
  edit: (places: readonly StoredPlace[], root: PictureRoot) => Partial<PictureRoot>,
): Promise<MemoryStore> {
  const store = new MemoryStore()
  const pictures = new StoredPictures(store, writer(1))
  await pictures.create(draft)
  const claim = await pictures.claim(pictureId)
  await claim.save(snapshot(4, [tile(1)]))
  await claim.release()
  const head = decodeHead((await store.get(headKey, 1e9))!)
  const { pack, offset: from, length: bytes } = rootPlaceOf(head.snapshot!.root)
  const root = decodeRoot((await store.get(`${pictureId}/packs/${pack}`, 1e9))!.slice(from, from + bytes))
  let offset = 0
  const places = parts.map((part) => {
    offset += part.length
    return { pack: evil, offset: offset - part.length, length: part.length, name: nameTile(part) }
  })
  const made = encodeRoot({ ...root, packs: new Map([...root.packs, [evil, offset]]), ...edit(places, root) })
  await store.put(`${pictureId}/packs/${evil}`, concatBytes([...parts, made]))
  const place = toRootPlace({ pack: evil, offset, length: made.length, name: nameTile(made) })
  await store.put(
    headKey,
    encodeHead({ ...head, snapshot: { ...head.snapshot!, root: place, previous: undefined } }),
  )
  return store
}

const claimOf = (store: MemoryStore): Promise<unknown> =>
  new StoredPictures(store, writer(2)).claim(pictureId)

describe('tables of contents that say the same many times', () => {
  it('[PI36] a page that stands for every block: no more tiles than a picture may have', async () => {
    const one = Uint8Array.of(1)
    const place = { pack: evil, offset: 0, length: 1, name: nameTile(one) }
    const page = encodeTilePage(new Map(Array.from({ length: 256 }, (_, cell) => [cell, place])))
    const store = await hostileStore([one, page], ([, shared], root) => ({
      structure: encodeStructure({
        ...decodeStructure(root.structure),
        layers: Array.from({ length: 2 }, (_, at) => plainLayer(at + 1, `Layer ${at}`)),
      }),
      tilePages: new Map(
        Array.from({ length: 257 }, (_, at) => [
          blockOf({ layer: (at >> 8) + 1, index: tileIndexOf((at & 15) * 16, ((at >> 4) & 15) * 16) }),
          shared!,
        ]),
      ),
    }))
    await expect(claimOf(store)).rejects.toMatchObject({
      code: 'corrupt',
      message: expect.stringContaining('more than 65536 tiles') as string,
    })
  })

  it('[PI36] a page of people in the place of another: nobody gets a second number, and no page counts twice', async () => {
    const page = peoplePage.encode([participant(1), participant(2)])
    const store = await hostileStore([page], ([shared]) => ({
      people: 515,
      peoplePages: new Map([
        [0, shared!],
        [1, shared!],
        [2, shared!],
      ]),
    }))
    const claim = await new StoredPictures(store, writer(2)).claim(pictureId)
    const loaded = (await claim.load())!
    const numbers = loaded.participants.map(({ number }) => number)
    expect(numbers).toEqual([1, 2, ...Array.from({ length: 259 }, (_, at) => 256 + at)])
    expect(loaded.notices).toEqual([expect.stringContaining('its page 1 has people of another one')])
  })

  it('[PI36] a segment that stands for others, and lies about its size', async () => {
    const body = new ByteWriter()
    for (let at = 0; at < 10; at++) {
      writeUpdate(body, { seq: at + 1, author: 0, clientSeq: at, operation: new Uint8Array(3) })
    }
    const segment = concatBytes([encodeSegmentHead(1, 10), body.finish()])
    const entries = Array.from({ length: 10 }, (_, at) => {
      const seq = { firstSeq: at + 1, lastSeq: at + 1 }
      return { ...seq, epoch: 0, number: 5, bytes: 0, endedMs: 0, name: nameTile(segment) }
    })
    const page = historyPage.encode(entries)
    const store = await hostileStore([page], ([shared]) => ({
      seq: 10,
      horizon: 0,
      baseSeq: 10,
      historyPages: new Map([[0, shared!]]),
    }))
    await store.put(`${pictureId}/history/${evil}`, segment)
    const claim = await new StoredPictures(store, writer(2)).claim(pictureId)
    const loaded = (await claim.load())!
    expect([loaded.seq, loaded.pending]).toEqual([0, []])
    expect(loaded.notices).toEqual([expect.stringContaining(`the file ${evil} is damaged`)])
  })
})
