// The table of the origin, read over live items: an item on the heap names a run, and is live while that is the task's current run
// and not done. A: no row, or deleted; B: scheduled; C: waiting; _1: its live item is on the heap, _2: it is not. What lies on the heap
// of a run that is done is stale, and harmless: so A_1 and C_1 are no states of a live item.
//
// Derived from SCHEDULER.md's operations and the origin's labels. A run is named anew only where its row leaves it, so a move within
// B is to B_2. Not explored, and no cell: a clock that is set back (schedule names a run anew then, B_1 to B_2), a sysdb that is
// older than its heap (claim takes its number up, B_2 to B_1), and rows that end after their grace (A_2 to A_2).
//
// `expectedCells` says for each move by which operations it happens, or why it can't; an exploration records what did.

import type { TaskRow } from '../../scheduler/sysdb.ts'
import { isOnHeap } from './invariants.ts'
import type { WorldView } from './explored-types.ts'
import type { Move } from './world.ts'

export const letters = ['A_1', 'A_2', 'B_1', 'B_2', 'C_1', 'C_2'] as const
export type Letter = (typeof letters)[number]

export interface Cell {
  /** What the origin's table calls it. */
  readonly label: string
  /** The operations that make this move; none: it is impossible. */
  readonly by: readonly string[]
  readonly reason: string
}

const bothStores = 'one step would change both stores'
const onlyStale = 'what is on the heap of a task that is not scheduled is stale: no live item is there'
const runs = 'the run is done, nothing new came'
/** `gone`: a run found that somebody's hand removed it. */
const deletes = 'the picture was deleted'
const writes = 'a write came'

function possible(label: string, reason: string, ...by: readonly string[]): Cell {
  return { label, by, reason }
}
function impossible(label: string, reason: string): Cell {
  return { label, by: [], reason }
}
const same: Cell = { label: '-', by: [], reason: 'no move' }

function fromStale(at: Letter): Readonly<Record<Letter, Cell>> {
  const never = impossible('IMP2', onlyStale)
  return Object.fromEntries(letters.map((to) => [to, to === at ? same : never])) as Record<Letter, Cell>
}

/** By where a move begins, then where it ends. */
export const expectedCells: Readonly<Record<Letter, Readonly<Record<Letter, Cell>>>> = {
  A_1: fromStale('A_1'),
  A_2: {
    A_1: impossible('IMP1', 'a task is pushed after it was made'),
    A_2: same,
    B_1: impossible('X', bothStores),
    B_2: possible(
      'NEW1',
      'a picture is opened for the first time, or written without a task',
      'open',
      'create',
    ),
    C_1: impossible('X', bothStores),
    C_2: possible('NO1', 'a picture is opened for the first time, and all of it is saved', 'open'),
  },
  B_1: {
    A_1: impossible(
      'stale',
      'what was live on the heap is stale once the task is deleted: the move is B_1 to A_2',
    ),
    A_2: possible('YES1', deletes, 'delete', 'gone'),
    B_1: same,
    B_2: possible(
      'next',
      'the run ended and more came, it failed or was put off, it is due sooner, or another shard has it now: the next run. Never by taking what is not done off the heap (IMP3 of the origin)',
      'finish',
      'fail',
      'postpone',
      'scheduleNow',
      'open',
    ),
    C_1: impossible(
      'stale',
      'what was live on the heap is stale once the run is done: the move is B_1 to C_2',
    ),
    C_2: possible('YES2', `${runs}; or who opened it found it saved`, 'finish', 'open'),
  },
  B_2: {
    A_1: impossible('X', bothStores),
    A_2: possible('GC2', `${deletes}, before it was pushed`, 'delete', 'gone'),
    B_1: possible('NEW2', 'the outbox is on the heap', 'push'),
    B_2: same,
    C_1: impossible('X', bothStores),
    C_2: possible(
      'YES2',
      `${runs}: it was run inline, before it was pushed; or who opened it found it saved`,
      'finish',
      'open',
    ),
  },
  C_1: fromStale('C_1'),
  C_2: {
    A_1: impossible('X', bothStores),
    A_2: possible('YES1', `${deletes}; that it is gone was found by a preview's run`, 'delete', 'gone'),
    B_1: impossible('X', bothStores),
    B_2: possible(
      'YES3',
      `${writes}; or who opened it found more than is saved`,
      'schedule',
      'scheduleNow',
      'open',
    ),
    C_1: impossible('IMP4', 'what waits is not pushed: a push names a run that is scheduled'),
    C_2: same,
  },
}

