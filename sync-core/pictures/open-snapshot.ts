// Opens the snapshot that counts: its root, the pages of its table of contents, and its tail. Nothing that is stored is
// believed: every part is checked against its name. The newest snapshot that can be read as a whole is opened, so what is
// damaged in the newest alone costs nothing where a journal has what came after the one before it. When neither is whole, the
// newest with a root is opened as far as it can be read:
//
//   tile page lost              its tiles are blank, and stay stored until something is painted in their block
//   people page lost            its people are strangers when they return
//   tail or its pages lost      the base alone, at its horizon; also when nobody knows what was left out of it

import { ProtocolError, StorageError } from '../base/errors.ts'
import type { Update } from '../raster/operation.ts'
import { leaveOut } from '../raster/stand-in.ts'
import { nameInSlices, sameBytes } from './content-name.ts'
import { decodeSegmentInSlices } from './history-segment.ts'
import { newestThatFit, type KeptSegment } from './history-writer.ts'
import { inParallel } from './in-parallel.ts'
import type { PictureHead } from './picture-head.ts'
import { rootPlaceOf } from './picture-head.ts'
import { objectKey, objectName } from './picture-keys.ts'
import { pictureLimits } from './picture-limits.ts'
import { readPages, readTable, type PictureReader } from './read-table.ts'
import { carriedPage } from './snapshot-pages.ts'
import type { HistoryEntry } from './snapshot-pages.ts'
import { hasLostLeftOut, segmentsOf, sumBytes, type SnapshotTable } from './snapshot-table.ts'

/** The snapshot that counts, as far as it can be read. */
export interface OpenedSnapshot {
  readonly table: SnapshotTable
  /** The newest seq that it leads to: its horizon when its tail is lost. */
  readonly seq: number
  readonly carried: readonly Update[]
  readonly pending: readonly Update[]
  /** The newest segments, when they are small. */
  readonly kept: readonly KeptSegment[]
  readonly notices: readonly string[]
  readonly loss?: string
}

/** Undefined for a picture that was never saved; StorageError('corrupt') when no root can be read. */
export async function openSnapshot(
  reader: PictureReader,
  head: PictureHead,
): Promise<OpenedSnapshot | undefined> {
  if (head.snapshot === undefined) return undefined
  const { root: newest, previous } = head.snapshot
  const notices: string[] = []
  const partly: Omit<OpenedSnapshot, 'notices'>[] = []
  for (const place of previous === undefined ? [newest] : [newest, previous]) {
    const problems: string[] = []
    const table = await tolerate(problems, () => readTable(reader, rootPlaceOf(place), problems))
    const tail = table && (await tolerate(problems, () => readTail(reader, table, problems)))
    const isWhole = problems.length === 0
    if (table !== undefined && tail !== undefined && isWhole) {
      const { seq } = table.root
      const loss = `The picture was opened as it was saved before that, at update ${seq}.`
      return { table, seq, ...tail, notices, ...(notices.length > 0 && { loss }) }
    }
    notices.push(...problems)
    if (table !== undefined) partly.push(asFarAsRead(table, tail))
  }
  const [opened] = partly
  if (opened === undefined)
    throw new StorageError('corrupt', `This picture can't be opened. ${notices.join(' ')}`)
  return { ...opened, notices }
}

type Tail = Pick<OpenedSnapshot, 'carried' | 'pending' | 'kept'>

function asFarAsRead(table: SnapshotTable, tail: Tail | undefined): Omit<OpenedSnapshot, 'notices'> {
  const { seq, horizon } = table.root
  if (tail !== undefined) return { table, seq, ...tail }
  const loss = `The picture was opened at update ${horizon}; later ones can't be read, and older ones can't be undone any more.`
  return { table, seq: horizon, carried: [], pending: [], kept: [], loss }
}

