import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock, Timer } from '../base/clock.ts'
import { isDiskError, onDisk } from './disk-error.ts'

export interface WatchFolderOptions {
  readonly clock: Clock
  readonly everyMs: number
  /** Names in the folder that are to stay what they are now. */
  readonly names: readonly string[]
  /** Somebody removed or moved one of them. Called once; nothing is looked at afterwards. */
  readonly onVanished: () => void
}

export interface WatchedFolder {
  /** Looks now. A disk that can't be asked says nothing about what is on it. */
  readonly isThere: () => Promise<boolean>
  readonly end: () => void
}

/**
 * Open files go on working when somebody's hand removes or moves them, and nobody finds them again; so their names are looked at now
 * and then. Rejects with StorageError when they can't be looked at now.
 */
export async function watchFolder(folder: string, options: WatchFolderOptions): Promise<WatchedFolder> {
  const { clock, everyMs, names, onVanished } = options
  const paths = names.map((name) => join(folder, name))
  const known = await onDisk('look for its files', folder, () => Promise.all(paths.map(identityOf)))
  let isOver = false
  let hasVanished = false
  let timer: Timer | undefined

  async function isThere(): Promise<boolean> {
    const found = await Promise.all(paths.map(identityOf)).catch((error: unknown) => {
      return isDiskError(error, 'ENOENT', 'ENOTDIR') ? [] : known
    })
    hasVanished ||= known.some((identity, at) => found[at] !== identity)
    if (!hasVanished || isOver) return !hasVanished
    end()
    onVanished()
    return false
  }

  function end(): void {
    isOver = true
    if (timer !== undefined) clock.cancel(timer)
  }

  function lookLater(): void {
    timer = clock.after(everyMs, () => {
      void isThere().then(() => {
        if (!isOver) lookLater()
      })
    })
  }

  lookLater()
  return { isThere, end }
}

async function identityOf(path: string): Promise<bigint> {
  return (await stat(path, { bigint: true })).ino
}
