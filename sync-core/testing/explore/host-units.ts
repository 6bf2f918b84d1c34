// An explored host: the real Scheduler over the real heap, never started; the explorer begins its steps instead of its timers.

import type { Limits } from '../../base/limits.ts'
import type { ObjectStore } from '../../pictures/object-store.ts'
import type { Heap } from '../../scheduler/heap-port.ts'
import { Scheduler } from '../../scheduler/scheduler.ts'
import { StoredHeap } from '../../scheduler/stored-heap.ts'
import type { ShardOwner } from '../../scheduler/sysdb.ts'
import type { MemorySysdb } from '../memory-sysdb.ts'
import type { Gates, Units } from './life.ts'
import type { PictureState } from './picture-model.ts'
import { explored, gatedPorts, heapFolder, tasksOf, type Ports } from './ports.ts'

/** A mistake that is planted. */
export interface Plant {
  readonly sysdb?: (nowMs: () => number) => MemorySysdb
  readonly ports?: (ports: Ports) => Ports
  /** `heapOver`: another heap of the same host, over other objects. */
  readonly heap?: (heap: Heap, ports: Ports, heapOver: (store: ObjectStore) => Heap) => Heap
}

export interface HostPlan {
  readonly limits: Limits
  readonly owner: ShardOwner
  readonly shard: number
  readonly plant: Plant
}

export function hostUnits(gates: Gates, { limits, owner, shard, plant }: HostPlan): Units {
  const gated = gatedPorts(gates, owner)
  const ports = plant.ports?.(gated) ?? gated
  const { sysdb, log, picture } = ports
  const { clock } = gates
  const random = (): number => 0
  const heapOver = (store: ObjectStore): Heap =>
    new StoredHeap({
      store,
      folder: heapFolder,
      clock,
      limits,
      random,
      onLost: (lost) => Promise.resolve(scheduler.heapLost(lost)),
    })
  const ownHeap = heapOver(ports.objects)
  const heap = plant.heap?.(ownHeap, ports, heapOver) ?? ownHeap
  const scheduler = new Scheduler({
    clock,
    limits,
    sysdb,
    heap,
    log,
    owner,
    random,
    shards: [shard],
    tasks: tasksOf(ports),
    onNote: () => undefined,
  })
  return {
    memory: { scheduler, ownHeap },
    apart: [limits, owner],
    steps: {
      keep: () => scheduler['keeper'].keep(),
      tender: () => scheduler['tender'].tick(),
      scan: () => scheduler['outbox'].scan(),
      runner: () => scheduler['runner'].tick(),
      adopt: () => scheduler.adopt(explored),
      /** The last one left: what is not persisted is, and the picture is closed if still nobody is there. */
      leave: async (seq) => {
        await scheduler.persistNow(explored, Number(seq))
        await picture('evict', [])
      },
      delete: async () => {
        await picture('remove', [])
        await scheduler.deleted(explored)
      },
      restore: async () => {
        if ((await picture('restore', [])) as boolean) await scheduler.restored(explored)
      },
      /** At its start, a host asks the pictures which of them are deleted. */
      recover: async () => {
        const found = (await picture('look', [])) as PictureState
        if (found.status === 'deleted') await scheduler.deleted(explored)
      },
    },
  }
}
