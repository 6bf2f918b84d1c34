// Objects in a bucket, under `<prefix><key>`. S3 is strongly consistent, and a PUT is whole or not there at all; what
// remains are its conditional writes, and answers that get lost:
//
//   PUT If-None-Match: * (or If-Match)
//    ├─ 200                              swapped
//    ├─ 412 to the only request          somebody else was first
//    └─ 409, 412 to a repeated request,  read the object: what was sent is there: swapped
//       no answer, broken off, 5xx         otherwise after 409 or 412: conflict; else the error ("unknown")
//
// A PUT that was not answered may still arrive; the callers' names are never used twice, and a later swap makes a late one
// impossible. Etags go back exactly as they came. Only when a store refuses the etag of an object that is still the same
// (Ceph before 20) it is sent once more without its quotes.
//
// Large bodies go out in slices, so that the thread is never held for long (large-body.ts).
//
// Rejected: multipart uploads (no object of ours is that large), HEAD (its errors have no body that says what is wrong).

import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import type { _Object, CommonPrefix } from '@aws-sdk/client-s3'
import { setImmediate } from 'node:timers/promises'
import { assert } from '../../base/assert.ts'
import { StorageError } from '../../base/errors.ts'
import { limits } from '../../base/limits.ts'
import { inParallel } from '../../pictures/in-parallel.ts'
import { OvertakenError, absentTag, assertKey, isKeyPart, refusals } from '../../pictures/object-store.ts'
import type { ListedObject, ObjectStore, ReleaseHold, TaggedObject } from '../../pictures/object-store.ts'
import { digestBody, sendInSlices } from './large-body.ts'
import { readObject } from './read-object.ts'
import { S3Connection } from './s3-connection.ts'
import type { S3Patience } from './s3-connection.ts'
import { S3Error, isUnsure, makeS3Error, s3Error } from './s3-error.ts'
import type { S3Call } from './s3-error.ts'
import type { S3Settings } from './s3-settings.ts'

/** What is looked up after a doubtful write may be another, somewhat larger object; past this it is not read. */
const lookedUpBytesMore = 64 * 1024

/** Stands for an object that is too large to be what was sent. */
const somebodyElses: TaggedObject = { bytes: new Uint8Array(), etag: '' }

export interface S3Options {
  readonly patience?: S3Patience
  /** Told of the bytes of each object when they have arrived. */
  readonly onUploaded?: (bytes: number) => void
}

/** ObjectStore in a bucket. Any number of them, on any number of computers, may share it. */
export class S3Store implements ObjectStore {
  readonly place = 'bucket'
  private readonly connection: S3Connection
  private readonly sendsChecksums: boolean
  private readonly onUploaded: (bytes: number) => void
  /** Some stores do not know DeleteObjects: found out once. */
  private removesSingly = false

  /** Throws StorageError('invalid') for settings that can't be right. Nothing is sent yet. */
  constructor(settings: S3Settings, { patience, onUploaded }: S3Options = {}) {
    this.connection = new S3Connection(settings, patience)
    this.sendsChecksums = this.connection.place.checksums === 'always'
    this.onUploaded = onUploaded ?? (() => undefined)
  }

  /** The store's clock minus this computer's, as far as that had to be made up for. */
  get clockOffMs(): number {
    return this.connection.clockOffMs
  }

  async get(key: string, bytesMax: number): Promise<Uint8Array | undefined> {
    return (await this.getTagged(key, bytesMax))?.bytes
  }

  getTagged(key: string, bytesMax: number): Promise<TaggedObject | undefined> {
    return readObject(this.connection, this.path(key), bytesMax)
  }

  put(key: string, bytes: Uint8Array): Promise<void> {
    const path = this.path(key)
    return this.putWhole(path, bytes)
  }

