import { beforeEach, describe, expect, it } from 'vitest'
import { StorageError } from '../base/errors.ts'
import { Prng } from '../base/prng.ts'
import type { Update } from '../raster/operation.ts'
import { FaultyStore } from '../testing/faulty-store.ts'
import { gather } from '../testing/gather.ts'
import { bytesInPieces, copyOf, savedInPieces, updatesInPieces } from '../testing/history-in-pieces.ts'
import { segmentKey, withUpdates } from '../testing/history-trial.ts'
import { LateStore } from '../testing/late-store.ts'
import { pictureId, tile, writer } from '../testing/picture-drafts.ts'
import type { MemoryStore } from './memory-store.ts'
import type { ObjectStore } from './object-store.ts'
import type { HistoryRetention, PictureClaim } from './picture-accessor.ts'
import { pictureLimits } from './picture-limits.ts'
import { StoredPictures } from './stored-pictures.ts'

const pieces = 40
const stepBytes = 100
const graceMs = pictureLimits.garbageGraceMs
const all = updatesInPieces(pieces, stepBytes)
let store: MemoryStore
const template = savedInPieces(pieces, stepBytes)
/** More than is kept in memory: the oldest are read. */
const [manyPieces, largeStepBytes] = [70, 480]
const largeTemplate = savedInPieces(manyPieces, largeStepBytes)
const allLarge = updatesInPieces(manyPieces, largeStepBytes)

function claimIn(where: ObjectStore, history: HistoryRetention = { keep: 'all' }): Promise<PictureClaim> {
  return new StoredPictures(where, writer(2), { history }).claim(pictureId)
}

function expectSame(read: readonly Update[], updates: readonly Update[]): void {
  const other = read.findIndex(({ operation, ...update }, at) => {
    const { operation: expected, ...facts } = updates[at]!
    const isSame = Buffer.compare(operation, expected) === 0
    return !isSame || JSON.stringify(update) !== JSON.stringify(facts)
  })
  expect([read.length, other]).toEqual([updates.length, -1])
}

/** Everything that can be read of it is as it was saved. */
async function expectWhole(where: ObjectStore, updates: readonly Update[] = all): Promise<void> {
  const pictures = new StoredPictures(where, writer(9))
  const history = await pictures.history(pictureId)
  expect([history.firstSeq, history.lastSeq]).toEqual([updates[0]!.seq, updates.at(-1)!.seq])
  expectSame(await gather(history.updates(history.firstSeq, history.lastSeq)), updates)
  const claim = await pictures.claim(pictureId)
  const loaded = (await claim.load())!
  expect([loaded.seq, loaded.notices, loaded.damaged]).toEqual([history.lastSeq, [], []])
  expectSame(loaded.pending, updates.slice(loaded.horizon - loaded.seq))
  await claim.release()
}

async function segments(where: ObjectStore = store): Promise<number> {
  return (await where.list(`${pictureId}/history`)).length
}

/** Compacts as long as there is anything to do, and removes what nobody needs. */
async function compactAll(claim: PictureClaim): Promise<number> {
  let nowMs = 1e9
  for (let calls = 1; ; calls++) {
    const { hasMore } = await claim.compact((nowMs += 2 * graceMs))
    if (hasMore) continue
    await claim.compact((nowMs += 2 * graceMs))
    return calls
  }
}

beforeEach(async () => {
  store = await copyOf(await template)
})

