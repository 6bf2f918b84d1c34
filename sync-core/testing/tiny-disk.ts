import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface TinyDisk {
  readonly folder: string
  makeReadOnly(): Promise<void>
  remove(): Promise<void>
}

/** A file system of so many bytes, to be really full; undefined where this user may not mount one. */
export async function tinyDisk(bytes: number): Promise<TinyDisk | undefined> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined
  const folder = await mkdtemp(join(tmpdir(), 'gesso-tiny-'))
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder])
  } catch {
    await rm(folder, { recursive: true })
    return undefined
  }
  return {
    folder,
    async makeReadOnly() {
      await run('mount', ['-o', 'remount,ro', folder])
    },
    async remove() {
      await run('umount', ['-l', folder])
      await rm(folder, { recursive: true })
    },
  }
}
