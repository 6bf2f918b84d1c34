// A journal's segments as files of one folder: 00000001.journal, 00000002.journal, … What recovery puts aside lies beside
// them as 00000001.journal.damaged-1. Appends go to a position, so that bytes of a failed append are written over.

import { copyFile, link, open, readFile, readdir, rename, rm } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { StorageError } from '../base/errors.ts'
import type { JournalStorage } from '../journal/journal-storage.ts'
import type { ReleaseHold } from '../pictures/object-store.ts'
import { diskError, isDiskError, onDisk } from './disk-error.ts'
import { takeHold } from './hold-file.ts'
import { plainBytes } from './plain-bytes.ts'
import { syncFolder } from './sync-folder.ts'

const pattern = /^(\d{8})\.journal$/

/** JournalStorage in a folder of its own, held by one process at a time. */
export class JournalFiles implements JournalStorage {
  private readonly folder: string
  private readonly release: ReleaseHold
  private readonly handles = new Map<number, Promise<FileHandle>>()
  private closed: Promise<void> | undefined

  private constructor(folder: string, release: ReleaseHold) {
    this.folder = folder
    this.release = release
  }

  /** Makes the folder when missing. StorageError('in-use') while another process has this journal, ('no-permission') … */
  static async open(folder: string): Promise<JournalFiles> {
    return new JournalFiles(folder, await takeHold(folder, 'hold'))
  }

  segments(): Promise<readonly number[]> {
    return this.on('list the journal', async () => {
      const names = await readdir(this.folder)
      const numbers = names.flatMap((name) => {
        const match = pattern.exec(name)
        return match === null ? [] : [Number(match[1])]
      })
      return numbers.sort((a, b) => a - b)
    })
  }

  read(segment: number): Promise<Uint8Array> {
    return this.on('read the journal', async () => plainBytes(await readFile(this.path(segment))))
  }

  create(segment: number): Promise<void> {
    return this.on('begin a journal file', async () => {
      const opened = open(this.path(segment), 'wx+')
      await opened
      this.handles.set(segment, opened)
      await syncFolder(this.folder)
    })
  }

  append(segment: number, position: number, bytes: Uint8Array): Promise<void> {
    return this.on('write the journal', async () => {
      const handle = await this.handle(segment)
      let done = 0
      while (done < bytes.length) {
        const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done)
        done += bytesWritten
      }
    })
  }

  sync(segment: number): Promise<void> {
    return this.on('make the journal durable', async () => (await this.handle(segment)).datasync())
  }

  truncate(segment: number, length: number): Promise<void> {
    return this.on('repair the journal', async () => {
      const handle = await this.handle(segment)
      await handle.truncate(length)
      await handle.datasync()
    })
  }

  remove(segment: number): Promise<void> {
    return this.on('remove a journal file', async () => {
      await this.closeHandle(segment)
      await rm(this.path(segment), { force: true })
      await syncFolder(this.folder)
    })
  }

  setAside(segment: number, kept: Uint8Array): Promise<string> {
    return this.on('put a damaged journal file aside', async () => {
      await this.closeHandle(segment)
      const path = this.path(segment)
      const temp = `${path}.repaired`
      const handle = await open(temp, 'w')
      try {
        await handle.writeFile(kept)
        await handle.sync()
      } finally {
        await handle.close()
      }
      const aside = await keepCopy(path)
      await syncFolder(this.folder)
      await rename(temp, path)
      await syncFolder(this.folder)
      return aside
    })
  }

  onFailure(): void {
    // Its own failures are told by sync.
  }

  close(): Promise<void> {
    this.closed ??= this.on('close the journal', async () => {
      try {
        for (const segment of this.handles.keys()) await this.closeHandle(segment)
      } finally {
        await this.release()
      }
    })
    return this.closed
  }

  private path(segment: number): string {
    return join(this.folder, `${String(segment).padStart(8, '0')}.journal`)
  }

  private handle(segment: number): Promise<FileHandle> {
    const known = this.handles.get(segment)
    if (known !== undefined) return known
    const opened = open(this.path(segment), 'r+')
    this.handles.set(segment, opened)
    opened.catch(() => this.handles.delete(segment))
    return opened
  }

  private async closeHandle(segment: number): Promise<void> {
    const handle = this.handles.get(segment)
    this.handles.delete(segment)
    if (handle !== undefined) await (await handle).close()
  }

  private on<T>(doing: string, run: () => Promise<T>): Promise<T> {
    return onDisk(doing, this.folder, run)
  }
}

/** The same content under the first free name `….damaged-<n>`. */
async function keepCopy(path: string): Promise<string> {
  for (let n = 1; n < 10_000; n++) {
    const aside = `${path}.damaged-${n}`
    try {
      await link(path, aside)
      return aside
    } catch (error) {
      if (isDiskError(error, 'EEXIST')) continue
      if (!isDiskError(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'))
        throw diskError(error, 'copy', path)
    }
    // No hard links on this file system: a copy, made durable before the original changes.
    await copyFile(path, aside)
    const handle = await open(aside, 'r+')
    await handle.sync()
    await handle.close()
    return aside
  }
  throw new StorageError(
    'unavailable',
    `There are too many damaged copies of ${basename(path)}; remove some.`,
  )
}
