// A picture as light as it can be: one object with all its updates, swapped by whoever took it last. What the real one promises
// (nobody's late write counts, nothing is written twice) with the fewest calls; the real ones have sweeps of their own.

import type { Clock } from '../../base/clock.ts'
import { StorageError } from '../../base/errors.ts'
import { decodeUtf8, encodeUtf8 } from '../../base/utf8.ts'
import type { ObjectStore } from '../../pictures/object-store.ts'
import type { RunOutcome, RunRequest } from '../../scheduler/task.ts'

export interface LightHead {
  readonly status: 'there' | 'deleted'
  /** Grows with whoever takes the picture. */
  readonly epoch: number
  readonly updates: readonly string[]
}

export interface LightPictureOptions {
  readonly store: ObjectStore
  readonly key: string
  readonly clock: Clock
  /** All updates, durable at once. */
  readonly journal: readonly string[]
  readonly saveMs: number
}

const headBytesMax = 10_000
/** Deleted pictures are kept for a while. */
const sweepAfterMs = 4000

/** The picture in one process. */
export class LightPicture {
  private readonly options: LightPictureOptions
  private held: { readonly head: LightHead; readonly etag: string } | undefined

  constructor(options: LightPictureOptions) {
    this.options = options
  }

  /** Takes the picture. */
  async open(): Promise<void> {
    const found = await this.read()
    if (found?.head.status !== 'there') throw new StorageError('not-found', 'There is no such picture.')
    await this.swap({ ...found.head, epoch: found.head.epoch + 1 }, found.etag)
  }

  async persist({ isUrgent }: RunRequest): Promise<RunOutcome> {
    const { clock, journal, saveMs } = this.options
    try {
      if (this.held === undefined) await this.open()
    } catch (error) {
      if (!(error instanceof StorageError) || error.code !== 'not-found') throw error
      return (await this.isDeleted()) ? { kind: 'gone', sweepAfterMs } : { kind: 'gone' }
    }
    const updates = [...journal]
    await new Promise<void>((resolve) => void clock.after(isUrgent ? saveMs / 6 : saveMs, resolve))
    // Another run may have found out meanwhile that the picture is somebody else's.
    if (this.held === undefined) throw new StorageError('superseded', 'Somebody else has the picture.', true)
    const { head, etag } = this.held
    if (updates.length > head.updates.length) await this.swap({ ...head, updates }, etag)
    return { kind: 'done', seq: updates.length, key: `${head.epoch}/${updates.length}` }
  }

  async delete(): Promise<void> {
    const found = await this.read()
    if (found !== undefined) await this.swap({ ...found.head, status: 'deleted' }, found.etag)
    this.held = undefined
  }

  async isDeleted(): Promise<boolean> {
    return (await this.read())?.head.status === 'deleted'
  }

  async sweep(): Promise<RunOutcome> {
    const { store, key } = this.options
    if ((await this.read())?.head.status === 'there') return { kind: 'done', seq: 0, key: '' }
    await store.remove([key])
    return { kind: 'gone' }
  }

  private async read(): Promise<{ readonly head: LightHead; readonly etag: string } | undefined> {
    const found = await this.options.store.getTagged(this.options.key, headBytesMax)
    return found && { head: headOf(found.bytes), etag: found.etag }
  }

  private async swap(head: LightHead, etag: string): Promise<void> {
    this.held = undefined
    const { store, key } = this.options
    this.held = { head, etag: await store.compareAndSwap(key, encodeHead(head), etag) }
  }
}

export function encodeHead(head: LightHead): Uint8Array {
  return encodeUtf8(JSON.stringify(head))
}

export function headOf(bytes: Uint8Array): LightHead {
  return JSON.parse(decodeUtf8(bytes)) as LightHead
}
