// The journal's files in one folder: 00000001.journal, 00000002.journal, … What is put aside lies beside them, as
// 00000001.journal.damaged-1, or with the picture's id in front; a branch as <picture's id>.branch-1.

import { open, readFile, readdir, rm } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { StorageError } from '../base/errors.ts'
import type { HostFiles } from '../journal/host-files.ts'
import { isDiskError, onDisk } from './disk-error.ts'
import { writeKeptFile } from './kept-file.ts'
import { plainBytes } from './plain-bytes.ts'
import { makeFolder, syncFolder } from './sync-folder.ts'

const pattern = /^(\d{8})\.journal$/
const branchPattern = /\.branch-(\d{1,9})$/
/** Zeros go out in parts, so that an fsync of what people draw never waits behind a whole file of them. */
const zeros = new Uint8Array(64 * 1024)
const copiesMax = 10_000

/** HostFiles in a folder, which is made when missing. Whoever opens it sees to it that no other process does. */
export class HostFolderFiles implements HostFiles {
  private readonly folder: string
  /** Of the file that is written to, and of the next one. */
  private readonly handles = new Map<number, FileHandle>()
  private closed: Promise<void> | undefined

  private constructor(folder: string) {
    this.folder = folder
  }

  static open(folder: string): Promise<HostFolderFiles> {
    return onDisk('make a folder', folder, async () => {
      await makeFolder(folder)
      return new HostFolderFiles(folder)
    })
  }

  /** Whether the folder has a journal; nothing is made. */
  static hasJournal(folder: string): Promise<boolean> {
    return onDisk('look for the journal', folder, async () => {
      try {
        return (await readdir(folder)).some((name) => pattern.test(name))
      } catch (error) {
        if (isDiskError(error, 'ENOENT')) return false
        throw error
      }
    })
  }

  list(): Promise<readonly number[]> {
    return this.on('list the journal', async () => {
      const names = await readdir(this.folder)
      const numbers = names.flatMap((name) => pattern.exec(name)?.[1] ?? [])
      return numbers.map(Number).sort((a, b) => a - b)
    })
  }

  read(file: number): Promise<Uint8Array> {
    return this.withFile(file, async (handle) => {
      const { size } = await handle.stat()
      return this.readPart(file, handle, 0, size)
    })
  }

  readAt(file: number, place: number, length: number): Promise<Uint8Array> {
    return this.withFile(file, (handle) => this.readPart(file, handle, place, length))
  }

  /** At once, where the system gives it at once: a person may be waiting for the journal to open. */
  private async readPart(
    file: number,
    handle: FileHandle,
    place: number,
    length: number,
  ): Promise<Uint8Array> {
    const bytes = new Uint8Array(length)
    let done = 0
    while (done < length) {
      const { bytesRead } = await handle.read(bytes, done, length - done, place + done)
      if (bytesRead === 0) throw cutShort(this.nameOf(file))
      done += bytesRead
    }
    return bytes
  }

  private withFile<T>(file: number, run: (handle: FileHandle) => Promise<T>): Promise<T> {
    return this.on('read the journal', async () => {
      const handle = await open(this.nameOf(file), 'r')
      try {
        return await run(handle)
      } finally {
        await handle.close()
      }
    })
  }

  create(file: number, bytes: number): Promise<void> {
    return this.on('make room for the journal', async () => {
      const name = this.nameOf(file)
      const handle = await open(name, 'w+')
      try {
        for (let done = 0; done < bytes; done += zeros.length) {
          await writeAll(handle, zeros.subarray(0, Math.min(zeros.length, bytes - done)), done)
          await handle.datasync()
        }
        await handle.sync()
        await syncFolder(this.folder)
      } catch (error) {
        await handle.close().catch(() => undefined)
        await rm(name, { force: true }).catch(() => undefined)
        throw error
      }
      this.handles.set(file, handle)
    })
  }

  write(file: number, place: number, bytes: Uint8Array): Promise<void> {
    return this.on('write the journal', async () => {
      let handle = this.handles.get(file)
      if (handle === undefined) this.handles.set(file, (handle = await open(this.nameOf(file), 'r+')))
      if (place === 0) await this.closeBefore(file)
      await writeAll(handle, bytes, place)
    })
  }

