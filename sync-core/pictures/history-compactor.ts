// Tidies up a history of which nothing else changes: the same updates in fewer segments, without those that are not to be kept
// any longer. What is new is written like a snapshot: segments, pages of the history, a root, which counts once the head names it.
//
//   plan (what is at hand says it) ─▶ read what is to be joined ─▶ write joined segments, pages, root
//                                     └ nothing is changed yet: saves may come in between

import { StorageError } from '../base/errors.ts'
import { chooseJoins } from './choose-joins.ts'
import { dropExpired } from './drop-expired.ts'
import { joinSegments, newestThatFit, type KeptSegment } from './history-writer.ts'
import { inParallel } from './in-parallel.ts'
import { readSegment } from './open-snapshot.ts'
import type { HistoryRetention } from './picture-accessor.ts'
import { pictureLimits } from './picture-limits.ts'
import { placeSegments } from './place-segments.ts'
import type { PictureReader } from './read-table.ts'
import type { HistoryEntry } from './snapshot-pages.ts'
import { objectsOf } from './snapshot-objects.ts'
import { SnapshotOutput, type OutputParts } from './snapshot-output.ts'
import { hasLostPages, segmentsOf } from './snapshot-table.ts'
import type { SavedState } from './snapshot-writer.ts'
import { TableWriter } from './table-writer.ts'

/** What the history is to become. */
export interface CompactionPlan {
  /** What stays in the history, not joined yet. */
  readonly entries: readonly HistoryEntry[]
  readonly joins: readonly (readonly HistoryEntry[])[]
}

type Bodies = Map<HistoryEntry, Uint8Array>

export class HistoryCompactor {
  private readonly reader: PictureReader
  private readonly retention: HistoryRetention
  /** Segments that can't be joined: damaged ones, and those of which not all counts. They stay as they are. */
  private readonly fixed = new Set<HistoryEntry>()

  constructor(reader: PictureReader, retention: HistoryRetention) {
    this.reader = reader
    this.retention = retention
  }

  /** Undefined when nothing is due; of joins those alone of which all is `atHand`, if it says so. */
  plan(
    { now, before }: { readonly now: SavedState; readonly before: SavedState | undefined },
    nowMs: number,
    atHand?: ReadonlyMap<HistoryEntry, Uint8Array>,
  ): CompactionPlan | undefined {
    // Where a page of the history is lost nobody knows where others belong.
    if (hasLostPages(now.table)) return undefined
    const all = segmentsOf(now.table)
    const { horizon } = now.table.root
    const entries = dropExpired(all, this.retention, { horizon, nowMs })
    const joins = chooseJoins(entries, (entry) => this.fixed.has(entry)).filter((run) => {
      return atHand === undefined || run.every((entry) => atHand.has(entry))
    })
    const isDue = joins.length > 0 || entries.length < all.length || holdsBack(now, before)
    return isDue ? { entries, joins } : undefined
  }

  /** What the joins need and is not in memory. StorageError. */
  async read(
    { joins }: CompactionPlan,
    kept: readonly KeptSegment[],
  ): Promise<ReadonlyMap<HistoryEntry, Uint8Array>> {
    const bodies: Bodies = new Map(kept.map(({ entry, body }) => [entry, body]))
    const missing = joins.flat().filter((entry) => !bodies.has(entry))
    await inParallel(missing, pictureLimits.requestsAtOnce, async (entry) => {
      const body = await this.readBody(entry)
      if (body === undefined) this.fixed.add(entry)
      else bodies.set(entry, body)
    })
    return bodies
  }

  /** Resolves when everything is stored; where it rejects, `output` is to be given up. */
  async write(
    output: SnapshotOutput,
    { rest }: Pick<OutputParts, 'rest'>,
    now: SavedState,
    plan: CompactionPlan,
    bodies: ReadonlyMap<HistoryEntry, Uint8Array>,
  ): Promise<SavedState> {
    const { table, seq } = now
    const joined = new Map<HistoryEntry, KeptSegment | undefined>()
    for (const run of plan.joins) {
      const parts = run.map((entry) => bodies.get(entry)!)
      const [first, last] = [run[0]!, run.at(-1)!]
      const span = { firstSeq: first.firstSeq, lastSeq: last.lastSeq }
      const write = (segment: Parameters<SnapshotOutput['writeSegment']>[0]): Promise<HistoryEntry> =>
        output.writeSegment(segment, last.endedMs)
      const segment = await joinSegments(span, parts, write, rest)
      for (const entry of run) joined.set(entry, entry === first ? segment : undefined)
    }
    const entries = plan.entries.flatMap((entry) => {
      return joined.has(entry) ? (joined.get(entry)?.entry ?? []) : entry
    })
    const history = placeSegments(table, entries)
    const pages = new TableWriter({
      packs: output.packs,
      edits: output.edits,
      moved: new Set(),
      rest,
      before: table,
    })
    const historyPages = await pages.writeHistory(history)
    const written = await output.writeRoot({ ...table.root, historyPages }, table)
    const fresh = [...joined.values()].flatMap((segment) => segment ?? [])
    return { table: { ...table, ...written, history }, seq, kept: keptOf(entries, [...now.kept, ...fresh]) }
  }

  private async readBody(entry: HistoryEntry): Promise<Uint8Array | undefined> {
    try {
      const { body, isExact } = await readSegment(this.reader, entry)
      return isExact ? body : undefined
    } catch (error) {
      if (error instanceof StorageError && error.code === 'corrupt') return undefined
      throw error
    }
  }
}

/** Whether the snapshot before is the same moment, and all that it is kept for are segments that were joined or dropped. */
function holdsBack(now: SavedState, before: SavedState | undefined): boolean {
  if (before?.seq !== now.seq) return false
  const { history } = objectsOf(now.table)
  return [...objectsOf(before.table).history].some((name) => !history.has(name))
}

/** The newest in an unbroken run, up to the newest, whose updates are at hand. */
function keptOf(entries: readonly HistoryEntry[], atHand: readonly KeptSegment[]): readonly KeptSegment[] {
  const known = new Map(atHand.map((segment) => [segment.entry, segment]))
  const kept: KeptSegment[] = []
  for (const entry of [...newestThatFit(entries, ({ bytes }) => bytes)].reverse()) {
    const segment = known.get(entry)
    if (segment === undefined) break
    kept.unshift(segment)
  }
  return kept
}