  async compareAndSwap(key: string, bytes: Uint8Array, etag: string): Promise<string> {
    const path = this.path(key)
    let tag = etag
    let mayBeWritten = false
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.putIf(path, bytes, tag)
      } catch (error) {
        if (!(error instanceof S3Error)) throw error
        const isLost = error.code === 'conflict' || error.problem === 'no-object'
        mayBeWritten ||= isUnsure(error)
        if (!isLost && !mayBeWritten) throw error
        if (isLost && !mayBeWritten && etag === absentTag) throw this.conflict(key)
        const found = await this.lookUp(path, bytes, error).catch((failure: unknown) => {
          throw mayBeWritten && failure instanceof S3Error ? unsure(failure) : failure
        })
        if (mayBeWritten && isSame(found, bytes)) return found.etag
        if (!isLost) throw unsure(error)
        const isUnchanged = (found?.etag ?? absentTag) === etag
        if (!isUnchanged || attempt === limits.s3AttemptsMax) {
          throw mayBeWritten ? new OvertakenError(this.conflict(key).message) : this.conflict(key)
        }
        // Still as it was: after a 409, whoever came between gave up; after a 412, only the quotes can be at fault.
        if (error.problem !== 'concurrent') tag = etag.replace(/^"(.*)"$/, '$1')
      }
    }
  }

  async remove(keys: readonly string[]): Promise<void> {
    const paths = keys.map((key) => this.path(key))
    for (let at = 0; at < paths.length; at += limits.s3RemovedAtOnce) {
      await this.removeBatch(paths.slice(at, at + limits.s3RemovedAtOnce))
    }
  }

  async list(folder: string): Promise<readonly string[]> {
    const names = new Set<string>()
    await this.eachPage(folder, (path, objects, folders) => {
      for (const { Key } of objects) addName(names, Key, path)
      for (const { Prefix } of folders) addName(names, Prefix?.replace(/\/$/, ''), path)
    })
    return [...names].sort()
  }

  async listObjects(folder: string): Promise<readonly ListedObject[]> {
    const listed = new Map<string, ListedObject>()
    await this.eachPage(folder, (path, objects) => {
      for (const { Key, Size, LastModified } of objects) {
        const name = nameIn(path, Key)
        const modifiedMs = LastModified?.getTime() ?? Number.NaN
        if (name === undefined || !Number.isSafeInteger(Size) || !Number.isSafeInteger(modifiedMs)) continue
        listed.set(name, { name, bytes: Math.max(0, Size ?? 0), modifiedMs })
      }
    })
    return [...listed.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  /** A bucket does not know who lives: the epochs alone keep hosts apart. */
  hold(name: string): Promise<ReleaseHold> {
    assertKey(name)
    assert(!name.includes('/'), `a hold has a plain name, not ${name}`)
    return Promise.resolve(() => Promise.resolve())
  }

  /** Ends everything under way: calls reject with 'unavailable', now and later. */
  close(): void {
    this.connection.close()
  }

  private path(key: string): string {
    assertKey(key)
    return `${this.connection.place.prefix}${key}`
  }

  private async putWhole(path: string, bytes: Uint8Array): Promise<void> {
    try {
      await this.send(path, bytes, {})
    } catch (error) {
      if (!isUnsure(error) || !isSame(await this.lookUp(path, bytes, error), bytes)) throw error
    }
  }

  /** Writes under a condition. Returns the new etag. */
  private async putIf(path: string, bytes: Uint8Array, etag: string): Promise<string> {
    const tag = await this.send(path, bytes, etag === absentTag ? { IfNoneMatch: '*' } : { IfMatch: etag })
    if (tag === undefined) throw makeS3Error('not-s3', this.writing())
    return tag
  }

  private async send(
    path: string,
    bytes: Uint8Array,
    condition: { IfNoneMatch?: string; IfMatch?: string },
  ): Promise<string | undefined> {
    const Bucket = this.connection.place.bucket
    const isLarge = bytes.length > limits.s3BodySliceBytes
    const digests = isLarge ? await digestBody(bytes, setImmediate) : undefined
    const command = new PutObjectCommand({
      Bucket,
      Key: path,
      Body: bytes,
      ...condition,
      ...(digests !== undefined && this.sendsChecksums && { ChecksumCRC32: digests.crc32 }),
    })
    if (digests !== undefined) sendInSlices(command, bytes, digests, setImmediate)
    const { ETag } = await this.connection.call('s3:PutObject', bytes.length, (client, options) =>
      client.send(command, options),
    )
    this.onUploaded(bytes.length)
    return ETag
  }

  /** What is there now. When that can't be found out either, it stays unknown, and what came first says best why. */
  private async lookUp(path: string, sent: Uint8Array, cause: S3Error): Promise<TaggedObject | undefined> {
    try {
      return await readObject(this.connection, path, sent.length + lookedUpBytesMore)
    } catch (error) {
      if (error instanceof StorageError && error.code === 'corrupt') return somebodyElses
      throw cause.code === 'conflict' ? error : cause
    }
  }

  private async removeBatch(paths: readonly string[]): Promise<void> {
    if (!this.removesSingly) {
      try {
        await this.removeTogether(paths)
        return
      } catch (error) {
        if (!(error instanceof S3Error) || !['unsupported', 'other'].includes(error.problem)) throw error
        this.removesSingly = true
      }
    }
    await inParallel(paths, limits.s3RequestsAtOnce, (path) => this.removeOne(path))
  }

  private async removeTogether(paths: readonly string[]): Promise<void> {
    const command = new DeleteObjectsCommand({
      Bucket: this.connection.place.bucket,
      Delete: { Quiet: true, Objects: paths.map((Key) => ({ Key })) },
    })
    const answer = await this.connection.call('s3:DeleteObject', 0, (client, options) =>
      client.send(command, options),
    )
    const failed = (answer.Errors ?? []).find(({ Code }) => Code !== 'NoSuchKey')
    if (failed === undefined) return
    const error = Object.assign(new Error(), { name: failed.Code ?? '', $metadata: { httpStatusCode: 500 } })
    throw s3Error(error, { ...this.writing(), action: 's3:DeleteObject' })
  }

  private async removeOne(path: string): Promise<void> {
    const command = new DeleteObjectCommand({ Bucket: this.connection.place.bucket, Key: path })
    try {
      await this.connection.call('s3:DeleteObject', 0, (client, options) => client.send(command, options))
    } catch (error) {
      if (!(error instanceof S3Error) || error.problem !== 'no-object') throw error
    }
  }

  private async eachPage(
    folder: string,
    take: (path: string, objects: readonly _Object[], folders: readonly CommonPrefix[]) => void,
  ): Promise<void> {
    const path = folder === '' ? this.connection.place.prefix : `${this.path(folder)}/`
    let token: string | undefined
    for (let page = 0; page < limits.s3ListPagesMax; page++) {
      const command = new ListObjectsV2Command({
        Bucket: this.connection.place.bucket,
        Delimiter: '/',
        Prefix: path,
        ...(token === undefined ? {} : { ContinuationToken: token }),
      })
      const answer = await this.connection.call('s3:ListBucket', 0, (client, options) =>
        client.send(command, options),
      )
      take(path, answer.Contents ?? [], answer.CommonPrefixes ?? [])
      const next = answer.IsTruncated === true ? answer.NextContinuationToken : undefined
      if (next === undefined) return
      if (next === token) break
      token = next
    }
    throw new StorageError(
      'invalid',
      `The listing of ${folder} in ${this.connection.place.name} does not end. Choose another prefix for Gesso.`,
    )
  }

  private writing(): S3Call {
    return { action: 's3:PutObject', place: this.connection.place.name }
  }

  private conflict(key: string): StorageError {
    return new StorageError('conflict', `${key} was changed by another Gesso.`, true)
  }
}

/** An earlier try may have been written, or may still be: that is no refusal. */
function unsure(error: S3Error): S3Error {
  if (!refusals.includes(error.code)) return error
  return new S3Error('unavailable', error.problem, error.message, true, error.attempts)
}

/** The name right below a folder, or undefined for what is no name of ours, whatever the store says. */
function nameIn(path: string, key: string | undefined): string | undefined {
  if (key === undefined || !key.startsWith(path)) return undefined
  const name = key.slice(path.length)
  return isKeyPart(name) ? name : undefined
}

function addName(names: Set<string>, key: string | undefined, path: string): void {
  const name = nameIn(path, key)
  if (name !== undefined) names.add(name)
}

function isSame(found: TaggedObject | undefined, sent: Uint8Array): found is TaggedObject {
  return found !== undefined && found !== somebodyElses && Buffer.compare(found.bytes, sent) === 0
}
