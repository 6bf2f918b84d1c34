// What the journal writes in a second, every update of it reported durable, beside a plain loop of write and fdatasync that
// puts the same bytes in the same groups on the same disk, into a file of zeros as the journal's are; and how long an update
// waits for that. Both take turns, and the first turns count for neither: the engine compiles what runs often.

import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { limits } from '../../sync-core/base/limits.ts'
import { Journal } from '../../sync-core/journal/journal.ts'
import type { JournalRecord } from '../../sync-core/journal/journal-record.ts'
import type { HostFiles } from '../../sync-core/journal/host-files.ts'
import { SharedJournal } from '../../sync-core/journal/shared-journal.ts'
import { HostFolderFiles } from '../../sync-core/node/host-folder-files.ts'
import { benchPictureSize } from './bench-pictures.ts'
import { median, type Figure } from './figure.ts'
import { repeatStrokes } from './recorded-strokes.ts'

const pictureCounts = [1, 4, 20]
const turns = 15
const warmingTurns = 2
/** Of all pictures together: a turn takes about a quarter of a second with any number of them. */
const updatesPerTurn = (pictures: number): number => 5_000 + 2_500 * pictures
/** Drawn again and again: what a host writes was just received, so it lies near the processor. */
const differentUpdates = 1000
/** In one record, as a tick of a session with ten people gathers them. */
const updatesPerRecord = 4
const limitMs = 20
/** Room for what a turn writes, many times over. */
const recordedBytesMax = 16 * 1024 * 1024
/** Of a picture, not durable yet: so many ticks begin while an fsync may be put off. */
const recordsWaitingMax = Math.ceil(limitMs / limits.tickMs)

type UpdatesRecord = Extract<JournalRecord, { kind: 'updates' }>

interface Turn {
  readonly updates: number
  readonly seconds: number
  /** From append to durable, of each record; of the plain loop: of each group. */
  readonly waitsMs: readonly number[]
}

