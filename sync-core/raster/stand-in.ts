// What stands in the order for an update whose operation is not carried out, because there is no room for what it would
// paint. Numbers stay without gaps, and everybody who follows the order from there on has the same picture.

import { encodeOperation } from './operation-codec.ts'
import { hostAuthor, type Update } from './operation.ts'

/** Ends the author's open action, as any operation that begins something does, and no more. */
const ofPeople = encodeOperation({ kind: 'end' })
/** The host itself has nothing open and nothing selected. */
const ofHost = encodeOperation({ kind: 'close', author: hostAuthor })

/** The operation that an author's update has instead. */
export function standInOf(author: number): Uint8Array {
  return author === hostAuthor ? ofHost : ofPeople
}

/** The same updates, those that are left out with their stand-in. */
export function leaveOut(updates: readonly Update[], leftOut: ReadonlySet<number>): readonly Update[] {
  if (leftOut.size === 0) return updates
  return updates.map((update) =>
    leftOut.has(update.seq) ? { ...update, operation: standInOf(update.author) } : update,
  )
}
