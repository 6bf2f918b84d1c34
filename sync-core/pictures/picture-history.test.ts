import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { crc32 } from '../base/crc32.ts'
import { AssertionError } from '../base/errors.ts'
import { standInOf } from '../raster/stand-in.ts'
import { blankBase } from '../raster/base.ts'
import type { Update } from '../raster/operation.ts'
import { createStructure, encodeStructure } from '../raster/structure.ts'
import { gather } from '../testing/gather.ts'
import { anyScript } from '../testing/painting-script.ts'
import { newTimeline } from '../testing/picture-memories.ts'
import { draft, draftUpdates, pictureId, snapshot, stream, tile, writer } from '../testing/picture-drafts.ts'
import type { SnapshotInput } from './picture-accessor.ts'
import { decodeHead, encodeHead, rootPlaceOf } from './picture-head.ts'
import { pictureLimits } from './picture-limits.ts'
import { decodeRoot } from './picture-root.ts'
import { StoredPictures } from './stored-pictures.ts'
import { HistoryTrial, largeUpdate, segmentKey, withUpdates } from '../testing/history-trial.ts'

let trial: HistoryTrial

beforeEach(async () => {
  trial = await HistoryTrial.begin()
})

describe('the history of a picture', () => {
  it('[PI24] any earlier moment can be made of it', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyScript(80),
        fc.array(fc.nat(80), { minLength: 1, maxLength: 5 }),
        async (script, cuts) => {
          trial = await HistoryTrial.begin()
          const painted = newTimeline(blankBase(draft.size), {})
          const hashes = script.map((update) => {
            painted.apply(update)
            return painted.hash()
          })
          const ends = [...new Set([...cuts.map((cut) => Math.min(cut, script.length)), script.length])].sort(
            (a, b) => a - b,
          )
          for (const [at, seq] of ends.entries()) {
            const claim = await trial.newClaim()
            if (at % 2 === 0) await claim.load()
            const updates = (fromSeq: number): AsyncIterable<Update> => stream(script.slice(fromSeq - 1, seq))
            await claim.save(snapshot(seq, [], { updates }))
            await claim.release()
          }
          const again = newTimeline(blankBase(draft.size), {})
          for (const update of await trial.readHistory()) {
            again.apply(update)
            expect(again.hash()).toBe(hashes[update.seq - 1])
          }
          expect(again.seq).toBe(script.length)
        },
      ),
      { numRuns: 25 },
    )
  })

  it('[PI24] reads any part of it', async () => {
    const claim = await trial.newClaim()
    for (const seq of [7, 8, 30, 90]) await claim.save(snapshot(seq, []))
    for (const [from, to] of [
      [1, 90],
      [8, 8],
      [9, 31],
      [90, 90],
      [50, 40],
    ] as const) {
      expect(await trial.readHistory(from, to)).toEqual(draftUpdates(from, to))
    }
    const empty = await new StoredPictures(trial.store, writer(2)).history(pictureId)
    expect([empty.firstSeq, empty.lastSeq]).toEqual([1, 90])
  })

  it('[PI37] tells how the picture began, however it was resized, renamed and hosted since', async () => {
    const began = encodeStructure(createStructure(draft.size))
    const pictures = new StoredPictures(trial.store, writer(1))
    expect((await pictures.history(pictureId)).firstStructure).toEqual(began)
    for (const side of [300, 5000]) {
      const claim = await pictures.claim(pictureId)
      expect(claim.firstStructure).toEqual(began)
      await claim.save(snapshot(side, [], { size: { width: side, height: side } }))
      await claim.release()
      await pictures.rename(pictureId, `${side}`)
    }
    expect((await pictures.history(pictureId)).firstStructure).toEqual(began)
    const copy = { ...draft, id: 'a'.repeat(26), size: { width: 5000, height: 5000 }, firstStructure: began }
    await pictures.create(copy)
    expect((await pictures.history(copy.id)).firstStructure).toEqual(began)
    expect((await pictures.claim(copy.id)).size).toEqual(copy.size)
    const broken = { ...draft, id: `${'a'.repeat(25)}i`, firstStructure: Uint8Array.of(1) }
    await expect(pictures.create(broken)).rejects.toThrow(AssertionError)
  })

  it('[PI37] a picture of before that was known began as large as it was saved last', async () => {
    const head = decodeHead((await trial.store.get(`${pictureId}/head`, 1e9))!)
    const { firstStructure } = head
    const withoutStructure = encodeHead(head).slice(0, -(2 + firstStructure.length + 4))
    const older = Uint8Array.of(...withoutStructure, 0, 0, 0, 0)
    older[4] = 2
    new DataView(older.buffer).setUint32(older.length - 4, crc32(older.subarray(0, -4)), true)
    await trial.store.put(`${pictureId}/head`, older)
    expect((await new StoredPictures(trial.store, writer(2)).history(pictureId)).firstStructure).toEqual(
      firstStructure,
    )
    const claim = await trial.newClaim()
    await claim.save(snapshot(3, [], { size: { width: 16, height: 16 } }))
    expect((await new StoredPictures(trial.store, writer(2)).history(pictureId)).firstStructure).toEqual(
      firstStructure,
    )
  })

  it('[PI41] a reader that is open while the picture falls back gets an error to try again, never updates of both', async () => {
    const pictures = new StoredPictures(trial.store, writer(2))
    const grace = pictureLimits.garbageGraceMs
    const claim = await trial.newClaim()
    await claim.save(withUpdates(30, 30_000))
    await claim.save(withUpdates(45, 30_000))
    await claim.release()
    const history = await pictures.history(pictureId)
    const all = history.updates(1, 45)[Symbol.asyncIterator]()
    const common = history.updates(1, 25)[Symbol.asyncIterator]()
    for (const reading of [all, common]) expect((await reading.next()).value).toEqual(largeUpdate(1, 30_000))
    // The newest snapshot is lost; what goes on from the one before has other updates.
    const { snapshot: saved } = decodeHead((await trial.store.get(`${pictureId}/head`, 1e9))!)
    await trial.store.remove([`${pictureId}/packs/${rootPlaceOf(saved!.root).pack}`])
    const next = await trial.newClaim()
    expect((await next.load())!.seq).toBe(30)
    const lineage = [
      { epoch: 1, startSeq: 0 },
      { epoch: next.epoch, startSeq: 30 },
    ]
    const others = (seq: number, at: number) =>
      snapshot(seq, [], {
        lineage,
        nowMs: at,
        updates: (fromSeq) => stream(draftUpdates(fromSeq, seq).map(({ seq }) => largeUpdate(seq, 10))),
      })
    for (let times = 1; times < 6; times++) {
      await next.save(others(60 + times, times * 2 * grace))
      await next.compact(times * 2 * grace)
    }
    const told: unknown[] = []
    const failed = await (async () => {
      for (let step = await all.next(); step.done !== true; step = await all.next()) told.push(step.value)
    })().catch((error: unknown) => error)
    expect(told).toEqual(draftUpdates(2, 1 + told.length).map(({ seq }) => largeUpdate(seq, 30_000)))
    expect(failed).toMatchObject({ code: 'conflict', retryable: true })
    const rest: unknown[] = []
    for (let step = await common.next(); step.done !== true; step = await common.next()) rest.push(step.value)
    expect(rest).toEqual(draftUpdates(2, 25).map(({ seq }) => largeUpdate(seq, 30_000)))
    const again = await trial.readHistory()
    expect(again.slice(28, 32).map(({ operation }) => operation.length)).toEqual([30_000, 30_000, 10, 10])
  })

  it('[PI24] of a picture that was never saved there is none', async () => {
    const { firstSeq, lastSeq, bytes } = await new StoredPictures(trial.store, writer(2)).history(pictureId)
    expect([firstSeq, lastSeq, bytes]).toEqual([1, 0, 0])
    expect(await trial.readHistory()).toEqual([])
  })

  it('[PI24] what was left out has a stand-in, also where it was stored before', async () => {
    const claim = await trial.newClaim()
    await claim.save(snapshot(5, []))
    await claim.save(snapshot(9, [], { leftOut: [4, 9] }))
    const updates = await trial.readHistory()
    const leftOut = updates.filter(({ operation, author }) => operation === standInOf(author))
    expect(leftOut.map(({ seq }) => seq)).toEqual([4, 9])
    await claim.release()
    const loaded = (await (await trial.newClaim()).load())!
    expect(loaded.leftOut).toEqual([4, 9])
    expect(loaded.pending.map(({ seq, operation }) => [seq, operation === standInOf(1)])).toEqual([
      [8, false],
      [9, true],
    ])
  })
})

