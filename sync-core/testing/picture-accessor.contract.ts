import { beforeEach, describe, expect, it } from 'vitest'
import { limits } from '../base/limits.ts'
import type { PictureAccessor } from '../pictures/picture-accessor.ts'
import { makePictureId } from '../base/picture-id.ts'
import { pictureLimits } from '../pictures/picture-limits.ts'
import type { Update } from '../raster/operation.ts'
import { gather } from './gather.ts'
import { withUpdates } from './history-trial.ts'
import {
  byPlace,
  draft,
  draftUpdates,
  namedTile,
  participant,
  people,
  pictureId,
  preview,
  skyLayer,
  snapshot,
  spot,
  stream,
} from './picture-drafts.ts'
import { structure, tile } from './picture-drafts.ts'

/** What every picture accessor promises. `open` gives an empty one. */
export function testPictureAccessor(name: string, open: () => Promise<PictureAccessor>): void {
  describe(`picture accessor: ${name}`, () => {
    let pictures: PictureAccessor
    beforeEach(async () => {
      pictures = await open()
    })

    it('[PI1] lists what was created, newest first', async () => {
      expect(await pictures.list()).toEqual([])
      await pictures.create(draft)
      const other = makePictureId(new Uint8Array(16).fill(8))
      await pictures.create({ ...draft, id: other, title: 'Ölbild 🎨', nowMs: 2000 })
      expect(await pictures.list()).toEqual([
        { id: other, title: 'Ölbild 🎨', size: draft.size, updatedMs: 2000 },
        { id: pictureId, title: draft.title, size: draft.size, updatedMs: 1000 },
      ])
      expect(await pictures.preview(pictureId)).toBeUndefined()
    })

    it('[PI2] refuses a taken id and anything outside of the limits', async () => {
      await pictures.create(draft)
      await expect(pictures.create(draft)).rejects.toMatchObject({ code: 'conflict' })
      const wrong = [
        { title: '' },
        { title: 'a\nb' },
        { title: 'x'.repeat(limits.titleBytesMax + 1) },
        { size: { width: 15, height: 100 } },
        { size: { width: 100, height: 16_385 } },
        { size: { width: 100.5, height: 100 } },
        { id: '../../etc' },
        { id: 'a'.repeat(27) },
      ]
      for (const part of wrong) {
        const id = makePictureId(new Uint8Array(16).fill(9))
        await expect(pictures.create({ ...draft, id, ...part })).rejects.toMatchObject({ code: 'invalid' })
      }
    })

    it('[PI5] loads what was saved', async () => {
      await pictures.create(draft)
      const claim = await pictures.claim(pictureId)
      expect([claim.id, claim.title, claim.size, claim.epoch]).toEqual([
        pictureId,
        draft.title,
        draft.size,
        1,
      ])
      expect(await claim.load()).toBeUndefined()
      const tiles = [tile(5), tile(0), tile(65_535), tile(5, 2, 50, skyLayer), tile(30)]
      const participants = [participant(1), participant(64_000)]
      const input = snapshot(9, tiles, { participants: people(participants) })
      const saved = await claim.save(input)
      expect([saved.requests, saved.previousSeq, saved.key]).toEqual([
        3,
        0,
        expect.stringMatching(/^0000000001-00000000\/\d+$/),
      ])
      await claim.release()
      const again = await pictures.claim(pictureId)
      const loaded = (await again.load())!
      expect(byPlace(loaded.tiles)).toEqual(byPlace(tiles))
      expect(loaded).toMatchObject({
        seq: 9,
        horizon: 7,
        baseSeq: 8,
        structure,
        carried: [],
        pending: draftUpdates(8, 9),
        leftOut: [],
        lineage: input.lineage,
        participants,
        damaged: [],
        notices: [],
      })
      expect(await pictures.preview(pictureId)).toBeUndefined()
      expect((await pictures.list())[0]!.updatedMs).toBe(1009)
      await again.release()
    })

    it('[PI5] keeps what is carried, pages of it, what was left out, and the lineage', async () => {
      await pictures.create(draft)
      const claim = await pictures.claim(pictureId)
      const carried = Array.from({ length: 40 }, (_, at) => {
        return { seq: 2 * at + 1, author: 3, clientSeq: at + 1, operation: new Uint8Array(20_000).fill(at) }
      })
      const leftOut = Array.from({ length: 5000 }, (_, at) => at + 2)
      const lineage = [
        { epoch: 1, startSeq: 0 },
        { epoch: 4, startSeq: 77 },
      ]
      const input = snapshot(6000, [], { carried, leftOut, lineage, horizon: 5990, baseSeq: 5995 })
      await claim.save(input)
      const again = await claim.save({ ...input, updates: (fromSeq) => stream(draftUpdates(fromSeq, 6000)) })
      expect(again.bytesWritten).toBeLessThan(3000)
      await claim.release()
      const loaded = (await (await pictures.claim(pictureId)).load())!
      expect(loaded).toMatchObject({ carried, leftOut, lineage, pending: draftUpdates(5991, 6000), epoch: 1 })
    })

    it('[PI24] [PI33] keeps every update as history, and lists what it takes', async () => {
      await pictures.create(draft)
      const claim = await pictures.claim(pictureId)
      for (const seq of [3, 4, 9, 40]) await claim.save(snapshot(seq, [tile(1, seq)]))
      await claim.compact(1e15)
      await claim.release()
      const next = await pictures.claim(pictureId)
      await next.load()
      await next.save(snapshot(60, []))
      const history = await pictures.history(pictureId)
      expect([history.firstSeq, history.lastSeq]).toEqual([1, 60])
      expect(await gather(history.updates(1, 60))).toEqual(draftUpdates(1, 60))
      expect(await gather(history.updates(39, 42))).toEqual(draftUpdates(39, 42))
      const [listed] = await pictures.list()
      expect(listed!.historyBytes).toBe(history.bytes)
      expect(listed!.pictureBytes).toBeGreaterThan(100)
      await next.release()
      const missing = makePictureId(new Uint8Array(16).fill(1))
      await expect(pictures.history(missing)).rejects.toMatchObject({ code: 'not-found' })
    })

    it('[PI5] keeps an empty picture', async () => {
      await pictures.create(draft)
      const claim = await pictures.claim(pictureId)
      await claim.save(snapshot(0, []))
      await claim.release()
      expect(await (await pictures.claim(pictureId)).load()).toMatchObject({
        seq: 0,
        structure,
        tiles: [],
        damaged: [],
      })
    })

    it('[PI6] writes changed tiles only', async () => {
      await pictures.create(draft)
      const claim = await pictures.claim(pictureId)
      const all = Array.from({ length: 100 }, (_, index) => tile(index, 1, 2000))
      const first = await claim.save(snapshot(1, all))
      expect(first.bytesWritten).toBeGreaterThan(200_000)
      const second = await claim.save(
        snapshot(2, [tile(3, 2, 2000)], { removed: [spot(4), spot(5, skyLayer), spot(150)] }),
      )
      expect(second.previousSeq).toBe(1)
      expect(second.bytesWritten).toBeLessThan(2000 + 8000)
      const third = await claim.save(snapshot(3, all.slice(10)))
      expect(third.bytesWritten).toBeLessThan(8000)
      await claim.release()
      const loaded = (await (await pictures.claim(pictureId)).load())!
      const expected = [...all.filter(({ index }) => index !== 3 && index !== 4), tile(3, 2, 2000)]
      expect(byPlace(loaded.tiles)).toEqual(byPlace(expected))
    })

    it('[PI6] stores equal tiles once, and packs of a limited size', async () => {
      await pictures.create(draft)
      let claim = await pictures.claim(pictureId)
      const fill = new Uint8Array(limits.tileBytesMax).fill(3)
      const spots = Array.from({ length: 192 }, (_, i) => spot(i >> 1, i % 2 === 0 ? skyLayer : 1))
      const equal = await claim.save(
        snapshot(
          1,
          spots.map(({ layer, index }) => namedTile(layer, index, fill)),
        ),
      )
      expect(equal.bytesWritten).toBeLessThan(2 * limits.tileBytesMax)
      await claim.release()
      claim = await pictures.claim(pictureId)
      const filled = (await claim.load())!
      expect(new Set(byPlace(filled.tiles).map(([, name]) => name)).size).toBe(1)
      expect(filled.tiles).toHaveLength(192)
      const different = spots.map(({ layer, index }) => tile(index, 2, limits.tileBytesMax, layer))
      const { requests } = await claim.save(snapshot(2, different))
      expect(requests).toBe(2 + 2)
      await claim.release()
      const loaded = (await (await pictures.claim(pictureId)).load())!
      expect(byPlace(loaded.tiles)).toEqual(byPlace(different))
    })

    it('[PI6] tells tiles of one place apart by their layers', async () => {
      await pictures.create(draft)
      const claim = await pictures.claim(pictureId)
      await claim.save(snapshot(1, [tile(7), tile(7, 2, 50, skyLayer), tile(8, 2, 50, skyLayer)]))
      await claim.save(snapshot(2, [tile(8)], { removed: [spot(7)] }))
      await claim.release()
      const loaded = (await (await pictures.claim(pictureId)).load())!
      const expected = [tile(7, 2, 50, skyLayer), tile(8, 2, 50, skyLayer), tile(8)]
      expect(byPlace(loaded.tiles)).toEqual(byPlace(expected))
    })

    it('[PI1] lists a resized picture with the size of its last save', async () => {
      await pictures.create(draft)
      const claim = await pictures.claim(pictureId)
      await claim.save(snapshot(1, [tile(1)], { size: { width: 300, height: 16 } }))
      await claim.release()
      expect((await pictures.list())[0]!.size).toEqual({ width: 300, height: 16 })
      const again = await pictures.claim(pictureId)
      expect([again.size, (await again.load())!.structure]).toEqual([{ width: 300, height: 16 }, structure])
      await again.release()
    })

    it('[PI3] gives a picture to one host at a time, each with a higher epoch', async () => {
      await pictures.create(draft)
      for (let epoch = 1; epoch < 5; epoch++) {
        const claim = await pictures.claim(pictureId)
        expect(claim.epoch).toBe(epoch)
        await expect(pictures.claim(pictureId)).rejects.toMatchObject({ code: 'in-use' })
        await expect(pictures.delete(pictureId, 1)).rejects.toMatchObject({ code: 'in-use' })
        await claim.release()
        await claim.release()
      }
      const missing = makePictureId(new Uint8Array(16).fill(1))
      await expect(pictures.claim(missing)).rejects.toMatchObject({ code: 'not-found' })
      await expect(pictures.rename(missing, 'x')).rejects.toMatchObject({ code: 'not-found' })
    })

    it('[PI1] renames, also while the picture is open, and saves keep the new title', async () => {
      await pictures.create(draft)
      const claim = await pictures.claim(pictureId)
      await pictures.rename(pictureId, 'Monday')
      await claim.save(snapshot(1, [tile(1)]))
      await claim.release()
      expect((await pictures.list())[0]!.title).toBe('Monday')
      await expect(pictures.rename(pictureId, ' ')).rejects.toMatchObject({ code: 'invalid' })
    })

    it('[PI70] keeps a preview, until the next one', async () => {
      await pictures.create(draft)
      const claim = await pictures.claim(pictureId)
      await claim.savePreview(Uint8Array.of(1))
      await claim.savePreview(preview)
      await claim.save(snapshot(1, [tile(1)]))
      await claim.release()
      expect(await pictures.preview(pictureId)).toEqual(preview)
    })

    it('[PI73] [PI75] compacts a history in small pieces, and changes nothing else', async () => {
      await pictures.create(draft)
      const claim = await pictures.claim(pictureId)
      const saves = pictureLimits.joinsMin + 4
      const updates: Update[] = []
      for (let seq = 1; seq <= saves; seq++) {
        const saved = withUpdates(seq, 300 - 9 * seq)
        updates.push(...(await gather(saved.updates(seq))))
        await claim.save(saved)
      }
      await claim.release()
      const before = (await pictures.list())[0]!
      const next = await pictures.claim(pictureId)
      const first = await next.compact(2000)
      expect(first).toMatchObject({ bytesRead: 0, hasMore: true })
      expect(await next.compact(2001)).toMatchObject({ requests: 2, hasMore: false })
      expect(await next.compact(2002)).toEqual({ requests: 0, bytesRead: 0, bytesWritten: 0, hasMore: false })
      const { historyBytes, pictureBytes, ...after } = (await pictures.list())[0]!
      expect(before).toMatchObject(after)
      expect(historyBytes).toBeLessThan(before.historyBytes!)
      expect(pictureBytes).toBeDefined()
      const history = await pictures.history(pictureId)
      expect([history.firstSeq, history.lastSeq]).toEqual([1, saves])
      expect(await gather(history.updates(1, saves))).toEqual(updates)
      await next.release()
      const again = await pictures.claim(pictureId)
      expect(await again.load()).toMatchObject({ seq: saves, notices: [], pending: updates.slice(-2) })
    })

    it('[PI13] deletes, restores and sweeps', async () => {
      await pictures.create(draft)
      const claim = await pictures.claim(pictureId)
      await claim.save(snapshot(1, [tile(1)]))
      await claim.savePreview(preview)
      await claim.release()
      expect([await pictures.sweepable(), await pictures.sweep(pictureId, 1e15)]).toEqual([[], 'kept'])
      await pictures.delete(pictureId, 5000)
      expect((await pictures.list())[0]).toMatchObject({ title: draft.title, deletedMs: 5000 })
      expect(await pictures.sweepable()).toEqual([{ id: pictureId, deletedMs: 5000 }])
      expect(await pictures.deletedMs(pictureId)).toBe(5000)
      await expect(pictures.claim(pictureId)).rejects.toMatchObject({ code: 'not-found' })
      expect(await pictures.sweep(pictureId, 5000)).toBe('kept')
      await pictures.restore(pictureId)
      expect((await pictures.list())[0]).not.toHaveProperty('deletedMs')
      const again = await pictures.claim(pictureId)
      expect((await again.load())!.tiles).toEqual([tile(1)])
      await again.release()
      await pictures.delete(pictureId, 6000)
      const swept = await pictures.sweep(pictureId, 6001)
      expect(swept).toBe(pictures.place === 'bucket' ? 'later' : 'gone')
      expect(await pictures.sweep(pictureId, 6001)).toBe(swept)
      expect(await pictures.list()).toEqual([])
      await expect(pictures.restore(pictureId)).rejects.toMatchObject({ code: 'not-found' })
      expect(await pictures.preview(pictureId)).toBeUndefined()
    })
  })
}