export async function bench(): Promise<Figure[]> {
  const operations = (await repeatStrokes(benchPictureSize, differentUpdates, 1)).flat()
  const figures: Figure[] = []
  for (const pictures of pictureCounts) {
    const journalTurns: Turn[] = []
    const plainTurns: Turn[] = []
    await inFolder(async (folder) => {
      const rig = await JournalRig.open(join(folder, 'journal'), pictures)
      for (let turn = -warmingTurns; turn < turns; turn++) {
        const journalTurn = await rig.run(operations)
        const plainTurn = await runPlain(join(folder, 'plain'), rig.takeGroups(), journalTurn.updates)
        if (turn < 0) continue
        journalTurns.push(journalTurn)
        plainTurns.push(plainTurn)
      }
      await rig.close()
    })
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

/** Pictures that are drawn at once, in one journal. */
class JournalRig {
  private readonly shared: SharedJournal
  private readonly journals: readonly Journal[]
  private readonly recorded: RecordedFiles

  private constructor(shared: SharedJournal, journals: readonly Journal[], recorded: RecordedFiles) {
    this.shared = shared
    this.journals = journals
    this.recorded = recorded
  }

  static async open(folder: string, pictures: number): Promise<JournalRig> {
    const recorded = new RecordedFiles(await HostFolderFiles.open(folder))
    const { journal: shared } = await SharedJournal.open(recorded.files)
    const journals: Journal[] = []
    for (let picture = 0; picture < pictures; picture++) {
      journals.push((await Journal.open(shared.storageOf(`picture-${picture}`))).journal)
    }
    await Promise.all(journals.map((journal) => journal.append({ kind: 'epoch', epoch: 1, startSeq: 0 })))
    await Promise.all(journals.map((journal) => journal.flush()))
    recorded.takeGroups()
    return new JournalRig(shared, journals, recorded)
  }

  /** As many updates as a turn has, dealt out to the pictures. */
  async run(operations: readonly Uint8Array[]): Promise<Turn> {
    const perPicture = Math.floor(updatesPerTurn(this.journals.length) / this.journals.length)
    const records = recordsOf(operations, this.journals[0]!.seq, perPicture)
    const waitsMs: number[] = []
    const nextTurn = new NextTurn()
    const begun = performance.now()
    await Promise.all(this.journals.map((journal) => draw(journal, records, nextTurn, waitsMs)))
    const seconds = (performance.now() - begun) / 1000
    return { updates: perPicture * this.journals.length, seconds, waitsMs }
  }

  /** What went to the disk between two fsyncs. */
  takeGroups(): Uint8Array[] {
    return this.recorded.takeGroups()
  }

  async close(): Promise<void> {
    for (const journal of this.journals) await journal.close()
    await this.shared.close()
  }
}

/**
 * One record after another, with so many at most that are not durable yet; each in a turn of the event loop of its own, since
 * no two ticks of a picture share one.
 */
function draw(
  journal: Journal,
  records: readonly UpdatesRecord[],
  nextTurn: NextTurn,
  waitsMs: number[],
): Promise<void> {
  return new Promise((resolve) => {
    const waiting: { readonly seq: number; readonly since: number }[] = []
    let next = 0
    let isComing = false
    const comeAgain = (): void => {
      if (isComing || next === records.length || waiting.length >= recordsWaitingMax) return
      isComing = true
      nextTurn.add(append)
    }
    const append = (): void => {
      isComing = false
      const record = records[next++]!
      waiting.push({ seq: record.firstSeq + record.updates.length - 1, since: performance.now() })
      void journal.append(record)
      comeAgain()
    }
    const stop = journal.onDurable((durable) => {
      const now = performance.now()
      while (waiting.length > 0 && waiting[0]!.seq <= durable) waitsMs.push(now - waiting.shift()!.since)
      comeAgain()
      if (next < records.length || waiting.length > 0) return
      stop()
      resolve()
    })
    append()
  })
}

/** What is to be done in the next turn of the event loop. */
class NextTurn {
  private actions: (() => void)[] = []

  add(action: () => void): void {
    if (this.actions.push(action) > 1) return
    setImmediate(() => {
      for (const each of this.actions.splice(0)) each()
    })
  }
}

function recordsOf(operations: readonly Uint8Array[], afterSeq: number, count: number): UpdatesRecord[] {
  const updates = Array.from({ length: count }, (_, at) => ({
    author: 1,
    clientSeq: afterSeq + at + 1,
    operation: operations[at % operations.length]!,
  }))
  const records: UpdatesRecord[] = []
  for (let from = 0; from < count; from += updatesPerRecord) {
    records.push({
      kind: 'updates',
      firstSeq: afterSeq + from + 1,
      updates: updates.slice(from, from + updatesPerRecord),
    })
  }
  return records
}

async function runPlain(path: string, groups: readonly Uint8Array[], updates: number): Promise<Turn> {
  const handle = await open(path, 'w')
  await handle.write(new Uint8Array(groups.reduce((sum, group) => sum + group.length, 0)), 0)
  await handle.sync()
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
  private readonly bytes = new Uint8Array(recordedBytesMax)
  private used = 0
  private ends: number[] = []

  constructor(files: HostFiles) {
    this.files = {
      list: () => files.list(),
      read: (file) => files.read(file),
      readAt: (file, place, length) => files.readAt(file, place, length),
      create: (file, bytes) => files.create(file, bytes),
      write: async (file, place, bytes) => {
        await files.write(file, place, bytes)
        this.bytes.set(bytes, this.used)
        this.used += bytes.length
      },
      sync: (file) => {
        this.ends.push(this.used)
        return files.sync(file)
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

  takeGroups(): Uint8Array[] {
    const groups = this.ends.map((end, at) => this.bytes.slice(this.ends[at - 1] ?? 0, end))
    this.ends = []
    this.used = 0
    return groups
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
