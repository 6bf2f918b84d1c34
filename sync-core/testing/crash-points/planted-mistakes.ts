// Mistakes of SCHEDULER.md, planted one at a time around the real code: the sweep must find each.

import type { ObjectStore } from '../../pictures/object-store.ts'
import type { Heap } from '../../scheduler/heap-port.ts'
import type { Claim, Finished, TaskRow } from '../../scheduler/sysdb.ts'
import type { DueRun } from '../../scheduler/task.ts'
import { savedCursor } from '../../scheduler/tender.ts'
import { MemorySysdb } from '../memory-sysdb.ts'
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
  { name: 'unconditional prune', plant: { heap: prunedBlindly }, place: memoryPlace(), way: /stalls-.*I1/ },
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
]

function ackedBefore(heap: Heap, { sysdb }: HostPorts): Heap {
  return {
    push: async (shard, runs, nowMs) => {
      await sysdb.ackPush(runs)
      await heap.push(shard, runs, nowMs)
    },
    peekDue: (...asked) => heap.peekDue(...asked),
    prune: (...asked) => heap.prune(...asked),
  }
}

function cursorBefore(ports: HostPorts): HostPorts {
  const { sysdb, log, owner } = ports
  let read = ''
  return {
    ...ports,
    log: {
      after: async (cursor) => {
        const logged = await log.after(cursor)
        read = logged.cursor
        return logged
      },
    },
    sysdb: instead(sysdb, {
      schedule: async (writes, shard) => {
        await sysdb.saveCursor(shard, owner, savedCursor(owner, read))
        return sysdb.schedule(writes, shard)
      },
    }),
  }
}

/** What was read before is written back without what is done, whatever came meanwhile. */
function prunedBlindly(heap: Heap, { heapObjects }: HostPorts, heapOver: (store: ObjectStore) => Heap): Heap {
  const blind = heapOver(
    instead(heapObjects, {
      compareAndSwap: async (key, bytes) => {
        await heapObjects.put(key, bytes)
        return (await heapObjects.getTagged(key, Infinity))!.etag
      },
    }),
  )
  return {
    push: (...asked) => heap.push(...asked),
    peekDue: (...asked) => heap.peekDue(...asked),
    prune: async (shard, runs, nowMs) => {
      await blind.peekDue(shard, nowMs, 100)
      await blind.prune(shard, runs, nowMs)
    },
  }
}

function withoutOutbox(ports: HostPorts): HostPorts {
  return { ...ports, sysdb: instead(ports.sysdb, { outbox: () => Promise.resolve([]) }) }
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

/** The same, with other methods in front of its own. */
function instead<T extends object>(real: T, own: Partial<T>): T {
  return new Proxy(real, {
    get: (_, name) => (Reflect.get(own, name) ?? Reflect.get(real, name)) as unknown,
  })
}
