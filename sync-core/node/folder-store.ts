// Objects as files of a local folder, which a person may look into and copy:
//
//   <root>/<key>              the object
//   <root>/.temp/<n>.<who>    a file being written; renamed into place when it is on the disk
//   <root>/.locks/<name>.<n>  who holds a picture, and who is just swapping an object (hold-file.ts)
//
// A write is: temporary file, fsync, rename, fsync of the folder. So an object is there whole or not at all, whatever
// stops the computer. A swap is a write under a lock, with the content itself as the etag.

import { createHash, randomBytes } from 'node:crypto'
import { open, readFile, readdir, rename, rm, rmdir, stat } from 'node:fs/promises'
import { dirname, join, resolve, sep } from 'node:path'
import { assert } from '../base/assert.ts'
import { StorageError } from '../base/errors.ts'
import { absentTag, assertKey, isKeyPart } from '../pictures/object-store.ts'
import type { ListedObject, ObjectStore, ReleaseHold, TaggedObject } from '../pictures/object-store.ts'
import { isDiskError, onDisk } from './disk-error.ts'
import { isDeadProcess, processName, takeHold } from './hold-file.ts'
import { plainBytes } from './plain-bytes.ts'
import { makeFolder, syncFolder } from './sync-folder.ts'

/** How long a swap waits for another one of the same object. */
const swapWaitMs = 5_000

/** ObjectStore in a folder. Several processes may share it. */
export class FolderStore implements ObjectStore {
  readonly place = 'disk'
  private readonly root: string
  private readonly tempOwner = Buffer.from(processName()).toString('base64url')
  private tempCount = 0

  private constructor(root: string) {
    this.root = root
  }

  /** Makes the folder when missing, and removes what killed processes left half written. StorageError('no-permission' | …). */
  static async open(root: string): Promise<FolderStore> {
    const store = new FolderStore(resolve(root))
    await store.on('keep pictures', () => store.sweep())
    return store
  }

  /** The same to look into: nothing is made or removed. */
  static toRead(root: string): Pick<ObjectStore, 'get' | 'list'> {
    return new FolderStore(resolve(root))
  }

  get(key: string, bytesMax: number): Promise<Uint8Array | undefined> {
    const path = this.path(key)
    return this.on('read', () => readWhole(path, key, bytesMax))
  }

  async getTagged(key: string, bytesMax: number): Promise<TaggedObject | undefined> {
    const bytes = await this.get(key, bytesMax)
    return bytes === undefined ? undefined : { bytes, etag: etagOf(bytes) }
  }

  put(key: string, bytes: Uint8Array): Promise<void> {
    const path = this.path(key)
    return this.on('write', () => this.write(path, bytes))
  }

  async compareAndSwap(key: string, bytes: Uint8Array, etag: string): Promise<string> {
    const path = this.path(key)
    const release = await this.take(`swap-${key.replaceAll('/', '+')}`, swapWaitMs)
    let newEtag: string
    try {
      newEtag = await this.on('write', async () => {
        const found = await etagOfFile(path)
        if (found !== etag) throw new StorageError('conflict', `${key} was changed by another Gesso.`, true)
        await this.write(path, bytes)
        return etagOf(bytes)
      })
    } catch (error) {
      // Why it was not written says more than what became of the lock.
      await release().catch(() => undefined)
      throw error
    }
    await release()
    return newEtag
  }

  remove(keys: readonly string[]): Promise<void> {
    const paths = keys.map((key) => this.path(key))
    return this.on('remove a file', async () => {
      for (const path of paths) await rm(path, { force: true })
      for (const folder of new Set(paths.map(dirname))) await this.removeEmptyFolders(folder)
    })
  }

  list(folder: string): Promise<readonly string[]> {
    const path = folder === '' ? this.root : this.path(folder)
    return this.on('list files', async () => {
      try {
        const names = await readdir(path)
        return names.filter(isKeyPart).sort()
      } catch (error) {
        if (isDiskError(error, 'ENOENT', 'ENOTDIR')) return []
        throw error
      }
    })
  }