describe('compacting', () => {
  it('[PI73] short hostings leave few segments, with the same history and the same picture', async () => {
    store = await savedInPieces(100, 200)
    expect(await segments()).toBe(100)
    const claim = await claimIn(store)
    await compactAll(claim)
    expect(await segments()).toBeLessThan(8)
    expect((await store.list(`${pictureId}/packs`)).length).toBeLessThan(4)
    await expectWhole(store, updatesInPieces(100, 200))
  })

  it('[PI73] saves go on joining where it ended, and it goes on where they did', async () => {
    const claim = await claimIn(store)
    await claim.load()
    const updates = [...all]
    for (let round = 1; round <= 40; round++) {
      const seq = pieces + round
      const saved = withUpdates(seq, 40 * (41 - round), { nowMs: 1e9 + 2 * round * graceMs })
      await claim.save(saved)
      updates.push(...(await gather(saved.updates(seq))))
      await claim.compact(1e9 + (2 * round + 1) * graceMs)
    }
    await compactAll(claim)
    expect(await segments()).toBeLessThan(16)
    await expectWhole(store, updates)
  })

  it('[PI74] any call that fails, before or after it took effect, leaves the former history or the new one', async () => {
    for (const kind of ['before', 'after'] as const) {
      for (let failing = 0; ; failing++) {
        const copy = await copyOf(await largeTemplate)
        const faulty = new FaultyStore(copy)
        const claim = await claimIn(faulty)
        const from = faulty.calls.length
        faulty.fault = (_, number) => (number === from + failing ? kind : undefined)
        const failure = await claim.compact(1e9).catch((error: unknown) => error)
        const isOver = faulty.calls.length <= from + failing
        if (failure instanceof Error) expect(failure).toBe(faulty.error)
        faulty.fault = () => undefined
        await expectWhole(await copyOf(copy), allLarge)
        await compactAll(claim)
        expect(await segments(copy)).toBeLessThan(8)
        await expectWhole(copy, allLarge)
        if (isOver) {
          expect(failing).toBeGreaterThan(8)
          break
        }
      }
    }
  })

  it('[PI74] so does a store that fails for good from any call on, and the next save counts', async () => {
    for (const kind of ['before', 'after'] as const) {
      for (let failing = 0; failing < 12; failing++) {
        const copy = await copyOf(store)
        const faulty = new FaultyStore(copy)
        const claim = await claimIn(faulty)
        const from = faulty.calls.length
        faulty.fault = (_, number) => (number >= from + failing ? kind : undefined)
        await claim.compact(1e9).catch((error: unknown) => expect(error).toBe(faulty.error))
        faulty.fault = () => undefined
        await expectWhole(await copyOf(copy))
        const saved = withUpdates(pieces + 1, 10, { nowMs: 1e9 })
        const updates = [...all, ...(await gather(saved.updates(pieces + 1)))]
        await claim.save(saved)
        await compactAll(claim)
        expect(await segments(copy)).toBeLessThan(10)
        await expectWhole(copy, updates)
      }
    }
  })

  it('[PI74] a call that takes effect late, however late, harms nothing', async () => {
    const run = async (which: number, laterBy: number): Promise<readonly [number, number]> => {
      const copy = await copyOf(store)
      const late = new LateStore(copy, which, laterBy)
      const claim = await claimIn(late.store)
      const { calls } = late
      for (let tries = 0; tries < 3; tries++)
        await claim.compact(1e9 + tries * 2 * graceMs).catch(() => undefined)
      await late.arrive()
      await expectWhole(await copyOf(copy))
      const next = await claimIn(copy)
      await compactAll(next)
      await expectWhole(copy)
      return [calls, late.calls]
    }
    const [first, last] = await run(-1, 0)
    for (let which = first; which < last; which++) {
      for (const laterBy of [1, 2, 5, Infinity]) await run(which, laterBy)
    }
  })

  it('[PI74] one whose claim was lost changes nothing and leaves nothing', async () => {
    const old = await claimIn(store)
    const next = await claimIn(store)
    await next.load()
    const before = await copyOf(store)
    await expect(old.compact(1e9)).rejects.toMatchObject({ code: 'superseded' })
    for (const folder of ['packs', 'history']) {
      expect(await store.list(`${pictureId}/${folder}`)).toEqual(await before.list(`${pictureId}/${folder}`))
    }
    await expect(old.savePreview(Uint8Array.of(1))).rejects.toMatchObject({ code: 'superseded' })
    await next.compact(1e9)
    await expectWhole(store)
  })

  it('[PI74] it and saves wait for one another, and what was saved in between stays', async () => {
    for (let seed = 0; seed < 30; seed++) {
      const prng = new Prng(seed)
      const copy = await copyOf(store)
      const put = copy.put.bind(copy)
      copy.put = async (key, bytes) => {
        for (let turns = prng.below(9); turns > 0; turns--) await Promise.resolve()
        return put(key, bytes)
      }
      const claim = await claimIn(copy)
      await claim.load()
      const updates = [...all]
      for (let round = 1; round <= 6; round++) {
        const seq = pieces + round
        const saved = withUpdates(seq, 10 + prng.below(3000), { nowMs: 1e9 + round * graceMs })
        updates.push(...(await gather(saved.updates(seq))))
        const compact = (): Promise<unknown> => claim.compact(1e9 + round * graceMs)
        const save = (): Promise<unknown> => claim.save(saved)
        await Promise.all(prng.chance(0.5) ? [save(), compact(), compact()] : [compact(), save()])
      }
      await expectWhole(copy, updates)
    }
  })

  it('[PI75] says what it took, within its bound, and asks for nothing when nothing is due', async () => {
    const [count, step] = [600, 55]
    store = await savedInPieces(count, step, { hostings: 1 })
    const large = await claimIn(store)
    const stored = (await store.listObjects(`${pictureId}/history`)).reduce(
      (sum, { bytes }) => sum + bytes,
      0,
    )
    expect(stored).toBeGreaterThan(pictureLimits.joinedBytesMax)
    let written = 0
    for (let calls = 0; ; calls++) {
      const { bytesRead, bytesWritten, hasMore } = await large.compact(1e9 + calls * 2 * graceMs)
      expect(bytesRead).toBeLessThanOrEqual(pictureLimits.joinedBytesMax)
      expect(bytesWritten).toBeLessThan(pictureLimits.joinedBytesMax + 100_000)
      written += bytesWritten
      if (!hasMore) break
      expect(calls).toBeLessThan(10)
    }
    expect(written).toBeLessThan(1.2 * stored)
    const nothing = { requests: 0, bytesRead: 0, bytesWritten: 0, hasMore: false }
    const later = (graces: number): number => 1e12 + graces * graceMs
    expect((await large.compact(later(0))).requests).toBeLessThan(3)
    expect(await large.compact(later(2))).toEqual(nothing)
    await expectWhole(store, updatesInPieces(count, step))
  })

  it('[PI75] one save after another leaves it nothing to do', async () => {
    const saver = await claimIn(store)
    await saver.load()
    await compactAll(saver)
    for (let round = 1; round <= 64; round++) {
      await saver.save(withUpdates(pieces + round, 100, { nowMs: 2e9 + round }))
      expect((await saver.compact(2e9 + round)).bytesWritten).toBe(0)
    }
  })

  it('[PI76] what is older than the retention goes although nothing was drawn since', async () => {
    const dayMs = 24 * 3_600_000
    store = await savedInPieces(10, 30, { more: (seq) => ({ nowMs: seq * dayMs }) })
    const keepMs = 30 * dayMs
    const claim = await claimIn(store, { keepMs })
    await claim.compact(12 * dayMs)
    expect((await new StoredPictures(store, writer(3)).history(pictureId)).firstSeq).toBe(1)
    await claim.compact(34 * dayMs)
    expect((await new StoredPictures(store, writer(3)).history(pictureId)).firstSeq).toBe(4)
    let nowMs = 80 * dayMs
    while ((await claim.compact((nowMs += dayMs))).hasMore);
    await claim.compact(nowMs + dayMs)
    // Undo needs the last two.
    await expectWhole(store, updatesInPieces(10, 30).slice(8))
    expect(await segments()).toBe(2)
  })

  it('[PI77] a damaged segment stays as it is, and the others are joined', async () => {
    const [, , , damaged] = await store.list(`${pictureId}/history`)
    await store.put(segmentKey(damaged!), Uint8Array.of(1))
    const claim = await claimIn(store)
    await compactAll(claim)
    expect(await segments()).toBeLessThan(12)
    expect(await store.get(segmentKey(damaged!), 99)).toEqual(Uint8Array.of(1))
    const history = await new StoredPictures(store, writer(3)).history(pictureId)
    expectSame(await gather(history.updates(1, 3)), all.slice(0, 3))
    await expect(gather(history.updates(1, pieces))).rejects.toMatchObject({ code: 'corrupt' })
    expectSame(await gather(history.updates(5, pieces)), all.slice(4))
  })

  it('[PI77] nothing is done about a picture that could not be read as a whole', async () => {
    const newest = (await store.list(`${pictureId}/packs`)).at(-1)!
    await store.put(`${pictureId}/packs/${newest}`, Uint8Array.of(1))
    const claim = await claimIn(store)
    expect((await claim.load())!.notices).not.toEqual([])
    expect((await claim.compact(1e9)).bytesWritten).toBe(0)
    await claim.save(withUpdates(pieces, bytesInPieces(pieces, stepBytes)(pieces)))
    expect((await claim.compact(1e9)).bytesWritten).toBeGreaterThan(0)
  })

  it('[PI78] whoever only tidied up is no hosting of the picture', async () => {
    const lineage = [
      { epoch: 1, startSeq: 0 },
      { epoch: 20, startSeq: 3 },
    ]
    store = await savedInPieces(20, 30, { more: () => ({ lineage }) })
    const claim = await claimIn(store)
    const { title, updatedMs } = (await new StoredPictures(store, writer(3)).list())[0]!
    expect((await claim.compact(1e9)).bytesWritten).toBeGreaterThan(0)
    const loaded = (await (await claimIn(store)).load())!
    expect([claim.epoch, loaded.epoch, loaded.lineage]).toEqual([21, 20, lineage])
    expect((await new StoredPictures(store, writer(3)).list())[0]!).toMatchObject({ title, updatedMs })
  })

  it('[PI79] the history is read meanwhile, also by who comes too late for what was joined', async () => {
    for (const every of [1, 7, 30]) {
      const copy = await copyOf(store)
      const claim = await claimIn(copy)
      const history = await new StoredPictures(copy, writer(3)).history(pictureId)
      const read: Update[] = []
      let nowMs = 1e9
      for await (const update of history.updates(1, pieces)) {
        read.push(update)
        if (read.length % every === 0) await claim.compact((nowMs += 2 * graceMs))
      }
      expectSame(read, all)
    }
  })

  it('[PI8] [PI73] it removes nothing that a rival needs', async () => {
    for (let seed = 0; seed < 30; seed++) {
      const prng = new Prng(seed)
      const copy = await copyOf(store)
      let seq = pieces
      let nowMs = 1e9
      const claims: PictureClaim[] = []
      for (let step = 0; step < 12; step++) {
        nowMs += graceMs
        if (claims.length === 0 || prng.chance(0.3)) claims.push(await claimIn(copy))
        const claim = prng.pick(claims)
        const isNewest = claim === claims.at(-1)
        const act =
          prng.chance(0.3) && isNewest
            ? claim.save(withUpdates(seq + 1, 100, { nowMs, changed: gatherable([tile(1, step + 1)]) }))
            : claim.compact(nowMs)
        const others = claims.map((each) => each.compact(nowMs))
        const [done] = await Promise.allSettled([act, ...others])
        if (done.status === 'fulfilled' && typeof done.value === 'object' && 'key' in done.value) seq++
        else if (done.status === 'rejected') {
          expect(done.reason).toBeInstanceOf(StorageError)
          expect(done.reason).toMatchObject({ code: 'superseded' })
        }
      }
      const history = await new StoredPictures(copy, writer(3)).history(pictureId)
      expect(history.lastSeq).toBe(seq)
      expectSame((await gather(history.updates(1, seq))).slice(0, pieces), all)
    }
  })
})

async function* gatherable<T>(items: readonly T[]): AsyncGenerator<T> {
  for (const each of items) yield await Promise.resolve(each)
}
