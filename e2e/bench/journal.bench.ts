// What the journal writes in a second, every update of it reported durable, beside a plain loop of write and fdatasync that
// puts the same bytes in the same groups on the same disk; and how long an update waits for that.

import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Journal } from '../../sync-core/journal/journal.ts'
import type { JournalRecord } from '../../sync-core/journal/journal-record.ts'
import type { HostFiles } from '../../sync-core/journal/host-files.ts'
import { SharedJournal } from '../../sync-core/journal/shared-journal.ts'
import { HostFolderFiles } from '../../sync-core/node/host-folder-files.ts'
import { benchPictureSize } from './bench-pictures.ts'
import { median, type Figure } from './figure.ts'
import { repeatStrokes } from './recorded-strokes.ts'

const pictureCounts = [1, 20]
const turns = 5
/** Per turn, of all pictures together. */
const updatesPerTurn = 20_000
/** In one record, as a tick of a session with ten people gathers them. */
const updatesPerRecord = 4
/** Of a picture, not durable yet: a tick does not wait for the one before. */
const recordsWaitingMax = 2
const limitMs = 20

type UpdatesRecord = Extract<JournalRecord, { kind: 'updates' }>

interface Turn {
  readonly updates: number
  readonly seconds: number
  /** From append to durable, of each record; of the plain loop: of each group. */
  readonly waitsMs: readonly number[]
}

export async function bench(): Promise<Figure[]> {
  const operations = (await repeatStrokes(benchPictureSize, updatesPerTurn, 1)).flat()
  const figures: Figure[] = []
  for (const pictures of pictureCounts) {
    const journalTurns: Turn[] = []
    const plainTurns: Turn[] = []
    for (let turn = 0; turn < turns; turn++) {
      const { groups, ...journalTurn } = await inFolder((folder) => runJournal(folder, pictures, operations))
      journalTurns.push(journalTurn)
      plainTurns.push(await inFolder((folder) => runPlain(folder, groups, journalTurn.updates)))
    }
    figures.push(...figuresOf(pictures, journalTurns, plainTurns))
  }
  return figures
}

function figuresOf(pictures: number, journal: readonly Turn[], plain: readonly Turn[]): Figure[] {
  const rate = (all: readonly Turn[]): number => median(all.map(({ updates, seconds }) => updates / seconds))
  const p99 = (all: readonly Turn[]): number => median(all.map(({ waitsMs }) => percentile(waitsMs, 0.99)))
  const name = `journal-${pictures}`
  return [
    {
      name: `${name}-updates`,
      value: rate(journal),
      unit: 'updates/s',
      peer: rate(plain),
      against: 'write and fdatasync of the same bytes in the same groups',
    },
    {
      name: `${name}-durable-p99`,
      value: p99(journal),
      unit: 'ms',
      peer: p99(plain),
      against: 'write and fdatasync of such a group',
    },
    {
      name: `${name}-durable-p99-limit`,
      value: p99(journal),
      unit: 'ms',
      peer: limitMs,
      against: 'the longest that an fsync may be put off',
    },
  ]
}

/** The updates, dealt out to so many pictures that are drawn at once; and what went to the disk between two fsyncs. */
async function runJournal(
  folder: string,
  pictures: number,
  operations: readonly Uint8Array[],
): Promise<Turn & { groups: readonly Uint8Array[] }> {
  const recorded = new RecordedFiles(await HostFolderFiles.open(folder))
  const { journal: shared } = await SharedJournal.open(recorded.files)
  const journals: Journal[] = []
  for (let picture = 0; picture < pictures; picture++) {
    journals.push((await Journal.open(shared.storageOf(`picture-${picture}`))).journal)
  }
  await Promise.all(journals.map((journal) => journal.append({ kind: 'epoch', epoch: 1, startSeq: 0 })))
  await Promise.all(journals.map((journal) => journal.flush()))
  recorded.clear()
  const perPicture = Math.floor(operations.length / pictures)
  const records = journals.map((_, at) => recordsOf(operations.slice(at * perPicture, (at + 1) * perPicture)))
  const waitsMs: number[] = []
  const begun = performance.now()
  await Promise.all(journals.map((journal, at) => draw(journal, records[at]!, waitsMs)))
  const seconds = (performance.now() - begun) / 1000
  const groups = recorded.groups()
  for (const journal of journals) await journal.close()
  await shared.close()
  return { updates: perPicture * pictures, seconds, waitsMs, groups }
}

/** One record after another, with so many at most that are not durable yet. */
async function draw(journal: Journal, records: readonly UpdatesRecord[], waitsMs: number[]): Promise<void> {
  const waiting: { seq: number; since: number }[] = []
  let wake = (): void => undefined
  journal.onDurable((durable) => {
    const now = performance.now()
    while (waiting.length > 0 && waiting[0]!.seq <= durable) waitsMs.push(now - waiting.shift()!.since)
    wake()
  })
  for (const record of records) {
    while (waiting.length >= recordsWaitingMax) await new Promise<void>((resolve) => (wake = resolve))
    waiting.push({ seq: record.firstSeq + record.updates.length - 1, since: performance.now() })
    void journal.append(record)
  }
  await journal.flush()
}

function recordsOf(operations: readonly Uint8Array[]): UpdatesRecord[] {
  const records: UpdatesRecord[] = []
  for (let from = 0; from < operations.length; from += updatesPerRecord) {
    const updates = operations
      .slice(from, from + updatesPerRecord)
      .map((operation, at) => ({ author: 1, clientSeq: from + at + 1, operation }))
    records.push({ kind: 'updates', firstSeq: from + 1, updates })
  }
  return records
}

async function runPlain(folder: string, groups: readonly Uint8Array[], updates: number): Promise<Turn> {
  const handle = await open(join(folder, 'plain'), 'w')
  const waitsMs: number[] = []
  let place = 0
  const begun = performance.now()
  for (const group of groups) {
    const since = performance.now()
    await handle.write(group, 0, group.length, place)
    await handle.datasync()
    place += group.length
    waitsMs.push(performance.now() - since)
  }
  const seconds = (performance.now() - begun) / 1000
  await handle.close()
  return { updates, seconds, waitsMs }
}

/** Host files that remember what was written, in the groups that each fsync made durable. */
class RecordedFiles {
  readonly files: HostFiles
  private readonly synced: Uint8Array[][] = []
  private written: Uint8Array[] = []

  constructor(files: HostFiles) {
    this.files = {
      list: () => files.list(),
      read: (file) => files.read(file),
      readAt: (file, place, length) => files.readAt(file, place, length),
      create: (file, bytes) => files.create(file, bytes),
      write: async (file, place, bytes) => {
        await files.write(file, place, bytes)
        this.written.push(bytes)
      },
      sync: async (file) => {
        const group = this.written
        this.written = []
        this.synced.push(group)
        await files.sync(file)
      },
      remove: (file) => files.remove(file),
      keepAside: (label, bytes) => files.keepAside(label, bytes),
      keepBranch: (stream, bytes) => files.keepBranch(stream, bytes),
      branches: (stream) => files.branches(stream),
      readBranch: (name) => files.readBranch(name),
      removeBranch: (name) => files.removeBranch(name),
      nameOf: (file) => files.nameOf(file),
      close: () => files.close(),
    }
  }

  clear(): void {
    this.synced.length = 0
  }

  groups(): Uint8Array[] {
    return this.synced.map((group) => Buffer.concat(group))
  }
}

async function inFolder<T>(run: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'gesso-bench-'))
  try {
    return await run(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN
}
