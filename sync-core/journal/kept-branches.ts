// What was drawn here and is in no picture, each piece of it in a file of its own until a copy of it is stored or somebody says
// that it is not needed:
//
//   journal of a branch ──▶ one file: sealed { since when, from which update, how many, all its bytes } ──▶ segments removed
//                                 │
//                                 ╰─▶ found at every opening ──▶ offered ──▶ copied, or not needed ──▶ removed
//
// From which update on it is in no picture is written down with it: the lineage that told so forgets old hostings. The bytes
// are those of the segments, as they were. Whatever such a file has become, a picture opens: it costs a sentence.
//
// Rejected: the epoch as a name (a picture folder that was brought back from a backup hosts the same epochs again).

import { concatBytes } from '../base/concat-bytes.ts'
import { StorageError } from '../base/errors.ts'
import { blob, struct, uint } from '../base/schema.ts'
import type { TypeOf } from '../base/schema.ts'
import { openSealed, sealObject } from '../pictures/sealed-object.ts'
import type { SealedKind } from '../pictures/sealed-object.ts'
import { Rest } from '../pictures/rest.ts'
import type { Update } from '../raster/operation.ts'
import type { JournalRecord, ParticipantRecord } from './journal-record.ts'
import type { JournalStorage } from './journal-storage.ts'
import { replayJournal } from './replay-journal.ts'
import { recordsOf, scanRecords } from './scan-records.ts'

/** The last day that a Date knows. */
const dateMsMax = 8.64e15
const branchSchema = struct({
  keptMs: uint(dateMsMax),
  fromSeq: uint(Number.MAX_SAFE_INTEGER),
  updates: uint(0xffffffff),
  /** The segments, one behind another. */
  bytes: blob(0xffffffff),
})

const branchKind: SealedKind<TypeOf<typeof branchSchema>> = {
  magic: 'GSBR',
  version: 1,
  schema: branchSchema,
  what: 'What was drawn on this computer before and is not in this picture',
}

export interface Branch {
  /** Numbered fromSeq, fromSeq + 1, …; the updates before are those of the picture that goes on. */
  readonly updates: readonly Update[]
  readonly fromSeq: number
  readonly participants: readonly ParticipantRecord[]
  readonly leftOut: ReadonlySet<number>
}

/** A branch that can be read, under the name that its storage gave it. */
export interface KeptBranch {
  readonly name: string
  readonly updates: number
  readonly keptMs: number
}

/** For who has nobody to wait for. */
const restless = new Rest(() => Promise.resolve())

/** What records that lie in no picture after `forkSeq` say of it. */
export function branchOf(records: readonly JournalRecord[], forkSeq: number): Branch {
  const { updates, participants, leftOut } = replayJournal(records, forkSeq)
  return { updates, fromSeq: forkSeq + 1, participants, leftOut }
}

/**
 * Keeps the branch that these segments have; returns under which name. One that has all of it already, since a crash came
 * before the segments were removed, is it.
 */
export async function keepBranch(
  storage: JournalStorage,
  branch: Branch,
  segments: readonly Uint8Array[],
  keptMs: number,
  rest: Rest,
): Promise<string> {
  for (const name of await storage.branches()) {
    const kept = await readBranch(storage, name, rest).catch(ignoreStorageError)
    if (kept !== undefined && hasAllOf(kept, branch)) return name
  }
  const { fromSeq, updates } = branch
  return storage.keepBranch(
    sealObject(branchKind, { keptMs, fromSeq, updates: updates.length, bytes: concatBytes(segments) }),
  )
}

/** Every branch that can be offered, the newest first, and a sentence for what can't. */
export async function findBranches(
  storage: JournalStorage,
  rest = restless,
): Promise<{ branches: readonly KeptBranch[]; notices: readonly string[] }> {
  const branches: KeptBranch[] = []
  const notices: string[] = []
  const orTell = (error: unknown): undefined => {
    if (!(error instanceof StorageError)) throw error
    notices.push(error.message)
  }
  for (const name of (await storage.branches().catch(orTell)) ?? []) {
    const found = await readBranch(storage, name, rest).catch(orTell)
    if (found !== undefined) branches.unshift({ name, updates: found.updates.length, keptMs: found.keptMs })
  }
  return { branches: branches.sort((a, b) => b.keptMs - a.keptMs), notices }
}

/** All of it. StorageError('corrupt') where something is missing, ('invalid') when a newer version wrote it, or what the storage says. */
export async function readBranch(
  storage: JournalStorage,
  name: string,
  rest = restless,
): Promise<Branch & { readonly keptMs: number }> {
  const stored = await storage.readBranch(name)
  try {
    const { keptMs, fromSeq, updates, bytes } = openSealed(branchKind, stored)
    if (fromSeq === 0) throw damaged('it begins with update 0')
    const branch = branchOf(withoutRepeats(recordsOf(await scanRecords(bytes, rest))), fromSeq - 1)
    const gap = branch.updates.findIndex(({ seq }, at) => seq !== fromSeq + at)
    if (gap >= 0) throw damaged(`update ${fromSeq + gap} is missing`)
    if (branch.updates.length !== updates || updates === 0)
      throw damaged(`it has ${branch.updates.length} updates, not ${updates}`)
    return { ...branch, keptMs }
  } catch (error) {
    if (!(error instanceof StorageError)) throw error
    throw new StorageError(
      error.code,
      `${error.message} It can’t be kept as a picture of its own; what there is stays as ${name}.`,
    )
  }
}

/** An epoch is said again at the beginning of each segment; what follows its first record is its own. */
export function withoutRepeats(records: readonly JournalRecord[]): JournalRecord[] {
  const begun = new Set<number>()
  return records.filter((record) => {
    if (record.kind !== 'epoch') return true
    const isFirst = !begun.has(record.epoch)
    begun.add(record.epoch)
    return isFirst
  })
}

function hasAllOf(kept: Branch, branch: Branch): boolean {
  return branch.updates.every((update) => {
    const other = kept.updates[update.seq - kept.fromSeq]
    return other !== undefined && isSame(update, other)
  })
}

function isSame(one: Update, other: Update): boolean {
  return (
    one.author === other.author &&
    one.clientSeq === other.clientSeq &&
    one.operation.length === other.operation.length &&
    one.operation.every((byte, at) => byte === other.operation[at])
  )
}

function ignoreStorageError(error: unknown): undefined {
  if (!(error instanceof StorageError)) throw error
}

function damaged(why: string): StorageError {
  return new StorageError('corrupt', `${branchKind.what} is damaged: ${why}.`)
}
