// Mistakes of SCHEDULER.md, planted one at a time around the real code: the sweep must find each.

import type { Claim, Finished, TaskRow } from '../../scheduler/sysdb.ts'
import type { DueRun } from '../../scheduler/task.ts'
import { instead } from '../instead.ts'
import { MemorySysdb } from '../memory-sysdb.ts'
import { ackedBefore, cursorBefore, prunedBlindly, withoutOutbox } from '../scheduler-mistakes.ts'
import type { HostPorts, Plant } from './crash-host.ts'
import { memoryPlace, type CrashPlace } from './crash-stores.ts'

export interface PlantedMistake {
  readonly name: string
  readonly plant: Plant
  readonly place: CrashPlace
  /** How it is found. */
  readonly way: RegExp
}

export const plantedMistakes: readonly PlantedMistake[] = [
  { name: 'ack before push', plant: { heap: ackedBefore }, place: memoryPlace(), way: /I1/ },
  { name: 'cursor before schedule', plant: { ports: cursorBefore }, place: memoryPlace(), way: /I2/ },
  {
    name: 'finish without the fence',
    plant: {},
    place: memoryPlace((nowMs) => new UnfencedSysdb(nowMs)),
    way: /stalls-longer.*I3/,
  },
  {
    name: 'unconditional prune',
    plant: { heap: (heap, { heapObjects }, heapOver) => prunedBlindly(heap, heapObjects, heapOver) },
    place: memoryPlace(),
    way: /stalls-.*I1/,
  },
  { name: 'no outbox scan', plant: { ports: withoutOutbox }, place: memoryPlace(), way: /I9/ },
  {
    name: 'finish without the want check',
    plant: {},
    place: memoryPlace((nowMs) => new ContentSysdb(nowMs)),
    way: /I2/,
  },
  {
    name: 'run not bumped',
    plant: {},
    place: memoryPlace((nowMs) => new SameRunSysdb(nowMs)),
    way: /I4/,
  },
  {
    name: 'lease shorter than the cadence',
    plant: { ports: shortlyLeased },
    place: memoryPlace(),
    way: /I5/,
  },
  { name: 'gone without a sweep', plant: { ports: unswept }, place: memoryPlace(), way: /I7/ },
]

/** What a run finds deleted waits for the next start. */
function unswept(ports: HostPorts): HostPorts {
  const { sysdb } = ports
  return { ...ports, sysdb: instead(sysdb, { gone: (claim) => sysdb.gone(claim) }) }
}

function shortlyLeased(ports: HostPorts): HostPorts {
  const { sysdb } = ports
  return { ...ports, sysdb: instead(sysdb, { claim: (run) => sysdb.claim(run, 2000) }) }
}

/** Who comes late counts, too, and says what is done. */
class UnfencedSysdb extends MemorySysdb {
  override finish(claim: Claim, finished: Finished): Promise<readonly DueRun[] | undefined> {
    const row = this.tasks.get(claim)
    if (row !== undefined) row.doneSeq = Math.min(row.doneSeq, finished.seq)
    return super.finish(claim, finished)
  }

  protected override isFenced(): boolean {
    return true
  }
}

class ContentSysdb extends MemorySysdb {
  protected override isAllDone(): boolean {
    return true
  }
}

class SameRunSysdb extends MemorySysdb {
  protected override runAfter(row: TaskRow): number {
    return row.run
  }
}
