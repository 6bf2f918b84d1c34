// The objects of the heap in their store, one at a time: reading that trusts nothing, and changing by compare-and-swap. What is
// known of them, and which one a run belongs to, is elsewhere (heap-book.ts, stored-heap.ts).
//
// A damaged object is told first and then replaced by an empty one: in between, a crash tells it once more. What can't even be
// read has no tag to be replaced by; it takes no runs any more, and is removed when its time is over. One of a newer version is left alone.
//
// `marked` lies beside the buckets. Where it is missing, the folder is new or was lost: told as a loss, and then made.

import type { Clock } from '../base/clock.ts'
import { StorageError } from '../base/errors.ts'
import type { Limits } from '../base/limits.ts'
import { encodeUtf8 } from '../base/utf8.ts'
import { absentTag, refusals, type ObjectStore } from '../pictures/object-store.ts'
import { NewerVersionError } from '../pictures/sealed-object.ts'
import {
  bucketName,
  bucketStartOf,
  decodeBucket,
  encodeBucket,
  heapBucketBytesMax,
  type BucketPlace,
} from './heap-bucket.ts'
import type { DueRun } from './task.ts'

export type BucketContent =
  /** A bucket that is not there has no runs and the tag 'absent'. */
  | { readonly kind: 'runs'; readonly runs: readonly DueRun[]; readonly etag: string }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'newer' }

export interface HeapOptions {
  readonly store: ObjectStore
  /** Of the heaps of all shards, in the store. */
  readonly folder: string
  /** For how long calls take, and for rests. */
  readonly clock: Clock
  readonly limits?: Limits
  /** In 0..1: rivals rest differently. */
  readonly random: () => number
  /**
   * Runs of the shard may be lost: whatever is scheduled is to be pushed again (Sysdb.forgetPushes). When it resolves, that is sure to
   * happen; a rejection is told again later. It does not wait for this heap. A heap's first use is told, too.
   */
  readonly onLost: (shard: number, sentence: string) => Promise<void>
}

const markName = 'marked'

export class HeapObjects {
  private readonly options: HeapOptions
  private readonly limits: Limits
  /** Keys of unreadable objects: each is told once. */
  private readonly told = new Set<string>()

  constructor(options: HeapOptions, limits: Limits) {
    this.options = options
    this.limits = limits
  }

  async read(place: BucketPlace): Promise<BucketContent> {
    const { store } = this.options
    const key = this.key(place)
    for (let tries = 1; tries <= this.limits.heapTriesMax; tries++) {
      await this.restBefore(tries)
      const found = await store.getTagged(key, heapBucketBytesMax).catch((error: unknown) => {
        if (error instanceof StorageError && error.code === 'corrupt') return error
        throw error
      })
      if (found instanceof StorageError) return this.unreadable(place, found)
      if (found === undefined) return { kind: 'runs', runs: [], etag: absentTag }
      try {
        return { kind: 'runs', runs: decodeBucket(place, found.bytes), etag: found.etag }
      } catch (error) {
        if (error instanceof NewerVersionError) return { kind: 'newer' }
        if (!(error instanceof StorageError)) throw error
        await this.options.onLost(place.shard, `${error.message} It is made again.`)
      }
      try {
        const etag = await store.compareAndSwap(key, encodeBucket(place, []), found.etag)
        return { kind: 'runs', runs: [], etag }
      } catch (error) {
        if (!isConflict(error)) throw error
      }
    }
    throw changedAllTheTime(place)
  }

  /**
   * Swaps the runs for changed ones; `change` gives back the same object when there is nothing to change, which counts when it was
   * read just now, never by what was `known`. When it rejects, the change may have been made, or may still be.
   */
  async change(
    place: BucketPlace,
    known: BucketContent | undefined,
    change: (runs: readonly DueRun[]) => readonly DueRun[],
  ): Promise<BucketContent> {
    let hint = known?.kind === 'runs' && change(known.runs) !== known.runs ? known : undefined
    for (let tries = 1; tries <= this.limits.heapTriesMax; tries++) {
      await this.restBefore(tries)
      const content = hint ?? (await this.read(place))
      hint = undefined
      if (content.kind !== 'runs') return content
      const runs = change(content.runs)
      if (runs === content.runs) return content
      try {
        const bytes = encodeBucket(place, runs)
        const etag = await this.options.store.compareAndSwap(this.key(place), bytes, content.etag)
        return { kind: 'runs', runs, etag }
      } catch (error) {
        if (isConflict(error)) continue
        if (!(error instanceof StorageError) || refusals.includes(error.code)) throw error
        const found = await this.lookUp(place)
        if (found?.kind === 'runs' && change(found.runs) === found.runs) return found
        throw error
      }
    }
    throw changedAllTheTime(place)
  }

  /** Starts of the buckets that are there, ascending, and whether the folder is the one that was made. */
  async list(shard: number): Promise<{ readonly starts: readonly number[]; readonly isMarked: boolean }> {
    const names = await this.options.store.list(this.folder(shard))
    const starts = names.flatMap((name) => bucketStartOf(name) ?? [])
    return { starts, isMarked: names.includes(markName) }
  }

  async mark(shard: number): Promise<void> {
    await this.options.store.put(`${this.folder(shard)}/${markName}`, encodeUtf8('heap'))
  }

  async remove(shard: number, starts: readonly number[]): Promise<void> {
    const keys = starts.map((startMs) => this.key({ shard, startMs }))
    if (keys.length > 0) await this.options.store.remove(keys)
    for (const key of keys) this.told.delete(key)
  }

  private async unreadable(place: BucketPlace, error: StorageError): Promise<BucketContent> {
    const key = this.key(place)
    if (!this.told.has(key)) await this.options.onLost(place.shard, error.message)
    this.told.add(key)
    return { kind: 'unreadable' }
  }

  /** What is there after a swap without an answer; undefined when that can't be read either. */
  private async lookUp(place: BucketPlace): Promise<BucketContent | undefined> {
    try {
      return await this.read(place)
    } catch (error) {
      if (error instanceof StorageError) return undefined
      throw error
    }
  }

  /** The first two tries are at once: mostly, whoever was first is done. */
  private async restBefore(tries: number): Promise<void> {
    if (tries <= 2) return
    const { clock, random } = this.options
    const longestMs = Math.min(this.limits.heapRestMsMax, this.limits.heapRestMs * 2 ** (tries - 3))
    await new Promise<void>((resolve) => void clock.after(Math.round(random() * longestMs), resolve))
  }

  private folder(shard: number): string {
    return `${this.options.folder}/${shard}`
  }

  private key({ shard, startMs }: BucketPlace): string {
    return `${this.folder(shard)}/${bucketName(startMs)}`
  }
}

function isConflict(error: unknown): boolean {
  return error instanceof StorageError && error.code === 'conflict'
}

function changedAllTheTime(place: BucketPlace): StorageError {
  return new StorageError(
    'conflict',
    `The list of what is due (shard ${place.shard}) is changed by others all the time. Gesso tries again by itself.`,
    true,
  )
}