/** The updates that the base needs, and those after it. StorageError('corrupt') when any of them can't be read. */
async function readTail(
  reader: PictureReader,
  { root, history, leftOut, ...table }: SnapshotTable,
  problems: readonly string[],
): Promise<Tail> {
  const { horizon, seq } = root
  if (hasLostLeftOut({ root, leftOut })) throw damagedTail('nobody knows which of them were left out')
  let carriedCount = 0
  const pages = await readPages(
    reader,
    root.carriedPages,
    (bytes) => {
      const page = carriedPage.decode(bytes)
      carriedCount += page.length
      if (carriedCount > pictureLimits.tailUpdatesMax) throw damagedTail('they are more than can be')
      return page
    },
    (why) => {
      throw damagedTail(why)
    },
  )
  const carried = [...pages.values()].flat()
  if (carried.some((update, at) => update.seq <= (carried[at - 1]?.seq ?? 0) || update.seq > horizon)) {
    throw damagedTail('what is carried is not in order')
  }
  const segments = segmentsOf({ ...table, history })
  const wanted = new Set(segments.filter(({ lastSeq }) => lastSeq > horizon))
  const isTooMuch = seq - horizon > pictureLimits.tailUpdatesMax || wanted.size > seq - horizon
  if (isTooMuch || sumBytes(wanted) > pictureLimits.tailBytesMax)
    throw damagedTail('they are more than can be')
  const small = newestThatFit(segments, ({ bytes }) => bytes)
  const bodies = new Map<HistoryEntry, Uint8Array>()
  const pending: Update[] = []
  await inParallel([...new Set([...wanted, ...small])], pictureLimits.requestsAtOnce, async (entry) => {
    const read = await readSegment(reader, entry).catch((error: unknown) => {
      if (wanted.has(entry) || !(error instanceof StorageError) || error.code !== 'corrupt') throw error
      return undefined
    })
    if (read === undefined) return
    if (read.isExact) bodies.set(entry, read.body)
    if (!wanted.has(entry)) return
    for (const update of read.updates) if (update.seq > horizon && update.seq <= seq) pending.push(update)
  })
  pending.sort((a, b) => a.seq - b.seq)
  if (pending.length !== seq - horizon) {
    throw damagedTail(`${seq - horizon} follow on ${horizon}, and ${pending.length} are there`)
  }
  // Joining needs an unbroken run of them, up to the newest.
  const kept: KeptSegment[] = []
  for (let at = small.length - 1; at >= 0 && problems.length === 0; at--) {
    const body = bodies.get(small[at]!)
    if (body === undefined) break
    kept.unshift({ entry: small[at]!, body })
  }
  return { carried, pending: leaveOut(pending, new Set(leftOut)), kept }
}

/** A segment's updates that count. StorageError('corrupt') with a sentence. */
export async function readSegment(
  { store, id, rest }: Pick<PictureReader, 'store' | 'id' | 'rest'>,
  entry: HistoryEntry,
): Promise<{ readonly updates: readonly Update[]; readonly body: Uint8Array; readonly isExact: boolean }> {
  const name = objectName(entry)
  const bytes = await store.get(objectKey(id, 'history', name), pictureLimits.segmentBytesMax)
  if (bytes === undefined) throw damagedTail(`the file ${name} is missing`)
  // What an entry says of its size is what bounds the memory of all of them.
  if (bytes.length !== entry.bytes || !sameBytes(await nameInSlices(bytes, rest), entry.name))
    throw damagedTail(`the file ${name} is damaged`)
  try {
    const { firstSeq, updates, body } = await decodeSegmentInSlices(bytes, rest)
    const counted = updates.slice(Math.max(0, entry.firstSeq - firstSeq), entry.lastSeq - firstSeq + 1)
    const isWhole = counted[0]?.seq === entry.firstSeq && counted.at(-1)?.seq === entry.lastSeq
    if (!isWhole) throw new ProtocolError('malformed', 'it has other updates')
    return { updates: counted, body, isExact: counted.length === updates.length }
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    throw damagedTail(`the file ${name} says what can't be (${error.message})`)
  }
}

function damagedTail(why: string): StorageError {
  return new StorageError('corrupt', `Updates of this picture can't be read: ${why}.`)
}

/** Undefined, with the sentence in `problems`, for what is damaged; every other failure goes on. */
async function tolerate<T>(problems: string[], read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read()
  } catch (error) {
    if (!(error instanceof StorageError) || error.code !== 'corrupt') throw error
    problems.push(error.message)
    return undefined
  }
}
