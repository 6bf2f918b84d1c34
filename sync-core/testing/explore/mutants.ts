// The ten mistakes of SCHEDULER.md, each planted alone: a port, or a WHERE of sysdb, that says something else. The product has no switches.

import { limits } from '../../base/limits.ts'
import { MemorySysdb } from '../memory-sysdb.ts'
import { ackedBefore, cursorBefore, prunedBlindly, withoutOutbox } from '../scheduler-mistakes.ts'
import type { Claim, Finished, TaskRow, WantedSeq } from '../../scheduler/sysdb.ts'
import type { DueRun, TaskRun } from '../../scheduler/task.ts'
import type { SceneName } from './explorations.ts'
import type { InvariantName } from './invariants.ts'
import type { Plant } from './host-units.ts'

export interface Mutant {
  readonly name: string
  readonly plant: Plant
  /** Where it is found. */
  readonly scene: SceneName
  /** Any of these may be what is seen first. */
  readonly breaks: readonly InvariantName[]
}

export const mutants: readonly Mutant[] = [
  { name: 'ack before push', plant: { heap: ackedBefore }, scene: 'write', breaks: ['I1'] },
  { name: 'cursor before schedule', plant: { ports: cursorBefore }, scene: 'write', breaks: ['I2'] },
  {
    name: 'finish without the want check',
    plant: {
      sysdb: (nowMs) =>
        new (class extends FinishingSysdb {
          protected override isAllDone(row: TaskRow): boolean {
            return this.isFinishing || super.isAllDone(row)
          }
        })(nowMs),
    },
    scene: 'write',
    breaks: ['I2', 'I9'],
  },
  {
    name: 'finish without the run and attempt fence (nor the guard behind it)',
    plant: { sysdb: (nowMs) => new UnfencedSysdb(nowMs) },
    scene: 'zombie',
    breaks: ['I3'],
  },
  {
    name: 'run not bumped',
    plant: {
      sysdb: (nowMs) =>
        new (class extends MemorySysdb {
          protected override runAfter(row: TaskRow): number {
            return row.run
          }
        })(nowMs),
    },
    scene: 'write',
    breaks: ['I4'],
  },
  {
    name: 'unconditional prune',
    plant: { heap: (heap, { objects }, heapOver) => prunedBlindly(heap, objects, heapOver) },
    scene: 'bucket',
    breaks: ['I1'],
  },
  { name: 'no outbox scan', plant: { ports: withoutOutbox }, scene: 'fault', breaks: ['I9'] },
  {
    name: 'row hidden during create',
    plant: { sysdb: (nowMs) => new HidingSysdb(nowMs) },
    scene: 'crash',
    breaks: ['I2', 'I9'],
  },
  {
    name: 'no due check in claim',
    plant: {
      sysdb: (nowMs) =>
        new (class extends MemorySysdb {
          protected override isDue(): boolean {
            return true
          }
        })(nowMs),
    },
    scene: 'reopen',
    breaks: ['I5'],
  },
  {
    name: 'lease shorter than the cadence',
    plant: {
      sysdb: (nowMs) =>
        new (class extends MemorySysdb {
          override claim(run: TaskRun): Promise<Claim | undefined> {
            return super.claim(run, limits.persistCadenceMs / 3)
          }
        })(nowMs),
    },
    scene: 'fault',
    breaks: ['I5'],
  },
]

/** Of the two guards of a finish each is enough: neither alone is a mistake that can be seen. */
export const fenceControls: readonly Mutant[] = [
  {
    name: 'finish without the run and attempt fence alone',
    plant: { sysdb: (nowMs) => new FencelessSysdb(nowMs) },
    scene: 'zombie',
    breaks: [],
  },
  {
    name: 'finish without "done never goes back" alone',
    plant: {
      sysdb: (nowMs) =>
        new (class extends MemorySysdb {
          override finish(claim: Claim, finished: Finished): ReturnType<MemorySysdb['finish']> {
            const row = this.tasks.get(claim)
            const isOurs = row?.status === 'live' && this.isFenced(row, claim)
            if (isOurs) row.doneSeq = Math.min(row.doneSeq, finished.seq)
            return super.finish(claim, finished)
          }
        })(nowMs),
    },
    scene: 'zombie',
    breaks: [],
  },
]

class FinishingSysdb extends MemorySysdb {
  protected isFinishing = false

  override finish(claim: Claim, finished: Finished): Promise<readonly DueRun[] | undefined> {
    this.isFinishing = true
    const ended = super.finish(claim, finished)
    this.isFinishing = false
    return ended
  }
}

/** A renewal is fenced as ever. */
class FencelessSysdb extends FinishingSysdb {
  protected override isFenced(row: TaskRow, claim: Claim): boolean {
    return this.isFinishing || super.isFenced(row, claim)
  }
}

/**
 * SCHEDULER.md's finish without its WHERE: done = seq, whoever says so. The product's has a second guard, done never goes back, which
 * alone keeps I3, too: so it is taken along.
 */
class UnfencedSysdb extends FencelessSysdb {
  override finish(claim: Claim, finished: Finished): Promise<readonly DueRun[] | undefined> {
    const row = this.tasks.get(claim)
    if (row !== undefined) row.doneSeq = Math.min(row.doneSeq, finished.seq)
    return super.finish(claim, finished)
  }
}

/** Nobody sees a task that was just made until its first push is acknowledged. */
class HidingSysdb extends MemorySysdb {
  override async schedule(
    writes: readonly WantedSeq[],
    shard: number,
  ): Promise<{ readonly due: readonly DueRun[]; readonly missing: readonly string[] }> {
    return super.schedule(
      writes.filter(({ picture }) => !this.isHidden(picture)),
      shard,
    )
  }

  override async outbox(shard: number, limit: number): Promise<readonly DueRun[]> {
    return (await super.outbox(shard, limit)).filter(({ picture }) => !this.isHidden(picture))
  }

  private isHidden(picture: string): boolean {
    const row = this.tasks.get({ picture, kind: 'persist' })
    return row !== undefined && row.run === 1 && row.heapRun === 0
  }
}
