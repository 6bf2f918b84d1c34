import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { FolderStore } from '../../node/folder-store.ts'
import { SqliteTrial } from '../sqlite-trial.ts'
import type { CrashPlace } from './crash-stores.ts'

export interface OpenedPlaces {
  readonly places: readonly CrashPlace[]
  readonly close: () => Promise<void>
}

/** SQLite in its thread and objects in a folder, as on the desktop: real files, below `root`. */
export async function openFolderPlaces(root: string, count: number): Promise<OpenedPlaces> {
  const opened = await Promise.all(Array.from({ length: count }, () => openFolderPlace(root)))
  return {
    places: opened.map(({ place }) => place),
    close: async () => {
      for (const { close } of opened) await close()
    },
  }
}

async function openFolderPlace(root: string): Promise<{ place: CrashPlace; close: () => Promise<void> }> {
  const folder = await mkdtemp(join(root, 'gesso-crash-points-'))
  const objects = await FolderStore.open(join(folder, 'objects'))
  const trial = new SqliteTrial()
  let worlds = 0
  return {
    place: async () => {
      const { sysdb } = await trial.empty(join(folder, 'sysdb.sqlite'))
      const setNow = (nowMs: number): void => {
        trial.nowMs = nowMs
      }
      return { sysdb, setNow, objects, folder: `world-${++worlds}` }
    },
    close: async () => {
      await trial.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
