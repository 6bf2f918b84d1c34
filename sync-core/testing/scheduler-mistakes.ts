// Mistakes of SCHEDULER.md that are planted around the real scheduler, at its ports: each way of trying all that can happen must
// find them.

import type { ObjectStore } from '../pictures/object-store.ts'
import type { Heap } from '../scheduler/heap-port.ts'
import type { ShardOwner, Sysdb } from '../scheduler/sysdb.ts'
import { savedCursor } from '../scheduler/tender.ts'
import type { WriteLog } from '../scheduler/write-log.ts'
import { instead } from './instead.ts'

interface SchedulerPorts {
  readonly sysdb: Sysdb
  readonly log: WriteLog
  readonly owner: ShardOwner
}

export function ackedBefore(heap: Heap, { sysdb }: SchedulerPorts): Heap {
  return instead(heap, {
    push: async (shard, runs, nowMs) => {
      await sysdb.ackPush(runs)
      await heap.push(shard, runs, nowMs)
    },
  })
}

/** What was read before is written back without what is done, whatever came meanwhile. */
export function prunedBlindly(
  heap: Heap,
  objects: ObjectStore,
  heapOver: (store: ObjectStore) => Heap,
): Heap {
  const blind = heapOver(
    instead(objects, {
      compareAndSwap: async (key, bytes) => {
        await objects.put(key, bytes)
        return (await objects.getTagged(key, Infinity))!.etag
      },
    }),
  )
  return instead(heap, {
    prune: async (shard, runs, nowMs) => {
      await blind.peekDue(shard, nowMs, 100)
      await blind.prune(shard, runs, nowMs)
    },
  })
}

export function cursorBefore<Ports extends SchedulerPorts>(ports: Ports): Ports {
  const { sysdb, log, owner } = ports
  let read = ''
  return {
    ...ports,
    log: {
      after: async (cursor: string) => {
        const logged = await log.after(cursor)
        read = logged.cursor
        return logged
      },
    },
    sysdb: instead(sysdb, {
      schedule: async (writes, shard) => {
        if (writes.length > 0) await sysdb.saveCursor(shard, owner, savedCursor(owner, read))
        return sysdb.schedule(writes, shard)
      },
    }),
  }
}

export function withoutOutbox<Ports extends SchedulerPorts>(ports: Ports): Ports {
  return { ...ports, sysdb: instead(ports.sysdb, { outbox: () => Promise.resolve([]) }) }
}