  listObjects(folder: string): Promise<readonly ListedObject[]> {
    return this.on('list files', async () => {
      const listed: ListedObject[] = []
      for (const name of await this.list(folder)) {
        const found = await statFile(this.path(`${folder}/${name}`))
        if (found !== undefined)
          listed.push({ name, bytes: found.size, modifiedMs: Math.floor(found.mtimeMs) })
      }
      return listed
    })
  }

  hold(name: string): Promise<ReleaseHold> {
    assertKey(name)
    assert(!name.includes('/'), `a hold has a plain name, not ${name}`)
    return this.take(`hold-${name}`)
  }

  private async take(name: string, waitMs?: number): Promise<ReleaseHold> {
    const release = await takeHold(this.locks(), name, waitMs)
    return () => this.on('remove a lock', release)
  }

  private path(key: string): string {
    assertKey(key)
    const path = join(this.root, ...key.split('/'))
    assert(path.startsWith(this.root + sep), `a key stays inside of the folder, unlike ${key}`)
    return path
  }

  private locks(): string {
    return join(this.root, '.locks')
  }

  private async write(path: string, bytes: Uint8Array): Promise<void> {
    const temp = join(
      this.root,
      '.temp',
      `${++this.tempCount}-${randomBytes(6).toString('hex')}.${this.tempOwner}`,
    )
    try {
      const handle = await open(temp, 'wx')
      try {
        await handle.writeFile(bytes)
        await handle.sync()
      } finally {
        await handle.close()
      }
      await this.moveInto(temp, path)
    } catch (error) {
      await rm(temp, { force: true }).catch(() => undefined)
      throw error
    }
    await syncFolder(dirname(path))
  }

  /** Renames; the folder may be missing, or vanish under our feet because another process removed its last file. */
  private async moveInto(temp: string, path: string): Promise<void> {
    for (let tries = 0; ; tries++) {
      try {
        await rename(temp, path)
        return
      } catch (error) {
        if (!isDiskError(error, 'ENOENT') || tries === 3) throw error
        await makeFolder(dirname(path))
      }
    }
  }

  private async removeEmptyFolders(folder: string): Promise<void> {
    for (let at = folder; at.startsWith(this.root + sep); at = dirname(at)) {
      try {
        await rmdir(at)
      } catch (error) {
        if (isDiskError(error, 'ENOENT')) continue
        if (isDiskError(error, 'ENOTEMPTY', 'EEXIST', 'EBUSY', 'EPERM', 'EACCES')) return
        throw error
      }
    }
  }

  private async sweep(): Promise<void> {
    const folder = join(this.root, '.temp')
    await makeFolder(folder)
    for (const name of await readdir(folder)) {
      const owner = Buffer.from(name.slice(name.indexOf('.') + 1), 'base64url').toString('utf8')
      if (isDeadProcess(owner)) await rm(join(folder, name), { force: true })
    }
  }

  private on<T>(doing: string, run: () => Promise<T>): Promise<T> {
    return onDisk(doing, this.root, run)
  }
}

async function readWhole(path: string, key: string, bytesMax: number): Promise<Uint8Array | undefined> {
  try {
    const handle = await open(path, 'r')
    try {
      const status = await handle.stat()
      if (!status.isFile()) return undefined
      const { size } = status
      if (size > bytesMax) {
        throw new StorageError(
          'corrupt',
          `The file ${key} has ${size} bytes; at most ${bytesMax} make sense.`,
        )
      }
      return plainBytes(await handle.readFile())
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (isDiskError(error, 'ENOENT', 'ENOTDIR', 'EISDIR')) return undefined
    if (isDiskError(error, 'EIO')) {
      throw new StorageError('corrupt', `The file ${key} can't be read from ${dirname(path)}.`)
    }
    throw error
  }
}

/** Undefined for what is no file, or was removed meanwhile. */
async function statFile(path: string): Promise<{ size: number; mtimeMs: number } | undefined> {
  try {
    const status = await stat(path)
    return status.isFile() ? status : undefined
  } catch (error) {
    if (isDiskError(error, 'ENOENT', 'ENOTDIR')) return undefined
    throw error
  }
}

async function etagOfFile(path: string): Promise<string> {
  try {
    return etagOf(await readFile(path))
  } catch (error) {
    if (isDiskError(error, 'ENOENT', 'ENOTDIR')) return absentTag
    throw error
  }
}

function etagOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
