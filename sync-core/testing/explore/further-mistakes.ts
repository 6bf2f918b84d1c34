// Mistakes beside the ten: what the checks of I6, I7 and I8 see, so that each of them has been seen to fail; and a late opening.

import { MemorySysdb } from '../memory-sysdb.ts'
import type { DueRun, Task, TaskKind } from '../../scheduler/task.ts'
import type { WantedSeq } from '../../scheduler/sysdb.ts'
import type { Mutant } from './mutants.ts'
import type { JournalState, PictureState } from './picture-model.ts'
import { tasksOf, type Ports } from './ports.ts'

export const furtherMistakes: readonly Mutant[] = [
  {
    name: 'a snapshot is swapped by whoever has one',
    plant: { tasks: (ports) => tasksOf({ ...ports, picture: withNewestEpoch(ports) }) },
    scene: 'zombie',
    breaks: ['I3', 'I6'],
  },
  {
    name: 'journal trimmed before the swap',
    plant: { tasks: trimmedBefore },
    scene: 'crash',
    breaks: ['I6'],
  },
  { name: 'everything folded again', plant: { tasks: foldedTwice }, scene: 'write', breaks: ['I6'] },
  {
    name: 'delete leaves the row live',
    plant: {
      sysdb: (nowMs) =>
        new (class extends MemorySysdb {
          override async delete(...asked: Parameters<MemorySysdb['delete']>): Promise<readonly DueRun[]> {
            const before = { ...this.tasks.get({ picture: asked[0], kind: 'persist' })! }
            await super.delete(...asked)
            this.tasks.put(before)
            return this.outbox(asked[1], 100)
          }
        })(nowMs),
    },
    scene: 'delete',
    breaks: ['I7'],
  },
  {
    name: 'a late write revives what was deleted',
    plant: { sysdb: (nowMs) => new RevivingSysdb(nowMs) },
    scene: 'delete late',
    breaks: ['I7'],
  },
  {
    name: 'nobody sweeps what was deleted',
    plant: { ports: (ports) => ({ ...ports, picture: withoutSweep(ports) }) },
    scene: 'delete',
    breaks: ['I7'],
  },
  {
    name: 'opened for whoever has claimed the picture before',
    plant: {
      sysdb: (nowMs) =>
        new (class extends MemorySysdb {
          protected override isSuperseded(): boolean {
            return false
          }
        })(nowMs),
    },
    scene: 'move',
    breaks: ['I2', 'I9'],
  },
  {
    name: 'the journal is trimmed with the swap in one step',
    plant: { together: { 'picture.swap': { store: 'journal', method: 'trim', args: [1] } } },
    scene: 'write',
    breaks: ['I8'],
  },
]

/** The same fold, swapped under the epoch of now. */
function withNewestEpoch({ picture }: Ports): Ports['picture'] {
  return async (method, args) => {
    if (method !== 'swap') return picture(method, args)
    const { epoch } = (await picture('look', [])) as PictureState
    return picture('swap', [epoch, args[1]])
  }
}

function trimmedBefore(ports: Ports): Readonly<Record<TaskKind, Task>> {
  return tasksOf({
    ...ports,
    picture: async (method, args) => {
      if (method === 'swap') await ports.journal('trim', [(args[1] as readonly number[]).length])
      return ports.picture(method, args)
    },
  })
}

function foldedTwice(ports: Ports): Readonly<Record<TaskKind, Task>> {
  return tasksOf({
    ...ports,
    picture: async (method, args) => {
      if (method !== 'swap') return ports.picture(method, args)
      const { tail } = (await ports.journal('tail', [])) as JournalState
      return ports.picture('swap', [args[0], [...(args[1] as readonly number[]), tail]])
    },
  })
}

function withoutSweep({ picture }: Ports): Ports['picture'] {
  return (method, args) => (method === 'sweep' ? Promise.resolve(false) : picture(method, args))
}

/** A deleted picture that is written to is taken for one that was just made. */
class RevivingSysdb extends MemorySysdb {
  override async schedule(writes: readonly WantedSeq[], shard: number): ReturnType<MemorySysdb['schedule']> {
    for (const { picture } of writes) {
      const row = this.tasks.get({ picture, kind: 'persist' })
      if (row?.status === 'deleted') await super.restore(picture, shard)
    }
    return super.schedule(writes, shard)
  }
}
