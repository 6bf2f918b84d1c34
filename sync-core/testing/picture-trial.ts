// A host as far as storage sees it, on a store that misbehaves: it claims, loads, saves, and does again what failed. The
// picture follows from its order alone: update u paints the tile u % 6. So whatever happened, what is stored says which
// update it is at, and everything else about it can be checked.

import { expect } from 'vitest'
import { StorageError } from '../base/errors.ts'
import type { ObjectStore } from '../pictures/object-store.ts'
import type { LoadedSnapshot, PictureClaim, StoredTile } from '../pictures/picture-accessor.ts'
import { pictureLimits } from '../pictures/picture-limits.ts'
import { StoredPictures } from '../pictures/stored-pictures.ts'
import { gather } from './gather.ts'
import { byPlace, draft, draftUpdates, pictureId, snapshot, tile, writer } from './picture-drafts.ts'

const tilesOfTrial = 6
const triesMax = 8
const updatesPerSave = 3

export class PictureTrial {
  /** The newest update of a save that was acknowledged. */
  savedSeq = 0
  /** Time goes on by more than the grace with every save, so that garbage is removed as soon as it may be. */
  private nowMs = 1_000_000
  private readonly store: ObjectStore
  private readonly settle: <T>(promise: Promise<T>) => Promise<T>

  /** `settle` lets the store's time go on until the promise is settled. */
  constructor(store: ObjectStore, settle: <T>(promise: Promise<T>) => Promise<T> = (promise) => promise) {
    this.store = store
    this.settle = settle
  }

  /** Opens the picture, saves it some times, and gives it back. */
  async host(saves: number): Promise<void> {
    const { claim, loaded } = await this.open()
    try {
      await this.saveSome(claim, loaded, saves)
    } finally {
      await claim.release()
    }
  }

  private async saveSome(
    claim: PictureClaim,
    loaded: LoadedSnapshot | undefined,
    saves: number,
  ): Promise<void> {
    if (loaded !== undefined) expectPicture(loaded)
    let storedSeq = loaded?.seq ?? 0
    expectAtLeast(storedSeq, this.savedSeq)
    let seq = storedSeq
    for (let save = 0; save < saves; save++) {
      await this.again(async () => {
        this.nowMs += 2 * pictureLimits.garbageGraceMs
        seq += updatesPerSave
        await claim.save(snapshot(seq, paintedBetween(storedSeq, seq), { nowMs: this.nowMs }))
        storedSeq = this.savedSeq = seq
      })
      await this.settle(claim.compact(this.nowMs)).catch(expectUnavailable)
    }
  }

  /** Whatever the store holds is one moment of the order, whole, with all its history, and stays so when it is used. */
  async check(): Promise<void> {
    await this.host(0)
    for (const saves of [0, 3, 1]) {
      await this.host(saves)
      await expectHistory(this.store, this.savedSeq)
    }
    await expectFewObjects(this.store)
  }

  private async open(): Promise<{ claim: PictureClaim; loaded: LoadedSnapshot | undefined }> {
    return this.again(async () => {
      const claim = await new StoredPictures(this.store, writer(2)).claim(pictureId)
      try {
        return { claim, loaded: await claim.load() }
      } catch (error) {
        await claim.release()
        throw error
      }
    })
  }

  private async again<T>(act: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.settle(act())
      } catch (error) {
        expectUnavailable(error)
        if (tries === triesMax) throw error
      }
    }
  }
}

export async function createTrialPicture(store: ObjectStore): Promise<void> {
  await new StoredPictures(store, writer(1)).create(draft)
}

function paintedBetween(afterSeq: number, seq: number): StoredTile[] {
  return pictureAt(seq).filter((_, at) => lastPainted(at, seq) > afterSeq)
}

function pictureAt(seq: number): StoredTile[] {
  const indices = Array.from({ length: tilesOfTrial }, (_, index) => index)
  return indices.map((index) => tile(index * 40, lastPainted(index, seq), 800))
}

/** The newest update up to `seq` that painted the tile; 0 or less for none: then it counts as painted at the beginning. */
function lastPainted(index: number, seq: number): number {
  return seq - ((seq - index + tilesOfTrial * 1000) % tilesOfTrial)
}

function expectPicture(loaded: LoadedSnapshot): void {
  expect([loaded.notices, loaded.damaged]).toEqual([[], []])
  expect(loaded.pending).toEqual(draftUpdates(loaded.horizon + 1, loaded.seq))
  expect(byPlace(loaded.tiles)).toEqual(
    byPlace(pictureAt(loaded.seq).filter((_, at) => lastPainted(at, loaded.seq) > 0)),
  )
}

function expectAtLeast(seq: number, savedSeq: number): void {
  expect(seq).toBeGreaterThanOrEqual(savedSeq)
}

async function expectHistory(store: ObjectStore, savedSeq: number): Promise<void> {
  const history = await new StoredPictures(store, writer(3)).history(pictureId)
  expectAtLeast(history.lastSeq, savedSeq)
  expect(await gather(history.updates(1, history.lastSeq))).toEqual(draftUpdates(1, history.lastSeq))
}

/** Nothing is left over but what two snapshots need. */
async function expectFewObjects(store: ObjectStore): Promise<void> {
  expect((await store.list(`${pictureId}/packs`)).length).toBeLessThan(6)
  expect((await store.list(`${pictureId}/history`)).length).toBeLessThan(16)
}

function expectUnavailable(error: unknown): void {
  expect(error).toBeInstanceOf(StorageError)
  expect(error).toMatchObject({ code: 'unavailable', retryable: true })
}
