import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock, Timer } from '../base/clock.ts'
import { isDiskError, onDisk } from './disk-error.ts'
import { within } from './within.ts'

export interface WatchFolderOptions {
  readonly clock: Clock
  readonly everyMs: number
  /** Names in the folder that are to stay what they are now: a file that is open here, or a folder. */
  readonly names: readonly string[]
  /** Somebody removed or moved one of them. Called once; nothing is looked at afterwards. */
  readonly onVanished: () => void
}

export interface WatchedFolder {
  /** Looks now. A disk that can't be asked, or does not answer within `everyMs`, says nothing about what is on it. */
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
  const known = await onDisk('look for its files', folder, () => identitiesOf(paths))
  let isOver = false
  let hasVanished = false
  let looking: Promise<void> | undefined
  let timer: Timer | undefined

  /** One look at a time: each has a thread of this process for as long as a disk hangs, and others need those. */
  async function isThere(): Promise<boolean> {
    looking ??= look().finally(() => {
      looking = undefined
    })
    await within(clock, everyMs, looking)
    return !hasVanished
  }

  async function look(): Promise<void> {
    const found = await identitiesOf(paths).catch((error: unknown) => {
      return isDiskError(error, 'ENOENT', 'ENOTDIR') ? [] : known
    })
    hasVanished ||= known.some((identity, at) => found[at] !== identity)
    if (!hasVanished || isOver) return
    end()
    onVanished()
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

async function identitiesOf(paths: readonly string[]): Promise<readonly (bigint | 'folder')[]> {
  const found: (bigint | 'folder')[] = []
  for (const path of paths) {
    const status = await stat(path, { bigint: true })
    // A file keeps its number while it is open here. Nobody has a folder open, and some file systems give it a new one now and then.
    found.push(status.isDirectory() ? 'folder' : status.ino)
  }
  return found
}
