import { join } from 'node:path'
import type { Clock } from '../base/clock.ts'
import { limits as standardLimits, type Limits } from '../base/limits.ts'
import { DeadlineStore } from '../pictures/deadline-store.ts'
import type { ObjectStore } from '../pictures/object-store.ts'
import type { Sysdb } from '../scheduler/sysdb.ts'
import { FolderStore } from './folder-store.ts'
import { takeHold } from './hold-file.ts'
import { openSqlite } from './sqlite/open-sqlite.ts'
import { sqliteDialect } from './sqlite/sqlite-dialect.ts'
import { SqlSysdb } from './sysdb/sql-sysdb.ts'
import { watchFolder, type WatchedFolder } from './watch-folder.ts'

/** What a scheduler works with; one process has it at a time. */
export interface SchedulerStores {
  readonly sysdb: Sysdb
  readonly heap: ObjectStore
  /** Whether its files are where they were; else nothing of it counts any more. */
  readonly isThere: () => Promise<boolean>
  /** Gives everything back. Never rejects. */
  readonly close: () => Promise<void>
}

export interface SchedulerStoresOptions {
  readonly clock: Clock
  readonly limits?: Limits | undefined
  /** sysdb-thread, built for this runtime. */
  readonly sysdbThreadFile: string | URL
  readonly onNote: (sentence: string) => void
  /** Sysdb was damaged and is empty now, or its files were removed, which was told: whoever works with it begins again. */
  readonly onEmptied: () => void
}

/** Another Gesso's, or our own former one's, that is just ending. */
const holdWaitMs = 2_000

/** What lies in the folder of one place's scheduler. */
export const schedulerFiles = { sysdb: 'sysdb.sqlite', heap: 'heap', temp: '.temp' } as const

/** The stores in the folder, which is made when missing. Rejects with StorageError; then everything was given back. */
export async function openSchedulerStores(
  folder: string,
  { clock, limits = standardLimits, sysdbThreadFile, onNote, onEmptied }: SchedulerStoresOptions,
): Promise<SchedulerStores> {
  const release = await takeHold(folder, 'hold', holdWaitMs)
  try {
    const heap = await FolderStore.open(folder)
    let watched: WatchedFolder | undefined
    const { connection, setAside } = await openSqlite(join(folder, schedulerFiles.sysdb), {
      threadFile: sysdbThreadFile,
      nowMs: () => clock.nowMs(),
      onSetAside: (sentence) => {
        watched?.end()
        onNote(sentence)
        onEmptied()
      },
    })
    if (setAside !== undefined) onNote(setAside)
    const closeSysdb = (): Promise<void> =>
      connection.close().catch((error: unknown) => onNote(String(error)))
    try {
      watched = await watchFolder(folder, {
        clock,
        everyMs: limits.schedulerLookEveryMs,
        names: [schedulerFiles.sysdb, schedulerFiles.temp],
        onVanished: () => {
          onNote(vanished(folder))
          onEmptied()
        },
      })
    } catch (error) {
      await closeSysdb()
      throw error
    }
    const { isThere, end } = watched
    return {
      sysdb: new SqlSysdb(connection, sqliteDialect),
      heap: new DeadlineStore(heap, clock),
      isThere,
      async close() {
        end()
        await closeSysdb()
        await release().catch((error: unknown) => onNote(String(error)))
      },
    }
  } catch (error) {
    await release().catch(() => undefined)
    throw error
  }
}

function vanished(folder: string): string {
  return `The list of what is to be saved (${folder}) was removed or moved. Gesso makes it anew, and goes on saving; nothing that was drawn is lost.`
}
