import { beforeEach, describe, expect, it } from 'vitest'
import { StorageError } from '../base/errors.ts'
import { Prng } from '../base/prng.ts'
import type { Update } from '../raster/operation.ts'
import { FaultyStore } from '../testing/faulty-store.ts'
import { gather } from '../testing/gather.ts'
import { instead } from '../testing/instead.ts'
import { draftUpdates, pictureId, snapshot, tile, writer } from '../testing/picture-drafts.ts'
import type { PictureClaim } from './picture-accessor.ts'
import { pictureLimits } from './picture-limits.ts'
import { StoredPictures } from './stored-pictures.ts'
import { HistoryTrial, withUpdates } from '../testing/history-trial.ts'

let trial: HistoryTrial

beforeEach(async () => {
  trial = await HistoryTrial.begin()
})

describe('segments', () => {
  it('[PI26] few small ones stay, and each byte is written about once for each doubling', async () => {
    const claim = await trial.newClaim()
    let written = 0
    for (let save = 1; save <= 512; save++) {
      const nowMs = save * 2 * pictureLimits.garbageGraceMs
      written += (await claim.save(withUpdates(save, 1000, { nowMs }))).bytesWritten
      await claim.compact(nowMs)
    }
    await claim.compact(1e12)
    await claim.compact(2e12)
    const sizes = (await trial.segments()).map(({ bytes }) => bytes)
    expect(sizes.length).toBeLessThan(12)
    const stored = sizes.reduce((sum, bytes) => sum + bytes)
    expect(stored).toBeGreaterThan(512_000)
    // Ten for the doublings; roots and pages beside them.
    expect(written / stored).toBeLessThan(12)
    expect((await trial.readHistory()).map(({ seq }) => seq)).toEqual(
      draftUpdates(1, 512).map(({ seq }) => seq),
    )
  })

  it('[PI26] go on being joined by the next host', async () => {
    for (let save = 1; save <= 40; save++) {
      const claim = await trial.newClaim()
      await claim.load()
      const nowMs = save * 2 * pictureLimits.garbageGraceMs
      await claim.save(snapshot(save, [], { nowMs }))
      await claim.compact(nowMs)
      await claim.release()
    }
    expect((await trial.segments()).length).toBeLessThan(10)
    expect(await trial.readHistory()).toEqual(draftUpdates(1, 40))
  })

  it('[PI26] a long stretch is streamed in full segments, of which few are in memory', async () => {
    const claim = await trial.newClaim()
    await claim.save(snapshot(1, []))
    const updatesInAll = 1000
    const bytes = 30_000
    await claim.save(withUpdates(updatesInAll, bytes))
    const sizes = (await trial.segments()).map((each) => each.bytes)
    expect(sizes).toHaveLength(2 + Math.floor((updatesInAll * bytes) / pictureLimits.segmentBytes))
    expect(Math.max(...sizes)).toBeLessThanOrEqual(pictureLimits.segmentBytesMax)
    expect((await trial.readHistory()).map(({ seq }) => seq)).toEqual(
      draftUpdates(1, updatesInAll).map(({ seq }) => seq),
    )
  })
})

describe('retention', () => {
  const keepMs = 10 * 24 * 3_600_000

  it('[PI27] keeps all that is young, and all that undo needs', async () => {
    const claim = await trial.newClaim({ keepMs })
    const dayMs = 24 * 3_600_000
    for (let day = 1; day <= 40; day++) {
      await claim.save(withUpdates(day * 10, 30_000, { nowMs: day * dayMs }))
      await claim.compact(day * dayMs)
    }
    const history = await new StoredPictures(trial.store, writer(2)).history(pictureId)
    // Three days make a segment that is not joined any more.
    expect(history.firstSeq).toBeGreaterThan(260)
    expect(history.firstSeq).toBeLessThanOrEqual(291)
    expect(await trial.readHistory()).toHaveLength(400 - history.firstSeq + 1)
    await expect(trial.readHistory(1, 10)).rejects.toThrow(
      /^Updates 1 to 10 of this picture are not in its history\.$/,
    )
    expect((await trial.segments()).length).toBeLessThan(12)
    await claim.release()
    const loaded = (await (await trial.newClaim()).load())!
    expect([loaded.notices, loaded.pending.length]).toEqual([[], 2])
  })

  it('[PI27] never takes what the two kept snapshots need', async () => {
    const claim = await trial.newClaim({ keepMs: 0 })
    const horizon = 5
    for (let save = 1; save <= 20; save++) {
      const nowMs = save * 2 * pictureLimits.garbageGraceMs
      const seq = 10 + save * 3
      await claim.save(snapshot(seq, [], { horizon, baseSeq: horizon, nowMs }))
      await claim.compact(nowMs)
    }
    const nowMs = 1e11
    await claim.save(snapshot(72, [], { nowMs }))
    await claim.save(snapshot(75, [], { nowMs: nowMs + 1 }))
    await claim.release()
    const again = await trial.newClaim()
    expect((await again.load())!.pending).toEqual(draftUpdates(74, 75))
    const { firstSeq, lastSeq } = await new StoredPictures(trial.store, writer(2)).history(pictureId)
    expect([firstSeq > 5, lastSeq]).toEqual([true, 75])
  })
})

