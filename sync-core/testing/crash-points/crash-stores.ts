import type { ObjectStore } from '../../pictures/object-store.ts'
import type { Sysdb } from '../../scheduler/sysdb.ts'
import { MemoryStore } from '../../pictures/memory-store.ts'
import { MemorySysdb } from '../memory-sysdb.ts'

/** The stores of one world. */
export interface CrashStores {
  /** Empty. */
  readonly sysdb: Sysdb
  readonly objects: ObjectStore
  /** Where in the store this world has its objects; nobody else has any there. */
  readonly folder: string
  /** Moves sysdb's clock. */
  readonly setNow: (nowMs: number) => Promise<void> | void
}

/** Gives one world after the other its stores, never two at once. */
export type CrashPlace = () => Promise<CrashStores>

export function memoryPlace(makeSysdb = (nowMs: () => number) => new MemorySysdb(nowMs)): CrashPlace {
  return () => {
    let now = 0
    const sysdb = makeSysdb(() => now)
    const setNow = (nowMs: number): void => {
      now = nowMs
    }
    return Promise.resolve({ sysdb, objects: new MemoryStore(), folder: 'world', setNow })
  }
}
