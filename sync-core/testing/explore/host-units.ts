// An explored host: the real Scheduler over the real heap, never started; the explorer begins its steps instead of its timers.

import type { Limits } from '../../base/limits.ts'
import type { ObjectStore } from '../../pictures/object-store.ts'
import type { Heap } from '../../scheduler/heap-port.ts'
import { Scheduler } from '../../scheduler/scheduler.ts'
import { StoredHeap } from '../../scheduler/stored-heap.ts'
import type { ShardOwner } from '../../scheduler/sysdb.ts'
import type { Task, TaskKind } from '../../scheduler/task.ts'
import type { MemorySysdb } from '../memory-sysdb.ts'
import type { Gates, Units } from './life.ts'
import type { JournalState, PictureState } from './picture-model.ts'
import type { Also } from './explored-types.ts'
import { explored, gatedPorts, heapFolder, hostOf, tasksOf, type Ports } from './ports.ts'

/** A mistake that is planted. */
export interface Plant {
  readonly sysdb?: (nowMs: () => number) => MemorySysdb
  readonly ports?: (ports: Ports) => Ports
  /** `heapOver`: another heap of the same host, over other objects. */
  readonly tasks?: (ports: Ports) => Readonly<Record<TaskKind, Task>>
  /** Calls that take another one with them, in the same step. */
  readonly together?: Readonly<Record<string, Also>>
  readonly heap?: (heap: Heap, ports: Ports, heapOver: (store: ObjectStore) => Heap) => Heap
}

export interface HostPlan {
  readonly limits: Limits
  readonly owner: ShardOwner
  /** Its own first. */
  readonly shards: readonly number[]
  /** What a persist gives work to. */
  readonly wakes: readonly TaskKind[]
  readonly plant: Plant
}

export function hostUnits(gates: Gates, { limits, owner, shards, wakes, plant }: HostPlan): Units {
  const gated = gatedPorts(gates, owner, wakes)
  const ports = plant.ports?.(gated) ?? gated
  const { sysdb, log, picture, journal, opening } = ports
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
    shards,
    tasks: plant.tasks?.(ports) ?? tasksOf(ports),
    onNote: () => undefined,
  })
  return {
    memory: () => ({ ...memoryOf(scheduler), ownHeap, opening }),
    apart: [limits, owner],
    steps: {
      keep: () => scheduler['keeper'].keep(),
      tender: () => scheduler['tender'].tick(),
      scan: () => scheduler['outbox'].scan(),
      runner: () => scheduler['runner'].tick(),
      /** Somebody opens it here: nobody else's snapshot counts from now on. */
      adopt: async () => {
        opening.isUnderWay = true
        try {
          const { status, folded, epoch } = (await picture('take', [hostOf(owner)])) as PictureState
          if (status !== 'there') return
          const { tail } = (await journal('tail', [])) as JournalState
          const isNewest = async (): Promise<boolean> => {
            const found = (await picture('look', [])) as PictureState
            return found.status === 'there' && found.epoch === epoch
          }
          await scheduler.adopt(explored, { epoch, seq: tail, savedSeq: folded.length, isNewest })
        } finally {
          opening.isUnderWay = false
        }
      },
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

/** A shard's cursor is looked at once: the tender has its own from then on. */
function memoryOf(scheduler: Scheduler): object {
  const keeper = scheduler['keeper']
  if (scheduler['tender']['cursor'] === undefined) return { scheduler }
  const leases = [...keeper['kept'].values()].map(({ leaseUntilMs }) => leaseUntilMs)
  return { scheduler: { ...Object.fromEntries(Object.entries(scheduler)), keeper: leases } }
}
