import { describe, expect, it } from 'vitest'
import { FaultyStore } from '../testing/faulty-store.ts'
import { draft, pictureId, preview, snapshot, tile, writer } from '../testing/picture-drafts.ts'
import { MemoryStore } from './memory-store.ts'
import type { Swept } from './picture-accessor.ts'
import { makePictureId } from '../base/picture-id.ts'
import { StoredPictures } from './stored-pictures.ts'

const otherId = makePictureId(new Uint8Array(16).fill(9))
const deletedMs = 5000
let nowMs = 0

/** A picture that was deleted, and one that was not. */
async function withDeleted(place: 'bucket' | 'disk'): Promise<MemoryStore> {
  nowMs = 1000
  const hold = (): Promise<() => Promise<void>> => Promise.resolve(() => Promise.resolve())
  const store = Object.assign(new MemoryStore(() => nowMs), { place, hold })
  const pictures = new StoredPictures(store, writer(1))
  for (const id of [pictureId, otherId]) {
    await pictures.create({ ...draft, id })
    const claim = await pictures.claim(id)
    await claim.save(snapshot(4, [tile(1)]))
    await claim.savePreview(preview)
    await claim.slots?.create({ epoch: claim.epoch, number: 0 }, Uint8Array.of(1))
    await claim.release()
  }
  await pictures.delete(pictureId, deletedMs)
  nowMs = 6000
  return store
}

/** Until nothing is left to sweep, as time goes on. */
async function sweepUntilGone(pictures: StoredPictures): Promise<readonly Swept[]> {
  const answers: Swept[] = []
  while (answers.at(-1) !== 'gone') {
    expect(answers.length).toBeLessThan(4)
    nowMs += 10_000
    answers.push(await pictures.sweep(pictureId, nowMs - 1000))
  }
  return answers
}

describe('sweeping one picture', () => {
  for (const place of ['bucket', 'disk'] as const) {
    it(`[PI72] says what became of it: ${place}`, async () => {
      const store = await withDeleted(place)
      const pictures = new StoredPictures(store, writer(1))
      expect(await pictures.sweepable()).toEqual([{ id: pictureId, deletedMs }])
      expect(await pictures.sweep(pictureId, deletedMs)).toBe('kept')
      expect(await pictures.sweep(otherId, 1e15)).toBe('kept')
      expect(await sweepUntilGone(pictures)).toEqual(place === 'bucket' ? ['later', 'gone'] : ['gone'])
      expect(await pictures.sweep(pictureId, 1e15)).toBe('gone')
      expect([await pictures.sweepable(), await store.list('')]).toEqual([[], [otherId]])
      const loaded = (await (await pictures.claim(otherId)).load())!
      expect([loaded.seq, loaded.notices]).toEqual([4, []])
    })

    it(`[PI72] [PI13] any call that fails, before or after it took effect, is made up for: ${place}`, async () => {
      for (const kind of ['before', 'after'] as const) {
        for (let failing = 0; ; failing++) {
          const store = await withDeleted(place)
          const before = await store.list(pictureId)
          const faulty = Object.assign(new FaultyStore(store), { hold: (name: string) => store.hold(name) })
          faulty.fault = (_, number) => (number === failing ? kind : undefined)
          const unsure = new StoredPictures(faulty, writer(1))
          const swept = await unsure.sweep(pictureId, deletedMs + 1).catch((error: unknown) => error)
          if (typeof swept !== 'string') expect(swept).toBe(faulty.error)
          const isOver = faulty.calls.length <= failing
          const sure = new StoredPictures(store, writer(2))
          const there = await store.list(pictureId)
          const found = (await sure.sweepable()).map((each) => each.deletedMs)
          // It is found again as long as anything is there; and can be brought back as long as everything is.
          expect(found).toEqual(there.length === 0 ? [] : [expect.toBeOneOf([0, deletedMs])])
          if (found[0] === deletedMs) expect(there).toEqual(before)
          const isMarked = found[0] === 0
          if (isMarked) await expect(sure.restore(pictureId)).rejects.toMatchObject({ code: 'not-found' })
          await sweepUntilGone(sure)
          expect(await store.list('')).toEqual([otherId])
          if (!isOver) continue
          expect(failing).toBeGreaterThan(6)
          break
        }
      }
    })
  }

  it('[PI72] objects without a head are found in a bucket, and go when they are old', async () => {
    const store = await withDeleted('bucket')
    await store.remove([`${pictureId}/head`])
    const pictures = new StoredPictures(store, writer(1))
    expect(await pictures.sweepable()).toEqual([{ id: pictureId, deletedMs: 0 }])
    expect(await pictures.sweep(pictureId, 1000)).toBe('later')
    expect(await pictures.sweep(pictureId, 1001)).toBe('gone')
    expect(await store.list('')).toEqual([otherId])
  })

  it('[PI72] one whose head can’t be read now is left out of the listing, and the others are not', async () => {
    const store = await withDeleted('bucket')
    await new StoredPictures(store, writer(1)).delete(otherId, deletedMs)
    const faulty = new FaultyStore(store)
    faulty.fault = (call) => (call === `get ${pictureId}/head` ? 'before' : undefined)
    expect(await new StoredPictures(faulty, writer(1)).sweepable()).toEqual([{ id: otherId, deletedMs }])
  })
})