describe('reading while a host saves', () => {
  it('[PI29] goes on past a save that came to count late and was undone, also when it was a hosting’s first', async () => {
    const before = await trial.newClaim()
    await before.save(snapshot(3, []))
    await before.release()
    const faulty = new FaultyStore(trial.store)
    const claim = await new StoredPictures(faulty, writer(1)).claim(pictureId)
    faulty.fault = (call) => (/^(swap|get)/.test(call) ? 'after' : undefined)
    await expect(claim.save(snapshot(9, []))).rejects.toBe(faulty.error)
    faulty.fault = () => undefined
    const history = await new StoredPictures(trial.store, writer(2)).history(pictureId)
    expect(history.lastSeq).toBe(9)
    faulty.fault = (call) => (/^put .*packs/.test(call) ? 'before' : undefined)
    await expect(claim.save(snapshot(9, []))).rejects.toBe(faulty.error)
    expect(await gather(history.updates(1, 9))).toEqual(draftUpdates(1, 9))
  })

  it('[PI29] goes on past segments that were joined and removed meanwhile', async () => {
    const claim = await trial.newClaim()
    const prng = new Prng(5)
    await claim.save(snapshot(20, []))
    let nowMs = 1e9
    let seq = 20
    for (let round = 0; round < 8; round++) {
      const history = await new StoredPictures(trial.store, writer(2)).history(pictureId)
      const read: Update[] = []
      for await (const update of history.updates(1, history.lastSeq)) {
        read.push(update)
        if (!prng.chance(0.1)) continue
        seq += 1 + prng.below(4)
        nowMs += 2 * pictureLimits.garbageGraceMs
        await claim.save(snapshot(seq, [], { nowMs }))
        await claim.compact(nowMs)
        await claim.compact(nowMs + pictureLimits.garbageGraceMs)
      }
      expect(read).toEqual(draftUpdates(1, history.lastSeq))
    }
  })

  it('[PI28] of hosts that race for a picture one saves, and none removes what it needs', async () => {
    for (let seed = 0; seed < 40; seed++) {
      const prng = new Prng(seed)
      trial = await HistoryTrial.begin(() => 1)
      const anywhere = instead(trial.store, {
        hold: () => Promise.resolve(async () => {}),
      })
      const seqs = new Map<PictureClaim, number>()
      let nowMs = 1e9
      let last: { claim: PictureClaim; seq: number } | undefined
      const claimIt = async (number: number): Promise<void> => {
        const claim = await new StoredPictures(anywhere, writer(number)).claim(pictureId)
        seqs.set(claim, (await claim.load())?.seq ?? 0)
      }
      const step = async (number: number): Promise<void> => {
        if (seqs.size === 0 || prng.chance(0.15)) return claimIt(number)
        const claim = prng.pick([...seqs.keys()])
        nowMs += pictureLimits.garbageGraceMs / 2
        if (prng.chance(0.4)) return void (await claim.compact(nowMs))
        const before = seqs.get(claim)!
        const seq = before + 1 + prng.below(3)
        const changed = [tile(0, seq), tile(1, seq, 3000)]
        try {
          await claim.save(snapshot(seq, changed, { nowMs }))
          seqs.set(claim, seq)
          if (last === undefined || claim.epoch >= last.claim.epoch) last = { claim, seq }
        } catch (error) {
          if (!(error instanceof StorageError) || error.code !== 'superseded') throw error
          seqs.delete(claim)
        }
      }
      for (let round = 0; round < 30; round++) {
        // Saves of one claim never overlap; those of different ones do.
        await step(round)
        const rivals = [...seqs.keys()].slice(0, 2)
        await Promise.all([
          ...rivals.map((claim) => claim.compact(nowMs)),
          prng.chance(0.5) ? step(100 + round) : undefined,
        ])
      }
      const final = await new StoredPictures(anywhere, writer(250)).claim(pictureId)
      const loaded = (await final.load())!
      expect([loaded.seq, loaded.notices, loaded.damaged], `seed ${seed}`).toEqual([last!.seq, [], []])
      expect(await trial.readHistory(), `seed ${seed}`).toEqual(draftUpdates(1, last!.seq))
    }
  })
})
