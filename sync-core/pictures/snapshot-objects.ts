import type { SnapshotFolder } from './picture-keys.ts'
import { objectName } from './picture-keys.ts'
import { segmentsOf, type SnapshotTable } from './snapshot-table.ts'

/** Names of the objects that a snapshot refers to. */
export type SnapshotObjects = Readonly<Record<SnapshotFolder, ReadonlySet<string>>>

const known = new WeakMap<SnapshotTable, SnapshotObjects>()

/** Put together once: a table never changes, and is asked for after each save while it is kept. */
export function objectsOf(table: SnapshotTable): SnapshotObjects {
  let objects = known.get(table)
  if (objects === undefined) {
    const history = new Set<string>()
    for (const entry of segmentsOf(table)) history.add(objectName(entry))
    objects = { history, packs: new Set([...table.root.packs.keys(), table.place.pack]) }
    known.set(table, objects)
  }
  return objects
}