describe('damage', () => {
  it('[PI25] is told with the file, and what is before it can be read', async () => {
    const claim = await trial.newClaim()
    await claim.save(withUpdates(40, 30_000))
    await claim.save(snapshot(44, []))
    const [first, second] = (await trial.segments()) as unknown as [{ name: string }, { name: string }]
    const sound = (await trial.store.get(segmentKey(second.name), 1e9))!.slice()
    const read: number[] = []
    const readAll = async (): Promise<void> => {
      const history = await new StoredPictures(trial.store, writer(2)).history(pictureId)
      for await (const { seq } of history.updates(1, 44)) read.push(seq)
    }
    for (let at = 0; at < sound.length; at++) {
      const damaged = sound.slice()
      damaged[at]! ^= 4
      await trial.store.put(segmentKey(second.name), damaged)
      await expect(readAll()).rejects.toMatchObject({ code: 'corrupt' })
      expect(read.splice(0)).toHaveLength(40)
    }
    await trial.store.remove([segmentKey(first.name)])
    await expect(readAll()).rejects.toThrow(
      `Updates of this picture can't be read: the file ${first.name} is missing.`,
    )
    expect(await trial.readHistory(60, 50)).toEqual([])
  })

  it('[PI35] a lost page of what is left out, or of segments, never gives other or fewer updates unsaid', async () => {
    const claim = await trial.newClaim()
    await claim.save(snapshot(4, [tile(1)], { leftOut: [3] }))
    await claim.release()
    const head = decodeHead((await trial.store.get(`${pictureId}/head`, 1e9))!)
    const place = rootPlaceOf(head.snapshot!.root)
    const key = `${pictureId}/packs/${place.pack}`
    const whole = (await trial.store.get(key, 1e9))!
    const root = decodeRoot(whole.slice(place.offset, place.offset + place.length))
    for (const pages of [root.leftOutPages, root.historyPages]) {
      const pack = whole.slice()
      pack[[...pages.values()][0]!.offset]! ^= 1
      await trial.store.put(key, pack)
      await expect(trial.readHistory()).rejects.toMatchObject({ code: 'corrupt' })
    }
    await trial.store.put(key, whole)
    const again = await trial.newClaim()
    await again.save(snapshot(8, [tile(2)], { leftOut: [3] }))
    await again.release()
    // The snapshot before is whole: its history is read.
    const newest = rootPlaceOf(decodeHead((await trial.store.get(`${pictureId}/head`, 1e9))!).snapshot!.root)
    const pack = (await trial.store.get(`${pictureId}/packs/${newest.pack}`, 1e9))!.slice()
    const page = decodeRoot(pack.slice(newest.offset, newest.offset + newest.length)).historyPages.get(0)!
    pack[page.offset]! ^= 1
    await trial.store.put(`${pictureId}/packs/${page.pack}`, pack)
    expect((await trial.readHistory()).map(({ seq }) => seq)).toEqual([1, 2, 3, 4])
  })

  it('[PI32] others go on while a full segment is read', async () => {
    const claim = await trial.newClaim()
    await claim.save(withUpdates(40_000, 60))
    let rests = 0
    const pause = (): Promise<void> => Promise.resolve(void rests++)
    const history = await new StoredPictures(trial.store, writer(2), { pause }).history(pictureId)
    const updates = await gather(history.updates(1, 40_000))
    expect(updates.length).toBe(40_000)
    expect(rests).toBeGreaterThan((8 * 40_000 * 60) / pictureLimits.sliceBytes)
  })

  it('[PI25] updates that the journal had no more are missing in the history, and nowhere else', async () => {
    const claim = await trial.newClaim()
    await claim.save(snapshot(3, []))
    const without = (fromSeq: number): AsyncIterable<Update> =>
      stream(draftUpdates(fromSeq, 20).filter(({ seq }) => seq < 6 || seq > 15))
    await claim.save(snapshot(20, [tile(1)], { updates: without }))
    await claim.release()
    const again = await trial.newClaim()
    const loaded = (await again.load())!
    expect([loaded.seq, loaded.notices, loaded.pending]).toEqual([20, [], draftUpdates(19, 20)])
    await again.save(snapshot(22, []))
    expect(await trial.readHistory(1, 5)).toEqual(draftUpdates(1, 5))
    expect(await trial.readHistory(16, 22)).toEqual(draftUpdates(16, 22))
    await expect(trial.readHistory(1, 22)).rejects.toThrow(
      'Updates 6 to 15 of this picture are not in its history.',
    )
    await expect(trial.readHistory(8, 9)).rejects.toThrow(
      'Updates 8 to 9 of this picture are not in its history.',
    )
    await expect(trial.readHistory(20, 30)).rejects.toThrow(
      'Updates 23 to 30 of this picture are not in its history.',
    )
  })

  it('[PI8] [PI25] segments of a page that can’t be read stay stored', async () => {
    const claim = await trial.newClaim()
    // Every second update is missing, so that each is a segment, and two pages are full.
    const sparse = (seq: number): SnapshotInput => ({
      ...snapshot(seq, []),
      updates: (fromSeq) =>
        stream(draftUpdates(fromSeq, seq).filter((update) => update.seq % 2 === 0 || update.seq > 200)),
    })
    for (const seq of [203, 206]) await claim.save(sparse(seq))
    await claim.release()
    const { root } = decodeHead((await trial.store.get(`${pictureId}/head`, 1e9))!).snapshot!
    const { pack, offset, length } = rootPlaceOf(root)
    const bytes = (await trial.store.get(`${pictureId}/packs/${pack}`, 1e9))!
    const page = decodeRoot(bytes.slice(offset, offset + length)).historyPages.get(0)!
    const key = `${pictureId}/packs/${page.pack}`
    const sound = (await trial.store.get(key, 1e9))!
    const damaged = sound.slice()
    damaged[page.offset + 5]! ^= 1
    await trial.store.put(key, damaged)
    for (let seq = 209; seq < 300; seq += 3) {
      const again = await trial.newClaim()
      expect((await again.load())!.notices).toHaveLength(2)
      await again.save(snapshot(seq, [tile(1, seq)], { nowMs: seq * 1e9 }))
      await again.compact(seq * 1e9 + 1e8)
      await again.release()
    }
    expect(await trial.readHistory(200, 299)).toEqual(draftUpdates(200, 299))
    await expect(trial.readHistory(2, 2)).rejects.toThrow(
      'Updates 2 to 2 of this picture are not in its history.',
    )
    await trial.store.put(key, sound)
    for (let seq = 2; seq <= 200; seq += 2)
      expect(await trial.readHistory(seq, seq)).toEqual(draftUpdates(seq, seq))
    const repaired = await trial.newClaim()
    expect((await repaired.load())!.notices).toEqual([])
  })
})
