// Objects that nobody refers to any more. They stay for a while, because somebody may just be reading them by an older head;
// then they are removed. That is safe without a lock: no later snapshot refers to an object that neither of the two kept
// ones refers to, names are never used again, and only names of our own epoch and older ones are looked at.

import type { ListedObject, ObjectStore } from './object-store.ts'
import type { PictureId } from './picture-accessor.ts'
import { objectKey, objectNumberOf, snapshotFolders, type SnapshotFolder } from './picture-keys.ts'
import { pictureLimits } from './picture-limits.ts'
import type { SnapshotObjects } from './snapshot-objects.ts'

/** The objects of each snapshot that is kept. */
export type References = readonly SnapshotObjects[]

export class Garbage {
  private readonly store: ObjectStore
  private readonly id: PictureId
  private readonly epoch: number
  /** Since when nobody refers to it; undefined for what a kept snapshot needs, or may come to need. */
  private readonly known: Record<SnapshotFolder, Map<string, number | undefined>> = {
    history: new Map(),
    packs: new Map(),
  }
  private isListed = false
  private nextMs = -Infinity

  constructor(store: ObjectStore, id: PictureId, epoch: number) {
    this.store = store
    this.id = id
    this.epoch = epoch
  }

  /** An object that is about to be written. */
  add(folder: SnapshotFolder, name: string): void {
    this.known[folder].set(name, undefined)
  }

  /** A snapshot came to count: these are the objects of the kept ones. */
  settle(needed: References, nowMs: number): void {
    for (const folder of snapshotFolders) {
      const known = this.known[folder]
      for (const objects of needed) {
        for (const name of objects[folder]) if (!known.has(name)) this.add(folder, name)
      }
      for (const [name, sinceMs] of known) {
        if (sinceMs === undefined && !refersTo(needed, folder, name)) known.set(name, nowMs)
      }
    }
  }

  /** Removes what nobody referred to for long, now and then; lists what former hosts left, once. */
  async collect(needed: References, nowMs: number): Promise<void> {
    if (nowMs < this.nextMs) return
    this.nextMs = nowMs + pictureLimits.garbageGraceMs
    if (!this.isListed) {
      for (const folder of snapshotFolders) {
        const listed = await this.store.listObjects(`${this.id}/${folder}`)
        for (const object of listed) this.found(folder, object, needed)
      }
      this.isListed = true
    }
    for (const folder of snapshotFolders) {
      const due = [...this.known[folder]].flatMap(([name, sinceMs]) =>
        sinceMs !== undefined && nowMs - sinceMs >= pictureLimits.garbageGraceMs ? [name] : [],
      )
      for (let at = 0; at < due.length; at += pictureLimits.removedAtOnce) {
        const names = due.slice(at, at + pictureLimits.removedAtOnce)
        await this.store.remove(names.map((name) => objectKey(this.id, folder, name)))
        for (const name of names) this.known[folder].delete(name)
      }
    }
  }

  private found(folder: SnapshotFolder, { name, modifiedMs }: ListedObject, needed: References): void {
    const number = objectNumberOf(name)
    if (number === undefined || number.epoch >= this.epoch || this.known[folder].has(name)) return
    this.known[folder].set(name, refersTo(needed, folder, name) ? undefined : modifiedMs)
  }
}

function refersTo(needed: References, folder: SnapshotFolder, name: string): boolean {
  return needed.some((objects) => objects[folder].has(name))
}
