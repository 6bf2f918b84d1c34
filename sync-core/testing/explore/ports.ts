// The ports of an explored host, each call of which waits at its gate, and its tasks: a persist takes the picture (a new epoch),
// reads the journal to its end, and swaps the snapshot.

import type { ObjectStore } from '../../pictures/object-store.ts'
import type { ShardOwner, Sysdb } from '../../scheduler/sysdb.ts'
import type { Task, TaskKind } from '../../scheduler/task.ts'
import type { WriteLog } from '../../scheduler/write-log.ts'
import { instead } from '../instead.ts'
import type { Gate, Gates } from './life.ts'
import { isLeft, type JournalState, type PictureState } from './picture-model.ts'

export const explored = 'aaaaaaaaaaaaaaaaaaaaaaaaaa'

export const heapFolder = 'heap'

/** The ports of a process, each call of which waits at its gate. */
export interface Ports {
  readonly sysdb: Sysdb
  readonly objects: ObjectStore
  readonly log: WriteLog
  readonly owner: ShardOwner
  readonly picture: Gate
  readonly journal: Gate
  /** While a picture is being opened, no write of it is scheduled: what it is has to be known first. */
  readonly opening: { isUnderWay: boolean }
}

export function gatedPorts(gates: Gates, owner: ShardOwner, wakes: readonly TaskKind[]): Ports {
  const journal = gates.gate('journal')
  const opening = { isUnderWay: false }
  return {
    sysdb: wakingOnly(wakes, everyCall<Sysdb>(gates.gate('sysdb'))),
    objects: everyCall<ObjectStore>(gates.gate('objects'), { place: 'bucket' }),
    log: {
      after: async (cursor) => {
        if (opening.isUnderWay) return { writes: [], cursor }
        return writesAfter(owner, cursor, (await journal('tail', [])) as JournalState)
      },
    },
    opening,
    owner,
    picture: gates.gate('picture'),
    journal,
  }
}

/** The kinds that a persist wakes are tasks like it: most scenes do without. */
function wakingOnly(kinds: readonly TaskKind[], sysdb: Sysdb): Sysdb {
  return instead(sysdb, {
    finish: (claim, finished) => {
      const wakes = finished.wakes.filter(({ kind }) => kinds.includes(kind))
      return sysdb.finish(claim, { ...finished, wakes })
    },
  })
}

function writesAfter(
  owner: ShardOwner,
  cursor: string,
  journal: JournalState,
): Awaited<ReturnType<WriteLog['after']>> {
  const seq = lastOf(journal, hostOf(owner))
  if (seq <= Number(cursor)) return { writes: [], cursor }
  return { writes: [{ picture: explored, seq, epoch: journal.epochs[seq - 1]! }], cursor: `${seq}` }
}

/** The last write in a host's journal; 0 while there is none. */
export function lastOf({ by }: JournalState, host: number): number {
  return by.lastIndexOf(host) + 1
}

export function hostOf({ owner }: ShardOwner): number {
  return Number(owner.slice('host'.length))
}

function everyCall<Port extends object>(gate: Gate, constants: Partial<Port> = {}): Port {
  const calls = new Map<string, unknown>(Object.entries(constants))
  return new Proxy({} as Port, {
    get: (_, name) => {
      if (typeof name === 'symbol' || name === 'then') return undefined
      if (!calls.has(name)) calls.set(name, (...args: readonly unknown[]) => gate(name, args))
      return calls.get(name)
    },
  })
}

/** Takes the picture, folds what the journal has, swaps the snapshot; the journal keeps what is after the snapshot before. */
export function persistTask({ picture, journal }: Ports): Task {
  return async () => {
    const taken = (await picture('take', [])) as PictureState
    if (!isLeft(taken)) return { kind: 'gone' }
    if (taken.status === 'deleted') return { kind: 'later', sentence: 'The picture was deleted.' }
    const { from, tail } = (await journal('tail', [])) as JournalState
    const last = taken.folded.length
    if (tail > last) {
      const first = Math.max(from, last + 1)
      const fresh = Array.from({ length: tail - first + 1 }, (_, at) => first + at)
      await picture('swap', [taken.epoch, [...taken.folded, ...fresh]])
      await journal('trim', [last])
    }
    return { kind: 'done', seq: tail, key: `snapshot ${tail}` }
  }
}

export function sweepTask({ picture }: Ports): Task {
  return async () => {
    const isSwept = (await picture('sweep', [])) as boolean
    return isSwept ? { kind: 'gone' } : { kind: 'later', sentence: 'The picture is not deleted.' }
  }
}

/** A preview: of what is there. */
function lookTask({ picture }: Ports): Task {
  return async (_, { wantSeq }) => {
    const found = (await picture('look', [])) as PictureState
    return isLeft(found) ? { kind: 'done', seq: wantSeq, key: '' } : { kind: 'gone' }
  }
}

export function tasksOf(ports: Ports): Readonly<Record<TaskKind, Task>> {
  return {
    persist: persistTask(ports),
    sweep: sweepTask(ports),
    preview: lookTask(ports),
    compact: lookTask(ports),
  }
}
