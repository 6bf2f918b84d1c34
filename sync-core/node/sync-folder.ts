import { mkdir, open } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { isDiskError } from './disk-error.ts'

/** Makes the names in a folder survive a power cut. Windows and some network disks can't be asked, and don't need to be. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } catch (error) {
    if (!isDiskError(error, 'EINVAL', 'ENOTSUP', 'EOPNOTSUPP')) throw error
  } finally {
    await handle.close()
  }
}

/** Makes the folder, and those above it, where they are missing; their names survive a power cut when this returns. */
export async function makeFolder(folder: string, sync = syncFolder): Promise<void> {
  const made = await mkdir(folder, { recursive: true })
  if (made === undefined) return
  const highest = resolve(made)
  for (let at = resolve(folder); at.length >= highest.length; at = dirname(at)) {
    try {
      await sync(dirname(at))
    } catch (error) {
      // One may be allowed to make folders in a folder that one may not look at.
      if (!isDiskError(error, 'EACCES', 'EPERM')) throw error
    }
  }
}
