// Every update of a picture, read back from its history without a claim. A host may be saving meanwhile and joining
// segments; those that were joined stay for a while (garbage.ts), and a reader that comes too late looks where they are now.
// Where the picture went on from an earlier save meanwhile, other updates have the same numbers: then reading ends.

import { StorageError } from '../base/errors.ts'
import { leaveOut } from '../raster/stand-in.ts'
import type { Update } from '../raster/operation.ts'
import { readSegment } from './open-snapshot.ts'
import { lastSeqInPicture, type EpochStart } from './lineage.ts'
import type { PictureHistory } from './picture-accessor.ts'
import { rootPlaceOf } from './picture-head.ts'
import { pictureLimits } from './picture-limits.ts'
import { savedBy } from './picture-root.ts'
import { readHistoryPages, readRoot, type PictureReader } from './read-table.ts'
import type { HistoryEntry } from './snapshot-pages.ts'
import { segmentsOf, sumBytes } from './snapshot-table.ts'
import { readHead } from './swap-head.ts'

interface ReadIndex {
  readonly entries: readonly HistoryEntry[]
  readonly leftOut: ReadonlySet<number>
  readonly lastSeq: number
  readonly firstStructure: Uint8Array
  /** The hosting that saved it, and those that led to it. */
  readonly epoch: number
  readonly lineage: readonly EpochStart[]
}

/** `newReader` is asked each time the table of contents is read. */
export async function openHistory(newReader: () => PictureReader): Promise<PictureHistory> {
  const index = await readIndex(newReader())
  const { entries } = index
  return {
    firstSeq: entries[0]?.firstSeq ?? 1,
    lastSeq: index.lastSeq,
    bytes: sumBytes(entries),
    firstStructure: index.firstStructure,
    updates: (fromSeq, toSeq) => readBetween(newReader, index, fromSeq, toSeq),
  }
}

async function* readBetween(
  newReader: () => PictureReader,
  opened: ReadIndex,
  fromSeq: number,
  toSeq: number,
): AsyncGenerator<Update, void, undefined> {
  let index = opened
  let isFresh = false
  let nextSeq = fromSeq
  const { rest } = newReader()
  while (nextSeq <= toSeq) {
    const entry = index.entries.find(({ lastSeq }) => lastSeq >= nextSeq)
    if (entry === undefined || entry.firstSeq > nextSeq) {
      const last = Math.min(toSeq, (entry?.firstSeq ?? Infinity) - 1)
      throw new StorageError(
        'corrupt',
        `Updates ${nextSeq} to ${last} of this picture are not in its history.`,
      )
    }
    let updates: readonly Update[]
    try {
      ;({ updates } = await readSegment(newReader(), entry))
    } catch (error) {
      if (isFresh || !(error instanceof StorageError) || error.code !== 'corrupt') throw error
      index = await readIndex(newReader())
      if (lastSeqInPicture(index.lineage, opened.epoch) < toSeq) throw openedAnew()
      isFresh = true
      continue
    }
    isFresh = false
    const counted = updates.filter(({ seq }) => seq >= nextSeq && seq <= toSeq)
    nextSeq = entry.lastSeq + 1
    for (const update of leaveOut(counted, index.leftOut)) {
      yield update
      await rest.after(update.operation.length + pictureLimits.updateWeight)
    }
  }
}

function openedAnew(): StorageError {
  return new StorageError(
    'conflict',
    'This picture was opened anew from an earlier save while its history was read. Read it once more.',
    true,
  )
}

async function readIndex(reader: PictureReader): Promise<ReadIndex> {
  const { head } = await readHead(reader.store, reader.id)
  const { firstStructure } = head
  if (head.snapshot === undefined) {
    return { entries: [], leftOut: new Set(), lastSeq: 0, firstStructure, epoch: 0, lineage: [] }
  }
  const { root, previous } = head.snapshot
  const places = previous === undefined ? [root] : [root, previous]
  const problems: string[] = []
  let partly: ReadIndex | undefined
  for (const place of places) {
    const lost: string[] = []
    try {
      const rootPlace = rootPlaceOf(place)
      const root = await readRoot(reader, rootPlace)
      const { history, leftOut } = await readHistoryPages(reader, root, lost)
      const entries = segmentsOf({ history })
      const epoch = savedBy(root, rootPlace)
      const { lineage } = root
      const index = { entries, leftOut: new Set(leftOut), firstStructure, epoch, lineage }
      if (lost.length === 0) return { ...index, lastSeq: entries.at(-1)?.lastSeq ?? 0 }
      // Updates are told as missing, also at the end. What was left out must be known: others would be other than they were.
      if (root.leftOutPages.size === 0) partly ??= { ...index, lastSeq: root.seq }
    } catch (error) {
      if (!(error instanceof StorageError) || error.code !== 'corrupt') throw error
      lost.push(error.message)
    }
    problems.push(...lost)
  }
  if (partly !== undefined) return partly
  throw new StorageError('corrupt', `The history of this picture can't be read. ${problems.join(' ')}`)
}
