// The small port below the picture accessor: bytes under keys. One implementation of the accessor (stored-pictures.ts)
// works over every adapter: memory, local folder, S3. It asks for no more than S3 gives, strong consistency and a
// conditional write, so that no adapter needs a database or a transaction.
//
// A key is one or more parts joined by '/'; a part is 1..120 of a-z, 0-9, '-', '_' and '.', and begins with a letter or
// a digit, so that no key can leave the root of a folder or collide with what an adapter keeps beside the objects.
//
// Rejected: folder-wide transactions (S3 has none); a listing of everything below a prefix (a picture of many packs
// would be walked to find out that it exists), so `list` goes one level deep, as S3 does with a delimiter.

import { assert } from '../base/assert.ts'
import { StorageError, type StorageErrorCode } from '../base/errors.ts'

/** An object that may change, with the tag that stands for exactly this content. */
export interface TaggedObject {
  readonly bytes: Uint8Array
  readonly etag: string
}

/** Where objects lie: gone with this process, on this computer, or in a bucket that other computers reach too. */
export type StorePlace = 'memory' | 'disk' | 'bucket'

/** One object in a listing. */
export interface ListedObject {
  readonly name: string
  readonly bytes: number
  /** When it was written, by the store's own clock. */
  readonly modifiedMs: number
}

/** Gives a hold back. Idempotent. */
export type ReleaseHold = () => Promise<void>

/**
 * Bytes under keys. Every failure of the world is a StorageError whose sentence names the place and what to do. Bytes
 * given out are not changed by anybody afterwards.
 */
export interface ObjectStore {
  readonly place: StorePlace
  /** The object, or undefined. StorageError('corrupt') when it is larger than `bytesMax`: nothing of it is read then. */
  get(key: string, bytesMax: number): Promise<Uint8Array | undefined>
  /** The same for an object that is to be swapped. */
  getTagged(key: string, bytesMax: number): Promise<TaggedObject | undefined>
  /** Writes the object whole and durably, or not at all; one that is there already is replaced. */
  put(key: string, bytes: Uint8Array): Promise<void>
  /**
   * Writes the object if it is still the one with `etag` (or still 'absent'), and returns the new etag.
   * StorageError('conflict') when somebody else was first: nothing is written then, unless it is an OvertakenError. With a
   * code of `refusals`, and with nothing changed, nothing will come of it later either; with every other one it may.
   */
  compareAndSwap(key: string, bytes: Uint8Array, etag: string): Promise<string>
  /** Removes the objects; one that is not there is fine. */
  remove(keys: readonly string[]): Promise<void>
  /** The names right below a folder ('' is the root), of objects and folders alike, without '/', sorted; none that no key has. */
  list(folder: string): Promise<readonly string[]>
  /** The objects right below a folder, sorted by name. */
  listObjects(folder: string): Promise<readonly ListedObject[]>
  /**
   * Holds a name until it is released or this process ends: StorageError('in-use') while another one lives that has it.
   * An adapter that can't know who lives (S3) returns at once: there the epoch alone keeps two hosts apart.
   */
  hold(name: string): Promise<ReleaseHold>
}

/** Somebody changed the object; what was sent may have been there in between, and what is there now may build on it. */
export class OvertakenError extends StorageError {
  constructor(sentence: string) {
    super('conflict', sentence, true)
  }
}

/** The etag that stands for "there is no such object". */
export const absentTag = 'absent'

/** What a store says no with that knows it. */
export const refusals: readonly StorageErrorCode[] = ['no-permission', 'disk-full', 'invalid']

/** Throws AssertionError for a key that breaks the rule on top of this file. */
export function assertKey(key: string): void {
  assert(
    key.split('/').every(isKeyPart),
    `a key has parts of a-z, 0-9, '-', '_' and '.', not ${JSON.stringify(key)}`,
  )
}

/** What a listing has under any other name is not ours: somebody's copy, or a file of the system's. */
export function isKeyPart(name: string): boolean {
  return /^[a-z0-9][a-z0-9._-]{0,119}$/.test(name)
}
