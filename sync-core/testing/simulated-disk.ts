// One computer's storage, which outlives the processes that use it: the objects of the pictures, the files of the journal, and
// what the scheduler keeps. A process's death spares every byte that was written; a power cut spares what was synced, and maybe some of
// the rest. Faults are the same for both: calls that fail before or after they took effect, torn appends, a full disk.

import type { Prng } from '../base/prng.ts'
import type { HostFiles } from '../journal/host-files.ts'
import type { ObjectStore, StorePlace } from '../pictures/object-store.ts'
import type { Sysdb } from '../scheduler/sysdb.ts'
import { DiskFaults, type FaultCondition } from './disk-faults.ts'
import { MemorySysdb } from './memory-sysdb.ts'
import type { SimulatedClock } from './simulated-clock.ts'
import { SimulatedFiles } from './simulated-files.ts'
import { simulatedHostFiles } from './simulated-host-files.ts'
import { SimulatedJournal } from './simulated-journal.ts'
import { SimulatedObjects } from './simulated-objects.ts'
import type { SimulatedProcess } from './simulated-process.ts'
import { simulatedSysdb } from './simulated-sysdb.ts'

export class SimulatedDisk {
  readonly journal = new SimulatedFiles()
  /** Where the objects pretend to be: on this disk, or in a bucket, whose copies of the journal outlive it. */
  place: StorePlace = 'disk'
  readonly journalFaults: DiskFaults
  readonly objectFaults: DiskFaults
  /** Of what the scheduler keeps: its sysdb and the objects of its heap. */
  readonly taskFaults: DiskFaults
  readonly tasks: MemorySysdb
  private readonly heaps: SimulatedObjects
  private readonly pictures: SimulatedObjects
  private readonly prng: Prng

  constructor(clock: SimulatedClock, prng: Prng, onCall?: (line: () => string) => void) {
    this.prng = prng
    this.journalFaults = new DiskFaults(clock, prng, calmCondition(), onCall)
    this.objectFaults = new DiskFaults(clock, prng, calmCondition(), onCall)
    this.taskFaults = new DiskFaults(clock, prng, calmCondition(), onCall)
    this.pictures = new SimulatedObjects(clock, this.objectFaults)
    this.heaps = new SimulatedObjects(clock, this.taskFaults)
    this.tasks = new MemorySysdb(() => clock.nowMs())
  }

  get objects(): SimulatedFiles {
    return this.pictures.files
  }

  /** Everything not synced may be lost; calls on their way never take effect. The process must be dead already. */
  cutPower(): void {
    this.journalFaults.forgetCalls()
    this.objectFaults.forgetCalls()
    this.taskFaults.forgetCalls()
    this.journal.cutPower(this.prng)
  }

  /** The journal is gone with what the scheduler kept, as when a picture is opened on another computer. */
  loseJournal(): void {
    for (const files of [this.journal, this.heaps.files]) {
      for (const each of files.names()) files.replace(each, undefined)
    }
    this.tasks.load({ tasks: [], shards: [] })
  }

  /** The files of the journal as one process has them. */
  hostFiles(process: SimulatedProcess): HostFiles {
    return simulatedHostFiles(
      this.journal,
      (effect) => this.journalFaults.call(process, 'journal', effect),
      (length) => this.prng.below(length + 1),
    )
  }

  /** The object store as one process has it. */
  objectStore(process: SimulatedProcess): ObjectStore {
    return this.pictures.store(process, this.place)
  }

  /** The journal of all pictures as one process has it. */
  journalOf(process: SimulatedProcess, change?: (files: HostFiles) => HostFiles): SimulatedJournal {
    return new SimulatedJournal(this, process, change)
  }

  /** What the scheduler of this computer keeps, as one process has it. */
  sysdb(process: SimulatedProcess): Sysdb {
    return simulatedSysdb(this.tasks, (effect) => this.taskFaults.call(process, 'sysdb', effect))
  }

  heap(process: SimulatedProcess): ObjectStore {
    return this.heaps.store(process, 'disk')
  }
}

/** No faults and a quick disk. */
export function calmCondition(): FaultCondition {
  return { failChance: 0, full: false, copiesOnWrite: false, delayMs: 0.05, jitterMs: 0.2 }
}
