import { open } from 'node:fs/promises'
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
