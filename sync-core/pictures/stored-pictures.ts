// PictureAccessor over any ObjectStore: one implementation for memory, folder and bucket. A hold keeps living hosts of the
// same computer apart with a clear sentence; the epoch in the head keeps all others apart, wherever they are: taking or
// deleting a picture counts it up, and a host writes only while the epoch is its own.

import { assert } from '../base/assert.ts'
import { StorageError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import { isCanvasSize } from '../raster/canvas-size.ts'
import { createStructure, encodeStructure } from '../raster/structure.ts'
import { CountedStore } from './counted-store.ts'
import { deletePicture, restorePicture, type PicturePlace } from './delete-picture.ts'
import { inParallel } from './in-parallel.ts'
import { absentTag } from './object-store.ts'
import type { ObjectStore, ReleaseHold, StorePlace } from './object-store.ts'
import { sameBytes } from './content-name.ts'
import { PackShelf } from './pack-shelf.ts'
import type {
  HistoryRetention,
  NewPicture,
  PictureAccessor,
  PictureClaim,
  PictureHistory,
  PictureId,
  PictureSummary,
  SweepablePicture,
  Swept,
} from './picture-accessor.ts'
import { openHistory } from './picture-history.ts'
import { Rest } from './rest.ts'
import { encodeHead, isFirstStructure, isTitle, writerBytes } from './picture-head.ts'
import type { PictureHead } from './picture-head.ts'
import { checkPictureId, isPictureId } from '../base/picture-id.ts'
import { headKey, previewKey } from './picture-keys.ts'
import { pictureLimits } from './picture-limits.ts'
import type { PictureReader } from './read-table.ts'
import { StoredClaim } from './stored-claim.ts'
import { decodeStoredHead, type StoredHead } from './stored-head.ts'
import { lookUp, readStoredHead, swapHead, type TaggedHead } from './swap-head.ts'
import { deletedMsOf, deletionTime, sweepPicture, sweptWithoutWork } from './sweep-picture.ts'
import { checkPresent, takePicture } from './take-picture.ts'

export interface StoredPicturesOptions {
  /** Everything is kept if left out. */
  readonly history?: HistoryRetention
  /** One turn of the event loop, so that others go on while much is looked at; none if left out. */
  readonly pause?: () => Promise<void>
}

export class StoredPictures implements PictureAccessor {
  private readonly store: ObjectStore
  private readonly writer: Uint8Array
  private readonly retention: HistoryRetention
  private readonly pause: () => Promise<void>
  /** Pictures taken by this accessor, for stores whose hold can't tell. */
  private readonly taken = new Set<PictureId>()

  /** `writer`: 8 random bytes, other ones in each process, which tell this accessor's heads from another's. */
  constructor(store: ObjectStore, writer: Uint8Array, options: StoredPicturesOptions = {}) {
    assert(writer.length === writerBytes, `a writer is ${writerBytes} random bytes, not ${writer.length}`)
    this.store = store
    this.writer = writer
    this.retention = options.history ?? { keep: 'all' }
    this.pause = options.pause ?? (() => Promise.resolve())
  }

  get place(): StorePlace {
    return this.store.place
  }

  async list(): Promise<readonly PictureSummary[]> {
    const ids = (await this.store.list('')).filter(isPictureId)
    const found = await inParallel(ids, pictureLimits.requestsAtOnce, (id) => this.summary(id))
    const summaries = found.filter((summary) => summary !== undefined)
    return summaries.sort((a, b) => b.updatedMs - a.updatedMs || (a.id < b.id ? -1 : 1))
  }

  async create(picture: NewPicture): Promise<void> {
    checkPictureId(picture.id)
    checkTitle(picture.title)
    const { width, height } = picture.size
    if (!isCanvasSize(picture.size)) {
      throw new StorageError(
        'invalid',
        `A picture's sides are ${limits.pictureSidePxMin} to ${limits.pictureSidePxMax} pixels, not ${width} × ${height}.`,
      )
    }
    const firstStructure = picture.firstStructure ?? encodeStructure(createStructure(picture.size))
    assert(isFirstStructure(firstStructure), 'a picture begins with a structure that a head can keep')
    const head = encodeHead({
      writer: this.writer,
      epoch: 0,
      title: picture.title,
      width,
      height,
      updatedMs: picture.nowMs,
      state: { kind: 'live' },
      snapshot: undefined,
      swaps: 0,
      firstStructure,
    })
    try {
      await this.store.compareAndSwap(headKey(picture.id), head, absentTag)
    } catch (error) {
      if (!(error instanceof StorageError)) throw error
      if (error.code !== 'conflict') {
        const stored = await lookUp(this.store, picture.id)
        if (stored !== undefined && sameBytes(stored.bytes, head)) return
        throw error
      }
      throw new StorageError('conflict', `There is a picture ${picture.id} already.`)
    }
  }

  async claim(id: PictureId): Promise<PictureClaim> {
    checkPictureId(id)
    const release = await this.hold(id)
    try {
      const { store, writer, retention } = this
      const counted = new CountedStore(store)
      const reader = this.reader(counted, id)
      const head = await takePicture(reader, writer)
      // From now on no other host can change what counts.
      return await StoredClaim.open({ store, counted, reader, id, writer, head, retention, release })
    } catch (error) {
      await release().catch(() => undefined)
      throw error
    }
  }

  async preview(id: PictureId): Promise<Uint8Array | undefined> {
    checkPictureId(id)
    return this.store.get(previewKey(id), pictureLimits.previewBytesMax)
  }

  async isPreviewNewest(id: PictureId): Promise<boolean> {
    checkPictureId(id)
    const objects = await this.store.listObjects(id)
    const writtenMs = (key: string): number | undefined =>
      objects.find(({ name }) => `${id}/${name}` === key)?.modifiedMs
    const [previewMs, headMs] = [writtenMs(previewKey(id)), writtenMs(headKey(id))]
    return previewMs !== undefined && headMs !== undefined && previewMs > headMs
  }

  async history(id: PictureId): Promise<PictureHistory> {
    checkPictureId(id)
    return openHistory(() => this.reader(this.store, id))
  }

  async rename(id: PictureId, title: string): Promise<void> {
    checkPictureId(id)
    checkTitle(title)
    await this.swap(id, (head) => {
      checkPresent(head)
      return { ...head, title }
    })
  }

  async delete(id: PictureId, nowMs: number): Promise<void> {
    checkPictureId(id)
    await this.whileHeld(id, () => deletePicture(this.placeOf(id), nowMs))
  }

  async restore(id: PictureId): Promise<void> {
    checkPictureId(id)
    await restorePicture(this.placeOf(id))
  }

  async deletedMs(id: PictureId): Promise<number | undefined> {
    checkPictureId(id)
    return deletedMsOf(this.placeOf(id))
  }

  async sweep(id: PictureId, deletedBeforeMs: number): Promise<Swept> {
    checkPictureId(id)
    const place = this.placeOf(id)
    const answer = await sweptWithoutWork(place, deletedBeforeMs)
    return answer ?? this.whileHeld(id, () => sweepPicture(place, deletedBeforeMs))
  }

  async sweepable(): Promise<readonly SweepablePicture[]> {
    const ids = (await this.store.list('')).filter(isPictureId)
    const found = await inParallel(ids, pictureLimits.requestsAtOnce, async (id) => {
      const deletedMs = await deletionTime(this.placeOf(id))
      return deletedMs === undefined ? [] : [{ id, deletedMs }]
    })
    return found.flat()
  }

  private async summary(id: PictureId): Promise<PictureSummary | undefined> {
    const found = await this.headOrProblem(id)
    if (found === undefined) return undefined
    const none = { id, title: '', size: { width: 0, height: 0 }, updatedMs: 0 }
    if (typeof found === 'string') return { ...none, problem: found }
    if (found.kind === 'unreadable') return { ...none, problem: found.error.message }
    if (found.kind === 'head') return summaryOf(id, found.head)
    const { state, former } = found.cover
    if (state.kind === 'purging') return undefined
    const covered = decodeStoredHead(former)
    const summary = covered.kind === 'head' && summaryOf(id, covered.head)
    const problem = covered.kind === 'unreadable' ? { problem: covered.error.message } : {}
    return { ...(summary || { ...none, ...problem }), deletedMs: state.atMs }
  }

  /** What stands for the head, or a sentence why it can't be read, or undefined for a folder without one. */
  private async headOrProblem(id: PictureId): Promise<StoredHead | string | undefined> {
    try {
      return await readStoredHead(this.store, id)
    } catch (error) {
      if (!(error instanceof StorageError)) throw error
      return error.code === 'not-found' ? undefined : error.message
    }
  }

  private placeOf(id: PictureId): PicturePlace {
    return { store: this.store, id, writer: this.writer }
  }

  private reader(store: ObjectStore, id: PictureId): PictureReader {
    return { store, id, shelf: new PackShelf(store, id), rest: new Rest(this.pause) }
  }

  private swap(id: PictureId, change: (head: PictureHead) => PictureHead): Promise<TaggedHead> {
    return swapHead(this.store, id, { writer: this.writer, change })
  }

  private async hold(id: PictureId): Promise<ReleaseHold> {
    if (this.taken.has(id))
      throw new StorageError('in-use', 'This picture is open in this Gesso already.', true)
    this.taken.add(id)
    try {
      const release = await this.store.hold(id)
      return async () => {
        this.taken.delete(id)
        await release()
      }
    } catch (error) {
      this.taken.delete(id)
      throw error
    }
  }

  private async whileHeld<T>(id: PictureId, run: () => Promise<T>): Promise<T> {
    const release = await this.hold(id)
    let result: T
    try {
      result = await run()
    } catch (error) {
      // Why it was not done says more than what became of the hold.
      await release().catch(() => undefined)
      throw error
    }
    await release()
    return result
  }
}

function summaryOf(id: PictureId, head: PictureHead): PictureSummary | undefined {
  const { title, width, height, updatedMs, state, snapshot } = head
  if (state.kind === 'purging') return undefined
  const sizes = snapshot && { pictureBytes: snapshot.pictureBytes, historyBytes: snapshot.historyBytes }
  const summary = { id, title, size: { width, height }, updatedMs, ...sizes }
  return state.kind === 'deleted' ? { ...summary, deletedMs: state.atMs } : summary
}

function checkTitle(title: string): void {
  if (isTitle(title)) return
  throw new StorageError(
    'invalid',
    `A title is one line of text, not empty and at most ${limits.titleBytesMax} bytes long.`,
  )
}