  sync(file: number): Promise<void> {
    return this.on('make the journal durable', async () => {
      const known = this.handles.get(file)
      const handle = known ?? (await open(this.nameOf(file), 'r+'))
      try {
        await handle.datasync()
        // Whoever made this file may have been killed before its name was durable.
        if (known === undefined) await syncFolder(this.folder)
      } finally {
        if (known === undefined) await handle.close()
      }
    })
  }

  remove(file: number): Promise<void> {
    return this.on('remove a journal file', async () => {
      const handle = this.handles.get(file)
      this.handles.delete(file)
      await handle?.close()
      await rm(this.nameOf(file), { force: true })
      await syncFolder(this.folder)
    })
  }

  keepAside(label: string, bytes: Uint8Array): Promise<string> {
    return this.on('keep a part of the journal', async () => {
      const path = join(this.folder, `${label}.journal.damaged-`)
      for (let n = 1; n < copiesMax; n++) {
        const handle = await openNew(`${path}${n}`)
        if (handle === undefined) continue
        try {
          await writeAll(handle, bytes, 0)
          await handle.sync()
        } catch (error) {
          await rm(`${path}${n}`, { force: true }).catch(() => undefined)
          throw error
        } finally {
          await handle.close()
        }
        await syncFolder(this.folder)
        return `${path}${n}`
      }
      throw new StorageError('unavailable', `There are too many files ${path}…; remove some.`)
    })
  }

  keepBranch(stream: string, bytes: Uint8Array): Promise<string> {
    return this.on('keep work that is in no picture', async () => {
      const taken = await this.branchNumbers(stream)
      const name = this.branchName(stream, (taken.at(-1) ?? 0) + 1)
      await writeKeptFile(name, bytes)
      await syncFolder(this.folder)
      return name
    })
  }

  branches(stream: string): Promise<readonly string[]> {
    return this.on('look for work that is in no picture', async () => {
      const numbers = await this.branchNumbers(stream)
      return numbers.map((number) => this.branchName(stream, number))
    })
  }

  readBranch(name: string): Promise<Uint8Array> {
    return this.on('read work that is in no picture', async () => plainBytes(await readFile(name)))
  }

  removeBranch(name: string): Promise<void> {
    return this.on('remove work that is a picture of its own now', async () => {
      await rm(name, { force: true })
      await syncFolder(this.folder)
    })
  }

  nameOf(file: number): string {
    return join(this.folder, `${String(file).padStart(8, '0')}.journal`)
  }

  close(): Promise<void> {
    this.closed ??= this.on('close the journal', () => this.closeBefore(Infinity))
    return this.closed
  }

  private branchName(stream: string, number: number): string {
    return join(this.folder, `${stream}.branch-${number}`)
  }

  /** Of files alone: reading anything else might never end. */
  private async branchNumbers(stream: string): Promise<number[]> {
    const entries = await readdir(this.folder, { withFileTypes: true })
    const numbers = entries.flatMap((entry) => {
      const number = Number(branchPattern.exec(entry.name)?.[1])
      return entry.isFile() && entry.name === `${stream}.branch-${number}` ? [number] : []
    })
    return numbers.sort((a, b) => a - b)
  }

  private async closeBefore(file: number): Promise<void> {
    for (const [number, handle] of this.handles) {
      if (number >= file) continue
      this.handles.delete(number)
      await handle.close()
    }
  }

  private on<T>(doing: string, run: () => Promise<T>): Promise<T> {
    return onDisk(doing, this.folder, run)
  }
}

/** Undefined when the name is taken. */
async function openNew(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'wx')
  } catch (error) {
    if (isDiskError(error, 'EEXIST')) return undefined
    throw error
  }
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, place: number): Promise<void> {
  let done = 0
  while (done < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, place + done)
    done += bytesWritten
  }
}

function cutShort(name: string): StorageError {
  return new StorageError(
    'corrupt',
    `The journal file ${name} became shorter while it was read. Check that nothing else changes the files in that folder.`,
  )
}