/** Beside the table: a picture of ours can be brought back for a while. Its next run is a new one, so done stays done. */
export const restoring = { from: 'A_2', to: 'B_2', by: 'restore' } as const

/** How often each move was seen: 'B_2 B_1 push'. */
export type SeenMoves = readonly (readonly [move: string, times: number])[]

export class StateTable {
  private readonly times = new Map<string, number>()

  record(before: WorldView, after: WorldView, move: Move): void {
    const { call } = move
    if (call === undefined || (call.store !== 'sysdb' && call.store !== 'objects')) return
    if (before.sysdb === after.sysdb && before.objects === after.objects) return
    const from = letterOf(before)
    const to = letterOf(after)
    if (from === to) return
    const by = call.store === 'sysdb' ? call.method : to === 'B_1' ? 'push' : 'prune'
    this.add([[`${from} ${to} ${by}`, 1]])
  }

  add(moves: SeenMoves): void {
    for (const [move, times] of moves) this.times.set(move, (this.times.get(move) ?? 0) + times)
  }

  seen(): SeenMoves {
    return [...this.times]
  }

  /** What was seen and is impossible. */
  impossible(): readonly string[] {
    const wrong: string[] = []
    for (const name of this.times.keys()) {
      const [from, to, by] = name.split(' ') as [Letter, Letter, string]
      if (from === restoring.from && to === restoring.to && by === restoring.by) continue
      if (!expectedCells[from][to].by.includes(by)) wrong.push(`${from} to ${to} was made by ${by}`)
    }
    return wrong
  }

  /** What is possible and was not seen. */
  unseen(): readonly string[] {
    return allMoves().flatMap(([from, to, by]) =>
      this.times.has(`${from} ${to} ${by}`) ? [] : [`${from} to ${to} by ${by} was never seen`],
    )
  }

  /** The table as the origin prints it, columns are where a move begins; below it what each cell stands for. */
  text(): string {
    const width = 7
    const line = (cells: readonly string[]): string => cells.map((cell) => cell.padEnd(width)).join('')
    const rows = letters.map((to) => line([to, ...letters.map((from) => expectedCells[from][to].label)]))
    const legend = letters.flatMap((from) =>
      letters
        .filter((to) => to !== from)
        .map((to) => {
          const { label, by, reason } = expectedCells[from][to]
          const how = by
            .map((one) => `${one} (seen ${this.times.get(`${from} ${to} ${one}`) ?? 0})`)
            .join(', ')
          return `${from} to ${to}  ${label.padEnd(6)}${by.length === 0 ? `impossible: ${reason}` : `${how}: ${reason}`}`
        }),
    )
    const restored = this.times.get(`${restoring.from} ${restoring.to} ${restoring.by}`) ?? 0
    const beside = `beside it: ${restoring.from} to ${restoring.to} by restore (seen ${restored}): a deleted picture is brought back`
    return [line(['to\\from', ...letters]), ...rows, '', ...legend, beside].join('\n')
  }
}

function allMoves(): readonly (readonly [Letter, Letter, string])[] {
  return letters.flatMap((from) =>
    letters.flatMap((to) => expectedCells[from][to].by.map((by) => [from, to, by] as const)),
  )
}

function letterOf(view: WorldView): Letter {
  const row: TaskRow | undefined = view.sysdb.rows.find(({ kind }) => kind === 'persist')
  if (row === undefined || row.status === 'deleted') return 'A_2'
  if (row.nextRunMs === undefined) return 'C_2'
  return isOnHeap(row, view.objects.runs.get(row.shard) ?? []) ? 'B_1' : 'B_2'
}
