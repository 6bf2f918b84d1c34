// Small files that are kept between starts: settings, window state, invites, the install secret. Written whole, beside
// the place and then renamed over it, so that a crash leaves the former or the new one; readable by their owner only.
// A file that can't be understood is never written over: it is set aside under a name that says so.

import { readFileSync, renameSync } from 'node:fs'
import { open, readFile, rename, rm } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { diskError, isDiskError } from './disk-error.ts'
import { makeFolder } from './sync-folder.ts'

/**
 * The file's content through `read`, or undefined when there is none. When `read` throws, the file is set aside as
 * `<file>.unreadable`, `onSetAside` is told a sentence, and the answer is undefined.
 */
export async function readKeptFile<T>(
  file: string,
  read: (bytes: Uint8Array) => T,
  onSetAside: (sentence: string) => void,
): Promise<T | undefined> {
  return understand(
    file,
    await readFile(file).catch((error: unknown) => missing(file, error)),
    read,
    onSetAside,
  )
}

/** The same while everything waits: for what a window needs before it can open, since each turn of its loop takes longer. */
export function readKeptFileAtOnce<T>(
  file: string,
  read: (bytes: Uint8Array) => T,
  onSetAside: (sentence: string) => void,
): T | undefined {
  let bytes: Uint8Array | undefined
  try {
    bytes = readFileSync(file)
  } catch (error) {
    bytes = missing(file, error)
  }
  return understand(file, bytes, read, onSetAside)
}

function missing(file: string, error: unknown): undefined {
  if (!isDiskError(error, 'ENOENT')) throw diskError(error, `read ${basename(file)}`, dirname(file))
}

function understand<T>(
  file: string,
  bytes: Uint8Array | undefined,
  read: (bytes: Uint8Array) => T,
  onSetAside: (sentence: string) => void,
): T | undefined {
  if (bytes === undefined) return undefined
  try {
    return read(bytes)
  } catch (error) {
    const aside = setAsideName(file)
    try {
      renameSync(file, aside)
    } catch {
      // Where it can't be moved it is left.
    }
    onSetAside(`${file} could not be understood (${messageOf(error)}) and was set aside as ${aside}.`)
    return undefined
  }
}

/** The name under which a file that can't be understood is left. */
export function setAsideName(file: string): string {
  return `${file}.unreadable`
}

/** Replaces the file's content atomically and durably; its folder is made when missing. Throws StorageError. */
export async function writeKeptFile(file: string, content: string | Uint8Array): Promise<void> {
  const beside = `${file}.${process.pid}.new`
  try {
    await makeFolder(dirname(file))
    const handle = await open(beside, 'w', 0o600)
    try {
      await handle.writeFile(content)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(beside, file)
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined)
    throw diskError(error, `write ${basename(file)}`, dirname(file))
  }
}

/** The bytes as JSON. Throws when they are none. */
export function parseJson(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
